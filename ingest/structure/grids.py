"""Rows of cells to tables: finds header rows, aligns spans, starts a new table where a form does.

A row belongs to a table with header paths only if it fits the table's width; any other row (a label
with its value, a row that lost cells) becomes a table without header paths, so that nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations_with_replacement, pairwise
from typing import NamedTuple

from ingest.structure.compact import Compact
from ingest.structure.marks import lacking_levels
from ingest.structure.model import Cell, Table
from ingest.structure.spans import align
from ingest.structure.values import LONGEST_LABEL, PLACEHOLDER, VALUE, YEAR, is_value, text_kind

_HEADER_WORD = re.compile(
    r"[数额率比重值量费款表]$|[金数总余差]额|预算|决算|支出|收入|结余|结转|合计|小计|总计|其中|分值|得分|权重|标准|指标|目标|完成|情况"
    r"|名称|单位|备注|说明|原因|类型|类别|性质|时间|内容|措施|规模|投资|面积|资产|年度|\d{4}年?$|拨款|资金|补助|经费"
    r"|编制|人员|用车|行次|栏次|科目|编码|序号|项目|姓名|职务|签字|本年|上年|等级"
)
_SUM_ROW = re.compile(r"(?:合|总|小)计|总额|汇总")
_LONGEST_HEADER = 2 * LONGEST_LABEL  # characters
_MOST_MISSING = 3
_WIDEST = 30  # beyond, the ways to place a row are too many to try
_PAIR = 2
_LEAST_TO_MATCH = 4
_NOT_HEADER = re.compile(
    r"[。;!?□☑√]|:-?\d[\d,.]*(?:[万亿]?元)?$|^(?:指标|目标)?\d{1,2}[、.:]|\d{4}年\d{1,2}月"
)
_GROUP = re.compile(
    r"项目|收入|支出|\S*科目|\S*[预决]算数?|执行数|[人公][员用]经费|本年[收支][入出]|(?:19|20)\d\d年度?"
)
_MARK_HEAD = re.compile(r"分值|得分|权重|执行率|备注|原因|说明")
_LEVEL = re.compile(
    r"(?:投入|过程|决策|产出|效益|效果|满意度|成本|数量|质量|时效|(?:经济|社会|生态|环境)效益|可持续影响|服务对象满意度)(?:指标|目标)"
)
_LINE_NUMBERS = re.compile(r"栏次|行次|栏号")


class Row(NamedTuple):
    """The cells of one row, left to right; a cell without text is an empty one.

    Where the format states the grid, `edges` are the grid lines between which the cells stand (one more
    than cells), and `continues` says that a cell above is merged into the row. Else `edges` is empty.
    """

    cells: list[Compact]
    edges: tuple[int, ...] = ()
    continues: bool = False

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


class Segment:
    """Header rows and the data rows under them; either may be missing."""

    def __init__(self, header: list[Row]) -> None:
        self.header = header
        self.data: list[Row] = []


def build_tables(rows: Iterable[Row], header: Row | None = None) -> Iterator[Table]:
    """The tables that consecutive `rows` make up, without caption, unit and headings.

    Where the `header` is known it is taken for granted; otherwise header rows are found among `rows`.
    """
    if header is not None:
        segment = Segment([header])
        segment.data.extend(rows)
        yield from tables_of(segment)
        return
    for segment in segments(rows, is_under):
        yield from tables_of(segment)


def is_head(text: str) -> bool:
    """Whether a cell reads like the head of a column: a header word or a year, no field with its value."""
    return YEAR.fullmatch(text) is not None or (
        ":" not in text[:-1] and _HEADER_WORD.search(text) is not None
    )


def segments(rows: Iterable[Row], is_under: Callable[[Row, Row], bool]) -> Iterator[Segment]:
    """The tables that rows make up; `is_under` says whether a row is a further header row under another."""
    segment = Segment([])
    for row in rows:
        if segment.header and not segment.data and is_under(row, segment.header[-1]):
            segment.header.append(row)
        elif segment.data and any(row.texts == header.texts for header in segment.header):
            continue  # the header again, after a page break
        elif _starts_table(row, segment):
            yield segment
            segment = Segment([row])
        else:
            segment.data.append(row)
    yield segment


def _starts_table(row: Row, segment: Segment) -> bool:
    if not _looks_like_header(row.texts) or _is_unused(row.texts):
        return False
    if not segment.header or not segment.data:
        return True
    numeric = any(is_value(text) for data in segment.data for text in data.texts)
    if sum(map(bool, row.texts)) > sum(map(bool, segment.header[-1].texts)):
        return True  # what stood above were fields of a form, padded with blanks
    return numeric or len(row.cells) not in {len(data.cells) for data in segment.data}


def _is_unused(texts: list[str]) -> bool:
    """A row of an indicator form that only its levels fill: 效益指标 | 经济效益指标 | (blank)."""
    filled = [text for text in texts if text]
    return len(filled) <= _PAIR < len(texts) - _PAIR and all(map(_LEVEL.fullmatch, filled))


def _looks_like_header(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    if len(filled) < 2 or not all(is_label(text) for text in filled):
        return False
    if _SUM_ROW.fullmatch(texts[0]) or not any(texts[:2]):
        return False
    return are_header_words(filled[1:] if texts[0] else filled)


def are_header_words(texts: list[str]) -> bool:
    return 2 * sum(_HEADER_WORD.search(text) is not None for text in texts) >= len(texts)


def is_label(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADER
        and not _NOT_HEADER.search(text)
        and (VALUE.fullmatch(text) is None or YEAR.fullmatch(text) is not None)
        and PLACEHOLDER.fullmatch(text) is None
    )


def is_under(row: Row, upper: Row) -> bool:
    """Whether a row is a further header row under `upper`.

    It leaves its first cell empty, under the one merged downwards; or it fills gaps that the spans above
    leave, and stands under nothing but spans; or it is longer and stands under words that only group.
    """
    texts, above = row.texts, upper.texts
    filled = [text for text in texts if text]
    if not filled or len(texts) < len(above) or not all(map(is_label, filled)):
        return False
    if not are_header_words(filled):
        return False
    if not texts[0]:
        return True
    if len(texts) > len(above):
        return len(filled) > _PAIR and _GROUP.fullmatch(above[0]) is not None and all(above)
    follows = [*above[1:], ""]
    return any(text and not up for text, up in zip(texts, above, strict=True)) and not any(
        text and up and after for text, up, after in zip(texts, above, follows, strict=True)
    )


def tables_of(segment: Segment) -> Iterator[Table]:
    if not segment.data:
        if segment.header:
            yield loose_table(segment.header)
        return
    if not segment.header:
        yield loose_table(segment.data)
        return
    width = width_of(segment)
    if width > _PAIR and len(segment.header[-1].cells) == _PAIR:  # a label with its value above other rows
        yield loose_table([*segment.header, *segment.data])
        return
    paths, header_cells = _header(segment, width)
    fitting: list[list[Cell | None]] = []
    for row in segment.data:
        placed = place(row, width, segment)
        if placed is None:
            if fitting:
                yield table(fitting, paths, header_cells)
                fitting = []
            yield loose_table([row])
        elif is_numbering(row):
            header_cells.extend(cell for cell in placed if cell is not None)
        else:
            for cell in placed:
                if cell is not None:
                    cell.row = len(fitting)
            fitting.append(placed)
    if fitting:
        yield table(fitting, paths, header_cells)


def width_of(segment: Segment) -> int:
    """The number of columns: that of most data rows, or of the last header row where it is as good."""
    counts = Counter(len(row.cells) for row in segment.data)
    heads, widest = segment.header[-1].texts, max(counts)
    if widest < len(heads) <= widest + _PAIR and all(map(_MARK_HEAD.search, heads[widest:])):
        return len(heads)  # no row has a remark
    return len(heads) if counts[len(heads)] else max(counts, key=lambda n: (counts[n], n))


def _header(segment: Segment, width: int) -> tuple[list[tuple[str, ...]], list[Cell]]:
    """The header path of each column, outermost first, and the header cells with their first column."""
    below = _column_samples(segment, width)
    paths: list[tuple[str, ...]] = [()] * width
    cells: list[Cell] = []
    for number in range(len(segment.header) - 1, -1, -1):
        row = segment.header[number]
        if number == len(segment.header) - 1 and (titles := _titles_before(row, width)):
            cells += (cell_of(cell, number, 0) for cell in row.cells[:titles])
            row = Row(row.cells[titles:])
        if len(row.cells) == width:
            spans: tuple[int, ...] | None = (1,) * width
        else:
            spans = _panels(row.texts, below) or align(tuple(row.texts), tuple(below))
        column = 0
        expanded: list[str] = []
        for cell, span in zip(row.cells, spans or (1,) * len(row.cells), strict=True):
            cells.append(cell_of(cell, number, column))
            expanded += [cell.text] * span
            column += span
        if spans is None or (number == len(segment.header) - 1 and _covers_values(spans, segment, width)):
            cells += (cell_of(c, n, 0) for n in range(number) for c in segment.header[n].cells)
            return [()] * width, cells  # heads are lost: nothing can be said
        if len(row.cells) == width and number < len(segment.header) - 1:
            expanded = _stretched(expanded, below)
        paths = [(text, *path) if text else path for text, path in zip(expanded, paths, strict=True)]
        below = expanded
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return paths, cells


def _titles_before(row: Row, width: int) -> int:
    """How many cells of a head row title the whole form (预算情况 | (万元)), not a column of it.

    They stand before the blank corner over the labels: behind it each column of values has its head.
    """
    titles = len(row.cells) - width
    return titles if titles > 0 and not row.texts[titles] and all(row.texts[titles + 1 :]) else 0


def _covers_values(spans: tuple[int, ...], segment: Segment, width: int) -> bool:
    """Whether an innermost head would stand over several columns of values."""
    kinds = _column_kinds(segment, width) if max(spans) > 1 else []
    column = 0
    for span in spans:
        if span > 1 and sum(kinds[c] == {"value"} for c in range(column, column + span)) > 1:
            return True
        column += span
    return False


def _stretched(texts: list[str], below: list[str]) -> list[str]:
    """Header cells whose spans left gaps, each gap filled from the left where a head stands below it."""
    stretched: list[str] = []
    for text, under in zip(texts, below, strict=True):
        stretched.append(text or (stretched[-1] if under and stretched else ""))
    return stretched


def _panels(texts: list[str], below: list[str]) -> tuple[int, ...] | None:
    """The spans of heads that each stand over a panel which begins with the same word (项目, 科目编码)."""
    begins = [column for column, text in enumerate(below) if text and text == below[0]]
    if len(begins) != len(texts) or len(texts) < _PAIR:
        return None
    return tuple(end - begin for begin, end in pairwise([*begins, len(below)]))


def _column_samples(segment: Segment, width: int) -> list[str]:
    """For a header row that is itself too short: the fullest data row, which stands in for its children."""
    rows = [row.texts for row in segment.data if len(row.cells) == width]
    return max(rows, key=lambda texts: sum(map(bool, texts)), default=[""] * width)


def place(row: Row, width: int, segment: Segment) -> list[Cell | None] | None:
    """The cells of `row` by column; None where it does not fit, or fits in more than one way."""
    missing = width - len(row.cells)
    if missing == 0:
        return [cell_of(cell, 0, column) for column, cell in enumerate(row.cells)]
    if missing < 0 and not any(row.texts[:-missing]):  # a row that was merged wrongly, shifted by blanks
        return place(Row(row.cells[-missing:]), width, segment)
    if not 0 < missing <= _MOST_MISSING:
        return None
    kinds = _column_kinds(segment, width)
    at = lacking_levels(row.texts, segment.header[-1].texts, width)
    if at:
        return _spread(row.cells, list(range(at, at + len(row.cells))), width)
    if _sums_marks(row, segment):
        return _spread(row.cells, [0, *range(width - len(row.cells) + 1, width)], width)
    if _lacks_marks(row, missing, kinds, segment) or _ends_early(row, kinds):
        return [*(cell_of(cell, 0, column) for column, cell in enumerate(row.cells)), *[None] * missing]
    labels = [i for i, cell in enumerate(row.cells) if text_kind(cell.text) not in ("", "value")]
    values = len(row.cells) - labels[0] - 1 if labels else 0
    if (
        len(labels) == 1
        and values
        and all(kind <= {"", "value"} for kind in kinds[width - values :])
        and not (kinds[width - values - 1] <= {"", "value"})
    ):
        # A label over several columns (合计), and a value for every column of values.
        columns = [0] * labels[0] + [0, *range(width - values, width)]
        return _spread(row.cells[labels[0] :], columns[labels[0] :], width)
    if width > _WIDEST or (missing > 1 and sum(1 for cell in row.cells if cell.text) < _LEAST_TO_MATCH):
        return None
    fits = set()
    may_be_wide = [i for i, cell in enumerate(row.cells) if text_kind(cell.text) != "value"]
    for wide in combinations_with_replacement(may_be_wide, missing):
        columns = [i + sum(w < i for w in wide) for i in range(len(row.cells))]
        covered = [columns[w] + n for w in wide for n in range(wide.count(w) + 1)]
        if not any(kinds[column] <= {"", "value"} for column in covered) and all(
            not c.text or text_kind(c.text) in kinds[k] for c, k in zip(row.cells, columns, strict=True)
        ):
            fits.add(tuple(k if c.text else -1 for c, k in zip(row.cells, columns, strict=True)))
    return _spread(row.cells, list(fits.pop()), width) if len(fits) == 1 else None


def _lacks_marks(row: Row, missing: int, kinds: list[set[str]], segment: Segment) -> bool:
    """Whether a row fits from the left, and what it lacks at the end are columns of marks (分值, 执行率, 得分)."""
    heads = segment.header[-1].texts
    fits = all(
        not text or kind <= {""} or text_kind(text) in kind
        for text, kind in zip(row.texts, kinds, strict=False)
    )
    return fits and len(heads) >= missing and all(_MARK_HEAD.search(head) for head in heads[-missing:])


def _sums_marks(row: Row, segment: Segment) -> bool:
    """Whether a row is a sum of marks alone: 合计 and a value for each of the last heads (分值, 得分)."""
    sums, heads = len(row.cells) - 1, segment.header[-1].texts
    return (
        0 < sums < len(heads)
        and _SUM_ROW.fullmatch(row.texts[0]) is not None
        and all(map(is_value, row.texts[1:]))
        and all(_MARK_HEAD.search(head) for head in heads[-sums:])
    )


def _ends_early(row: Row, kinds: list[set[str]]) -> bool:
    """Whether a row of panels side by side (项目 行次 金额 项目 行次 金额) lacks cells of its last panel only.

    Its labels stand in the columns of labels, of which there are several; blanks behind the last one were
    cut off with the line's end.
    """
    labelled = [column for column, kind in enumerate(kinds) if "label" in kind and "value" not in kind]
    kept = [text_kind(text) for text in row.texts]
    return (
        len(labelled) > 1
        and labelled[-1] < len(kept)
        and all(kind in ("", "label" if column in labelled else "value") for column, kind in enumerate(kept))
    )


def _spread(cells: list[Compact], columns: list[int], width: int) -> list[Cell | None]:
    placed: list[Cell | None] = [None] * width
    for cell, column in zip(cells, columns, strict=True):
        if column >= 0:
            placed[column] = cell_of(cell, 0, column)
    return placed


def _column_kinds(segment: Segment, width: int) -> list[set[str]]:
    """What kinds of text each column holds in the rows of full width."""
    rows = [row.texts for row in segment.data if len(row.cells) == width]
    return [{text_kind(row[column]) for row in rows} for column in range(width)]


def is_numbering(row: Row) -> bool:
    """A row that numbers the columns: 栏次 1 2 3, or A B C."""
    filled = [text for text in row.texts if text]
    if filled and _LINE_NUMBERS.fullmatch(filled[0]):
        return True
    return len(filled) > 2 and filled == [str(n) for n in range(1, len(filled) + 1)]


def table(rows: list[list[Cell | None]], paths: list[tuple[str, ...]], header_cells: list[Cell]) -> Table:
    cells = [cell for row in rows for cell in row if cell is not None] + header_cells
    return Table(
        rows=rows,
        header_paths=paths,
        header_cells=header_cells,
        start=min([cell.start for cell in cells]),
        end=max([cell.end for cell in cells]),
    )


def loose_table(rows: list[Row]) -> Table:
    """Rows without a header, such as label and value in turn."""
    grid: list[list[Cell | None]] = [
        [cell_of(cell, number, column) for column, cell in enumerate(row.cells)]
        for number, row in enumerate(rows)
    ]
    return table(grid, [()] * max(len(row.cells) for row in rows), [])


def cell_of(cell: Compact, row: int, column: int) -> Cell:
    return Cell(cell.text, cell.start, cell.end, row, column, cell.offsets)
