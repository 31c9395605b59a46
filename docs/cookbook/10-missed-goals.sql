-- en: Which goals were missed, and how much mark was given all the same?
-- zh: 哪些目标没有完成，又得了多少分？

SELECT department_name, indicator_name, target_text, actual_text, difference, target_unit, weight, score
FROM marts.indicator_attainment
WHERE attainment = 'not_attained'
ORDER BY department_name, indicator_name
