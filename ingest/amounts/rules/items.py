"""Rule `item_of_label`: the item that a label names, and whether a name may be read as one at all."""

import re

from ingest.amounts.labels import BUDGET_PARTS, CLOSING, Label
from ingest.amounts.model import Draft, Item, Token
from ingest.amounts.rules import names, project
from ingest.amounts.state import State
from ingest.vocabulary.vocabulary import Term

_OTHER_PROJECTS = re.compile(r"其[他它余](?:零星|小型|一般)?(?:项目|专项)(?:支出|资金|经费)?")
_ALL_PROJECTS = re.compile(r"\d+个[\u4e00-\u9fff]{0,6}(?:项目|专项)")
_COUNTED_PROJECTS = re.compile(r"\d+个(?:[省市区县]级|重点|专项|预算)?(?:项目|专项)$")
_NARROW_CLASS = 5
_NARROWEST_CLASS = 7  # digits
_CLASS_ENDS = ("支出", "事务", "运行", "服务")
_PATH_MARK = re.compile(r"\([类款项]\)|\d{5}")
_LIST_MARKS = "、，,;: 和及其中"
_PROCURED = {
    name: Item(f"procurement.{code}", f"{name}类", name)
    for name, code in (("货物", "goods"), ("工程", "works"), ("服务", "services"))
}
_MONEY_NAME = re.compile(r"(?:专项|补助|补贴)?(?:资金|经费|项目|工程|专项)")
_THE_PROJECT = frozenset({"项目", "项目资金", "项目经费", "专项资金"})
_NO_PROJECT = re.compile(
    r"[局委办院馆校所站队镇乡会处科股]$|部门|单位|中心|机关|拨款|预算|财政|专项|业务|履职|级|其[他它余]|结[转余]|转移支付|"
    r"特定目标|运转|类|主要|安排|用于|全年|[年月日一二三是占比的个]"
)
_OTHER_FUNCTION = "function.229"
_PROJECT_SPENDING = frozenset({"项目支出", "专项支出"})


def item_of(state: State, label: Label, fixed: Item | None, measure: Term | None, after: str) -> Item | None:
    """The item that the label names: fixed, of a class, or a name of its own."""
    own = state.found.around.project
    if own is not None and project.is_named_in(own, label.text):
        return own
    if fixed is not None and is_bare_kind_of_procurement(fixed):
        fixed = fixed if state.parent_code().startswith("procurement") else None
    whole = state.whole
    kind = _PROCURED.get(label.text.strip(_LIST_MARKS))
    if kind is not None and state.parent_code().startswith("procurement"):
        return kind
    if _COUNTED_PROJECTS.search(label.text):
        return Item("project", "项目支出", "项目")  # 年初批复预算7个项目860万元
    if fixed is not None and fixed.code == "total" and _ALL_PROJECTS.search(label.text):
        return Item("project", "项目支出", fixed.label)  # 26个项目全年预算合计…
    if fixed is not None and fixed.code == "project" and (first := _first_of_list(state, label, fixed)):
        state.subject = fixed
        return first
    narrow = fixed is not None and _names_project(state, label, fixed)
    fixed = None if narrow else fixed
    if fixed is not None and fixed.code == _OTHER_FUNCTION and _among_kinds(state):
        return Item("other", None, fixed.label)
    token = label.last("item")
    if fixed is not None and fixed.code == "other" and token and token.term and token.term.item == "other":
        return fixed
    if fixed is not None and fixed.code == "project" and (rest := _OTHER_PROJECTS.search(label.text)):
        return Item("other", None, rest[0])
    repeats = (
        fixed is not None
        and whole is not None
        and fixed.code == "project" == whole.item.code
        and (
            fixed.label not in _PROJECT_SPENDING
            or names.has_own_name(label.text[: label.text.find(fixed.label)])
        )
    )
    if fixed is not None and fixed.code != "other" and not repeats and _stands_alone(state, label, fixed):
        return fixed
    raw = label.text
    cut = [t for t in label.near if t.kind == "cue" and t.term and t.term.cues & {"parts"}]
    if cut:
        raw = state.text[cut[-1].end : label.end]
    balance = next(
        (
            t
            for t in label.near
            if t.kind == "measure"
            and t.term
            and t.term.measure in CLOSING | BUDGET_PARTS
            and "预算" not in t.term.text
            and t.start > label.start
        ),
        None,
    )
    if balance is not None and state.text[label.end - len(raw) : balance.start]:
        raw = state.text[label.end - len(raw) : balance.start]
    name = names.name_before(raw)
    if _COUNTED_PROJECTS.search(name):
        return Item("project", "项目支出", name)
    if names.is_anaphor(name):
        return project.antecedent(state) or Item("project", "项目支出", name)
    trailing = names.name_after(after) if label.has("other_rest") or not names.is_name(name) else None
    vehicle = names.vehicle_cost(name, state.text[state.sentence_start : label.end])
    if vehicle is not None:
        return vehicle
    if name in _THE_PROJECT and state.subject is not None and state.subject.code == "project.item":
        return state.subject
    if (names.is_generic(name) or names.is_generic(name.rsplit("的", 1)[-1])) and not trailing:
        return (
            Item("project", "项目支出", name)
            if (name.endswith(("项目", "专项")) or "的" in name) and measure
            else None
        )
    if trailing:
        return names.named_item(trailing, state.parent_code())
    if fixed is not None and fixed.code == "other" and fixed.label == name:
        return fixed
    spends_total = (
        whole is not None and not whole.dropped and whole.item.code == "total" and _spends(state, whole)
    )
    plain = fixed is None and names.is_name(name) and not names.ends_in_carrier(name)
    if measure is not None and measure.text == "支出" and spends_total and plain and not state.in_name_list():
        return Item("other", None, name + "支出")
    left = label.residue(state.text.index(raw, label.start) if raw else None)
    if not names.is_name(name) or (len(left) < 2 and fixed is None and not narrow):
        return fixed if fixed and fixed.code != "other" else None
    name = names.with_money(name, raw)
    if not (names.ends_in_carrier(name) or narrow or state.in_name_list() or _goes_on_naming(state, label)):
        if fixed is not None and _begins_project(state, label, fixed, name):
            return names.named_item(name, "project")
        return fixed if fixed and fixed.code != "other" else None
    return names.named_item(name, state.parent_code())


