-- en: Which parts that its kind must have does a report lack?
-- zh: 报告缺少哪些应有的部分？

SELECT r.source_name, r.report_kind, count(*) AS missing, string_agg(c.name_en, '; ' ORDER BY c.part) AS parts_en,
    string_agg(c.name_zh, '；' ORDER BY c.part) AS parts_zh
FROM marts.report_completeness AS c
JOIN marts.dim_report AS r USING (report_id)
WHERE c.status = 'missing'
GROUP BY ALL
ORDER BY missing DESC, r.source_name
