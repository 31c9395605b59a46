"""What the published version says of reports, facts and checks, as plain dictionaries that print and JSON share.

Every function takes a connection of `warehouse.query.open_published`. Money is in yuan, offsets count characters of
`raw.document.text`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb

from cli.exits import NotFoundError
from warehouse.errors import WarehouseError

Row = dict[str, Any]
MARTS = ("fct_budget", "fct_expenditure")
_REPORT = (
    "report_id, source_name, title, report_kind, department_name, region_code, region_name, admin_level, fiscal_year, "
    "self_score, self_grade, published_on, char_count, is_current, valid_from, valid_to, superseded_by"
)
# The check's unit: marks where marks take part, per cent of a stated rate, the indicator's own, otherwise yuan.
_UNIT = """
    SELECT
        term.identity_key,
        CASE
            WHEN bool_or(kind IN ('score', 'sheet_sum') OR term.term = 'header 0') THEN '分'
            WHEN bool_or(kind = 'relation' AND relation.unit_text = '%') THEN '%'
            WHEN bool_or(kind = 'indicator') THEN max(indicator.actual_unit)
            WHEN bool_or(kind IN ('figure', 'relation')) THEN '元'
        END AS unit
    FROM (SELECT *, split_part(term, ' ', 1) AS kind FROM intermediate.int_check_term) AS term
    LEFT JOIN staging.stg_raw__stated_relation AS relation
        ON term.report_id = relation.report_id AND term.term = 'relation ' || relation.relation_no
    LEFT JOIN intermediate.int_indicator AS indicator
        ON term.report_id = indicator.report_id AND term.term = 'indicator ' || indicator.indicator_no
    GROUP BY term.identity_key
"""
_CHECKS = f"""
    SELECT
        checked.check_id, checked.report_id, checked.rule_id, checked.rule_code, rule.description_en, rule.description_zh,
        rule.severity, rule.certainty, checked.status, checked.finding, checked.hint, checked.confidence,
        checked.left_label, checked.left_value, checked.right_label, checked.right_value, checked.difference,
        checked.tolerance, unit.unit, checked.left_evidence, checked.right_evidence
    FROM marts.fct_reconciliation AS checked
    LEFT JOIN reference.reconciliation_rule AS rule USING (rule_id)
    LEFT JOIN ({_UNIT}) AS unit ON checked.check_id = unit.identity_key
"""
# The numbers of a fact: an amount that the report repeats stands in several figures.
FIGURES_OF_AMOUNT = """
    SELECT 'figure ' || figure.figure_no AS term
    FROM intermediate.int_amount AS amount
    JOIN intermediate.int_figure_coded AS figure
        ON amount.report_id = figure.report_id
        AND amount.fiscal_year IS NOT DISTINCT FROM figure.fiscal_year
        AND amount.unit_key IS NOT DISTINCT FROM figure.unit_key
        AND amount.item_code IS NOT DISTINCT FROM figure.item_code
        AND amount.item_key IS NOT DISTINCT FROM figure.item_key
        AND amount.measure = figure.measure
        AND amount.funding_source IS NOT DISTINCT FROM figure.funding_source
        AND amount.amount_cny = figure.amount_cny
    WHERE amount.amount_id = $id
"""
TERMS_OF_INDICATOR = """
    SELECT kind || ' ' || indicator_no AS term
    FROM intermediate.int_indicator, (VALUES ('indicator'), ('score')) AS kinds (kind)
    WHERE indicator_id = $id