def _first_of_list(state: State, label: Label, whole: Item) -> Item | None:
    """The project behind 项目支出包括: where no amount of the whole is given."""
    opens = next((t for t in label.near if t.kind == "cue" and t.term and "parts" in t.term.cues), None)
    token = label.last("item")
    if opens is None or token is None or token.end > opens.start or state.whole is not None:
        return None
    name = names.name_before(state.text[opens.end : label.end])
    is_own = names.is_name(name) and names.ends_in_carrier(name) and not names.is_generic(name)
    return names.named_item(name, whole.code) if is_own else None


def _begins_project(state: State, label: Label, fixed: Item, name: str) -> bool:
    """Whether a class is but the first word of a project that a point of a list names: (5)水利工程维修养护428万元."""
    is_longer = name.startswith(fixed.label) and name != fixed.label and not name.endswith("支出")
    is_class = fixed.code.startswith("function") and not state.scope.is_achievement
    return is_class and is_longer and names.starts_point(label.text) and label.start == state.sentence_start


def is_bare_kind_of_procurement(item: Item) -> bool:
    """工程类 and 服务类 are of procurement only where that is spoken of."""
    return item.code.startswith("procurement.") and "采购" not in item.label


def _names_project(state: State, label: Label, fixed: Item) -> bool:
    """抗旱, 殡葬, 残疾人康复: names of narrow functional classes that self-evaluations give to projects.

    They are classes where accounts or a budget list them, under a class or beside one, or with their path.
    """
    kind, _, code = fixed.code.partition(".")
    if kind != "function" or len(code) < _NARROWEST_CLASS or fixed.label.endswith(_CLASS_ENDS):
        return False
    if state.vocabulary.lists_classes(state.context.kind_term) or _PATH_MARK.search(label.text):
        return False
    beside = [d.item.code for d in state.level.firsts]
    return not any(c.startswith("function") for c in [state.parent_code(), *beside])


def is_ambiguous(label: Label, fixed: Item | None) -> bool:
    """Whether the amount is of a word that names several classes, or a kind of purchase of nothing said."""
    if fixed is None or not (fixed.code == "other" or fixed.code.startswith("procurement.")):
        return False
    token = label.last("item")
    return token is not None and not label.residue(token.end, label.end)


