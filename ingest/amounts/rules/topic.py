"""Rule `topic`: a clause without a number that only names an item is what the amounts behind it are about.

一是绿道维护项目，年初预算…；二是…: an ordinal's project holds until the next ordinal. “三公”经费方面，全年预算…
holds to the end of its sentence. 项目支出中，… opens the list of that item's parts. 环境整治类项目6个，… names a
group of projects.
"""

import re

from ingest.amounts import labels as lb
from ingest.amounts.model import Item
from ingest.amounts.rules import items, names, parts
from ingest.amounts.state import Level, State
from ingest.amounts.words import one_of

_NAME_LENGTH = 40
_PATH = re.compile(r"[类款项]")
_ASPECT = re.compile(r"(?:资金|经费|支出|收支|使用|执行|预算|安排|投入|到位|绩效|完成|的)*(?:方面|情况|上)$")
_ASPECT_WORDS = re.compile(one_of("aspect"))
_PROJECT = re.compile(rf'{one_of("project_noun")}"?$')
_MONEY_OF_POINT = re.compile(r".{3}(?:资金|补贴)\"?$")
_MAY_NAME = re.compile(r"项目|工程|专项|经费|补助|资金|课题")
_VERB = re.compile(rf"^{one_of('no_project_start')}")
_ACTED_ON = re.compile(
    r"(?:对|针对|围绕|选取|选择|将|以)\"?(?P<name>[^\",，。;；:]{3,40})\"?(?P<kind>等?(?:\d|[一二三四五])?个?(?:项目|专项))?(?:支出)?(?:开展|进行|实施|组织|作为)"
)
# 优抚专项按照自然增长机制提标，年初预算70万元: what happened to a project that the clause begins with.
_PROJECT_ACTS = re.compile(
    rf"(?P<name>[^，,。;；:]{{2,30}}?{one_of('project_noun')})\"?{one_of('circumstance')}"
)
_PROJECT_TITLE = re.compile(
    r"^\s*(?:[(]?[一二三四五六七八九十\d]{1,2}[).、])?\"?(?P<name>[^，,。;:\"]{2,40}?(?:项目|经费|资金|专项|工程|补助))\"?"
    r"(?:项目)?(?:支出)?绩效(?:目标|自评|评价)?(?:完成|实现|结果)?(?:情况|结果)?(?:综述|概述|说明)?[。:]?$"
)
# 2、支出:799.12万元: the flow of the whole department, with a colon.
_BARE_FLOW = re.compile(
    r"(?:^|(?<=[。;；\n]))(?:[(]?[一二三四五六七八九十\d]{1,2}[).、])?(?:本年|全年|年度)?总?(?:收入|支出)(?:情况)?:$"
)
_GROUP = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}[).、])?(?P<name>[\u4e00-\u9fff、]{2,20}类)项目(?:共|有|共有)?\d+个"
)
_COMPARING = ("compare_year", "compare_budget", "weak_compare", "foreign", "actor")
_WIDE = ("three_public", "agency_operating", "procurement")


def project_of_title(text: str) -> Item | None:
    """The project in 河道清淤项目绩效目标完成情况综述。"""
    match = _PROJECT_TITLE.match(text)
    return (
        Item("project.item", None, match["name"]) if match and not names.is_generic(match["name"]) else None
    )


def with_bare_flow(state: State, end: int) -> lb.Label:
    """The label of the number at `end`, with 收入: or 支出: where that is all that stands before it."""
    start = state.label_start
    text, near, earlier = state.text[start:end], state.near, state.earlier
    flow = _BARE_FLOW.search(state.text, state.sentence_start, start) if state.after_colon and not text else None
    if flow is None:
        return lb.Label(text, start, end, near, earlier, state.after_colon)
    return lb.Label(state.text[flow.start() : end], flow.start(), end, [*earlier, *near])


def is_bare_flow(text: str) -> bool:
    """Whether a label is nothing but 收入: or 支出:."""
    return _BARE_FLOW.search(text) is not None


def is_point(state: State, label: lb.Label) -> bool:
    """Whether an ordinal of a list of own projects names one (二是招商推介经费62万元)."""
    listed = state.outer is not None and not state.scope.is_achievement
    return listed and names.ORDINAL.match(label.text) is not None and names.ends_in_carrier(label.text)


def take_clause(state: State, end: int, mark: str) -> None:
    """Takes the clause that ends at `end` in `mark`, if it names an item and no number."""
    start = state.label_start
    text = state.text[start:end]
    if (
        len(text) < 3
        or len(text) > 80
        or not (start == state.sentence_start or state.text[start - 1] in "，,;；:(。")
    ):
        return
    titled = project_of_title(text) if mark == ":" else None
    if titled is not None:
        state.subject, state.subject_is_stated, state.topic = titled, True, titled
        return
    ordinal = names.ORDINAL.match(text)
    item = _fixed(state, text, end) or _named(state, text, mark, ordinal is not None)
    if text.endswith(("中", "里")) and item is not None and _open(state, item):
        return
    if ordinal:
        _begin_point(state, item)
    if item is not None:
        state.mentioned = item
        state.topic = item


