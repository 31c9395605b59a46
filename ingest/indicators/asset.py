"""Assets and liabilities: totals and their kinds, with the unit as written."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ingest.context import ReportContext
from ingest.indicators.draft import draft
from ingest.indicators.terms import asset_terms, bare, claim_words
from ingest.indicators.wording import clause_start, sentences, with_numbers, year_of
from ingest.records import Indicator
from ingest.structure.model import Cell, Paragraph, Table
from ingest.vocabulary.patterns import any_of

_LONGEST_LABEL = 60  # characters of an asset's name and what follows it
_FILLER = rf"(?:{any_of(claim_words('asset_filler'))}|\s)*"
_LINK = re.compile(r"(?:为|是|有|约|达到?|共计?|:|\s)+$")
_NOT_A_LEVEL = re.compile(rf"(?:{any_of(claim_words('asset_movement'))})|(?<!期)(?<!外)投资$")
_RISE, _FALL = any_of(claim_words("rise")), any_of(claim_words("fall"))
_YOY = re.compile(
    rf"(?:同比|比|较|与)[^。;]{{0,24}}?({_RISE}|{_FALL})(?:了|为|约)?(?:\d[\d.,]*[万亿]?元[，,、]?"
    rf"(?:{_RISE}|{_FALL})?(?:率|了|为|约)?)?(\d+(?:\.\d+)?)%"
)
_FALLS = claim_words("fall")
_ASSETS = re.compile("在建工程|[长对][期外]投资")
_VALUED = re.compile(r"[，,(]?(?:账面)?(净值|净额|账面价值)(?:为|是|:)?")
_OPENING = re.compile(r"期初|年初|上年")  # what was there before the year
_COUNTED = re.compile(r"数量|面积|[平立]方米|\([台辆套]\)")
_WHOLE = re.compile(r"汇总|合计|总计|小计")


def from_paragraph(paragraph: Paragraph, context: ReportContext) -> Iterator[Indicator]:
    """Assets in prose: a money number right after the name of an asset."""
    text = paragraph.text
    of_assets = any("资产" in heading.text for heading in paragraph.headings[-1:])
    if "资产" not in text and "负债" not in text and not (of_assets and _ASSETS.search(text)):
        return
    numbers = paragraph.numbers
    for start, end, inside in with_numbers(sentences(text), numbers):
        floor = start
        named = ""  # the asset right before, whose 净值 may follow its 原值
        for index in inside:
            number = numbers[index]
            begin = clause_start(text, number.start, floor)
            floor = number.unit_end
            words = text[begin : number.start]
            match = _ends_with_asset().search(words)
            valued = _VALUED.fullmatch(words) if named and match is None else None
            if number.kind != "money" or number.in_range or _NOT_A_LEVEL.search(words):
                continue
            if match is None and valued is None:
                continue
            name = named + valued[1] if valued else _LINK.sub("", match[0] if match else "")
            named = named if valued else name.removesuffix("原值")
            stop = next(
                (
                    n.start
                    for n in numbers[index + 1 : inside.stop]
                    if n.kind == "money"
                    and _ends_with_asset().search(text[max(begin, n.start - _LONGEST_LABEL) : n.start])
                ),
                end,
            )
            yield draft(
                context, "asset", "asset_clause", name, paragraph.span(number.start, number.end), text[start:end],
                fiscal_year=year_of(text, start, number.start) or context.fiscal_year,
                actual_text=text[number.start : number.unit_end],
                actual_value=number.value,
                actual_unit=number.unit,
                yoy_pct=_change(text[number.unit_end : min(stop, end)]),
            )  # fmt: skip


def from_table(table: Table, context: ReportContext) -> Iterator[Indicator]:
    """Assets in tables: by column (固定资产合计 over units of the department) or by row label."""
    columns = {column: name for column, path in enumerate(table.header_paths) if (name := _asset_head(path))}
    opening = {
        column
        for column, path in enumerate(table.header_paths)
        if any(_OPENING.search(head) for head in path)
    }
    for row in table.rows:
        label = next((cell for cell in row if cell is not None and cell.text), None)
        if label is None:
            continue
        row_name = bare(label.text) if _is_asset(bare(label.text)) else None
        for column, cell in enumerate(row):
            name = row_name or columns.get(column)
            if cell is None or cell is label or name is None or column in opening:
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
    """The asset that a column holds the money of; a part of one is named with it: 固定资产房屋."""
    if any(_COUNTED.search(head) for head in path):
        return None
    at = next((at for at in range(len(path) - 1, -1, -1) if _is_asset(bare(path[at]))), None)
    if at is None:
        return None
    parts = [words for head in path[at + 1 :] if not _WHOLE.search(words := bare(head))]
    return "".join([bare(path[at]), *parts])


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
