-- A warehouse of one fictional report in which every expectation holds. Only the columns that the suites
-- ask for are there; the raw tables are made from the record classes before this script runs.
insert into raw.document
select 'r_' || substr(sha, 1, 16), 'culture.txt', 'file:///inbox/culture.txt', 'text/plain', 'utf-8', 400, sha, text,
       timestamp '2022-03-01 02:00:00', null, null
from (
    select repeat('0123456789abcdef', 4) as sha,
           '清河县文化馆2021年度部门整体支出绩效自评报告。2021年年初预算120.5万元，全年预算130万元，实际支出128万元，'
           || '其中基本支出100万元。编制12人，在职11人。产出指标10分，得9.5分。举办展览20场以上，实际22场。'
           || '联系人：李明，电话 13800001111。' as text
);
insert into raw.rejected_document values
    ('empty.txt', 'file:///inbox/empty.txt', repeat('e', 64), 'empty_file', 'The file holds no text.', '2022-03-01 02:00:00');
insert into raw.extraction select report_id, 'v1', timestamp '2022-03-01 02:01:00', 11, 7, 3, 1 from raw.document;
insert into raw.report_header
select report_id, '清河县文化馆2021年度部门整体支出绩效自评报告', '整体支出', '清河县文化馆', '999901', null, 2021, 92.5, '优',
       date '2022-02-20'
from raw.document;
insert into raw.unread_number
select report_id, '13800001111', 'no_unit', instr(text, '138000') - 1, instr(text, '138000') + 10, '电话' from raw.document;
insert into raw.figure
select document.report_id, figure.no, 'narrative', 'clause_named', null, 2021, null, figure.item, null, figure.item,
       figure.measure, null, figure.amount, '万元', cast(figure.amount as decimal(28, 8)), figure.part_of,
       instr(document.text, figure.amount || '万元') - 1, instr(document.text, figure.amount || '万元') - 1 + length(figure.amount),
       figure.evidence
from raw.document as document
cross join (values
    (0, '整体支出', '年初预算', '120.5', null, '2021年年初预算120.5万元'),
    (1, '整体支出', '全年预算', '130', null, '全年预算130万元'),
    (2, '整体支出', '实际支出', '128', null, '实际支出128万元，其中基本支出100万元'),
    (3, '基本支出', '实际支出', '100', 2, '实际支出128万元，其中基本支出100万元')
) as figure (no, item, measure, amount, part_of, evidence);
insert into raw.stated_relation
select report_id, 0, 'execution_rate', 2, 1, 2021, null, null, null, '万元', '128', instr(text, '128') - 1, instr(text, '128') + 2,
       '实际支出128万元'
from raw.document;
insert into raw.indicator
select document.report_id, found.no, 'narrative', 'clause_named', 2021, null, found.kind, null, null, null, found.name, null,
       found.target_text, found.target, found.target_unit, found.operator, null, found.value, found.unit, null, null, found.weight, found.score, found.sheet_no,
       instr(document.text, found.words) - 1, instr(document.text, found.words) - 1 + length(found.words), found.words
from raw.document as document
cross join (values
    (0, 'staffing', '编制', null, null, null, null, 12, '人', null, null, null, '编制12人'),
    (1, 'staffing', '在职', null, null, null, null, 11, '人', null, null, null, '在职11人'),
    (2, 'evaluation', '产出指标', null, null, null, null, null, null, 100, 92.5, 1, '产出指标10分，得9.5分'),
    (3, 'performance', '举办展览', '20场以上', 20, '场', '>=', 22, '场', null, null, null, '举办展览20场以上，实际22场')
) as found (no, kind, name, target_text, target, target_unit, operator, value, unit, weight, score, sheet_no, words);

create schema reference;
create table reference.money_unit as select '万元' as unit_text, 10000 as scale;
create table reference.measure_term as select unnest(['年初预算', '全年预算', '实际支出']) as term;
create table reference.funding_term as select '合计' as term;
create table reference.funding_source as select 'all' as funding_source;
create table reference.extraction_rule as select 'clause_named' as rule;
create table reference.figure_qualifier as select 'approximate' as qualifier;
create table reference.unread_reason as select 'no_unit' as reason_code;
create table reference.report_kind as select 'department_overall' as report_kind;
create table reference.report_kind_term as select '整体支出' as term;
create table reference.region as select '999901' as region_code, '清河县' as name_zh;

