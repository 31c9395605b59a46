-- en: Which departments spent less than 95% of what they had?
-- zh: 哪些部门的预算执行率低于 95%？

SELECT m.department_name, m.fiscal_year, m.value AS execution_rate, d.unit, m.denominator - m.numerator AS unspent_cny
FROM marts.metric AS m
JOIN marts.dim_metric AS d USING (metric)
WHERE m.metric = 'execution_rate' AND m.value < 0.95
ORDER BY m.value, m.department_name
