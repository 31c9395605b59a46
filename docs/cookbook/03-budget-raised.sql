-- en: Whose budget grew most during the year?
-- zh: 谁的预算年中追加最多？

SELECT department_name, fiscal_year, denominator AS initial_budget_cny, numerator AS added_cny, value AS budget_adjustment_rate
FROM marts.metric
WHERE metric = 'budget_adjustment_rate'
ORDER BY value DESC, department_name
