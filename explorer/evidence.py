"""The text behind the numbers: where each fact and each side of a check stands in a report, and what is shown of it.

Offsets count in `raw.document.text`, by Unicode character. Texts are plain here; the templates escape them.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from explorer.reader import Reading, Row
from ingest.indicators.privacy import MASK, mask
from ingest.indicators.roster import Roster
from ingest.layout import load_layout
from ingest.structure.fold import fold
from ingest.structure.numerals import parse_number
from ingest.structure.parse import parse

PART_CHARACTERS = 50_000  # of a report's text on one page
MARKS = 5_000  # on one page
LEFT, RIGHT = "left", "right"
_QUOTATIONS, _CELLS = " ¦ ", " | "  # stand between the sentences of several figures, and the cells of a row
_TELLING_CHARACTERS = 6  # a cell of less may stand anywhere
_SCALES = (1, 100, 1_000, 10_000, 100_000_000)  # 元 or a bare number, %, 千, 万, 亿


class Mark(NamedTuple):
    """One marked span: of a fact (`kind` budget, expenditure, goal, …), or of a side of a check (left, right)."""

    start: int
    end: int
    kind: str
    id: str


class Piece(NamedTuple):
    """A run of text with the marks that lie over it; `starts` are those that begin with it."""

    text: str
    marks: tuple[Mark, ...]
    starts: tuple[Mark, ...]


class Side(NamedTuple):
    """Where a number of one side of a check stands; without offsets where the report's place is not known."""

    side: str
    report_id: str
    start: int
    end: int


class _Line(NamedTuple):
    """A line of text, as the roster takes records."""

    evidence: str


_FACTS = """
    facts AS (
        SELECT amount_id AS id, 'budget' AS kind, report_id, fiscal_year, budget_unit, item_code, item_name, measure,
            funding_source, amount_cny, amount_text, unit_text, NULL AS target_text, NULL AS actual_text,
            mention_count, is_conflicting, confidence, evidence, char_start, char_end
        FROM marts.fct_budget
        UNION ALL
        SELECT amount_id, 'expenditure', report_id, fiscal_year, budget_unit, item_code, item_name, measure,
            funding_source, amount_cny, amount_text, unit_text, NULL, NULL,
            mention_count, is_conflicting, confidence, evidence, char_start, char_end
        FROM marts.fct_expenditure
        UNION ALL
        SELECT indicator_id,
            CASE WHEN indicator_kind IN ('performance', 'evaluation') THEN 'goal' ELSE indicator_kind END,
            report_id, fiscal_year, budget_unit, NULL, coalesce(indicator_name, level3, level1), NULL,
            NULL, CASE WHEN indicator_kind = 'asset' THEN actual_value END, actual_text, actual_unit, target_text, actual_text,
            1, false, confidence, evidence, char_start, char_end
        FROM marts.fct_indicator
    )
"""


def report(reading: Reading, report_id: str) -> Row | None:
    """A current report of marts.dim_report with its `text`, `layout`, `kind_zh` and `kind_en`."""
    found = reading.ask(
        """
        SELECT r.*, document.text, document.layout, kind.name_zh AS kind_zh, kind.name_en AS kind_en
        FROM marts.dim_report AS r
        JOIN raw.document AS document USING (report_id)
        LEFT JOIN reference.report_kind AS kind ON r.report_kind = kind.report_kind
        WHERE report_id = $report AND r.is_current
        """,
        {"report": report_id},
    )
    return found[0] if found else None


def text_of(reading: Reading, report_id: str) -> str:
    """The stored text of a report that the version holds."""
    sql = "SELECT text FROM raw.document WHERE report_id = $report"
    return str(reading.ask(sql, {"report": report_id})[0]["text"])


def facts(reading: Reading, report_id: str, start: int, end: int) -> list[Row]:
    """The facts of a report that stand between two offsets, in text order, with the names of item and measure."""
    return reading.ask(
        f"""
        WITH {_FACTS}
        SELECT facts.*, item.name_zh AS item_zh, item.name_en AS item_en, measure.name_zh AS measure_zh, measure.name_en AS measure_en
        FROM facts
        LEFT JOIN marts.dim_item AS item ON facts.item_code = item.item_code
        LEFT JOIN marts.dim_measure AS measure ON facts.measure = measure.measure
        WHERE report_id = $report AND char_start >= $start AND char_start < $end
        ORDER BY char_start, char_end, id LIMIT $marks
        """,
        {"report": report_id, "start": start, "end": end, "marks": MARKS},
    )


