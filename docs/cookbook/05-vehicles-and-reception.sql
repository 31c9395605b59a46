-- en: Which of the three public expenses cost what? (The finest lines that a report states.)
-- zh: 三公经费分别花在哪里？（取报告所列的最细一级）

WITH stated AS (
    SELECT r.source_name, e.report_id, i.item_code, i.parent_code, i.name_en, i.name_zh, e.amount_cny
    FROM marts.fct_expenditure AS e
    JOIN marts.dim_item AS i USING (item_code)
    JOIN marts.dim_report AS r USING (report_id)
    WHERE i.item_code LIKE 'three_public.%' AND e.measure = 'expenditure'
        AND e.fiscal_year = r.fiscal_year AND e.budget_unit IS NULL
)
SELECT source_name, name_en, name_zh, amount_cny
FROM stated AS line
WHERE amount_cny > 0
    AND NOT EXISTS (
        SELECT 1 FROM stated AS finer
        WHERE finer.report_id = line.report_id AND finer.parent_code = line.item_code
    )
ORDER BY source_name, amount_cny DESC, item_code
