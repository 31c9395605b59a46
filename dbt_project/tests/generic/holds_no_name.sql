{#- None of the columns holds what looks like a person's name. A place may look so too: a warning. -#}
{% test holds_no_name(model, columns) %}
{{ config(severity='warn') }}
select *
from (select concat_ws(' ¦ ', {{ columns | join(', ') }}) as words from {{ model }}) as published
where {{ looks_like_name('words') }}
{% endtest %}
