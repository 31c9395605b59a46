-- en: How many goals have a result that can be judged?
-- zh: 有多少目标的完成情况可以评判？

SELECT department_name, fiscal_year, count(*) AS goals,
    count(*) FILTER (attainment = 'attained') AS attained,
    count(*) FILTER (attainment = 'not_attained') AS not_attained,
    count(*) FILTER (attainment = 'no_result') AS no_result,
    count(*) FILTER (attainment = 'not_comparable') AS not_comparable
FROM marts.indicator_attainment
GROUP BY department_name, fiscal_year
ORDER BY goals DESC, department_name
