-- en: What went to overseas travel, vehicles and reception, and was it within the budget for it?
-- zh: 三公经费花了多少，是否在预算之内？

SELECT y.department_name, y.fiscal_year, y.three_public_expenditure_cny, y.three_public_budget_cny,
    within.value AS three_public_control_rate, change.value AS three_public_change
FROM marts.department_year AS y
LEFT JOIN marts.metric AS within
    ON within.department_id = y.department_id AND within.fiscal_year = y.fiscal_year
    AND within.metric = 'three_public_control_rate'
LEFT JOIN marts.metric AS change
    ON change.department_id = y.department_id AND change.fiscal_year = y.fiscal_year
    AND change.metric = 'three_public_change'
WHERE y.three_public_expenditure_cny IS NOT NULL
ORDER BY y.three_public_expenditure_cny DESC, y.department_name