def take_point(state: State, label: lb.Label) -> None:
    """一是护林支出96万元；二是…: under the heading of projects each ordinal begins with a project's name."""
    if not names.ORDINAL.match(label.text) or label.text[0].isdigit():
        return
    state.subject = state.outer[0] if state.outer is not None else _listed(state)
    state.outer = (state.subject,)
    state.topic, state.is_unnamed_point = None, False
    state.lists_subject = True
    _close_lists(state)


def _fixed(state: State, text: str, end: int) -> Item | None:
    """The fixed item that is all that the clause names."""
    label = lb.Label(text, state.label_start, end, state.near)
    named = [t for t in state.near if t.kind == "item" and t.term and t.term.item != "total"]
    if not named or label.has(*_COMPARING) or any(t.kind == "number" for t in state.near):
        return None
    if any(
        t.kind == "measure" and t.term and "weak" not in t.term.cues and not _begins_within(t, named)
        for t in state.near
    ):
        return None
    item = lb.item_in(label, state.near, None, state.vocabulary)
    if item is None or item.code == "other" or items.is_bare_kind_of_procurement(item):
        return None
    if names.is_end_of_name(item, text):
        return None
    if item.code.startswith("function") and items.is_project_name(state, named[-1]):
        return None
    loose = item.code.split(".")[0] in _WIDE
    rest = names.ORDINAL.sub("", _PATH.sub("", label.residue()))
    if _ASPECT.search(text):
        rest = _ASPECT_WORDS.sub("", rest)  # 专项资金使用情况:
    return item if len(rest) <= (8 if loose and len(named) == 1 else 1) else None


def _begins_within(measure: lb.Token, items: list[lb.Token]) -> bool:
    """Whether a measure shares words with an item's name: 支出 in “三公”经费支出, 资金使用 in 专项资金使用情况."""
    return any(item.start <= measure.start < item.end for item in items)


def _named(state: State, text: str, mark: str, is_point: bool) -> Item | None:
    """The project that is all that the clause names."""
    if mark != ":" and not _MAY_NAME.search(text):
        return None
    group = _GROUP.fullmatch(text)
    if group and not state.scope.is_achievement:
        return Item("project.item", None, group["name"])
    acted_on = _ACTED_ON.search(text)
    if (
        acted_on
        and (acted_on["kind"] or _PROJECT.search(acted_on["name"]))
        and "等" not in (acted_on["kind"] or "")
    ):
        name = acted_on["name"]
        return (
            None
            if names.is_generic(name) or "和" in name or "、" in name
            else Item("project.item", None, name)
        )
    if any(t.kind in ("measure", "number") and not _is_weak(t) for t in state.near):
        return None
    acts = _PROJECT_ACTS.match(text) if mark in "，," else None
    bare = acts["name"] if acts else _ASPECT.sub("", text)
    name = names.name_before(bare)
    firm = is_point or mark == ":" or bare != text
    if not names.is_name(name) or names.is_generic(name) or len(name) > _NAME_LENGTH:
        return None
    if names.is_anaphor(name):
        return state.found.around.project
    if state.scope.is_achievement:
        fits = (
            firm and _PROJECT.search(name) is not None and not _VERB.match(name) and (is_point or mark != ":")
        )
    elif mark == ":":
        fits = names.ends_in_carrier(name) and not (is_point and _VERB.match(name))
    else:
        carries = is_point and (_MONEY_OF_POINT.search(name) or names.ends_in_carrier(name))
        fits = (_PROJECT.search(name) is not None or bool(carries)) and not _VERB.match(name)
    if not fits or any(t.kind == "item" and t.term and t.term.text == name for t in state.near):
        return None
    return names.named_item(name, state.parent_code())


def _is_weak(token: lb.Token) -> bool:
    return token.term is not None and "weak" in token.term.cues


def _begin_point(state: State, item: Item | None) -> None:
    """A new ordinal closes the lists of the last one; its project is the subject until the next."""
    if item is not None:
        state.is_unnamed_point = False
        _close_lists(state)
        state.last = None
    if item is None:
        if state.outer is not None:
            state.subject, state.outer = state.outer[0], None
        state.topic = None
        # After points on projects, one on nobody knows what.
        state.is_unnamed_point |= state.last is not None and state.last.item.role == "project.item"
        return
    state.outer = state.outer or (_listed(state),)
    state.subject, state.subject_is_stated = item, True


def _listed(state: State) -> Item | None:
    """What the ordinals of a sentence divide: its subject, else its first figure (项目支出共计620万元:一是…)."""
    return state.subject or next((d.item for d in state.drafts if d.item.code == "project"), None)


def _close_lists(state: State) -> None:
    """Closes the lists that the last ordinal opened."""
    if state.point_depth and not any(level.in_bracket for level in state.levels):
        del state.levels[state.point_depth :]
    state.point_depth = len(state.levels)


def _open(state: State, item: Item) -> bool:
    """项目支出中，…: what follows are parts of the last figure of that item."""
    whole = parts.figure_of(state, item.code)
    if whole is None:
        return False
    state.levels = [Level(None), Level(whole)]
    return True
