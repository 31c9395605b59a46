{#- Of several readings of one identity (figures that conflict, carry-over counted in or not) keeps one:
    the first that fits, else the preferred complete one. An incomplete reading says something only if it fits.

    `readings` is a CTE with the columns of an identity and: whole_key (readings of one identity share
    it), preference (smaller is better), is_complete. -#}
{% macro best_reading(readings) -%}
select
    rule_id,
    report_id,
    left_label,
    left_value,
    right_label,
    right_value,
    tolerance,
    left_evidence,
    right_evidence,
    confidence,
    terms
from (
    select
        *,
        row_number() over (
            partition by rule_id, report_id, whole_key
            order by
                case when abs(left_value - right_value) <= tolerance then 0 when is_complete then 1 else 2 end,
                preference,
                abs(left_value - right_value),
                confidence desc,
                left_label,
                right_label,
                terms,
                left_evidence,  -- of two reports of one year that say the same
                right_evidence
        ) as choice
    from (
        select
            rule_id,
            report_id,
            whole_key,
            preference,
            is_complete,
            left_label,
            cast(left_value as decimal(24, 6)) as left_value,
            right_label,
            cast(right_value as decimal(24, 6)) as right_value,
            cast(tolerance as decimal(24, 6)) as tolerance,
            left_evidence,
            right_evidence,
            confidence,
            terms
        from {{ readings }}
    ) as reading
) as ranked
where
    choice = 1
    and (is_complete or abs(left_value - right_value) <= tolerance)
{%- endmacro %}
