"""What dbt makes of raw rows: codes, signs, grouping, conflicts, departments, headline figures."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.unit.dbt.conftest import dbt


def amounts(marts: duckdb.DuckDBPyConnection, mart: str, where: str) -> list[tuple]:
    return marts.execute(
        f"SELECT amount_cny FROM marts.{mart} WHERE report_id = 'r_first' AND {where} ORDER BY char_start"
    ).fetchall()


def test_repeated_figure_is_one_row_with_its_surest_mention(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT amount_cny, amount_text, mention_count, confidence, is_conflicting FROM marts.fct_expenditure "
        "WHERE report_id = 'r_first' AND item_code = 'basic'"
    ).fetchall()
    assert rows == [(Decimal("3200000.00"), "320.00", 2, Decimal("0.950"), False)]


def test_two_amounts_of_one_key_conflict(marts: duckdb.DuckDBPyConnection) -> None:
    where = "item_code = 'three_public' AND is_conflicting"
    assert amounts(marts, "fct_expenditure", where) == [(Decimal("20000.00"),), (Decimal("25000.00"),)]


def test_movements_are_signed_and_no_conflict(marts: duckdb.DuckDBPyConnection) -> None:
    where = "measure = 'budget_adjustment' AND NOT is_conflicting"
    assert amounts(marts, "fct_budget", where) == [(Decimal("420000.00"),), (Decimal("-65000.00"),)]


def test_project_names_agree_without_enumerator_and_quotes(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT item_name, mention_count FROM marts.fct_budget WHERE item_code = 'project.item'"
    ).fetchall()
    assert rows == [("1、桥梁监测经费", 2)]


def test_carryover_names_no_source_but_a_named_level_stays(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT measure, funding_source FROM marts.fct_budget "
        "WHERE report_id = 'r_first' AND measure IN ('carryover_in', 'transfer_in') ORDER BY measure"
    ).fetchall()
    assert rows == [("carryover_in", "all"), ("transfer_in", "superior.central")]


def test_zero_in_words_lowers_confidence(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT amount_cny, amount_text, confidence FROM marts.fct_expenditure "
        "WHERE item_code = 'three_public.reception'"
    ).fetchall()
    assert rows == [(Decimal("0.00"), "未发生", Decimal("0.665"))]


def test_sum_rows_of_a_table_are_the_department_itself(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT budget_unit, amount_cny FROM marts.fct_expenditure WHERE report_id = 'r_first' "
        "AND item_code = 'total' AND measure = 'expenditure' ORDER BY amount_cny"
    ).fetchall()
    assert rows == [
        ("信息中心", Decimal("2000000.00")),
        ("局机关", Decimal("3000000.00")),
        (None, Decimal("5000000.00")),
    ]


def test_spellings_of_one_department_are_one(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT department_name, short_name, domain, report_count, first_fiscal_year, last_fiscal_year "
        "FROM marts.dim_department"
    ).fetchall()
    assert rows == [("上城区科学技术局", "科技局", "科技", 2, 2021, 2022)]


def test_reports_whose_file_is_gone_are_not_published(marts: duckdb.DuckDBPyConnection) -> None:
    assert marts.execute("SELECT report_id FROM marts.dim_report ORDER BY 1").fetchall() == [
        ("r_first",),
        ("r_next",),
    ]


def test_assets_are_in_yuan(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT actual_value, actual_unit FROM marts.fct_indicator WHERE indicator_kind = 'asset'"
    ).fetchall()
    assert rows == [(Decimal(125000), "元")]


def test_headline_row_of_a_year(marts: duckdb.DuckDBPyConnection) -> None:
    row = marts.execute(
        "SELECT initial_budget_cny, adjusted_budget_cny, expenditure_cny, round(execution_rate, 4), "
        "three_public_expenditure_cny, staff_quota, staff_actual, self_score, self_grade, report_ids "
        "FROM marts.department_year WHERE fiscal_year = 2021"
    ).fetchone()
    assert row == (
        Decimal("4000000.00"), Decimal("4355000.00"), Decimal("5000000.00"), Decimal("1.1481"),
        Decimal("20000.00"), 10, 12, Decimal("95.00"), "优", "r_first",
    )  # fmt: skip


def test_goals_are_judged_in_their_own_unit(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT indicator_name, department_name, attainment, difference, completion_rate, is_completion_rate_stated "
        "FROM marts.indicator_attainment ORDER BY indicator_name"
    ).fetchall()
    assert rows == [
        ("受益居民", "上城区科学技术局", "not_attained", Decimal("-0.06"), Decimal(95), False),
        ("完成投资", "上城区科学技术局", "attained", Decimal(50), Decimal(150), True),
    ]


def test_completion_is_computed_where_it_is_not_stated(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT completion_rate FROM marts.fct_indicator WHERE indicator_kind = 'performance' ORDER BY char_start"
    ).fetchall()
    assert rows == [(Decimal(95),), (Decimal(150),)]


def test_total_of_a_scoring_sheet(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "SELECT line_count, weight_sum, score_sum, stated_score, is_consistent "
        "FROM marts.score_breakdown WHERE level = 'total'"
    ).fetchall()
    assert rows == [(3, Decimal(100), Decimal(95), Decimal(95), True)]


def test_numbers_left_unread_are_counted_and_explained(marts: duckdb.DuckDBPyConnection) -> None:
    (listed,) = marts.execute("SELECT source_name, number_text, reason FROM quality.unread_number").fetchall()
    assert listed == ("r_first.txt", "7", "A number without a unit, in the text or in a table without a unit")
    counts = marts.execute(
        "SELECT unread_count, number_count = fact_count + context_count + unread_count FROM quality.reading_coverage "
        "ORDER BY report_id"
    ).fetchall()
    assert counts == [(1, True), (0, True)]


def test_the_format_and_encoding_of_each_report_are_told(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute("SELECT DISTINCT media_type, encoding FROM quality.reading_coverage").fetchall()
    assert rows == [("text/plain", "utf-8")]


def test_check_results_beside_the_models_stay(marts: duckdb.DuckDBPyConnection) -> None:
    assert marts.execute("SELECT count(*) FROM quality.validation_result").fetchone() == (0,)


def test_empty_raw_tables_give_empty_marts(emptied: duckdb.DuckDBPyConnection) -> None:
    for mart in ("dim_report", "dim_department", "fct_budget", "fct_expenditure", "fct_reconciliation"):
        assert emptied.execute(f"SELECT count(*) FROM marts.{mart}").fetchone() == (0,), mart


def test_personal_data_fails_the_tests_of_every_mart(built: Path, tmp_path: Path) -> None:
    columns = {
        "marts.dim_report": "title",
        "marts.fct_budget": "item_name",
        "marts.fct_expenditure": "evidence",
        "marts.fct_indicator": "evidence",
        "marts.fct_reconciliation": "left_evidence",
        "marts.indicator_attainment": "actual_text",
        "marts.score_breakdown": "level1",
        "quality.unread_number": "evidence",
    }
    database = tmp_path / "warehouse.duckdb"
    shutil.copyfile(built, database)
    with duckdb.connect(str(database)) as connection:
        for table, column in columns.items():
            connection.execute(
                f"UPDATE {table} SET {column} = '付李秀英慰问金，电话：85551234', report_id = 'r'"
            )
    with pytest.raises(AssertionError) as failure:
        dbt(database, "test", "--select", "no_contact_in_published_words", "no_name_in_published_words")
    output = str(failure.value)
    assert re.search(rf"Got {len(columns)} results, configured to fail", output)
    assert re.search(rf"Got {len(columns)} results, configured to warn", output)
