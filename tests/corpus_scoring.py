"""Scores a load of a synthetic corpus (see the package `corpus`) against what its generator knows.

`python -m tests.corpus_scoring EXPECTED WAREHOUSE` prints the scores of every layout.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import duckdb

from tests.scoring import IDENTITY, Score, compare, fact_rows, read_csv, same_name, value

AMOUNTS, INDICATORS, CONTRADICTIONS, REPORTS, REJECTED = (
    "amounts", "indicators", "contradictions", "reports", "rejected",
)  # fmt: skip


def score(connection: duckdb.DuckDBPyConnection, expected: Path) -> dict[str, dict[str, Score]]:
    """Layout -> table -> Score of a load of the reports that the folder `expected` of a corpus is about."""
    names = [row["source_name"] for row in read_csv(expected / "reports.csv")]
    scores: dict[str, dict[str, Score]] = defaultdict(dict)
    parts: tuple[tuple[str, Callable[..., Mapping[str, Score]]], ...] = (
        (REPORTS, _reports), (AMOUNTS, _amounts), (INDICATORS, _indicators), (CONTRADICTIONS, _contradictions),
    )  # fmt: skip
    for table, function in parts:
        by_report = function(connection, expected)
        for name in names:
            layout = layout_of(name)
            scores[layout][table] = scores[layout].get(table, Score(0, [], [])) + by_report[name]
    return dict(scores)


def whole(scores: Mapping[str, Mapping[str, Score]]) -> dict[str, Score]:
    """Table -> the score of all layouts together."""
    tables = next(iter(scores.values()))
    return {table: reduce(add, (of_layout[table] for of_layout in scores.values())) for table in tables}


def score_rejections(connection: duckdb.DuckDBPyConnection, expected: Path) -> Score:
    """Broken files that were turned away with the right reason; files turned away that are no broken ones."""
    known = Counter((row["source_name"], row["reason_code"]) for row in read_csv(expected / "rejected.csv"))
    found = Counter(
        (uri.partition(".zip/")[0].rpartition("/")[2] + (".zip" if ".zip/" in uri else ""), reason)
        for uri, reason in connection.execute(
            "SELECT source_uri, reason_code FROM raw.rejected_document"
        ).fetchall()
    )
    return Score(
        (known & found).total(),
        [" ".join(key) for key in known - found],
        [" ".join(key) for key in found - known],
    )


def layout_of(source_name: str) -> str:
    """000012-hunan-overall-2020.txt is of hunan-overall."""
    return source_name.partition("-")[2].rpartition("-")[0]


def _reports(connection: duckdb.DuckDBPyConnection, expected: Path) -> dict[str, Score]:
    columns = ", ".join(IDENTITY)
    found = {
        name: row
        for name, *row in connection.execute(
            f"SELECT source_name, {columns} FROM marts.dim_report"
        ).fetchall()
    }
    scores = {}
    for label in read_csv(expected / "reports.csv"):
        name = label["source_name"]
        row = found.get(name, [None] * len(IDENTITY))
        wrong = [
            f"{name} {column}: {got}, expected {label[column]}"
            for column, got in zip(IDENTITY, row, strict=True)
            if got != value(column, label[column])
        ]
        scores[name] = Score(len(IDENTITY) - len(wrong), wrong, [])
    return scores


def _amounts(connection: duckdb.DuckDBPyConnection, expected: Path) -> Mapping[str, Score]:
    rows = fact_rows(connection)
    return _compared(expected / "amounts.csv", lambda name, facts: compare(facts, rows.get(name, [])), rows)


def _compared(
    path: Path, compare_one: Callable[[str, list[dict[str, str]]], Score], names: Iterable[str]
) -> Mapping[str, Score]:
    """The score of every report that is expected anything of, or that has anything."""
    by_report: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_csv(path):
        by_report[f"{row['doc']}.txt"].append(row)
    scores: dict[str, Score] = defaultdict(lambda: Score(0, [], []))
    for name in by_report.keys() | set(names):
        scores[name] = compare_one(name, by_report[name])
    return scores


def _indicators(connection: duckdb.DuckDBPyConnection, expected: Path) -> Mapping[str, Score]:
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, *row in connection.execute(
        "SELECT source_name, indicator_kind, i.fiscal_year, target_value, actual_value, weight, score, "
        "indicator_name FROM marts.fct_indicator i JOIN marts.dim_report USING (report_id)"
    ).fetchall():
        rows[name].append(_indicator_key(row))
    return _compared(
        expected / "indicators.csv", lambda name, facts: _compare_indicators(facts, rows.get(name, [])), rows
    )


def _compare_indicators(expected: list[dict[str, str]], rows: list[tuple[str, ...]]) -> Score:
    left, found, missed = Counter(rows), 0, []
    for fact in expected:
        columns = ("indicator_kind", "fiscal_year", "target_value", "actual_value", "weight", "score")
        key = _indicator_key([*(fact[column] or None for column in columns), fact["indicator_name"]])
        if fact["indicator_kind"] == "asset":
            scale = 10_000 if fact["actual_unit"] == "万元" else 1
            key = (*key[:3], _number(Decimal(fact["actual_value"]) * scale), *key[4:])
        hit = next((r for r in left if left[r] and key[:-1] == r[:-1] and same_name(key[-1], r[-1])), None)
        if hit is None:
            missed.append(" ".join(key))
        else:
            left[hit] -= 1
            found += 1
    return Score(found, missed, [" ".join(row) for row in left.elements() if _is_closed(row)])


def _is_closed(row: tuple[str, ...]) -> bool:
    """Whether the generator knows every row of this sort: goals with figures. A text may claim more, and its
    general goals say nothing that could be wrong."""
    return row[0] == "performance" and any(row[2:6])


def _indicator_key(row: list[Any]) -> tuple[str, ...]:
    kind, year, *numbers, name = row
    return (str(kind), str(year), *map(_number, numbers), str(name))


def _number(number: object) -> str:
    return "" if number is None else f"{Decimal(str(number)):.2f}"


def _contradictions(connection: duckdb.DuckDBPyConnection, expected: Path) -> Mapping[str, Score]:
    """One planted contradiction counts as found where a check that failed holds the wrong figure. In a report that
    has none planted every contradiction is one too many; in the others, what follows from it is none."""
    rows: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for name, *row in connection.execute(
        "SELECT source_name, rule_code, left_value::DOUBLE, right_value::DOUBLE FROM marts.fct_reconciliation "
        "JOIN marts.dim_report USING (report_id) WHERE finding = 'contradiction'"
    ).fetchall():
        rows[name].append((row[0], row[1], row[2]))

    def one(name: str, planted: list[dict[str, str]]) -> Score:
        found = rows.get(name, [])
        if not planted:
            return Score(0, [], [f"{name} {' '.join(map(str, row))}" for row in found])
        missed = [
            f"{name} {row['rule_code']} {row['left_label']} {row['left_value']} {row['right_value']}"
            for row in planted
            if not any(_is_of(row, *check) for check in found)
        ]
        return Score(len(planted) - len(missed), missed, [])

    return _compared(expected / "reconciliation.csv", one, rows)


def _is_of(planted: Mapping[str, str], rule_code: str, left: float, right: float) -> bool:
    """Whether a failed check is of the planted kind, or of another kind and about the wrong figure."""
    wrong = float(planted["right_value"]) * (10_000 if planted["unit"] == "万元" else 1)
    return rule_code == planted["rule_code"] or any(abs(side - wrong) < 0.01 for side in (left, right))


def main() -> None:
    """Prints recall and precision by layout and table, and the first mistakes of each."""
    expected, warehouse = map(Path, sys.argv[1:3])
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        scores, rejections = score(connection, expected), score_rejections(connection, expected)
    for layout, tables in [*sorted(scores.items()), ("all", whole(scores))]:
        for table, one in tables.items():
            print(
                f"{layout:24} {table:16} recall {one.recall:.3f} precision {one.precision:.3f} of {one.found}"
            )
            for what in [*one.missed[:3], "…", *one.extra[:3]] if "-v" in sys.argv else ():
                print(f"    {what}")
    print(f"{'':24} {REJECTED:16} recall {rejections.recall:.3f} precision {rejections.precision:.3f}")


if __name__ == "__main__":
    main()
