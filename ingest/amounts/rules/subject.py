"""Rule `subject_carried`: what an amount is about whose label names no item.

The subject is the item before it; after several sisters with one amount each it is what they are parts of
(基本支出a，项目支出b，年末结余c: c is the whole's); else the sentence's, the paragraph's, the heading's.
"""

import re

from ingest.amounts import labels as lb
from ingest.amounts.labels import BUDGET_PARTS, CLOSING, Label
from ingest.amounts.model import Draft, Item
from ingest.amounts.rules import parts, topic
from ingest.amounts.state import State
from ingest.vocabulary.vocabulary import Term

_TITLE_MARKS = re.compile(r"[类款项一二三四五六七八九十.]")
_NEXT_SENTENCE = 2  # characters between a sentence and the one right behind it
_THIS_YEAR = re.compile(r"本年|当年|今年")
_FIXED_TERMS = {
    "basic": "基本支出",
    "project": "项目支出",
    "three_public": "三公经费",
    "procurement": "政府采购",
}


def take_title(state: State, end: int) -> None:
    """A sentence that is nothing but an item (…(类)…(款)…(项)。) is the subject of what follows."""
    tokens = [*state.earlier, *state.near]
    headed = state.scope.item
    if headed is not None and headed.role == "project.item" and headed.label in state.text[:end]:
        state.subject, state.subject_is_stated = headed, True  # 2.特困供养资金。 is a project, no class
        return
    project = topic.project_of_title(state.text[state.sentence_start : end])
    if project is not None:
        state.subject, state.subject_is_stated = project, True
        return
    if not any(t.kind == "item" for t in tokens):
        return
    text = state.text[state.sentence_start : end]
    label = Label(text, state.sentence_start, end, tokens)
    item = lb.item_in(label, tokens, None, state.vocabulary)
    if item is not None and item.code != "other" and len(_TITLE_MARKS.sub("", label.residue())) <= 2:
        state.subject, state.subject_is_stated = item, True


def settle(state: State) -> None:
    """The topic of the next sentence: this one's first item, or what several sisters belong to."""
    firsts = state.levels[0].firsts
    if not firsts:
        lead = next((d.item for d in state.drafts if d.whole is None), None)
        if lead is not None and lead.code != "total":
            state.subject, state.subject_is_stated = lead, True  # the topic before a colon
        return
    codes = list(dict.fromkeys(d.item.code for d in firsts))
    several = any(not d.item.same(firsts[0].item) for d in firsts)
    if several and codes == ["project.item"] and (state.outer is not None or state.subject is not None):
        state.subject = state.outer[0] if state.outer is not None else state.subject
        return
    if len(codes) == 1:
        state.subject, state.subject_is_stated = firsts[0].item, True
        return
    state.subject, state.subject_is_stated = parent_of(state, codes), True


def parent_of(state: State, codes: list[str]) -> Item:
    """The item that all of `codes` are parts of."""
    if state.subject and all(lb.is_part(c, state.subject.code) for c in codes):
        return state.subject
    first = next((d.item for d in state.drafts if d.item.code == codes[0]), None)
    if first and all(lb.is_part(c, first.code) for c in codes[1:]):
        return first
    parent = lb.common_parent(codes)
    for draft in reversed(state.drafts):
        if draft.item.code == parent:
            return draft.item
    return (
        lb.whole_department(state.vocabulary)
        if parent == "total"
        else Item(parent, _FIXED_TERMS.get(parent, parent), parent)
    )


def topic_item(state: State, label: Label, measure: Term | None, funding: str | None) -> Item | None:
    """The item that a clause of its own named just before (rule `topic`), if the label adds no other name."""
    topic = state.topic
    if topic is None or (measure is None and funding is None) or len(label.residue()) >= 2:
        return None
    weak = measure is None or "weak" in measure.cues
    begun = state.last is not None and state.last.item.same(topic)
    if not state.scope.is_achievement or begun:
        return topic
    return topic if measure is not None and not weak and measure.measure in lb.BUDGET else None


