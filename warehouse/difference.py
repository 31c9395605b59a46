"""What two published versions differ in: reports, facts and checks that came, went or changed.

A report is named by its content, so that a corrected file is a new report. Its facts are held against those of the
report that it superseded: the same item, measure, year and source of funds with another amount is a change, and not
a fact that went and another that came. Both files are attached read-only; nothing is written.
"""

from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.errors import WarehouseError

Row = dict[str, Any]
CAME, WENT, CHANGED = "came", "went", "changed"


class Subject(NamedTuple):
    """One kind of row that two versions may hold. All expressions are SQL over `row`, a row of `source`."""

    source: str  # a query over the marts of the version `{v}`
    key: str  # what names the row, beside its report
    value: str  # what it says: the rows of two versions are the same where this is
    shown: tuple[str, ...]  # the columns that a difference shows, of either side


_AMOUNT = (
    "SELECT '{mart}' AS mart, amount_id AS id, report_id, fiscal_year, budget_unit, item_code, item_name, measure, "
    "funding_source, amount_cny, evidence FROM {{v}}.marts.{mart}"
)
SUBJECTS = {
    "figures": Subject(
        " UNION ALL ".join(_AMOUNT.format(mart=mart) for mart in ("fct_budget", "fct_expenditure")),
        "(fiscal_year, budget_unit, item_code, CASE WHEN item_code IN ('project.item', 'other') THEN item_name END, measure, "
        "funding_source)",
        "amount_cny",
        ("id", "fiscal_year", "budget_unit", "item_code", "item_name", "measure", "funding_source", "amount_cny", "evidence"),
    ),
    "indicators": Subject(
        "SELECT indicator_id AS id, * FROM {v}.marts.fct_indicator",
        "(fiscal_year, budget_unit, indicator_kind, level1, level2, level3, indicator_name, project_name, sheet_no)",
        "(target_text, actual_text, completion_rate, yoy_pct, weight, score)",
        ("id", "fiscal_year", "indicator_kind", "indicator_name", "target_text", "actual_text", "weight", "score", "evidence"),
    ),
    "checks": Subject(
        "SELECT check_id AS id, * FROM {v}.marts.fct_reconciliation",
        # labels hold their figures, which may be what has changed
        "(rule_id, regexp_replace(left_label, '[0-9.,]+', '', 'g'), regexp_replace(right_label, '[0-9.,]+', '', 'g'))",
        "(left_value, right_value, status, finding)",
        (
            "id", "rule_id", "description", "status", "finding", "left_label", "left_value", "right_label", "right_value",
            "difference", "left_evidence", "right_evidence",
        ),
    ),
}  # fmt: skip
_REPORT_SHOWN = (
    "report_id", "source_name", "department_name", "fiscal_year", "report_kind", "region_code", "title", "self_score",
    "self_grade", "published_on", "superseded_by",
)  # fmt: skip
_REPORT_VALUE = (
    "source_name", "department_name", "fiscal_year", "report_kind", "region_code", "title", "self_score", "self_grade",
    "published_on",
)  # fmt: skip


def compare(old: Path, new: Path, memory_mb: int) -> dict[str, list[Row]]:
    """Subject (reports, figures, indicators, checks) -> its differences, each with `change`, `report_id` (of the new
    version where it has the report), `old` and `new`: the row of each side, or None.

    Raises WarehouseError where one of the files cannot be opened or was built by a release without these columns.
    """
    connection = duckdb.connect(
        config={"memory_limit": f"{memory_mb}MiB", "autoinstall_known_extensions": False}
    )
    try:
        for name, path in (("was", old), ("now", new)):
            place = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{place}' AS {name} (READ_ONLY)")
        _make_successors(connection)
        found = {"reports": _reports(connection)}
        for name, subject in SUBJECTS.items():
            found[name] = _differences(connection, subject)
        return found
    except duckdb.Error as error:
        raise WarehouseError(
            f"{old} and {new} cannot be compared: {error}. If another release built one of them, compare versions "
            "that one release built."
        ) from error
    finally:
        connection.close()


