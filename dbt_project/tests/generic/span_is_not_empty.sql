{#- Offsets give a span of at least one character. -#}
{% test span_is_not_empty(model) %}
select * from {{ model }} where char_start < 0 or char_end <= char_start
{% endtest %}
