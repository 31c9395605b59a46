-- en: What did each department have, what did it spend, and how much of it?
-- zh: 各部门有多少钱、花了多少、执行率是多少？

SELECT department_name, fiscal_year, adjusted_budget_cny, expenditure_cny, execution_rate
FROM marts.department_year
ORDER BY expenditure_cny DESC NULLS LAST, department_name
