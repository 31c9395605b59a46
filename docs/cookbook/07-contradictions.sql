-- en: Where does a report contradict itself, and by how much?
-- zh: 哪些报告自相矛盾，差多少？

SELECT r.source_name, c.rule_id, c.left_label, c.left_value, c.right_label, c.right_value, c.difference
FROM marts.fct_reconciliation AS c
JOIN marts.dim_report AS r USING (report_id)
WHERE c.finding = 'contradiction'
ORDER BY abs(c.difference) DESC, r.source_name
