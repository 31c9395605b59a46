"""Rule `topic`: a clause without a number that only names an item is what the amounts behind it are about.

一是绿道维护项目，年初预算…；二是…: an ordinal's project holds until the next ordinal. “三公”经费方面，全年预算…
holds to the end of its sentence. 项目支出中，… opens the list of that item's parts.
"""

import re

from ingest.amounts import labels as lb
from ingest.amounts.model import Item
from ingest.amounts.rules import names, parts
from ingest.amounts.state import Level, State

_NAME_LENGTH = 40
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[是、,，]?|其[一二三四五六]是?|[①-⑳]|\(?[一二三四五六七八九十\d]{1,2}[).、]"
)
_ASPECT = re.compile(r"(?:资金|经费|支出|收支|使用|执行|预算|安排|投入|到位|绩效|完成|的)*(?:方面|情况|上)$")
_PROJECT = re.compile(r"(?:项目|工程|专项|专项资金|专项经费|经费|补助|补助资金|奖补资金|课题)\"?$")
_VERB = re.compile(
    r"^(?:为|根据|按照|依据|加强|完成|组织|使用|严格|确保|通过|由于|因|对|将|经|以|从|按|在|把|没有|没|无|未|不|是|用|向|该|本|此|上述)"
)
_ACTED_ON = re.compile(r"(?:对|针对|围绕|选取|选择|将|以)\"?(?P<name>[^\",，。;；:]{3,40})\"?(?P<kind>等?(?:\d|[一二三四五])?个?(?:项目|专项))?(?:支出)?(?:开展|进行|实施|组织|作为)")
_COMPARING = ("compare_year", "compare_budget", "weak_compare", "foreign", "actor")
_WIDE = ("three_public", "agency_operating", "procurement")


def starts_point(text: str) -> bool:
    """Whether a text begins with an ordinal."""
    return _ORDINAL.match(text) is not None


def take_clause(state: State, end: int, mark: str) -> None:
    """Takes the clause that ends at `end` in `mark`, if it names an item and no number."""
    start = state.label_start
    text = state.text[start:end]
    if len(text) < 3 or len(text) > 80 or not (start == state.sentence_start or state.text[start - 1] in "，,;；:(。"):
        return
    ordinal = _ORDINAL.match(text)
    item = _fixed(state, text, end) or _named(state, text, mark, ordinal is not None)
    if text.endswith(("中", "里")) and item is not None and _open(state, item):
        return
    if ordinal:
        _begin_point(state, item)
    if item is not None:
        state.mentioned = item
        state.topic = item


def _fixed(state: State, text: str, end: int) -> Item | None:
    """The fixed item that is all that the clause names."""
    label = lb.Label(text, state.label_start, end, state.near)
    named = [t for t in state.near if t.kind == "item" and t.term and t.term.item != "total"]
    if not named or label.has(*_COMPARING) or any(t.kind == "number" for t in state.near):
        return None
    if any(t.kind == "measure" and t.term and "weak" not in t.term.cues for t in state.near):
        return None
    item = lb.item_in(label, state.near, None, state.vocabulary)
    if item is None or item.code == "other":
        return None
    loose = item.code.split(".")[0] in _WIDE
    rest = label.residue()
    return item if len(_ORDINAL.sub("", rest)) <= (8 if loose and len(named) == 1 else 1) else None


def _named(state: State, text: str, mark: str, is_point: bool) -> Item | None:
    """The project that is all that the clause names."""
    acted_on = _ACTED_ON.search(text)
    if acted_on and (acted_on["kind"] or _PROJECT.search(acted_on["name"])) and "等" not in (acted_on["kind"] or ""):
        name = acted_on["name"]
        return None if names.is_generic(name) or "和" in name or "、" in name else Item("project.item", None, name)
    if any(t.kind in ("measure", "number") and not _is_weak(t) for t in state.near):
        return None
    bare = _ASPECT.sub("", text)
    name = names.name_before(bare)
    firm = is_point or mark == ":" or bare != text
    if not names.is_name(name) or names.is_generic(name) or len(name) > _NAME_LENGTH:
        return None
    if names.is_anaphor(name):
        return state.found.around.project
    if mark == ":" and not is_point:
        fits = names.ends_in_carrier(name) and not state.scope.is_achievement
    else:
        fits = _PROJECT.search(name) is not None and not _VERB.match(name) and (firm or not state.scope.is_achievement)
    if not fits or any(t.kind == "item" and t.term and t.term.text == name for t in state.near):
        return None
    return names.named_item(name, state.parent_code())


def _is_weak(token: lb.Token) -> bool:
    return token.term is not None and "weak" in token.term.cues


def _begin_point(state: State, item: Item | None) -> None:
    """A new ordinal closes the lists of the last one; its project is the subject until the next."""
    if not any(level.in_bracket for level in state.levels) and item is not None:
        state.levels = state.levels[:1] if state.levels[0].whole is None else [Level(None)]
        state.last = None
    if item is None:
        if state.outer is not None:
            state.subject, state.outer = state.outer[0], None
        state.topic = None
        return
    state.outer = state.outer or (state.subject,)
    state.subject, state.subject_is_stated = item, True


def _open(state: State, item: Item) -> bool:
    """项目支出中，…: what follows are parts of the last figure of that item."""
    whole = parts.figure_of(state, item.code)
    if whole is None:
        return False
    state.levels = [Level(None), Level(whole)]
    return True
