-- en: Which numbers did Jixiao leave unread, and why?
-- zh: 哪些数字没有读出，为什么？

SELECT source_name, number_text, reason, reason_zh, evidence
FROM quality.unread_number
ORDER BY source_name, char_start