def place_of_fact(reading: Reading, fact_id: str, report_id: str) -> Mark | None:
    """Where a fact of a report stands."""
    found = reading.ask(
        f"""
        WITH {_FACTS} SELECT char_start, char_end, kind, id FROM facts
        WHERE id = $fact AND report_id = $report AND char_start IS NOT NULL
        """,
        {"fact": fact_id, "report": report_id},
    )
    return Mark(*found[0].values()) if found else None


def checks(reading: Reading, report_id: str) -> list[Row]:
    """The failed checks of a report: the contradictions first, then what may be misread, by size."""
    return reading.ask(
        """
        SELECT c.*, rule.description_en, rule.description_zh
        FROM marts.fct_reconciliation AS c LEFT JOIN reference.reconciliation_rule AS rule ON c.rule_id = rule.rule_id
        WHERE c.report_id = $report AND c.status = 'fail'
        ORDER BY c.finding = 'unsure_reading', abs(c.difference) DESC, c.check_id LIMIT 200
        """,
        {"report": report_id},
    )


def sides(reading: Reading, check: Row, text: str) -> list[Side]:
    """Where the numbers of both sides of a check stand; the earlier report's too, of a check between two reports.

    `check` is a row of marts.fct_reconciliation, `text` that of its report.
    """
    terms = reading.ask(
        """
        SELECT DISTINCT char_start, char_end FROM intermediate.int_check_term
        WHERE identity_key = $check AND char_start IS NOT NULL ORDER BY char_start LIMIT 500
        """,
        {"check": check["check_id"]},
    )
    found = [
        Side(side_of(text[start:end], check), check["report_id"], start, end)
        for start, end in (term.values() for term in terms)
    ]
    for side in (LEFT, RIGHT):
        if not any(known.side == side for known in found):
            found += (
                _by_fact(reading, check, side)
                or _by_quotation(check, side, text)
                or _by_score(check, side, text)
            )
    return found


def side_of(number: str, check: Row) -> str:
    """Which side of a check a number of its text belongs to: the one that names it, else the one that it amounts to."""
    for what in ("label", "evidence"):
        is_left, is_right = (_names(check[f"{side}_{what}"] or "", number) for side in (LEFT, RIGHT))
        if is_left != is_right:
            return LEFT if is_left else RIGHT
    return RIGHT if _amounts_to(number, check["right_value"]) else LEFT


def _names(words: str, number: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d,]|\.\d)", words) is not None


def _amounts_to(number: str, value: Decimal) -> bool:
    try:
        read = parse_number(re.sub(r"[^\d.,，+\-万亿千百零一二三四五六七八九十]", "", number))
    except (ValueError, ArithmeticError):
        return False
    return any(read * scale == value for scale in _SCALES)


def _by_fact(reading: Reading, check: Row, side: str) -> list[Side]:
    """The fact that the quoted sentence and the value lead to, in any report of the department."""
    found = reading.ask(
        f"""
        WITH {_FACTS}
        SELECT facts.report_id, char_start, char_end FROM facts JOIN marts.dim_report AS r USING (report_id)
        WHERE r.is_current AND r.department_id = (SELECT department_id FROM marts.dim_report WHERE report_id = $report)
            AND evidence = $evidence AND amount_cny = $value AND char_start IS NOT NULL
        ORDER BY facts.report_id = $report, char_start LIMIT 1
        """,
        {
            "report": check["report_id"],
            "evidence": check[f"{side}_evidence"],
            "value": check[f"{side}_value"],
        },
    )
    return [Side(side, row["report_id"], row["char_start"], row["char_end"]) for row in found]


