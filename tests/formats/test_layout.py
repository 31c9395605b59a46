"""The stated tables of a document: how they are stored, and how the structure step reads them."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import LaidCell, LaidTable, dump_layout, load_layout
from ingest.limits import Limits
from ingest.readers.blocks import Block, Grid, GridCell, SpanningCell, squared, write
from ingest.structure import parse
from ingest.structure.model import Table

_cells = st.builds(LaidCell, st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 40), st.booleans())
_tables = st.builds(
    LaidTable,
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.lists(st.lists(_cells, max_size=5), max_size=5),
)
_spanning = st.builds(
    SpanningCell,
    st.lists(st.sampled_from(("合计", "12.5", "")), max_size=1),
    st.integers(1, 4),
    st.integers(1, 4),
)


def blocks(*flow: Block) -> list[object]:
    reading = write(flow, "utf-8", Limits())
    return list(parse(reading.text, reading.tables))


def grid(*rows: list[str]) -> Grid:
    return squared([[SpanningCell([text] if text else []) for text in row] for row in rows])


@given(st.lists(_tables, max_size=3))
def test_layout_survives_its_storage(tables: list[LaidTable]) -> None:
    assert load_layout(dump_layout(tables)) == tables


@given(st.lists(st.lists(_spanning, max_size=6), max_size=6))
def test_every_row_of_a_grid_is_equally_wide(rows: list[list[SpanningCell]]) -> None:
    assert len({sum(cell.colspan for cell in row) for row in squared(rows).rows}) <= 1


@given(st.lists(st.lists(_spanning, min_size=1, max_size=5), min_size=1, max_size=5))
def test_cells_slice_back_to_their_words(rows: list[list[SpanningCell]]) -> None:
    reading = write(["题", squared(rows), "尾"], "utf-8", Limits())
    words = [
        reading.text[cell.start : cell.end] for table in reading.tables for row in table.rows for cell in row
    ]
    assert all(word in ("合计", "12.5", "") for word in words)


def test_heads_stand_over_the_columns_that_the_grid_says() -> None:
    """Two heads over three columns each: recovered from text alone, where they part would be a guess."""
    table = squared(
        [
            [SpanningCell(["单位名称"], 1, 2), SpanningCell(["上年"], 1), SpanningCell(["本年预算"], 3)],
            [SpanningCell(["决算"]), SpanningCell(["甲数"]), SpanningCell(["乙数"]), SpanningCell(["丙数"])],
            [SpanningCell([text]) for text in ("桃源县竹编局", "1.5", "2.5", "3.5", "4.5")],
        ]
    )
    [found] = blocks(table)
    assert isinstance(found, Table)
    assert found.header_paths == [
        ("单位名称",),
        ("上年", "决算"),
        ("本年预算", "甲数"),
        ("本年预算", "乙数"),
        ("本年预算", "丙数"),
    ]


def test_text_between_tables_is_read_as_ever() -> None:
    table = grid(["项目", "决算数"], ["合计", "1.5"])
    kinds = [type(block).__name__ for block in blocks("一、概况", table, "单位：元", "说明一段。", table)]
    assert kinds == ["Paragraph", "Table", "Paragraph", "Paragraph", "Table"]


def test_two_tables_side_by_side_stay_two() -> None:
    found = blocks(
        grid(["项目", "决算数"], ["合计", "1.5"]), grid(["指标", "分值", "得分"], ["产出", "10", "9"])
    )
    assert [len(block.header_paths) for block in found if isinstance(block, Table)] == [2, 3]


def test_a_cell_of_many_paragraphs_is_one_cell() -> None:
    cell = GridCell(["第一段。", "第二段。"])
    table = Grid([[GridCell(["项目"]), GridCell(["说明"])], [GridCell(["合计"]), cell]])
    [found] = blocks(table)
    assert isinstance(found, Table)
    assert [c.text for row in found.rows for c in row if c is not None] == ["合计", "第一段。第二段。"]
