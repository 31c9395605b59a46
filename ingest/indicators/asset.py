"""Assets and liabilities: totals and their kinds, with the unit as written."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.terms import asset_terms, bare
from ingest.indicators.wording import clause_start, sentences, with_numbers, year_of
from ingest.records import Indicator
from ingest.structure.model import Cell, Paragraph, Table
from ingest.vocabulary.patterns import any_of

_FILLER = r"(?:总额|总计|合计|总值|净值|原值|净额|余额|账面|价值|期末|年末|期末数|年末数|共计|共|为|是|有|约|达到?|:|\s)*"
_LINK = re.compile(r"(?:为|是|有|约|达到?|共计?|:|\s)+$")
_NOT_A_LEVEL = re.compile(r"新增|购置|购入|处置|报废|出让|划转|增加|减少|投资$|采购")
_YOY = re.compile(
    r"(?:同比|比|较|与)[^。;]{0,24}?(增长|增加|上升|提高|增幅|减少|下降|降低|减幅|降幅)(?:了|为|约)?(?:\d[\d.,]*[万亿]?元[，,、]?"
    r"(?:增长|增加|上升|增幅|减少|下降|减幅|降幅)?(?:率|了|为|约)?)?(\d+(?:\.\d+)?)%"
)
_FALLS = ("减少", "下降", "降低", "减幅", "降幅")
_WHOLE = re.compile(r"汇总|合计|总计")


def from_paragraph(paragraph: Paragraph, context: ReportContext) -> Iterator[Indicator]:
    """Assets in prose: a money number right after the name of an asset."""
    text = paragraph.text
    if "资产" not in text and "负债" not in text:
        return
    numbers = paragraph.numbers
    for start, end, inside in with_numbers(sentences(text), numbers):
        floor = start
        for index in inside:
            number = numbers[index]
            begin = clause_start(text, number.start, floor)
            floor = number.unit_end
            words = text[begin : number.start]
            match = _ends_with_asset().search(words)
            if number.kind != "money" or number.in_range or match is None or _NOT_A_LEVEL.search(words):
                continue
            stop = next(
                (
                    n.start
                    for n in numbers[index + 1 :]
                    if n.kind == "money" and _ends_with_asset().search(text[begin : n.start])
                ),
                end,
            )
            yield draft(
                context, "asset", "asset_clause", _LINK.sub("", match[0]), paragraph.span(number.start, number.end), text[start:end],
                fiscal_year=year_of(text, start, number.start) or context.fiscal_year,
                actual_text=text[number.start : number.unit_end],
                actual_value=number.value,
                actual_unit=number.unit,
                yoy_pct=_change(text[number.unit_end : min(stop, end)]),
            )  # fmt: skip


def from_table(table: Table, context: ReportContext) -> Iterator[Indicator]:
    """Assets in tables: by column (固定资产合计 over units of the department) or by row label."""
    columns = {column: name for column, path in enumerate(table.header_paths) if (name := _asset_head(path))}
    for row in table.rows:
        label = next((cell for cell in row if cell is not None and cell.text), None)
        if label is None:
            continue
        row_name = bare(label.text) if _is_asset(bare(label.text)) else None
        for column, cell in enumerate(row):
            name = row_name or columns.get(column)
            if cell is None or cell is label or name is None:
                continue
            if (found := _money(cell, table.unit_text)) is not None:
                unit_name = None if row_name or _WHOLE.search(label.text) else bare(label.text)
                value, unit = found
                yield draft(
                    context, "asset", "asset_cell", name, cell.span(0, len(cell.text)),
                    " | ".join(c.text for c in row if c is not None and c.text),
                    source_form="table", budget_unit=unit_name,
                    actual_text=cell.text, actual_value=value, actual_unit=unit,
                )  # fmt: skip
            if row_name:
                break


def _change(words: str) -> Decimal | None:
    match = _YOY.search(words)
    if match is None:
        return None
    return -Decimal(match[2]) if match[1] in _FALLS else Decimal(match[2])


def _asset_head(path: tuple[str, ...]) -> str | None:
    return next((words for head in reversed(path) if _is_asset(words := bare(head))), None)


def _is_asset(words: str) -> bool:
    return bool(_whole_label().match(words))


def _money(cell: Cell, unit: str | None) -> tuple[Decimal, str] | None:
    numbers = cell.numbers
    if len(numbers) != 1 or numbers[0].kind not in ("money", "bare", "enumerator"):
        return None
    number = numbers[0]
    if number.start > 0 or number.unit_end < len(cell.text) or not (number.unit or unit):
        return None
    return number.value, number.unit or unit or ""


@cache
def _ends_with_asset() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(asset_terms())}){_FILLER}$")


@cache
def _whole_label() -> re.Pattern[str]:
    return re.compile(rf"^(?:其中)?(?:{any_of(asset_terms())}){_FILLER}$")
