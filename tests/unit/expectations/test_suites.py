"""The project's own suites on a small warehouse: all hold on a sound one, and damage is named."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from expectations.catalog import suites
from expectations.run import run_suites

BY_NAME = {suite.name: suite for suite in suites()}

# One damage each, in the words of SQL, and every query of the named suite that finds it.
QUERY_DAMAGES = [
    ("raw.document", "update raw.document set retired_at = loaded_at", {"holds_active_report"}),
    ("raw.document", "update raw.document set report_id = 'r_0'", {"report_id_from_content"}),
    ("raw.document", "update raw.document set loaded_at = current_date + 9", {"loaded_at_in_the_past"}),
    (
        "raw.document",
        "update raw.document set text = repeat('� ', 9)",
        {"text_decoded_cleanly", "text_is_chinese"},
    ),
    ("raw.rejected_document", "update raw.rejected_document set reason = ' '", {"reason_given"}),
    (
        "raw.rejected_document",
        "update raw.rejected_document set reason_code = 'duplicate_content'",
        {"duplicate_has_original"},
    ),
    ("raw.extraction", "delete from raw.extraction", {"every_report_extracted"}),
    ("raw.extraction", "update raw.extraction set fact_count = 8", {"every_number_accounted_for"}),
    ("raw.extraction", "delete from raw.unread_number", {"unread_numbers_listed"}),
    (
        "raw.report_header",
        "update raw.report_header set region_code = '清河'",
        {"region_code_written_as_code"},
    ),
    ("raw.report_header", "update raw.report_header set fiscal_year = 20210", {"fiscal_year_plausible"}),
    ("raw.report_header", "update raw.report_header set department_name = null", {"identified"}),
    (
        "raw.figure",
        "update raw.figure set char_start = char_start + 1, char_end = char_end + 1",
        {"amount_stands_at_offsets"},
    ),
    (
        "raw.figure",
        "update raw.figure set char_end = 9999 where figure_no = 0",
        {"amount_stands_at_offsets", "offsets_within_text"},
    ),
    ("raw.figure", "update raw.figure set part_of = 77 where figure_no = 3", {"part_belongs_to_whole"}),
    ("raw.figure", "update raw.figure set item_term = null", {"item_stated"}),
    ("raw.stated_relation", "update raw.stated_relation set figure_no = 77", {"figures_exist"}),
    ("raw.indicator", "update raw.indicator set indicator_name = ''", {"named"}),
    ("raw.unread_number", "update raw.unread_number set reason_code = null", {"reason_given"}),
    (
        "staging.stg_raw__figure",
        "delete from staging.stg_raw__figure where figure_no = 1",
        {"every_raw_row_staged"},
    ),
    (
        "staging.stg_raw__figure",
        "insert into staging.stg_raw__figure from staging.stg_raw__figure",
        {"grain_unique"},
    ),
    ("staging.stg_raw__figure", "update staging.stg_raw__figure set measure_term = '新词'", {"terms_known"}),
    (
        "staging.stg_raw__figure",
        "update staging.stg_raw__figure set value_in_unit = round(value_in_unit)",
        {"value_fits_type"},
    ),
    (
        "staging.stg_raw__document",
        "update raw.document set retired_at = loaded_at",
        {"no_row_of_retired_report"},
    ),
    (
        "marts.fct_budget",
        "update marts.fct_budget set report_id = 'r_gone'",
        {"amount_stands_at_offsets", "report_exists"},
    ),
    (
        "marts.fct_budget",
        "update marts.fct_budget set measure = 'expenditure'",
        {"different_amounts_marked", "measure_of_this_mart"},
    ),
    ("marts.fct_budget", "update marts.fct_budget set item_code = 'function.999'", {"item_known"}),
    ("marts.fct_budget", "update marts.fct_budget set funding_source = 'lottery'", {"funding_source_known"}),
    ("marts.fct_budget", "update marts.fct_budget set unit_text = '千'", {"unit_known"}),
    ("marts.fct_budget", "update marts.fct_budget set amount_cny = -amount_cny", {"amount_not_negative"}),
    (
        "marts.fct_budget",
        "update marts.fct_budget set amount_text = '1' || amount_text",
        {"amount_stands_at_offsets", "evidence_holds_amount"},
    ),
    (
        "marts.fct_budget",
        "update marts.fct_budget set measure = 'initial_budget'",
        {"different_amounts_marked"},
    ),
    ("marts.fct_budget", "update marts.fct_budget set is_conflicting = true", {"marked_amounts_differ"}),
    ("marts.fct_budget", "update marts.fct_budget set fiscal_year = 1993", {"fiscal_year_plausible"}),
    ("marts.fct_budget", "update marts.fct_budget set fiscal_year = null", {"fiscal_year_present"}),
    ("marts.fct_budget", "update marts.fct_budget set confidence = 1.2", {"confidence_within_range"}),
    ("marts.fct_budget", "update marts.fct_budget set mention_count = 0", {"mentioned_at_least_once"}),
    (
        "marts.fct_expenditure",
        "delete from marts.fct_budget; delete from marts.fct_expenditure",
        {"every_report_with_figures_has_money"},
    ),
    ("marts.fct_indicator", "update marts.fct_indicator set indicator_kind = 'wish'", {"kind_known"}),
    (
        "marts.fct_indicator",
        "update marts.fct_indicator set score = 101 where score > 0",
        {"score_within_weight"},
    ),
    (
        "marts.fct_indicator",
        "update marts.fct_indicator set weight = 90 where weight > 0",
        {"score_within_weight", "weights_sum_to_hundred"},
    ),
    (
        "marts.fct_indicator",
        "update marts.fct_indicator set actual_value = 11.5 where indicator_kind = 'staffing'",
        {"staffing_whole_numbers"},
    ),
    (
        "marts.fct_indicator",
        "update marts.fct_indicator set indicator_name = '联系人：李明 13800001111'",
        {"no_contact_data_in_words", "no_personal_name_in_words"},
    ),
    (
        "marts.fct_indicator",
        "update marts.fct_indicator set completion_rate = null",
        {"completion_rate_where_comparable"},
    ),
    (
        "marts.indicator_attainment",
        "update marts.indicator_attainment set attainment = 'met'",
        {"attainment_follows_numbers", "attainment_known"},
    ),
    ("marts.indicator_attainment", "delete from marts.indicator_attainment", {"every_goal_judged"}),
    (
        "marts.indicator_attainment",
        "update marts.indicator_attainment set judged_by = '<='",
        {"attainment_follows_numbers", "judged_by_the_stated_operator"},
    ),
    (
        "marts.indicator_attainment",
        "update marts.indicator_attainment set difference = 3",
        {"difference_is_result_minus_goal"},
    ),
    (
        "marts.indicator_attainment",
        "update marts.indicator_attainment set is_completion_rate_stated = true, completion_rate = null",
        {"stated_rate_is_there"},
    ),
    (
        "marts.indicator_attainment",
        "update marts.indicator_attainment set weight = 10, score = 0",
        {"score_agrees_with_attainment"},
    ),
    (
        "marts.score_breakdown",
        "insert into marts.score_breakdown from marts.score_breakdown where level = '1'",
        {"grain_unique", "sections_within_total"},
    ),
    (
        "marts.score_breakdown",
        "delete from marts.score_breakdown where level = 'total'",
        {"every_sheet_has_a_total", "every_weight_counted"},
    ),
    (
        "marts.score_breakdown",
        "update marts.score_breakdown set weight_sum = 90",
        {"every_weight_counted"},
    ),
    (
        "marts.score_breakdown",
        "update marts.score_breakdown set stated_score = 95",
        {"difference_is_sum_minus_stated"},
    ),
    (
        "quality.unread_number",
        "update quality.unread_number set number_text = '13800001111'",
        {"no_contact_data"},
    ),
    (
        "quality.unread_number",
        "update quality.unread_number set number_text = '7'",
        {"number_stands_at_offsets"},
    ),
    ("quality.unread_number", "update quality.unread_number set reason_code = 'dull'", {"reason_known"}),
    (
        "quality.reading_coverage",
        "update quality.reading_coverage set fact_count = 0",
        {"counts_add_up"},
    ),
    ("quality.reading_coverage", "delete from quality.unread_number", {"unread_numbers_listed"}),
    ("quality.reading_coverage", "delete from quality.reading_coverage", {"every_report_accounted_for"}),
    (
        "quality.reading_coverage",
        "update quality.reading_coverage set unread_share = 0.5",
        {"unread_share_is_their_part"},
    ),
    (
        "quality.reading_coverage",
        "update quality.reading_coverage set number_count = 40, unread_share = 0.4",
        {"counts_add_up", "mostly_read", "unread_share_is_their_part"},
    ),
    ("marts.dim_report", "delete from marts.dim_report", {"every_read_report_published"}),
    (
        "marts.dim_report",
        "update raw.document set retired_at = loaded_at",
        {"every_published_report_was_read"},
    ),
    ("marts.dim_report", "update marts.dim_report set char_count = 1", {"same_content_as_read"}),
    ("marts.dim_report", "update marts.dim_report set department_id = 'd_gone'", {"department_exists"}),
    ("marts.dim_report", "update marts.dim_report set region_code = '110000'", {"region_known"}),
    ("marts.dim_report", "update marts.dim_report set fiscal_year = null", {"identified"}),
    ("marts.dim_report", "update marts.dim_report set self_score = 72", {"grade_agrees_with_score"}),
    (
        "marts.dim_report",
        "update marts.dim_report set department_name = '2021年文化馆'",
        {"department_name_bare"},
    ),
    (
        "marts.dim_report",
        "delete from marts.fct_budget; delete from marts.fct_expenditure; delete from marts.fct_indicator",
        {"report_has_facts"},
    ),
    (
        "marts.dim_department",
        "update marts.dim_department set report_count = 2",
        {"every_department_reports"},
    ),
    (
        "marts.dim_department",
        "update marts.dim_department set last_fiscal_year = 2022",
        {"first_and_last_year"},
    ),
    (
        "marts.dim_item",
        "delete from marts.dim_item where item_code = 'total'",
        {"fixed_codes_present", "parent_exists"},
    ),
    (
        "marts.dim_measure",
        "delete from marts.dim_measure where measure = 'returned'",
        {"measures_of_contract"},
    ),
    (
        "marts.fct_reconciliation",
        "update marts.fct_reconciliation set rule_code = 'guess'",
        {"rule_code_known"},
    ),
    (
        "marts.fct_reconciliation",
        "update marts.fct_reconciliation set status = 'fail'",
        {"status_follows_tolerance"},
    ),
    (
        "marts.fct_reconciliation",
        "update marts.fct_reconciliation set right_value = 0",
        {"difference_is_left_minus_right"},
    ),
    ("marts.fct_reconciliation", "update marts.fct_budget set is_conflicting = true", {"conflicts_reported"}),
    ("marts.department_year", "delete from marts.department_year", {"every_reported_year_present"}),
    (
        "marts.department_year",
        "update marts.department_year set execution_rate = 0.5",
        {"execution_rate_is_spent_over_available"},
    ),
    (
        "marts.department_year",
        "update marts.department_year set execution_rate = null",
        {"execution_rate_is_spent_over_available"},
    ),
    ("marts.department_year", "update marts.department_year set checks_failed = 3", {"checks_counted"}),
    (
        "marts.department_year",
        "update marts.department_year set expenditure_cny = 1280000.01",
        {"headline_is_a_fact"},
    ),
    (
        "marts.department_year",
        "update marts.department_year set basic_expenditure_cny = 1300000",
        {"part_not_above_whole"},
    ),
]

# Damage that (also) breaks expectations of Great Expectations' own, which only a whole run evaluates.
OTHER_DAMAGES = [
    ("raw.stated_relation", "update raw.stated_relation set direction = 2", {"direction_known"}),
    (
        "marts.fct_budget",
        "insert into marts.fct_budget from marts.fct_budget",
        {"amount_id_unique", "grain_unique"},
    ),
    ("marts.fct_budget", "update marts.fct_budget set amount_cny = null", {"amount_present"}),
    (
        "marts.fct_budget",
        "update marts.fct_budget set amount_cny = 2000000000000",
        {"amount_plausible", "amount_possible"},
    ),
    ("marts.dim_report", "alter table marts.dim_report drop column title", {"columns_of_contract"}),
    (
        "marts.fct_indicator",
        "update marts.fct_indicator set target_operator = '>'",
        {"operator_known", "target_operator_with_value"},
    ),
    (
        "marts.dim_report",
        "update marts.dim_report set self_score = 925",
        {"self_score_possible", "self_score_within_hundred"},
    ),
    (
        "marts.department_year",
        "insert into marts.department_year from marts.department_year",
        {"grain_unique"},
    ),
]

CONTACTS = [
    "联系人手机13800001111",
    "手机 138 0000 1111",
    "联系电话：2356123",
    "电话（0730）23561234",
    "传真 0730-2356123",
    "身份证110101199003071234",
    "邮箱 someone@example.com",
]
NO_CONTACTS = [
    "资产总额13800001111元",
    "资产13800001111.50元",
    "电话费1234567元",
    "电话 1234567.89元",
    "编号20210001234",
    "2020-2021年支出1234567元",
]


def broken(database: Path, suite: str) -> set[str]:
    """What does not pass in one suite."""
    found = run_suites(database, [suite], "run-1")
    return {result.expectation.removeprefix(f"{suite}.") for result in found if result.outcome != "passed"}


def test_all_hold_on_a_sound_warehouse(sound_warehouse: Path) -> None:
    assert [r for r in run_suites(sound_warehouse, None, "run-1") if r.outcome != "passed"] == []


@pytest.fixture(scope="module")
def connection(
    sound_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("damaged") / "warehouse.duckdb"
    path.write_bytes(sound_warehouse.read_bytes())
    with duckdb.connect(str(path)) as opened:
        yield opened


@pytest.mark.parametrize(("suite", "damage", "expected"), QUERY_DAMAGES)
def test_damage_is_found_by_queries(
    connection: duckdb.DuckDBPyConnection, suite: str, damage: str, expected: set[str]
) -> None:
    connection.begin()
    try:
        connection.execute(damage)
        found = {e.id for e in BY_NAME[suite].expectations if e.sql and connection.execute(e.sql).fetchone()}
    finally:
        connection.rollback()
    assert {identifier.removeprefix(f"{suite}.") for identifier in found} == expected


@pytest.mark.parametrize(("suite", "damage", "expected"), OTHER_DAMAGES)
def test_damage_is_found_by_a_run(
    damaged_warehouse: Callable[[str], Path], suite: str, damage: str, expected: set[str]
) -> None:
    assert broken(damaged_warehouse(damage), suite) == expected


def evidence_found(database: Path, what: str) -> set[str]:
    """The indicators whose evidence breaks one expectation."""
    found = run_suites(database, ["marts.fct_indicator"], "run-1")
    (result,) = [each for each in found if each.expectation == f"marts.fct_indicator.{what}"]
    return {row.rpartition("=")[2] for row in (result.unexpected_sample or "").split(" | ")} - {""}


@pytest.fixture
def with_evidence(damaged_warehouse: Callable[[str], Path]) -> Callable[[list[str]], Path]:
    """A warehouse with one indicator per text; its char_end is the place in the list, from 1."""

    def build(texts: list[str]) -> Path:
        rows = ", ".join(f"({place}, '{text}')" for place, text in enumerate(texts, start=1))
        return damaged_warehouse(
            "create temp table template as from marts.fct_indicator limit 1; delete from marts.fct_indicator; "
            "insert into marts.fct_indicator by name "
            f"select template.* replace (place as char_end, words as evidence, 'i' || place as indicator_id) "
            f"from template cross join (values {rows}) as given (place, words)"
        )

    return build


@pytest.mark.parametrize("texts", [CONTACTS[:4], CONTACTS[4:]], ids=["mobile and local", "other"])
def test_contact_data_in_evidence_is_found(
    with_evidence: Callable[[list[str]], Path], texts: list[str]
) -> None:
    expected = {str(place) for place in range(1, len(texts) + 1)}
    assert evidence_found(with_evidence(texts), "no_contact_data") == expected


def test_amounts_are_not_taken_for_contact_data(with_evidence: Callable[[list[str]], Path]) -> None:
    assert evidence_found(with_evidence(NO_CONTACTS), "no_contact_data") == set()


def test_names_of_persons_in_evidence_are_found(with_evidence: Callable[[list[str]], Path]) -> None:
    texts = ["填报人：李明 2022年", "联系人：    电话：", "单位负责人（签字）：王小红。", "负责人带队调研3次"]
    assert evidence_found(with_evidence(texts), "no_personal_name") == {"1", "3"}
