"""Tables without any mark: one cell a line, blank lines anywhere. Rows come back from labels and values.

A stream is a run of short lines with values among them. Its rows are the labels before each run of
values; how many values most rows have gives the width, and the width says which of the lines before the
first row are the header. Rows with another number of values than most stay without header paths.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ingest.structure.compact import Compact, compact
from ingest.structure.grids import Row, is_head
from ingest.structure.lines import Line
from ingest.structure.values import PLACEHOLDER, YEAR, is_value
from ingest.structure.word_grids import find_word_grids

_LONGEST_LABEL = 32
_NO_LABEL = re.compile(r"[。;!?，]|[:、]$|、.*、.*、|^\(?(?:金额)?单位:")
# A range, or the crosses of a template: no value, but in the place of one.
_NO_LEVEL = re.compile(r"\d[\d.]*[-—~至]\d[\d.]*|[Xx×]{1,6}(?:\.[Xx×]{1,2})?")
_SERIAL = re.compile(r"序号|项次")
_CODES = re.compile(r"编码|科目")
_CODE = re.compile(r"[235]\d\d(?:\d\d){0,2}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEAST_VALUES = 2
_QUANTITY = re.compile(r"[数额算率分值量]|支出|收入|年|元")
_CORNER = re.compile(r"项目|名称|科目|指标|内容|类别|单位|费用")


class Stream(NamedTuple):
    """lines[first:last] of a block are one table: its header row, if found, and its rows."""

    first: int
    last: int
    header: Row | None
    rows: list[Row]


class _Entry(NamedTuple):
    """A row to be: positions of its label lines and of its value lines."""

    labels: list[int]
    values: list[int]


def find_streams(text: str, lines: list[Line]) -> Iterator[Stream]:
    """The streams in plain `lines`, in order."""
    done = 0
    for grid in find_word_grids(text, lines):
        for stream in _value_streams(text, lines[done : grid.first]):
            yield stream._replace(first=stream.first + done, last=stream.last + done)
        yield Stream(*grid)
        done = grid.last
    for stream in _value_streams(text, lines[done:]):
        yield stream._replace(first=stream.first + done, last=stream.last + done)


def _value_streams(text: str, lines: list[Line]) -> Iterator[Stream]:
    """The streams whose rows labels and values in turn tell."""
    for run in _short_runs(lines):
        entries = _entries(lines, run)
        for table in _split_tables(entries):
            if sum(len(entry.values) for entry in table) >= _LEAST_VALUES:
                yield from _streams(text, lines, table)


def _short_runs(lines: list[Line]) -> Iterator[list[int]]:
    """Positions of consecutive lines that may be cells, blank lines left out."""
    run: list[int] = []
    for position, line in enumerate(lines):
        if line.is_blank:
            continue
        if len(line.words) <= _LONGEST_LABEL and (
            not _NO_LABEL.search(line.words) or _is_field(lines, position)
        ):
            run.append(position)
        else:
            if len(run) > _LEAST_VALUES:
                yield run
            run = []
    if len(run) > _LEAST_VALUES:
        yield run


def _is_field(lines: list[Line], position: int) -> bool:
    """A label that ends in a colon, above its value."""
    below = next((line for line in lines[position + 1 : position + 4] if not line.is_blank), None)
    return (
        below is not None
        and is_value(below.words)
        and lines[position].words.endswith(":")
        and is_head(lines[position].words)
    )


def _entries(lines: list[Line], run: list[int]) -> list[_Entry]:
    """Labels followed by values, in turn; labels behind the last value are left out."""
    entries: list[_Entry] = []
    labels: list[int] = []
    has_serials, serial = any(_SERIAL.fullmatch(lines[position].words) for position in run), 1
    has_codes = any(_CODES.search(lines[position].words) for position in run)
    for position, following in zip(run, [*run[1:], run[-1]], strict=True):
        words = lines[position].words
        if has_serials and words == str(serial) and _CHINESE.match(lines[following].words):
            labels.append(position)  # 序号 counts the rows, it is no value of the row above
            serial += 1
        elif has_codes and _CODE.fullmatch(words) and _CHINESE.match(lines[following].words):
            labels.append(position)
        elif not words or is_value(words) or PLACEHOLDER.fullmatch(words) or _NO_LEVEL.fullmatch(words):
            if labels or not entries:
                entries.append(_Entry(labels, []))
                labels = []
            entries[-1].values.append(position)
        else:
            labels.append(position)
    return [entry for entry in entries if entry.labels]


def _split_tables(entries: list[_Entry]) -> Iterator[list[_Entry]]:
    """A new table begins where three or more labels stand in a row."""
    table: list[_Entry] = []
    for entry in entries:
        if len(entry.labels) > 2 and table:
            yield table
            table = []
        table.append(entry)
    if table:
        yield table


def _streams(text: str, lines: list[Line], table: list[_Entry]) -> Iterator[Stream]:
    """One stream; or two where two panels of unequal width stand side by side, their rows in turn."""
    labels = table[0].labels
    head = [lines[position].words for position in labels[:-1]]
    corners = [i for i, words in enumerate(head) if head.count(words) == 2 and _CORNER.search(words)]
    if not corners or len(head) - corners[-1] == corners[-1] - corners[0]:
        yield _stream(text, lines, table)
        return
    left, right = labels[corners[0] : corners[-1]], labels[corners[-1] : -1]
    first = _Entry(labels[-1:], table[0].values)
    panels: dict[int, list[_Entry]] = {len(left) - 1: [], len(right) - 1: []}
    for entry in [first, *table[1:]]:
        panels.get(len(entry.values), panels[len(right) - 1]).append(entry)
    for header in (left, right):
        entries = panels[len(header) - 1]
        if entries:
            # Where values are lost, the heads cannot be told to stand over those that are left.
            heads = header if any(len(entry.values) == len(header) - 1 for entry in entries) else []
            yield _stream(
                text, lines, [entries[0]._replace(labels=[*heads, *entries[0].labels]), *entries[1:]]
            )


def _stream(text: str, lines: list[Line], table: list[_Entry]) -> Stream:
    def cell(*positions: int) -> Compact:
        return compact(text, lines[positions[0]].start, lines[positions[-1]].end)

    values = Counter(len(entry.values) for entry in table).most_common(1)[0][0]
    depth = max((len(entry.labels) for entry in table[1:]), default=1)
    first = table[0].labels
    head, own = (first[:-depth], first[-depth:]) if len(first) > depth else ([], first)
    groups = _header_cells(lines, head, depth + values)
    rows = []
    for number, entry in enumerate(table):
        labels = own if number == 0 else entry.labels
        blanks = [_empty(lines[labels[0]].start)] * (depth - len(labels))
        rows.append(Row([*blanks, *map(cell, labels), *map(cell, entry.values)]))
    header = None
    begin = own[0]
    if groups:
        blanks = [_empty(lines[groups[0][0]].start)] * (depth + values - len(groups))
        header = Row([*blanks, *(cell(*group) for group in groups)])
        begin = groups[0][0]
    return Stream(begin, table[-1].values[-1] + 1, header, rows)


def _header_cells(lines: list[Line], head: list[int], width: int) -> list[list[int]]:
    """The last `width` cells of the lines before the first row; one fewer if its corner is blank."""
    merged = _with_years(lines, head)
    if width == _LEAST_VALUES and _is_named(lines, head[-width:]):
        return []
    for cells in (merged, [[position] for position in head]):
        if len(cells) >= width:
            return cells[-width:]
    words = [lines[position].words for position in head]
    if len(head) == width - 1 and not _CORNER.search(words[0]) and all(map(is_head, words)):
        return [[position] for position in head]
    return []


def _is_named(lines: list[Line], pair: list[int]) -> bool:
    """A field and its value (项目名称 ⏎ 某项目) above a form, not the heads of names and amounts."""
    words = [lines[position].words for position in pair]
    return len(words) == _LEAST_VALUES and words[0].endswith("名称") and not _QUANTITY.search(words[1])


def _with_years(lines: list[Line], head: list[int]) -> list[list[int]]:
    """Lines joined to cells where a year stands under each heading: 某局 ⏎ 2019 ⏎ 某局 ⏎ 2020."""
    cells: list[list[int]] = []
    for position in head:
        if YEAR.fullmatch(lines[position].words) and cells:
            if YEAR.fullmatch(lines[cells[-1][-1]].words):
                return []  # years side by side are columns of their own
            cells[-1].append(position)
        else:
            cells.append([position])
    return cells


def _empty(at: int) -> Compact:
    return Compact("", at, at, None)
