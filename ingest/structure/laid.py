"""Tables whose grid the document's format states: cells, columns and merged cells are known, not guessed.

What the rows mean is decided as in recovered tables (which rows are header rows, where a form begins
another table); only which column a cell stands over is taken from the grid.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from ingest.layout import LaidTable
from ingest.structure import grids
from ingest.structure.compact import compact
from ingest.structure.grids import Row, Segment
from ingest.structure.model import Cell, Table

_PAIR = 2


def laid_rows(text: str, table: LaidTable) -> list[Row]:
    """The rows of a table that the layout states; `text` is folded."""
    return [
        Row(
            [compact(text, cell.start, cell.end) for cell in row],
            tuple(accumulate((cell.colspan for cell in row), initial=0)),
            any(cell.continues for cell in row),
        )
        for row in table.rows
    ]


def build_laid_tables(rows: Iterable[Row]) -> Iterator[Table]:
    """The tables that consecutive rows with known columns make up."""
    for segment in grids.segments(rows, _is_under):
        if segment.header and segment.data:
            yield from _tables_of(segment)
        else:
            yield from grids.tables_of(segment)


def _is_under(row: Row, upper: Row) -> bool:
    """Whether a row is a further header row: a cell above is merged into it, or stands over several of its cells."""
    filled = [text for text in row.texts if text]
    if not filled or not all(map(grids.is_label, filled)):
        return False
    if row.continues:
        return True
    is_finer = any(
        end - begin > 1 and any(begin < edge < end for edge in row.edges)
        for text, begin, end in zip(upper.texts, upper.edges, upper.edges[1:], strict=False)
        if text
    )
    return (is_finer and grids.are_header_words(filled)) or grids.is_under(row, upper)


def _tables_of(segment: Segment) -> Iterator[Table]:
    width = grids.width_of(segment)
    if width > _PAIR and len(segment.header[-1].cells) == _PAIR:  # a label with its value above other rows
        yield from grids.tables_of(segment)
        return
    columns = _columns(segment, width)
    paths, heads = _header(segment.header, columns)
    fitting: list[list[Cell | None]] = []
    for row in segment.data:
        placed = _place(row, columns) or grids.place(row, width, segment)
        if placed is None:
            if fitting:
                yield grids.table(fitting, paths, heads)
                fitting = []
            yield grids.loose_table([row])
        elif grids.is_numbering(row):
            heads.extend(cell for cell in placed if cell is not None)
        else:
            for cell in placed:
                if cell is not None:
                    cell.row = len(fitting)
            fitting.append(placed)
    if fitting:
        yield grids.table(fitting, paths, heads)


def _columns(segment: Segment, width: int) -> list[float]:
    """The middle of each column, in the grid of the rows that have most in common with the others."""
    edges = Counter(
        row.edges for row in (*segment.data, segment.header[-1]) if len(row.cells) == width
    ).most_common(1)[0][0]
    return [(begin + end) / 2 for begin, end in pairwise(edges)]


def _covered(row: Row, columns: Sequence[float]) -> list[tuple[int, int]]:
    """The columns [first, last) over whose middle each cell of the row stands."""
    if len(row.cells) == len(columns):  # borders drawn by hand are seldom quite in line
        return [(column, column + 1) for column in range(len(columns))]
    return [(bisect_left(columns, begin), bisect_left(columns, end)) for begin, end in pairwise(row.edges)]


def _header(rows: Sequence[Row], columns: Sequence[float]) -> tuple[list[tuple[str, ...]], list[Cell]]:
    """The header path of each column, outermost first, and the header cells with their first column."""
    paths: list[tuple[str, ...]] = [()] * len(columns)
    heads: list[Cell] = []
    for number, row in enumerate(rows):
        for cell, (first, last) in zip(row.cells, _covered(row, columns), strict=True):
            heads.append(grids.cell_of(cell, number, min(first, len(columns) - 1)))
            if cell.text:
                for column in range(first, last):
                    paths[column] = (*paths[column], cell.text)
    return paths, heads


def _place(row: Row, columns: Sequence[float]) -> list[Cell | None] | None:
    """The cells by column, each in the first one that it covers; None where a cell covers none."""
    placed: list[Cell | None] = [None] * len(columns)
    for cell, (first, last) in zip(row.cells, _covered(row, columns), strict=True):
        if first < last:
            placed[first] = grids.cell_of(cell, 0, first)
        elif cell.text:
            return None
    return placed