def _stands_alone(state: State, label: Label, fixed: Item) -> bool:
    """Whether a fixed item's term is the whole phrase, not the tail or head of a longer name."""
    token = next(
        (t for t in reversed(label.near) if t.kind == "item" and t.term and t.term.text == fixed.label), None
    )
    if token is None:
        return True
    bounded = token.start == label.start or state.text[token.start - 1] in "的:，,、和)"
    if fixed.code == "project" and not fixed.label.endswith("支出"):
        start = max(label.start, state.text.rfind("的", 0, token.start) + 1)
        cut = "".join(_without(state.text, start, token.start, label.near))
        return bounded or not names.has_own_name(cut)
    if fixed.label in _PROJECT_SPENDING and _own_project(state, label, token):
        return False
    if fixed.code.split(".")[0] not in ("function", "economic"):
        return True
    if is_project_name(state, token):
        return False
    behind = label.residue(token.end, label.end)
    if len(behind) >= 2 or (
        behind and names.ends_in_carrier(names.name_before(state.text[token.start : label.end]))
    ):
        return False  # 水利工程维修养护 is no 水利
    return bounded or len(label.residue(label.start, token.start)) < 2


def _own_project(state: State, label: Label, token: Token) -> bool:
    """Whether 项目支出 or 专项支出 is but the end of a project's name: 河道清淤项目支出."""
    prefix = "".join(_without(state.text, label.start, token.start, label.near))
    own = names.name_before(prefix)
    return len(own) >= 4 and names.has_own_name(own) and not _NO_PROJECT.search(own)


def is_project_name(state: State, token: Token) -> bool:
    """Whether a class's name is but the beginning of a project's: 临时救助资金 in a list of projects."""
    if _MONEY_NAME.match(state.text, token.end) is None:
        return False
    classes = token.term.classes if token.term else ()
    is_narrow = bool(classes) and all(len(code.partition(".")[2]) >= _NARROW_CLASS for code in classes)
    listed = state.vocabulary.lists_classes(state.context.kind_term)
    return state.parent_code().startswith("project") or (is_narrow and not listed)


def is_welcome(state: State, label: Label, item: Item, says_level: bool) -> bool:
    """Names are read in lists of projects and in sections on spending, not among achievements.

    `says_level`: the words state a measure, or compare the amount with another year's.
    """
    if item is state.found.around.project:
        return True
    if item.role != "project.item":
        loose = item.code == "project" and not item.label.endswith("支出")
        return not (state.scope.is_achievement and not says_level and loose)
    whole = state.whole
    if (
        whole is not None
        and not whole.dropped
        and whole.item.code.split(".")[0] in ("project", "total", "function")
    ):
        return not (state.scope.is_achievement and not says_level and whole.item.code == "total")
    if state.scope.is_achievement:
        return False
    if state.in_name_list():
        return True
    subject = state.subject.code.split(".")[0] if state.subject else ""
    is_named = names.ends_in_carrier(item.label) or _goes_on_naming(state, label) or state.outer is not None
    says_level = says_level or label.text.endswith("支出")  # 河道清淤项目支出
    return is_named and (subject in ("project", "function") or says_level)


def _goes_on_naming(state: State, label: Label) -> bool:
    """Whether the sentence lists projects, the last one named right before: …路灯维护28万元；道路保洁36万元."""
    last = state.last
    names_project = last is not None and not last.dropped and last.item.role == "project.item"
    return names_project and label.start > 0 and state.text[label.start - 1] in ";、"


def _without(text: str, begin: int, end: int, tokens: list[Token]) -> list[str]:
    """The pieces of text[begin:end] that no measure, source or year covers."""
    pieces, at = [], begin
    for token in tokens:
        if token.kind in ("measure", "funding", "year") and token.start < end and token.end > at:
            pieces.append(text[at : max(at, token.start)])
            at = token.end
    return [*pieces, text[at:end]] if at < end else pieces


def _among_kinds(state: State) -> bool:
    """Whether a list goes by kind of spending (基本, 项目, 经营), not by function."""
    return bool(state.level.firsts) and all(
        d.item.code in ("basic", "project", "other") for d in state.level.firsts
    )


def _spends(state: State, whole: Draft) -> bool:
    """Whether the whole is spending."""
    return state.measure_of(whole.measure) == "expenditure"
