{#- Rows in which one of these columns is empty. One query for a whole table, since each test costs a run time. -#}
{% test complete(model, columns) %}

select *
from {{ model }}
where {% for column in columns %}{{ column }} is null{{ " or " if not loop.last }}{% endfor %}

{% endtest %}
