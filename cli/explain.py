"""`jixiao explain`: a figure, indicator or check with the sentence behind it, its rule, its place and its checks."""

from contextlib import closing
from decimal import Decimal
from typing import Any

import duckdb
from rich.text import Text

from cli import evidence, facts, output
from cli.exits import Exit, NotFoundError
from cli.facts import Row
from warehouse.home import Home
from warehouse.query import open_published

HINTS = {
    "unit_factor": "one side may be in yuan (元) and the other in ten thousand yuan (万元)",
    "transposed_digits": "both sides have the same digits in another order",
    "year_as_amount": "one side may be a year",
    "direction_word": "the word for more or less may be the wrong one",
}
_RULE = """
    SELECT source.rule, rule.confidence, rule.description_en, rule.description_zh{more}
    FROM {table} AS source LEFT JOIN reference.extraction_rule AS rule ON source.rule = rule.rule
    WHERE source.report_id = $report AND source.{number} = (
        SELECT {number} FROM intermediate.{model} WHERE {key} = $id
    )
"""
_AMOUNT_RULE = _RULE.format(
    table="raw.figure", number="figure_no", model="int_amount", key="amount_id", more=", source.qualifier"
)
_INDICATOR_RULE = _RULE.format(
    table="raw.indicator", number="indicator_no", model="int_indicator", key="indicator_id", more=""
)


def run(fact_id: str, as_json: bool) -> Exit:
    """Explain one id of the published version. Raises NotFoundError where it holds no such id."""
    with closing(open_published(Home.from_environment())) as connection:
        found = explain(connection, fact_id)
    if as_json:
        output.print_json(found)
    else:
        show(found)
    return Exit.DONE


def explain(connection: duckdb.DuckDBPyConnection, fact_id: str) -> Row:
    """What is known of an id: `kind` (amount, indicator, check), `fact`, `report`, and what belongs to the kind."""
    for mart in facts.MARTS:
        if found := _fact(connection, mart, "amount_id", fact_id):
            return _with_evidence(connection, "amount", mart, found, _AMOUNT_RULE, facts.FIGURES_OF_AMOUNT)
    if found := _fact(connection, "fct_indicator", "indicator_id", fact_id):
        return _with_evidence(
            connection, "indicator", "fct_indicator", found, _INDICATOR_RULE, facts.TERMS_OF_INDICATOR
        )
    if found := facts.check(connection, fact_id):
        numbers = facts.terms(connection, [fact_id])
        return {
            "kind": "check", "table": "marts.fct_reconciliation", "id": fact_id, "fact": found,
            "report": _report(connection, found["report_id"]), "numbers": numbers,
        }  # fmt: skip
    raise NotFoundError(
        f"There is no fact or check {fact_id!r} in the published version. `jixiao reports REPORT` lists the ids of a "
        "report: a_… of amounts, i_… of indicators, c_… of checks."
    )


def _fact(connection: duckdb.DuckDBPyConnection, mart: str, key: str, fact_id: str) -> Row | None:
    found = facts.rows(connection, f"SELECT * FROM marts.{mart} WHERE {key} = $id", {"id": fact_id})
    return found[0] if found else None


def _with_evidence(
    connection: duckdb.DuckDBPyConnection, kind: str, mart: str, fact: Row, rule: str, of_fact: str
) -> Row:
    fact_id, report_id = next(iter(fact.values())), fact["report_id"]
    [[text]] = connection.execute("SELECT text FROM raw.document WHERE report_id = ?", [report_id]).fetchall()
    start, end = fact["char_start"], fact["char_end"]
    return {
        "kind": kind,
        "table": f"marts.{mart}",
        "id": fact_id,
        "fact": fact,
        "report": _report(connection, report_id),
        "rule": next(iter(facts.rows(connection, rule, {"report": report_id, "id": fact_id})), None),
        "place": {"char_start": start, "char_end": end, "line": text.count("\n", 0, start) + 1},
        "mark": evidence.figure_in(fact["evidence"], text, start, end),
        "checks": facts.checks_of(connection, report_id, of_fact, fact_id),
        "names": _names(connection, fact),
    }


def _report(connection: duckdb.DuckDBPyConnection, report_id: str) -> Row:
    [found] = facts.rows(
        connection,
        "SELECT report_id, source_name, title, department_name, fiscal_year, is_current FROM marts.dim_report "
        "WHERE report_id = $id",
        {"id": report_id},
    )
    return found


def _names(connection: duckdb.DuckDBPyConnection, fact: Row) -> Row:
    """The code lists' names of an amount's item, measure and source of funds."""
    found = {}
    for code, table, key in (
        ("item_code", "marts.dim_item", "item_code"),
        ("measure", "marts.dim_measure", "measure"),
        ("funding_source", "reference.funding_source", "funding_source"),
    ):
        if value := fact.get(code):
            named = facts.rows(
                connection, f"SELECT name_en, name_zh FROM {table} WHERE {key} = $code", {"code": value}
            )
            found[code] = named[0] if named else {"name_en": None, "name_zh": None}
    return found


