-- en: What are the quoted rates of one department, and how is each computed?
-- zh: 某部门的各项常用比率是多少，各如何计算？

SELECT d.name_en, d.name_zh, m.value, d.unit, d.description_en, m.confidence
FROM marts.metric AS m
JOIN marts.dim_metric AS d USING (metric)
WHERE m.department_name = '安吉县竹林气象服务局' AND m.fiscal_year = 2022
ORDER BY d.metric
