-- en: How far can each department's data be trusted?
-- zh: 各部门的数据有多可信？

SELECT department_name, read_share, sure_share, consistent_share, headline_share, score
FROM quality.department_score
ORDER BY score, department_name
