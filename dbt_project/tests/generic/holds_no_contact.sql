{#- None of the columns holds a telephone or identity number or a mail address. One query for a whole table. -#}
{% test holds_no_contact(model, columns) %}
select *
from (select concat_ws(' ¦ ', {{ columns | join(', ') }}) as words from {{ model }}) as published
where {{ looks_like_contact('words') }}
{% endtest %}
