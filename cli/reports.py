"""`jixiao reports`: the list of reports, and one report with its figures, indicators and contradictions."""

from contextlib import closing
from decimal import Decimal

from rich.console import Console

from cli import explain, facts, output
from cli.exits import Exit
from cli.facts import Filters, Row
from warehouse.home import Home
from warehouse.query import open_published

CONTRADICTION = "contradiction"


def run(name: str | None, filters: Filters, rows: int | None, as_json: bool) -> Exit:
    """List the reports, or show the one that is named. Raises NotFoundError where there is no such report."""
    with closing(open_published(Home.from_environment())) as connection:
        if name is None:
            listed = facts.reports(connection, filters)[:rows]
            output.print_json(listed) if as_json else _list(listed)
            return Exit.DONE
        found = facts.report(connection, name)
        numbers = facts.terms(
            connection, [check["check_id"] for check in found["checks"] if check["finding"]]
        )
    if as_json:
        output.print_json(found)
    else:
        console = output.console()
        describe(console, found)
        contents(console, found, numbers, rows)
    return Exit.DONE


def _list(reports: list[Row]) -> None:
    console = output.console()
    numbers = ("score", "facts", "contradictions")
    table = output.table("report", "year", "place", "department", "kind", *numbers, "file", right=numbers)
    for report in reports:
        table.add_row(
            report["report_id"],
            *map(
                output.words,
                (
                    report["fiscal_year"],
                    report["region_name"],
                    report["department_name"],
                    report["report_kind"],
                ),
            ),
            *map(output.words, (report["self_score"], report["facts"], report["contradictions"] or "")),
            output.words(report["source_name"] + ("" if report["is_current"] else " (left)")),
        )
    console.print(table)
    count = len(reports)
    console.print(
        f"{count} report{'' if count == 1 else 's'}; `jixiao reports REPORT` shows one", style="dim"
    )


def describe(console: Console, report: Row) -> None:
    """Print who reports, for which place and year."""
    console.print(
        output.pairs(
            [
                ("report", report["report_id"]),
                ("file", report["source_name"]),
                ("title", report["title"] or ""),
                ("department", report["department_name"] or ""),
                ("place", " ".join(filter(None, (report["region_code"], report["region_name"])))),
                ("fiscal year", str(report["fiscal_year"] or "")),
                ("kind", report["report_kind"]),
                (
                    "self-score",
                    " ".join(str(part) for part in (report["self_score"], report["self_grade"]) if part),
                ),
                ("left", "" if report["is_current"] else f"{report['valid_to']:%Y-%m-%d %H:%M} UTC"),
            ]
        )
    )


def contents(console: Console, report: Row, numbers: list[Row], rows: int | None = None) -> None:
    """Print the figures, indicators and findings of one report, at most `rows` of each."""
    console.print(_figures(report["figures"][:rows]))
    console.print(_indicators(report["indicators"][:rows]))
    if rows is not None and rows < max(len(report["figures"]), len(report["indicators"])):
        console.print(f"only the first {rows} rows of each (--rows)", style="dim")
    findings(console, report, numbers)


def findings(console: Console, report: Row, numbers: list[Row]) -> None:
    """Print what the checks found, with both sides; what passed is only counted."""
    failed = [check for check in report["checks"] if check["finding"]]
    surely = [check for check in failed if check["finding"] != "unsure_reading"]
    for check in surely:
        console.rule(check["check_id"], style="dim")
        explain.show_check(console, check, [n for n in numbers if n["check_id"] == check["check_id"]])
    passed = sum(check["status"] == "pass" for check in report["checks"])
    contradictions = sum(check["finding"] == CONTRADICTION for check in surely)
    console.rule(style="dim")
    console.print(
        f"[bold]{contradictions} contradictions[/], {len(surely) - contradictions} irregularities, "
        f"{len(failed) - len(surely)} left open by an unsure reading, {passed} checks passed"
    )
    for part in report["missing_parts"]:
        named = f" ({part['missing_names']})" if part["missing_names"] else ""
        console.print(output.words(f"missing: {part['name_en']} · {part['name_zh']}{named}"))


def _figures(figures: list[Row]) -> object:
    table = output.table(
        "id", "year", "unit", "item", "as written", "measure", "funds", "amount", "sure",
        title="Budget and expenditure", right=("amount", "sure"),
    )  # fmt: skip
    for figure in figures:
        conflicting = " ⚠" if figure["is_conflicting"] else ""
        table.add_row(
            figure["amount_id"],
            *map(
                output.words,
                (
                    figure["fiscal_year"], figure["budget_unit"], figure["item_code"], figure["item_name"],
                    figure["measure"], "" if figure["funding_source"] == "all" else figure["funding_source"],
                ),
            ),
            output.words(output.money(figure["amount_cny"]) + conflicting),
            str(figure["confidence"]),
        )  # fmt: skip
    return table


def _indicators(indicators: list[Row]) -> object:
    table = output.table(
        "id", "kind", "indicator", "goal", "result", "marks", title="Indicators", right=("marks",)
    )
    for indicator in indicators:
        marks = (
            ""
            if indicator["weight"] is None
            else f"{_plain(indicator['score'])}/{_plain(indicator['weight'])}"
        )
        result = indicator["actual_text"] or output.quantity(
            indicator["actual_value"], indicator["actual_unit"]
        )
        table.add_row(
            indicator["indicator_id"],
            *map(
                output.words,
                (
                    indicator["indicator_kind"],
                    indicator["indicator_name"],
                    indicator["target_text"],
                    result,
                    marks,
                ),
            ),
        )
    return table


def _plain(number: Decimal | None) -> str:
    return "?" if number is None else f"{number.normalize():f}"
