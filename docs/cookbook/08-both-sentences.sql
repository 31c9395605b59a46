-- en: Which two passages does the largest contradiction set against each other?
-- zh: 最大的矛盾出自报告的哪两处？

SELECT r.source_name, c.description, c.left_evidence, c.right_evidence, c.confidence
FROM marts.fct_reconciliation AS c
JOIN marts.dim_report AS r USING (report_id)
WHERE c.finding = 'contradiction'
ORDER BY abs(c.difference) DESC, r.source_name, c.check_id
LIMIT 1