create schema staging;
create table staging.stg_raw__document as select report_id, length(text) as char_count, loaded_at from raw.document;
create table staging.stg_raw__rejected_document as select source_name, source_uri, reason_code, reason from raw.rejected_document;
create table staging.stg_raw__extraction as select report_id from raw.extraction;
create table staging.stg_raw__report_header as select report_id, kind_term, region_code from raw.report_header;
create table staging.stg_raw__figure as select *, value as value_in_unit from raw.figure;
create table staging.stg_raw__stated_relation as from raw.stated_relation;
create table staging.stg_raw__indicator as from raw.indicator;
create table staging.stg_raw__unread_number as from raw.unread_number;

create schema marts;
create table marts.dim_measure as
select measure, mart, measure as name_zh, measure as name_en, 1 as sort_order
from (values ('initial_budget', 'budget'), ('budget_adjustment', 'budget'), ('adjusted_budget', 'budget'),
             ('carryover_in', 'budget'), ('transfer_in', 'budget'), ('revenue', 'budget'),
             ('expenditure', 'expenditure'), ('returned', 'expenditure'), ('carryover_out', 'expenditure')
     ) as listed (measure, mart);
create table marts.dim_item as
select unnest(['total', 'basic', 'basic.personnel', 'basic.operating', 'project', 'project.item', 'three_public',
               'three_public.overseas', 'three_public.vehicle', 'three_public.vehicle_purchase',
               'three_public.vehicle_operation', 'three_public.reception', 'agency_operating', 'procurement',
               'procurement.goods', 'procurement.works', 'procurement.services', 'other', 'function.206',
               'function.20601', 'economic.301', 'economic.302', 'economic.303', 'economic.310', 'economic.312',
               'economic.30215']) as item_code,
       null::varchar as parent_code, '名' as name_zh, 'name' as name_en, 1 as sort_order;
update marts.dim_item set parent_code = 'total' where item_code = 'basic';
create table marts.dim_report as
select document.report_id, 'd_1' as department_id, source_name, title, 'department_overall' as report_kind, department_name,
       region_code, '清河县' as region_name, 'county' as admin_level, fiscal_year, self_score, self_grade, published_on,
       length(text) as char_count, content_sha256, loaded_at, 'v1' as extractor_version, true as is_current,
       loaded_at as valid_from, null::timestamp as valid_to, null::varchar as superseded_by
from raw.document as document inner join raw.report_header as header on document.report_id = header.report_id;
create table marts.dim_department as
select 'd_1' as department_id, '清河县文化馆' as department_name, '文化馆' as short_name, '999901' as region_code,
       '清河县' as region_name, 'county' as admin_level, '文化' as domain, 1 as report_count, 2021 as first_fiscal_year,
       2021 as last_fiscal_year;
create table marts.fct_budget as
select 'a_' || figure_no as amount_id, report_id, fiscal_year, budget_unit,
       case item_term when '基本支出' then 'basic' else 'total' end as item_code, item_label as item_name,
       case measure_term when '年初预算' then 'initial_budget' when '全年预算' then 'adjusted_budget' else 'expenditure' end
           as measure,
       'all' as funding_source, cast(value * 10000 as decimal(20, 2)) as amount_cny, amount_text, unit_text,
       1 as mention_count, false as is_conflicting, source_form, cast(0.95 as decimal(4, 3)) as confidence, evidence,
       char_start, char_end
from raw.figure;
create table marts.fct_expenditure as from marts.fct_budget where measure = 'expenditure';
delete from marts.fct_budget where measure = 'expenditure';
create table marts.fct_indicator as
select 'i_' || indicator_no as indicator_id, * replace (case when target_value > 0 then 110 end as completion_rate),
       cast(0.95 as decimal(4, 3)) as confidence
from raw.indicator;
create table marts.indicator_attainment as
select report_id, indicator_id, 'd_1' as department_id, '清河县文化馆' as department_name, '999901' as region_code, fiscal_year,
       level1, level2, level3, indicator_name, project_name, target_text, target_operator, target_value, target_unit, actual_text,
       actual_value, actual_unit, '>=' as judged_by, 'attained' as attainment, actual_value - target_value as difference,
       completion_rate, false as is_completion_rate_stated, weight, score, evidence