"""


class Filters(NamedTuple):
    """Which reports to list; None and False mean all."""

    year: int | None = None
    department: str | None = None  # a part of the name
    region: str | None = None  # the beginning of the code, or a part of the name
    kind: str | None = None
    contradictory: bool = False
    also_left: bool = False  # reports whose file is gone, too


def rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Row | None = None) -> list[Row]:
    """The rows of a query of ours by column name. Raises WarehouseError where another release built the file."""
    try:
        cursor = connection.execute(sql, parameters or {})
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"The published version was built by another release ({str(error).splitlines()[0]}). Run `jixiao run`."
        ) from error
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def reports(connection: duckdb.DuckDBPyConnection, filters: Filters) -> list[Row]:
    """Reports with the number of their facts and contradictions, by year, place and department."""
    return rows(
        connection,
        f"""
        SELECT {_REPORT}, coalesce(facts.count, 0) AS facts, coalesce(checks.count, 0) AS contradictions
        FROM marts.dim_report AS report
        LEFT JOIN (
            SELECT report_id, count(*) AS count FROM (
                {" UNION ALL ".join(f"SELECT report_id FROM marts.{mart}" for mart in (*MARTS, "fct_indicator"))}
            ) GROUP BY report_id
        ) AS facts USING (report_id)
        LEFT JOIN (
            SELECT report_id, count(*) AS count FROM marts.fct_reconciliation WHERE finding = 'contradiction'
            GROUP BY report_id
        ) AS checks USING (report_id)
        WHERE (is_current OR $also_left)
            AND ($year IS NULL OR fiscal_year = $year)
            AND ($department IS NULL OR contains(department_name, $department))
            AND ($region IS NULL OR starts_with(region_code, $region) OR contains(region_name, $region))
            AND ($kind IS NULL OR report_kind = $kind)
            AND (NOT $contradictory OR checks.count > 0)
        ORDER BY fiscal_year DESC, region_code, department_name, source_name
        """,
        filters._asdict(),
    )


def report(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    """One report with everything that was read from it. `name` is its id, the beginning of that, or its file's name.

    Raises NotFoundError where there is none, or several.
    """
    found = rows(
        connection,
        f"SELECT {_REPORT} FROM marts.dim_report WHERE report_id = $name OR source_name = $name "
        "OR (length($name) >= 6 AND starts_with(report_id, $name)) ORDER BY is_current DESC, valid_from DESC",
        {"name": name},
    )
    exact = [row for row in found if row["is_current"]] or found[:1]
    if not exact:
        raise NotFoundError(f"There is no report {name!r}. `jixiao reports --all` lists those there are.")
    if len(exact) > 1:
        listed = ", ".join(row["report_id"] for row in exact)
        raise NotFoundError(f"{name!r} may be any of these reports: {listed}. Name one of them.")
    [row] = exact
    return row | contents(connection, row["report_id"])


def contents(connection: duckdb.DuckDBPyConnection, report_id: str) -> Row:
    """What was read from one report: `figures`, `indicators`, `checks`, `missing_parts`."""
    of = {"id": report_id}
    return {
        "figures": rows(
            connection,
            " UNION ALL ".join(f"SELECT '{mart}' AS mart, * FROM marts.{mart} WHERE report_id = $id" for mart in MARTS)
            + " ORDER BY char_start",
            of,
        ),
        "indicators": rows(
            connection, "SELECT * FROM marts.fct_indicator WHERE report_id = $id ORDER BY char_start", of
        ),
        "checks": rows(
            connection,
            f"{_CHECKS} WHERE checked.report_id = $id ORDER BY checked.finding IS NULL, checked.finding, abs(checked.difference) DESC, checked.rule_id, checked.check_id",
            of,
        ),
        "missing_parts": rows(
            connection,
            "SELECT part, name_en, name_zh, found_count, required_count, missing_names "
            "FROM marts.report_completeness WHERE report_id = $id AND status = 'missing' ORDER BY part",
            of,
        ),
    }  # fmt: skip


def terms(connection: duckdb.DuckDBPyConnection, check_ids: Sequence[str]) -> list[Row]:
    """The numbers that checks are made from, with their places in the text."""
    return rows(
        connection,
        "SELECT identity_key AS check_id, term, number_text, char_start, char_end FROM intermediate.int_check_term "
        "WHERE identity_key IN (SELECT unnest($ids)) ORDER BY ALL",
        {"ids": list(check_ids)},
    )


def checks_of(connection: duckdb.DuckDBPyConnection, report_id: str, of_fact: str, fact_id: str) -> list[Row]:
    """The checks that the numbers of one fact took part in; `of_fact` selects their terms by $id."""
    return rows(
        connection,
        f"{_CHECKS} WHERE checked.report_id = $report AND checked.check_id IN ("
        "SELECT identity_key FROM intermediate.int_check_term "
        f"WHERE report_id = $report AND term IN ({of_fact})) ORDER BY checked.finding IS NULL, checked.finding, checked.rule_id, checked.check_id",
        {"report": report_id, "id": fact_id},
    )


def check(connection: duckdb.DuckDBPyConnection, check_id: str) -> Row | None:
    """One check with its rule."""
    return next(iter(rows(connection, f"{_CHECKS} WHERE checked.check_id = $id", {"id": check_id})), None)