def carried_item(
    state: State, label: Label, measure: Term | None, funding: str | None, year: int | None, dated: bool
) -> Item | None:
    """The item of a number whose label names none. `dated`: its `year` is stated, or compared with."""
    level = state.level
    if state.is_unnamed_point or (measure is None and funding is None and not dated and level.whole is None):
        return None
    left = label.residue()
    if measure is None and level.whole is None and not dated and len(left) >= 2:
        return None
    if (
        measure is not None
        and "weak" in measure.cues
        and len(left) >= (3 if level.whole is None and state.subject_is_stated else 2)
        and not funding
    ):
        return None
    if state.last is not None and state.last.dropped == "foreign" and not dated:
        return None
    if measure is None and funding is None and len(left) >= 2:
        return None
    if level.firsts and not (level.whole is not None and funding):
        last, single = level.firsts[-1], all(c == 1 for c in level.counts)
        if state.outer is not None and level.whole is None:
            return last.item
        closing = measure is not None and measure.measure in (CLOSING | BUDGET_PARTS | {"adjusted_budget"})
        if len(level.firsts) >= 2 and single and (closing or not last.explicit_measure):
            return level.whole.item if level.whole else parent_of(state, [d.item.code for d in level.firsts])
        if level.whole is not None and measure is not None:
            is_of_part = parts.completes_last(state, measure) or parts.restates(state, level.whole, measure, year)
            return last.item if is_of_part else level.whole.item
        if level.whole is not None and not last.explicit_measure and len(level.firsts) > 1:
            return level.whole.item
        return last.item
    if level.whole is not None:
        return level.whole.item
    if state.mentioned is not None and state.mentioned.code != "other":
        return state.mentioned
    this_year = (
        state.last is not None
        and state.last.dropped == "cumulative"
        and not state.scope.is_achievement
        and _THIS_YEAR.search(label.text)
    )
    if state.last is not None and (state.last.dropped is None or this_year):
        return state.last.item
    firm = measure is not None and "weak" not in measure.cues
    named = state.subject is not None and state.subject.code == "project.item" and firm
    if state.subject is not None and (not state.scope.is_achievement or state.subject_is_stated or named):
        return state.subject
    return _default_item(state, label, measure, left)


def _default_item(state: State, label: Label, measure: Term | None, left: str) -> Item | None:
    """The department as a whole, where the measure is strong or stands bare behind a year.

    A label with words of its own (古籍修复年初预算) speaks of something else, whatever it is.
    """
    if measure is None or (state.scope.is_achievement and not _is_firm_budget(measure)):
        return None
    if len(left) >= 2 and not label.has("own") and state.found.around.project is None:
        return None
    stands_for_all = (
        label.last("year")
        or label.has("own")
        or topic.is_bare_flow(label.text)
        or _goes_on_with_budget(state, measure)
    )
    if state.found.around.project is not None and left in ("", "完成"):
        return lb.whole_department(state.vocabulary)  # 已完成拨付603万元: of the one project
    if "weak" in measure.cues and (len(left) >= 1 or not stands_for_all):
        return None
    return lb.whole_department(state.vocabulary)


def _goes_on_with_budget(state: State, measure: Term) -> bool:
    """我局收入预算520万元。支出预算520万元: the second half of a budget whose first was the department's."""
    drafts = state.found.drafts
    if not drafts or state.evidence[0] - drafts[-1].evidence[1] > _NEXT_SENTENCE:
        return False
    first = next(draft for draft in drafts if draft.evidence == drafts[-1].evidence)
    return (
        first.dropped is None
        and first.item.code == "total"
        and measure.measure == state.measure_of(first.measure) == "initial_budget"
    )


def _is_firm_budget(measure: Term) -> bool:
    """年初预算 and 全年预算数 are the department's own, wherever they stand."""
    return measure.measure in ("initial_budget", "adjusted_budget") and "weak" not in measure.cues


def topic_figure(state: State) -> Draft:
    """The figure that a 其中 at the head of the next sentence divides: the last one of the topic."""
    first = state.drafts[0]
    return next(
        d
        for d in reversed(state.drafts)
        if d.item.same(first.item) and d.whole is first.whole and d.year == first.year
    )
