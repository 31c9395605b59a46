"""What a table cell is about: the item and the budget unit that its row and its column name together.

Of two items the narrower wins. Names are projects, or budget units where their column says so.
"""

import re
from dataclasses import replace

from ingest.amounts import labels as lb
from ingest.amounts.columns import Column
from ingest.amounts.frame import Frame, Path
from ingest.amounts.model import Item
from ingest.amounts.readings import Reading, read_label
from ingest.amounts.rules import names, project

_SECTIONS = ("basic", "project", "three_public", "function", "economic")
_NUMBERED = re.compile(r"\d{1,2}[、.．](?!\d)")
_SUBLEVEL = re.compile(r"\([一二三四五六七八九十\d]+\)")


def subject_of(
    frame: Frame, column: Column, label: Reading | None, path: Path, code: str | None
) -> tuple[Item, str | None] | None:
    """Item and budget unit of a cell; None where it has no item of its own."""
    in_units, in_items = frame.in_column(path, "names_units"), frame.in_column(path, "names_items")
    if column.budget_unit is not None and not in_units:
        found = subject_of(frame, replace(column, budget_unit=None), label, path, code)
        return found and (found[0], _unit_name(frame, read_label(column.budget_unit)))
    if label is not None and in_units and not in_items:
        return column.item or lb.whole_department(frame.vocabulary), _unit_name(frame, label)
    item = _item(frame, column, label, path, code)
    if item is None:
        return None
    if frame.around.project is not None and project.means_project(item) and not in_items:
        item = frame.around.project
    unit = next((text for at, text in path if frame.columns[at].names_units), None) if in_items else None
    return item, _unit_name(frame, read_label(unit)) if unit else None


def is_fixed(label: Reading) -> bool:
    """Whether the label is the name of a fixed item or class, and nothing else."""
    if label.item is None or label.item.code == "other":
        return False
    listed = "、" in label.text and "、" not in label.item.label
    return label.is_exact and not listed


def _item(frame: Frame, column: Column, label: Reading | None, path: Path, code: str | None) -> Item | None:
    if label is None:
        return column.item or _under_section(frame, column)
    if code is not None:
        return _class_row(frame, code, label, column)
    if label.is_total and (label.item is None or label.item.code == "total"):
        return _total_item(frame, column, path)
    if frame.in_column(path, "names_items") and not _is_contract_item(label):
        return _project(label, column)
    if _is_project_row(frame, label, column, path):
        return _named_row(frame, label, column)
    if is_fixed(label) and label.item is not None:
        if len(path) == 1 or not label.is_part:
            frame.sections[frame.panel] = label.item
        return _narrower(label.item, column.item)
    if label.measure is not None or (label.is_exact and label.funding is not None):
        inside = label.is_part or frame.section is None or frame.executes
        return _under_section(frame, column) if inside else _beside_section(frame, column)
    return _named_row(frame, label, column)


def _is_project_row(frame: Frame, label: Reading, column: Column, path: Path) -> bool:
    """Whether a row below 项目支出 is a project, though its words are a class or a source: 1、防汛抗旱经费, 4、省级专项资金."""
    if not path or frame.section is None or frame.section.code != "project":
        return False
    if column.measure is None or label.is_part:
        return False
    if label.item is not None:
        words = label.text
        return label.item.code.startswith("function") and words != label.item.label and not words.endswith("支出")
    return _NUMBERED.match(path[-1][1]) is not None and names.ends_in_carrier(names.without_note(label.text))


def _class_row(frame: Frame, code: str, label: Reading, column: Column) -> Item | None:
    """A row with a class code: the total column is the class; basic and project have no code."""
    kind = "function" if code[0] == "2" else "economic"
    full = f"{kind}.{code}"
    whole = column.item is None or column.item.code == "total" or (kind == "economic" and column.is_sum)
    return Item(full, full, label.text) if whole and full in frame.vocabulary.class_names else None