from marts.fct_indicator
where indicator_kind = 'performance';
create table marts.score_breakdown as
select report_id, sheet_no, project_name, '清河县文化馆' as department_name, fiscal_year, level, case level when '1' then '产出' end as level1,
       null::varchar as level2, 1 as line_count, weight as weight_sum, score as score_sum,
       case level when 'total' then 100 end as stated_total_weight, case level when 'total' then 92.5 end as stated_score,
       case level when 'total' then 0.0 end as difference, true as is_consistent
from marts.fct_indicator
cross join (values ('1'), ('total')) as of_level (level)
where indicator_kind = 'evaluation';
create table marts.fct_reconciliation as
select 'c_1' as check_id, report_id, 'parts_sum_to_whole' as rule_code, '分项不大于整体' as description, '整体' as left_label,
       cast(1280000 as decimal(24, 6)) as left_value, '分项' as right_label, cast(1280000 as decimal(24, 6)) as right_value,
       cast(0 as decimal(24, 6)) as difference, cast(5000 as decimal(24, 6)) as tolerance, 'pass' as status,
       '实际支出128万元' as left_evidence, '其中基本支出100万元' as right_evidence, 'R101' as rule_id, 0.9 as confidence,
       null::varchar as finding, null::varchar as hint
from raw.document;
create table marts.report_completeness as
select report_id, 'goals' as part, 'Goals' as name_en, '绩效目标' as name_zh, 1 as found_count, 1 as required_count,
       'complete' as status, null::varchar as missing_names
from raw.document;
create table marts.department_year as
select 'd_1' as department_id, '清河县文化馆' as department_name, '999901' as region_code, 2021 as fiscal_year,
       cast(1205000 as decimal(20, 2)) as initial_budget_cny, cast(1300000 as decimal(20, 2)) as adjusted_budget_cny,
       cast(1280000 as decimal(20, 2)) as expenditure_cny, cast(1280000 / 1300000 as decimal(18, 6)) as execution_rate,
       cast(1000000 as decimal(20, 2)) as basic_expenditure_cny, null::decimal(20, 2) as project_expenditure_cny,
       null::decimal(20, 2) as three_public_budget_cny, null::decimal(20, 2) as three_public_expenditure_cny,
       null::decimal(20, 2) as carryover_in_cny, null::decimal(20, 2) as carryover_out_cny, 12 as staff_quota,
       11 as staff_actual, 92.5 as self_score, '优' as self_grade, 0 as checks_failed, 1 as checks_passed,
       report_id as report_ids
from raw.document;

create schema quality;
create table quality.unread_number as
select report_id, 'culture.txt' as source_name, '***' as number_text, reason_code, 'reason' as reason, '原因' as reason_zh,
       evidence, char_start, char_end
from raw.unread_number;
create table quality.reading_coverage as
select report_id, 'culture.txt' as source_name, number_count, fact_count, context_count, unread_count,
       unread_count / number_count as unread_share, extractor_version
from raw.extraction;
create table reference.quarantine_rule as
select 'no_department' as rule_id, 'error' as severity, 'Who reports is not said' as reason_en, '未说明填报单位' as reason_zh;
create table quality.quarantine as
select report_id, source_name, source_uri, 'no_department' as rule_id, 'Who reports is not said' as reason_en,
       '未说明填报单位' as reason_zh, 'Say it' as remedy_en, '写明' as remedy_zh, loaded_at,
       loaded_at + interval 1 minute as quarantined_since
from raw.document
where false;
create table reference.drift_bound as
select * from (values ('reports', 3), ('budget_facts', 30), ('same_reports_budget_facts', 10), ('facts_per_report', 100),
                      ('rejected_share', 3), ('quarantined_share', 3), ('unread_share', 30), ('contradiction_share', 10))
    as bound (metric, smallest_change);
create table quality.drift as
select metric, metric as name_en, metric as name_zh, cast(100 as decimal(20, 6)) as previous_value,
       cast(100 as decimal(20, 6)) as current_value, cast(50 as decimal(20, 6)) as lowest_value,
       cast(200 as decimal(20, 6)) as highest_value, 0 as change_count, 'within' as status, null::varchar as accepted_reason,
       current_timestamp::timestamp - interval 1 day as previous_published_at
