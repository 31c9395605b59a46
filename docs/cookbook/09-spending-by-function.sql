-- en: What is the money for, in the UN's functions of government (COFOG)?
-- zh: 按联合国政府职能分类（COFOG），钱用在哪里？

SELECT r.source_name, s.cofog_code, f.name_en, f.name_zh, s.amount_cny, s.confidence
FROM marts.spending_by_cofog AS s
JOIN marts.dim_report AS r USING (report_id)
LEFT JOIN reference.cofog AS f USING (cofog_code)
WHERE s.measure = 'expenditure' AND s.funding_source = 'general_public_budget'
ORDER BY s.amount_cny DESC, s.cofog_code