def _is_contract_item(label: Reading) -> bool:
    return (
        label.is_exact
        and label.item is not None
        and label.item.code.split(".")[0] in ("basic", "total", "three_public")
    )


def _narrower(row: Item, column: Item | None) -> Item | None:
    if column is None or column.code == "total" or column.code == row.code:
        return row
    if row.code == "total" or lb.is_part(column.code, row.code):
        return column
    return row if lb.is_part(row.code, column.code) else None


def contradict(label: Reading | None, columns: list[Column]) -> bool:
    """Whether a column bears a sister of the row's item: then heads and labels of the table are mixed up."""
    if label is None or label.item is None or label.item.role is not None:
        return False
    own = label.item.code
    codes = [column.item.code for column in columns if column.item is not None]
    return any(
        code != own
        and code.split(".")[0] == own.split(".")[0]
        and not (lb.is_part(code, own) or lb.is_part(own, code))
        for code in codes
    )


def _under_section(frame: Frame, column: Column) -> Item | None:
    if column.item is not None and column.item.code != "total":
        return column.item
    return (
        frame.section
        or frame.around.project
        or frame.scope.item
        or column.item
        or lb.whole_department(frame.vocabulary)
    )


def _beside_section(frame: Frame, column: Column) -> Item | None:
    """A row of a measure or source that is no part of the row above is about the whole."""
    if frame.section is not None and frame.section.code.split(".")[0] in _SECTIONS:
        return column.item or frame.scope.item or lb.whole_department(frame.vocabulary)
    return _under_section(frame, column)


def _total_item(frame: Frame, column: Column, path: Path) -> Item | None:
    """合计 of a list of projects is project spending; of other tables the caption's item or all."""
    if column.item is not None and column.item.code != "total":
        return column.item
    if frame.section is not None and path and _SUBLEVEL.match(path[-1][1]):  # 一、三公经费 (一)支出合计
        return frame.section
    for item in (frame.caption.item, frame.scope.item):
        if item is not None and item.role is None and not (_is_class(item) and _is_mentioned(frame, item)):
            return item
    if any(c.names_projects for c in frame.columns):
        return Item("project", "项目支出", "项目支出")
    return lb.whole_department(frame.vocabulary)


def _is_class(item: Item) -> bool:
    return item.code.startswith(("function", "economic"))


def _is_mentioned(frame: Frame, item: Item) -> bool:
    """Whether the caption only mentions a class (文化 in a name), or the table lists classes itself."""
    return frame.lists_classes or not item.label.endswith(("支出", "费"))


def _project(label: Reading, column: Column) -> Item | None:
    if column.item is not None and column.item.code not in ("total", "project"):
        return None
    name = names.without_note(label.text)
    return Item("project.item", None, name) if names.is_name(name) else None


def _named_row(frame: Frame, label: Reading, column: Column) -> Item | None:
    """A row whose label is a name: a project, or under basic spending a kind of cost."""
    name = names.without_note(label.text)
    if not names.is_name(name) or (column.item is not None and column.item.code not in ("total", "project")):
        return None
    above = frame.section or frame.scope.item
    parent = above.code.split(".")[0] if above else ""
    several = label.item is not None and label.item.code == "other"  # a word that names several classes
    if several and parent != "project":
        return Item("other", None, name)
    if parent in ("basic", "economic", "procurement"):
        return Item("other", None, name)
    if parent == "project" or names.ends_in_carrier(name):
        return Item("project.item", None, name)
    return None


def _unit_name(frame: Frame, label: Reading) -> str | None:
    """The budget unit of a row; None where it is the department as a whole."""
    name = label.text
    department = frame.context.department_name or ""
    if any(
        name == text or (position == "end" and name.endswith(text))
        for text, position in frame.vocabulary.whole_labels
    ):
        return None
    if label.is_total or name in frame.context.own_names or department.endswith(name):
        return None
    if name.endswith("部门") and name.removesuffix("部门") in department:
        return None
    return name