def show(found: Row) -> None:
    """Print an explanation for people."""
    console = output.console()
    if found["kind"] == "check":
        console.print(output.pairs([("check", found["id"]), ("report", _report_words(found["report"]))]))
        show_check(console, found["fact"], found["numbers"])
        return
    describe = _amount if found["kind"] == "amount" else _indicator
    place, rule = found["place"], found["rule"] or {}
    surely = f"{rule.get('description_en') or rule.get('rule', '')} · {rule.get('description_zh') or ''}"
    qualifier = f"; read as {rule['qualifier']}" if rule.get("qualifier") else ""
    console.print(
        output.pairs(
            [
                ("fact", found["id"]),
                *describe(found),
                ("sentence", output.sentence(found["fact"]["evidence"], _marks(found["mark"]))),
                ("document", _report_words(found["report"])),
                (
                    "place",
                    f"line {place['line']}, characters {place['char_start']}–{place['char_end']} of raw.document.text",
                ),
                ("read by", f"{rule.get('rule', '')}: {surely}{qualifier}"),
                ("confidence", str(found["fact"]["confidence"])),
                ("table", found["table"]),
            ]
        )
    )
    if not found["checks"]:
        console.print("It took part in no check.")
        return
    listed = output.table("check", "rule", "result", "what was compared", title="Checks that it took part in")
    for check in found["checks"]:
        listed.add_row(
            check["check_id"], check["rule_id"], check["finding"] or check["status"],
            output.words(f"{check['description_en']}\n{check['left_label']}  =  {check['right_label']}"),
        )  # fmt: skip
    console.print(listed)


def _marks(mark: Any) -> list[tuple[int, int]]:
    return [tuple(mark)] if mark else []


def _report_words(report: Row) -> str:
    gone = "" if report["is_current"] else " (no longer in the inbox)"
    return f"{report['source_name']}{gone}: {report['department_name']}, {report['fiscal_year']} ({report['report_id']})"


def _amount(found: Row) -> list[tuple[str, str | Text]]:
    fact, names = found["fact"], found["names"]
    repeated = f", {fact['mention_count']} times" if fact["mention_count"] > 1 else ""
    conflicting = "; the report gives another amount for the same" if fact["is_conflicting"] else ""
    return [
        ("amount", f"{output.money(fact['amount_cny'])} ({fact['amount_cny']:,.2f} yuan)"),
        ("as written", f"{fact['amount_text']} {fact['unit_text']}{repeated}{conflicting}"),
        (
            "item",
            f"{_name(names, 'item_code')} ({fact['item_code']}), as written: {fact['item_name'] or '—'}",
        ),
        ("measure", f"{_name(names, 'measure')} ({fact['measure']})"),
        ("funds", f"{_name(names, 'funding_source')} ({fact['funding_source']})"),
        ("of", f"{fact['fiscal_year']}, {fact['budget_unit'] or 'the department as a whole'}"),
    ]


def _indicator(found: Row) -> list[tuple[str, str | Text]]:
    fact = found["fact"]
    levels = " › ".join(filter(None, (fact["level1"], fact["level2"], fact["level3"])))
    marks = f"{fact['score']} of {fact['weight']}" if fact["weight"] is not None else ""
    return [
        ("indicator", fact["indicator_name"]),
        ("kind", fact["indicator_kind"]),
        ("levels", levels),
        ("project", fact["project_name"] or ""),
        ("goal", fact["target_text"] or ""),
        ("result", fact["actual_text"] or ""),
        ("value", output.quantity(fact["actual_value"], fact["actual_unit"])),
        ("marks", marks),
        ("of", str(fact["fiscal_year"])),
    ]


def _name(names: Row, code: str) -> str:
    named = names.get(code) or {}
    return " ".join(filter(None, (named.get("name_en"), named.get("name_zh"))))


def show_check(console: Any, check: Row, numbers: list[Row]) -> None:
    """Print one check: its rule, both sides with their sentences, and what the difference may come from."""
    texts = [number["number_text"] for number in numbers if number["number_text"]]
    result = check["finding"] or check["status"]

    def of_unit(value: Decimal) -> str:
        return output.quantity(value, check["unit"])

    def side(which: str) -> Text:
        written = output.words(f"{check[f'{which}_label']} → {of_unit(check[f'{which}_value'])}\n")
        told = check[f"{which}_evidence"] or ""
        return written.append_text(output.sentence(told, evidence.figures_in(told, texts)))

    console.print(
        output.pairs(
            [
                ("result", Text(result, style="bold red" if check["finding"] == "contradiction" else "bold")),
                ("rule", f"{check['rule_id']} ({check['rule_code']}): {check['description_en']} · {check['description_zh']}"),
                ("one side", side("left")),
                ("other side", side("right")),
                (
                    "difference",
                    f"{of_unit(check['difference'])}, where rounding can explain {of_unit(check['tolerance'])}",
                ),
                ("perhaps", HINTS.get(check["hint"] or "", "")),
                ("confidence", str(check["confidence"])),
            ]
        )
    )  # fmt: skip
