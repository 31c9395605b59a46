{#- A confidence lies between 0 and 1. -#}
{% test confidence_within_bounds(model) %}
select * from {{ model }} where not confidence between 0 and 1
{% endtest %}
