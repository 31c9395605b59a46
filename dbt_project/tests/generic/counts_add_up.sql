{#- The counts in `parts` make up the one in `whole`. -#}
{% test counts_add_up(model, parts, whole) %}
select * from {{ model }} where {{ parts | join(' + ') }} <> {{ whole }}
{% endtest %}
