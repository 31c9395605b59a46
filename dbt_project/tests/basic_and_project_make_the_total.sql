-- Headline spending: basic plus project is the total. A report may contradict itself, hence a warning.
{{ config(severity='warn') }}
select department_id, fiscal_year, expenditure_cny, basic_expenditure_cny, project_expenditure_cny
from {{ ref('department_year') }}
where abs(basic_expenditure_cny + project_expenditure_cny - expenditure_cny) > 150