def _make_successors(connection: duckdb.DuckDBPyConnection) -> None:
    """Table `successor`: each current report of the old version, and the report that the new one has in its place."""
    connection.execute(
        """
        CREATE TEMP TABLE successor AS
        SELECT was.report_id AS old_id, coalesce(still.report_id, later.report_id, was.report_id) AS new_id
        FROM was.marts.dim_report AS was
        LEFT JOIN now.marts.dim_report AS still ON was.report_id = still.report_id AND still.is_current
        LEFT JOIN now.marts.dim_report AS gone ON was.report_id = gone.report_id AND NOT gone.is_current
        LEFT JOIN now.marts.dim_report AS later ON gone.superseded_by = later.report_id AND later.is_current
        WHERE was.is_current
        """
    )


def _reports(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    rows = connection.execute(
        f"""
        SELECT
            coalesce(now.report_id, was.report_id) AS report_id,
            {_struct("was", _REPORT_SHOWN)} AS old,
            {_struct("now", _REPORT_SHOWN)} AS new
        FROM (
            SELECT report.*, successor.new_id
            FROM was.marts.dim_report AS report JOIN successor ON report.report_id = successor.old_id
            WHERE report.is_current
        ) AS was
        FULL JOIN (SELECT * FROM now.marts.dim_report WHERE is_current) AS now ON was.new_id = now.report_id
        WHERE was.report_id IS DISTINCT FROM now.report_id
            OR ({", ".join(f"was.{c}" for c in _REPORT_VALUE)}) IS DISTINCT FROM ({", ".join(f"now.{c}" for c in _REPORT_VALUE)})
        ORDER BY ALL
        """
    ).fetchall()
    return [_told(*row) for row in rows]


def _differences(connection: duckdb.DuckDBPyConnection, subject: Subject) -> list[Row]:
    """Rows that say the same are set aside, one for one; what is left of one key is paired in order of its value."""
    sides = ", ".join(
        f"""
        {version}_row AS (
            SELECT
                row.*, {place} AS place, {subject.key} AS key, {subject.value} AS value,
                row_number() OVER (PARTITION BY {place}, {subject.key}, {subject.value} ORDER BY row.id) AS copy
            FROM ({subject.source.format(v=version)}) AS row {join}
        )
        """
        for version, place, join in (
            ("was", "successor.new_id", "JOIN successor ON row.report_id = successor.old_id"),
            ("now", "row.report_id", ""),
        )
    )
    left = ", ".join(
        f"""
        {version}_left AS (
            SELECT mine.*, row_number() OVER (PARTITION BY mine.place, mine.key ORDER BY mine.value, mine.id) AS turn
            FROM {version}_row AS mine
            ANTI JOIN {other}_row AS same
                ON mine.place = same.place AND mine.key = same.key AND mine.value = same.value AND mine.copy = same.copy
        )
        """
        for version, other in (("was", "now"), ("now", "was"))
    )
    rows = connection.execute(
        f"""
        WITH {sides}, {left}
        SELECT
            coalesce(now.place, was.place) AS report_id,
            {_struct("was", subject.shown)} AS old,
            {_struct("now", subject.shown)} AS new
        FROM was_left AS was
        FULL JOIN now_left AS now ON was.place = now.place AND was.key = now.key AND was.turn = now.turn
        ORDER BY 1, coalesce(now.id, was.id)
        """
    ).fetchall()
    return [_told(*row) for row in rows]


def _struct(side: str, columns: tuple[str, ...]) -> str:
    """A row of one side as one value; NULL where the side has none."""
    present = "id" if "id" in columns else "report_id"
    fields = ", ".join(f"{column} := {side}.{column}" for column in columns)
    return f"CASE WHEN {side}.{present} IS NOT NULL THEN struct_pack({fields}) END"


def _told(report_id: str, old: Row | None, new: Row | None) -> Row:
    change = CHANGED if old and new else WENT if old else CAME
    return {"change": change, "report_id": report_id, "old": old, "new": new}
