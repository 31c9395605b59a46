-- en: Do the lines of each scoring sheet add up to the score that is stated?
-- zh: 评分表各行之和是否等于所写的总分？

SELECT r.source_name, s.weight_sum, s.stated_total_weight, s.score_sum, s.stated_score, s.difference, s.is_consistent
FROM marts.score_breakdown AS s
JOIN marts.dim_report AS r USING (report_id)
WHERE s.level = 'total'
ORDER BY s.is_consistent, r.source_name, s.sheet_no