from reference.drift_bound;
create table reference.quality_score_component as
select * from (values ('read', 0.3), ('sure', 0.3), ('consistent', 0.3), ('headline', 0.1)) as part (component, weight);
create table quality.department_score as
select 'd_1' as department_id, '清河县文化馆' as department_name, '999901' as region_code, 1 as report_count, 0.9 as read_share,
       1.0 as sure_share, null::decimal(9, 6) as consistent_share, 1.0 as headline_share, cast(95.71 as decimal(9, 2)) as score;
create table quality.validation_result as
select * from (values
    ('run-1', 'raw.document', 'raw', 'raw.document.text_present', 'failed', 'error', timestamp '2022-03-01 02:02:00'),
    ('run-2', 'raw.document', 'raw', 'raw.document.text_present', 'passed', 'error', timestamp '2022-03-02 02:02:00')
) as result (run_id, suite, layer, expectation, outcome, severity, checked_at);
create table quality.expectation_history as
select 'raw.document.text_present' as expectation, 'passed' as last_outcome, timestamp '2022-03-02 02:02:00' as last_checked_at,
       2 as runs, 1 as runs_not_passed, timestamp '2022-03-01 02:02:00' as first_failed_at,
       timestamp '2022-03-01 02:02:00' as last_failed_at, 1 as current_streak, timestamp '2022-03-02 02:02:00' as streak_since;
create table quality.suite_trend as
select run_id, suite, 1 as expectations, cast(outcome = 'passed' as int) as passed, cast(outcome = 'failed' as int) as failed,
       0 as errored, cast(outcome = 'failed' as int) as blocking, cast(outcome = 'passed' as int) * 1.0 as passed_share
from quality.validation_result;
-- one functional class, of which the report states the spending
create table marts.dim_function_cofog as
select 'function.' || code as item_code, '科学技术' as name_zh, 'Science' as name_en, '04' as division_code,
       '经济事务' as division_zh, 'Economic affairs' as division_en, '04.8' as cofog_code, '研发' as cofog_zh,
       'R&D' as cofog_en, '7048' as gfsm_code, 0.5 as confidence, 'function.206' as decided_by,
       '应按所服务的职能' as note_zh, 'By the function served' as note_en
from (values ('206'), ('20601')) as class (code);
insert into marts.fct_expenditure by name
select * replace ('a_206' as amount_id, 'function.206' as item_code, '科学技术支出' as item_name)
from (from marts.fct_expenditure where item_code = 'basic' limit 1);
create table marts.spending_by_cofog as
select report_id, 'd_1' as department_id, fiscal_year, measure, funding_source, '04' as division_code,
       '04.8' as cofog_code, '7048' as gfsm_code, amount_cny, 1 as class_count, 0.4 as confidence,
       amount_id as amount_ids
from marts.fct_expenditure where amount_id = 'a_206';
create table marts.dim_metric as
select metric, '率' as name_zh, 'Rate' as name_en, '分子 ÷ 分母' as description_zh, 'One by the other' as description_en,
       numerator, null::varchar as subtrahend, denominator, cast(1 as decimal(9, 2)) as scale, '1' as unit, source
from (values
    ('execution_rate', 'expenditure', 'adjusted_budget', 'amount'),
    ('three_public_change', 'three_public_expenditure', 'three_public_expenditure_before', 'amount'),
    ('attainment_rate', 'goals_attained', 'goals_judged', 'goal'),
    ('contradiction_rate', 'contradictions', 'checks_decided', 'check')
) as defined (metric, numerator, denominator, source);
create table marts.metric as
select metric, department_id, department_name, region_code, fiscal_year, numerator / denominator as value, numerator,
       denominator, 0.9 as confidence, 'n' as numerator_ids, 'd' as denominator_ids
from (
    select 'execution_rate' as metric, *, expenditure_cny as numerator, adjusted_budget_cny as denominator
    from marts.department_year
    union all
    select 'attainment_rate', *, 1, 1 from marts.department_year
) as measured;
update marts.department_year set execution_rate = (select value from marts.metric where metric = 'execution_rate');
update marts.metric set value = (select execution_rate from marts.department_year) where metric = 'execution_rate';
