"""The label of a table row: which of its text cells says what the amounts to their right are about."""

import re

from ingest.amounts.columns import Column
from ingest.amounts.frame import Frame, Path
from ingest.amounts.readings import Reading, read_label

_PLACEHOLDER = re.compile(r"^(?:任务|项目|目标|事项)\d{0,2}$")
_LONG_LABEL = 24
_BALANCES = ("carryover_in", "carryover_out")


def label_of(frame: Frame, path: Path) -> Reading | None:
    """The reading of a row's label: names under their own head, else the nearest that says something."""
    named = [t for at, t in path if frame.columns[at].names_items] or [
        t for at, t in path if frame.columns[at].names_units
    ]
    if named:
        name = (
            next((t for t in named if not _PLACEHOLDER.match(t)), None)
            or _after_placeholder(path)
            or named[-1]
        )
        return read_label(name)._replace(funding=None)
    if not path:
        return _head_label(frame)
    frame.panel = path[0][0]
    label = _nearest(frame, path)
    if label is not None and frame.has_year_total:
        return _under_balance(frame, label, path[-1][1])
    return label


def _nearest(frame: Frame, path: Path) -> Reading | None:
    readings = [_read(frame, text) for _, text in path]
    for reading in reversed(readings):
        if _says(reading) and (reading.is_exact or len(reading.text) <= _LONG_LABEL):
            for outer in reversed(readings):
                reading = reading._replace(
                    measure=reading.measure or outer.measure, funding=reading.funding or outer.funding
                )
            return reading
    return readings[0] if readings else None


def _read(frame: Frame, text: str) -> Reading:
    reading = read_label(text, frame.section.code if frame.section else None)
    item = frame.caption.item or frame.scope.item
    if reading.item is None and item is not None and item.code == "procurement":
        of_kind = read_label("政府采购" + reading.text)  # 货物, 工程, 服务
        if of_kind.item is not None and of_kind.is_exact:
            return of_kind
    return reading


def _says(reading: Reading) -> bool:
    return (
        reading.item is not None
        or reading.measure is not None
        or reading.funding is not None
        or reading.is_total
    )


def _under_balance(frame: Frame, label: Reading, text: str) -> Reading:
    """In a 总表 the sources listed below 年初结转和结余 are parts of it: their rows say no measure."""
    code = frame.vocabulary.measure_of(label.measure) if label.measure else None
    only_source = label.funding is not None and label.item is None and text.strip() == label.text
    if code in _BALANCES and label.measure is not None:
        frame.balances[frame.panel] = label.measure
    elif only_source and frame.panel in frame.balances:
        return label._replace(measure=frame.balances[frame.panel])
    else:
        frame.balances.pop(frame.panel, None)
    return label


def _after_placeholder(path: Path) -> str | None:
    """任务1 | 文物日常看护: the words beside a mere number are the name."""
    at = next((i for i, (_, text) in enumerate(path) if _PLACEHOLDER.match(text)), None)
    return path[at + 1][1] if at is not None and at + 1 < len(path) else None


def _head_label(frame: Frame) -> Reading | None:
    """The first column's head, which stands for the label of rows that have none."""
    first = frame.table.header_paths[0] if frame.table.header_paths else ()
    return read_label(first[-1]) if first and first[-1] else None


def speaks_alone(column: Column) -> bool:
    """Whether a column says enough for a cell in a row without label."""
    return column.item is not None or (column.measure is not None and column.unit is not None)