def _by_quotation(check: Row, side: str, text: str) -> list[Side]:
    """The value within the sentence or the cells that the side quotes; the longest of them, where it is in none just once."""
    evidence = check[f"{side}_evidence"] or ""
    cells = [
        cell for cell in evidence.split(_QUOTATIONS)[0].split(_CELLS) if len(cell) >= _TELLING_CHARACTERS
    ]
    places = [(cell, place) for cell in reversed(cells) if (place := find_quotation(cell, text))]
    for _, (start, end) in places:
        numbers = list(re.finditer(_written(check[f"{side}_value"]), fold(text[start:end])))
        if len(numbers) == 1:
            first, last = numbers[0].span()
            return [Side(side, check["report_id"], start + first, start + last)]
    if not places or evidence == check[f"{LEFT if side == RIGHT else RIGHT}_evidence"]:
        return []
    _, (start, end) = max(places, key=lambda found: len(found[0]))
    return [Side(side, check["report_id"], start, end)]


def find_quotation(quotation: str, text: str) -> tuple[int, int] | None:
    """Where a quoted sentence or cell stands: blanks, line ends and the width of characters do not count."""
    kept = [offset for offset, character in enumerate(text) if not character.isspace()]
    wanted = "".join(fold(quotation).split())
    squeezed = fold("".join(text[offset] for offset in kept))
    at = squeezed.find(wanted) if wanted else -1
    return None if at < 0 else (kept[at], kept[at + len(wanted) - 1] + 1)


def _written(value: Decimal) -> str:
    """A pattern of the ways to write a number."""
    digits = f"{value.normalize():f}"
    return rf"(?<![\d.,]){',?'.join(map(re.escape, digits))}(?:\.0+)?(?![\d,]|\.\d)"


def _by_score(check: Row, side: str, text: str) -> list[Side]:
    """The first place where the score of a side is given in marks: the marts keep none of a report's own score."""
    if check["rule_code"] != "score_sum":
        return []
    match = re.search(rf"{_written(check[f'{side}_value'])}(?=\s*分)", text)
    return [Side(side, check["report_id"], *match.span())] if match else []


def parts(text: str) -> list[tuple[int, int]]:
    """The text in parts of a size that a page can show, parted between lines where there are lines."""
    found, start = [], 0
    while len(text) - start > PART_CHARACTERS:
        end = text.rfind("\n", start, start + PART_CHARACTERS) + 1 or start + PART_CHARACTERS
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def part_of(parts: Sequence[tuple[int, int]], offset: int) -> int:
    """The number, from 0, of the part that an offset lies in."""
    return next(number for number, (_, end) in enumerate(parts) if offset < end)


def hidden(report: Row, start: int, end: int) -> list[tuple[int, int]]:
    """Where personal data stands between two offsets: what is masked in everything that is published."""
    text = report["text"]
    roster = Roster(parse(text, load_layout(report["layout"])))
    spans = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        line, offset = match[0], start + match.start()
        shown = roster.masked(_Line(mask(line))).evidence
        if shown != line:
            spans += [(offset + first, offset + last) for first, last in _left_out(line, shown)]
    return spans


def _left_out(line: str, shown: str) -> Iterable[tuple[int, int]]:
    """The spans of a line that its masked form shows as ***; the whole line where they cannot be told."""
    match = re.fullmatch("(.+?)".join(map(re.escape, shown.split(MASK))), line, re.DOTALL)
    return match.regs[1:] if match else [(0, len(line))]


def pieces(
    text: str, start: int, end: int, marks: Sequence[Mark], masked: Sequence[tuple[int, int]]
) -> list[Piece]:
    """The text between two offsets, cut wherever a mark begins or ends; what is masked shows as ***."""
    marks = [mark for mark in marks if start <= mark.start < mark.end <= end]
    spans = [(mark.start, mark.end) for mark in marks] + list(masked)
    cuts = sorted({start, end, *(cut for span in spans for cut in span)})
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(mark.start, []).append(mark)
    found: list[Piece] = []
    over: list[Mark] = []
    hidden_until = start
    masks = dict(masked)
    for first, last in pairwise(cuts):
        over = [mark for mark in over if mark.end > first] + opening.get(first, [])
        if first in masks:
            hidden_until = max(hidden_until, masks[first])
            shown = MASK
        else:
            shown = "" if first < hidden_until else text[first:last]
        found.append(Piece(shown, tuple(over), tuple(opening.get(first, ()))))
    return found
