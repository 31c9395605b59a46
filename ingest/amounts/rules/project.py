"""Rule `single_project`: a report or a form about one project means that project by 项目资金, 总额 and 支出.

The name comes from the form's own field (项目名称 | …) or from the title (…资金绩效自评报告).
"""

import re

from ingest.amounts.model import Item
from ingest.amounts.rules import names
from ingest.amounts.state import State
from ingest.structure.model import Block, Paragraph
from ingest.vocabulary.vocabulary import load_vocabulary

_TITLE = re.compile(
    r"(?:^|年度?|关于|局|委|馆|院|中心)(?P<name>[^，,。;；:\s]{3,40}?(?:项目|资金|经费|补助|专项|工程))(?:支出)?(?:\(?(?:19|20)\d\d年?度?\)?)?"
    r"(?:绩效|支出绩效|使用绩效)(?:自评|评价|自我评价)"
)
_GENERIC = re.compile(
    r"^(?:部门|单位|整体|专项|财政|项目|预算|转移支付|支出|年度?|19\d\d|20\d\d|的|及|和|一般)*(?:项目|资金|经费|专项|补助)?$"
)
_NOTICE = re.compile(r"根据|按照|依据|为了?|《")
_SEVERAL = re.compile(r"三公|(?:支出|经费|资金)[及和与、]")
_CODE_PREFIX = re.compile(r"^[0-9A-Z]{6,}[-—_ ]*")
_YEAR_BEFORE = re.compile(r"^(?:关于)?[\u4e00-\u9fff]{0,12}?(?:19|20)\d\d年?度?(?=.{4})")
_FIELD = re.compile(r"^(?:转移支付)?(?:\(?项目\)?|专项)(?:支出|资金)?名称$|^转移支付\(项目\)名称$")


def from_title(blocks: list[Block], own_names: tuple[str, ...]) -> Item | None:
    """The project that the title names, if the report is on one project; `own_names` are the reporter's."""
    for block in blocks[:6]:
        if not isinstance(block, Paragraph):
            continue
        match = _TITLE.search(block.text[:120])
        if match is None or _NOTICE.search(block.text, 0, match.end("name")):
            continue
        name = match["name"]
        for own in own_names:
            name = name.replace(own, "")
        name = _YEAR_BEFORE.sub("", name)
        if not _GENERIC.match(name) and not _SEVERAL.search(name):
            return named(name)
        bracketed = _IN_BRACKETS.search(block.text, match.end()) or _IN_BRACKETS.match(_next_text(blocks, block))
        if bracketed is not None:
            return named(bracketed["name"])
    return None


def _next_text(blocks: list[Block], block: Block) -> str:
    """The text of the block behind a title."""
    behind = blocks[blocks.index(block) + 1 :][:1]
    return behind[0].text if behind and isinstance(behind[0], Paragraph) else ""


# 某校2023年度项目支出绩效自评报告(教育专项工作经费)
_IN_BRACKETS = re.compile(r"\((?P<name>[^()，,。;:]{3,40}(?:项目|资金|经费|补助|专项|工程))\)$")
_FIELD_LINE = re.compile(r"^(?:转移支付)?(?:\(?项目\)?|专项)(?:支出|资金)?名称:(?P<name>[^，,。;:]{3,60})$")


def from_line(text: str) -> Item | None:
    """The project that a line 项目名称:… names."""
    match = _FIELD_LINE.match(text)
    return named(match["name"]) if match else None


def is_field(label: str) -> bool:
    """Whether a form's label asks for the project's name."""
    return _FIELD.match(label.replace(" ", "").replace("\n", "").rstrip(":")) is not None


def named(text: str) -> Item | None:
    """The project of that name, without the code that systems put before it."""
    name = _YEAR_BEFORE.sub("", _CODE_PREFIX.sub("", text.strip()))
    if name in load_vocabulary().terms or (name.count("、") > 1 and not names.ends_in_carrier(name)):
        return None  # a head of the table's, or what the money is for
    return Item("project.item", None, name) if name and not _GENERIC.match(name) else None


def is_named_in(item: Item, text: str) -> bool:
    """Whether words hold a project's name, whatever words that holds: 福利机构运行及人员经费(含孤儿)项目."""
    return _KIND_OF_PROJECT.sub("", item.label) in text


_KIND_OF_PROJECT = re.compile(r"(?<=.{4})(?:项目|工程|专项)$")


def antecedent(state: State) -> Item | None:
    """The project that 该项目 points back to: the report's own, else the last one named."""
    if state.found.around.project is not None:
        return state.found.around.project
    for item in (state.topic, state.subject):
        if item is not None and item.code == "project.item":
            return item
    return next((d.item for d in reversed(state.found.drafts[-3:]) if d.item.code == "project.item"), None)


def means_project(item: Item) -> bool:
    """Whether an item is so general that a report on one project means the project by it."""
    return item.code in ("project", "total")
