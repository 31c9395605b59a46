"""Decides what one amount of money in prose states, and adds the figure: the grammar rules in their order."""

import re

from ingest.amounts import labels as lb
from ingest.amounts.labels import Label
from ingest.amounts.model import AVAILABLE, BUDGETED, SPENT, Draft, Item
from ingest.amounts.relations import claim, read_average, read_contracts
from ingest.amounts.rules import (
    comparison,
    items,
    lists,
    measures,
    names,
    ownership,
    parts,
    periods,
    project,
    sources,
    subject,
    topic,
    years,
)
from ingest.amounts.state import Level, State
from ingest.structure.numbers import Number
from ingest.vocabulary.vocabulary import Term

_RECEIVED = "=received_from_above"
_SUM_OF_YEARS = re.compile(r"(?:累计|计划|估算)*(?:总投资|概算|总概算|累计).*$")
_AMONG = ("中，", "中,", "中:")
_LIST_LINKS = "、和及与,，"
_CHINESE_NUMERAL = re.compile(r"[一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟零〇]")


def read_money(state: State, number: Number, label: Label, after: str) -> None:
    """Reads one amount; `after` is what follows it in the sentence."""
    if state.is_others or ownership.asks_for(label, _clause_before(state, label)):
        _outside(state, number, "foreign", label, None, state.year)
        return
    if ownership.is_threshold(after):
        state.leave(number, "bound")
        return
    reached = comparison.level_reached(label)
    label = reached or label
    read_contracts(state, number, label)
    kind = comparison.kind_of(label, after)
    if comparison.is_of_some(label) or (kind == comparison.DIFFERENCE and comparison.is_part(label)):
        state.leave(number, "sum")
        return
    if kind in (comparison.CHANGE, comparison.DIFFERENCE):
        state.mentioned = names.item_mentioned(label, state.vocabulary) or state.mentioned
        changed = kind == comparison.CHANGE and not (
            state.against_budget and not comparison.with_last_year(label)
        )
        claim(state, "change_amount" if changed else "budget_difference", number, label)
        return
    if number.in_range:
        state.leave(number, "range")
        return
    year, year_is_stated = years.year_of(state, label)
    if (
        kind == comparison.BASE
        and not year_is_stated
        and year is not None
        and comparison.with_last_year(label)
    ):
        year, year_is_stated = year - 1, True
    if reached is not None:
        measures.settle_movement(state, label, year)
        year_is_stated = True
    elif not year_is_stated and comparison.is_left_behind(label, after) and not measures.is_budget(label):
        state.mentioned = names.item_mentioned(label, state.vocabulary) or state.mentioned
        state.leave(number, "no_year")
        return
    state.pairing = lists.pairing_of(label) or state.pairing
    if state.pairing is not None and state.pairing.tokens and _paired(state, number, label, year):
        return
    if parts.says_purpose(state, label, number.value):
        state.levels.append(Level(state.last))
    parts.divide_spending(state, number.value)
    whole = state.whole
    parent = whole.item.code if whole else next((i.code for i in (state.mentioned, state.subject) if i), None)
    fixed = lb.item_in(label, label.near, parent, state.vocabulary)
    sums_unread = fixed is not None and fixed.label[:2] in ("合计", "共计", "小计") and parent is None
    if sums_unread and label.start > state.sentence_start and all(d.item.role for d in state.drafts):
        state.leave(number, "sum")
        return
    reason = ownership.outside_reason(
        label,
        after,
        state.others_scope,
        _is_contract_item(fixed, label),
        state.in_name_list() or ownership.pays_out(label, state.last) or topic.is_point(state, label),
    )
    if reason is None and state.period_at(number.start) == periods.SEVERAL:
        reason = "cumulative"
    if reason is None and whole is not None and whole.dropped:
        reason = parts.outside_reason(state, whole, label, fixed)
    if reason == "per_head":
        state.mentioned = fixed or state.mentioned
        if not read_average(state, number, label, fixed, after):
            state.leave(number, reason)
    elif reason is not None:
        _outside(state, number, reason, label, fixed, year)
    elif kind == comparison.LIMIT:
        last = state.last.item if state.last is not None and not state.last.dropped else None
        item = fixed or last or state.subject
        stated = lb.measure_in(label.near)
        budgeted = comparison.is_limit_on_budget(after) or (
            stated is not None and stated.measure == "initial_budget"
        )
        state.mentioned = fixed or state.mentioned
        if budgeted and item is not None:
            add(state, number, "bounded_budget", item, BUDGETED, year, is_base=state.last is not None)
        else:
            state.leave(number, "bound")
    elif state.whole is not None and state.whole.dropped and parts.reached_us(label):
        add(
            state,
            number,
            "clause_part",
            lb.whole_department(state.vocabulary),
            _RECEIVED,
            year,
            explicit_item=False,
        )
    else:
        _level(state, number, label, after, fixed, year, year_is_stated, kind == comparison.BASE)


def _clause_before(state: State, label: Label) -> str:
    """What the sentence says before a number since its last semicolon."""
    start = max(state.sentence_start, state.text.rfind(";", 0, label.end) + 1)
    return state.text[start : label.end]


def _is_contract_item(item: Item | None, label: Label) -> bool:
    if item is not None and item.code == "total" and label.has("foreign", "actor"):
        return False  # 贫困户总收入
    return item is not None and item.role is None and item.code.split(".")[0] not in ("function", "economic")


def _paired(state: State, number: Number, label: Label, year: int | None) -> bool:
    """Adds the number under the next name of a list read with 分别."""
    assert state.pairing is not None
    if label.text.strip(_LIST_LINKS) and not label.has("respectively"):
        state.pairing = None
        return False
    token = state.pairing.tokens.pop(0)
    if state.pairing.kind == "year":
        assert token.number is not None
        item = lb.item_in(label, label.near, None, state.vocabulary) or (
            state.last.item if state.last else state.subject
        )
        measure = lb.measure_in(label.near)
        term = measure.text if measure else (state.last.measure if state.last else SPENT)
        year = int(token.number.value)
    elif state.pairing.kind == "item":
        item = lb.item_in(label, [token], None, state.vocabulary)
        measure = lb.measure_in([t for t in label.near if t.start >= token.end])
        term = (
            measure.text
            if measure
            else (state.last.measure if state.last and not state.last.dropped else SPENT)
        )
    else:
        item = state.subject or lb.whole_department(state.vocabulary)
        term = token.term.text if token.term else SPENT
    if item is None or item.code == "other":
        return False
    add(state, number, "respectively", item, term, year)
    return True


def _outside(
    state: State, number: Number, reason: str, label: Label, fixed: Item | None, year: int | None
) -> None:
    """Leaves others' money to the indicators, but remembers it: its parts are others' money too."""
    state.leave(number, reason)
    measure = lb.measure_in(label.near)
    item = fixed
    if reason == "cumulative" and (fixed is None or fixed.code == "project"):
        name = names.name_before(_SUM_OF_YEARS.sub("", label.text))
        if names.is_name(name) and names.ends_in_carrier(name) and not names.is_generic(name):
            item = Item("project.item", None, name)
    # A sum over years of nothing that is named: its parts are as unknown.
    unnamed = item is None and state.subject is None and state.found.around.project is None
    state.last = Draft(
        "outside",
        item or state.subject or lb.whole_department(state.vocabulary),
        measure.text if measure else SPENT,
        number.value,
        number.unit,
        *state.span(number.start, number.end),
        state.evidence,
        year=year,
        dropped="cumulative" if reason == "cumulative" and not unnamed else "foreign",
    )


def _level(
    state: State,
    number: Number,
    label: Label,
    after: str,
    fixed: Item | None,
    year: int | None,
    year_is_stated: bool,
    is_base: bool,
) -> None:
    """Reads an amount that is a level of the department's own."""
    stated = lb.measure_in(label.near)
    if is_base:
        parts.return_to_compared(state, number.value, number.unit, after)
        stated = comparison.budget_of_rate(label, state.vocabulary) or stated
    funding, measure = sources.source_of(state, label, stated)
    measure = measures.of_the_same_balance(state, measure, label)
    if measure is None:
        measure, funding = measures.handed_down(state, label, funding)
    measure = measures.said_behind(state, measure, after, number.unit_end)
    share = sources.share_of_project(state, label)
    funding = share or funding
    if share and measure is not None and measure.measure == "transfer_in":
        measure = None
    named = None if share else items.item_of(state, label, fixed, measure, after)
    if named is None and not share and items.is_ambiguous(label, fixed):
        _outside(state, number, "no_item", label, None, year)
        return
    if named is not None and parts.is_split_of_class(state, named, number.value):
        state.leave(number, "part_of_class")
        return
    if named is not None and funding and sources.is_part_of_name(state, named, funding):
        funding = None
    left_whole = parts.leave_levels(state, named, measure, funding, number.value)
    whole = state.whole
    dated = year_is_stated or is_base
    item = named or _carried_item(state, label, measure, funding, left_whole, year, dated, is_base)
    if item is None:
        _outside(state, number, "no_item", label, None, year)
        return
    if named is not None and not items.is_welcome(state, label, named, measure is not None or is_base):
        _outside(state, number, "unclear_name", label, None, year)
        return
    if named is not None and _continues_outside(state, label, named, measure):
        _outside(state, number, "foreign", label, None, year)
        return
    if measure is None and named is not None and measures.is_outlay_before_budget(named, after):
        term: str | None = SPENT
    elif measure is None:
        term = measures.carried_measure(state, label, item, number.value, dated, named is not None)
        if term is not None and funding and sources.is_local_share(state, term, funding):
            term = None
    else:
        term = measures.of_planned_outlay(state, measure)
    if term is None:
        state.leave(number, "no_measure")
        return
    if funding is None and (
        not sources.is_budget_part(state, term) or state.measure_of(term) == "initial_budget"
    ):
        funding = sources.carried_source(state, item, term, whole, left_whole, named is not None)
    elif funding is None:
        funding = sources.of_other_budget(state)
    if state.measure_of(term) == "balance_total" and item.code != "total":
        term = SPENT
    state.against_budget = is_base and state.measure_of(term) in ("initial_budget", "adjusted_budget")
    term = measures.budget_reading(term, year, state.vocabulary, state.context)
    term = measures.planned(item, term, state.vocabulary)
    named_year = year if year_is_stated and measure is None and not is_base else None
    of_other_time = years.other_time(state, number, year, term, named_year, left_whole or whole)
    if of_other_time is not None:
        state.leave(number, of_other_time)
        return
    rule = _rule(state, named, item)
    if after.startswith("(") and measures.says_more_than_budget(state, after, term):
        term, rule = AVAILABLE, "available_by_parts"
    measures.plan_before_payment(state, label, item, measure, named)
    for beside, words in _alike(state, label, item, term):
        add(state, number, rule, beside, words, year, funding, named is not None)
    add(state, number, rule, item, term, year, funding, named is not None, measure is not None, is_base)
    if is_base and named is not None:
        state.topic = named  # 公务接待费比2020年的2.3万元减少0.2万元，实际支出2.1万元
    if after.startswith(_AMONG) and state.last is not None:
        state.levels.append(Level(state.last))  # 维修养护402万元中，省级补助260万元，…


def _alike(state: State, label: Label, item: Item, term: str) -> list[tuple[Item, str]]:
    """Items and measures that share the amount with the last: A、B年初预算数与决算数均为0万元."""
    items, terms = lists.alike(label, state.text)
    beside = [lb.item_in(label, [t], None, state.vocabulary) for t in items]
    words = [t.term.text for t in terms if t.term] + [term]
    shared = [i for i in beside if i is not None and i.code != "other"]
    return [(i, w) for i in [*shared, item] for w in words][:-1]


def _carried_item(
    state: State,
    label: Label,
    measure: Term | None,
    funding: str | None,
    left_whole: Draft | None,
    year: int | None,
    dated: bool,
    is_base: bool,
) -> Item | None:
    if is_base and state.last is not None and not state.last.dropped:
        return state.last.item
    topic = subject.topic_item(state, label, measure, funding)
    if topic is not None:
        return topic
    if left_whole is not None and not left_whole.dropped:
        return left_whole.item
    item = subject.carried_item(state, label, measure, funding, year, dated)
    if (
        item is None
        and measure is None
        and funding
        and state.whole is None
        and not state.scope.is_achievement
    ):
        return state.found.around.project  # 省级配套资金512万元: who pays for the one project
    return item


def _continues_outside(state: State, label: Label, item: Item, measure: Term | None) -> bool:
    """Whether a list that began with others' money goes on with a class or a name."""
    if _is_contract_item(item, label) or measure is not None or state.whole is not None:
        return False
    return state.scope.is_achievement or (state.last is not None and state.last.dropped is not None)


def _rule(state: State, named: Item | None, item: Item) -> str:
    """The rule that a figure goes by: how its item was found."""
    if named is not None and named.role is not None:
        return "named_item"
    if state.whole is not None:
        return "clause_part"
    if named is not None:
        return "clause_named"
    from_heading = not state.subject_is_stated and not state.drafts and state.scope.item is not None
    return "clause_heading" if from_heading else "clause_carried"


def add(
    state: State,
    number: Number,
    rule: str,
    item: Item,
    measure: str,
    year: int | None,
    funding: str | None = None,
    explicit_item: bool = True,
    explicit_measure: bool = True,
    is_base: bool = False,
) -> None:
    """Adds one figure; a level that is only compared with is not what the sentence is about."""
    single = (
        state.found.around.project if state.vocabulary.is_project_report(state.context.kind_term) else None
    )
    if single is not None and project.means_project(item):
        item = single
    whole = state.whole if state.whole is not None and not state.whole.dropped else None
    if whole is not None and not parts.sums_into(state, state.measure_of(measure), whole):
        whole = None
    if whole is not None and whole.year is not None and year == state.context.fiscal_year:
        year = whole.year
    draft = Draft(
        rule,
        item,
        measure,
        number.value,
        number.unit,
        *state.span(number.start, number.end),
        state.evidence,
        year=year,
        funding=funding,
        budget_unit=state.unit or (whole.budget_unit if whole else None),
        qualifier=_qualifier(state, number),
        whole=whole,
        explicit_item=explicit_item,
        explicit_measure=explicit_measure,
    )
    state.found.drafts.append(draft)
    if explicit_item:
        state.topic = None
    if not is_base:
        state.level.note(draft)
        state.drafts.append(draft)
        state.last = draft


def _qualifier(state: State, number: Number) -> str | None:
    if number.approximate:
        return "approximate"
    return "chinese_numeral" if _CHINESE_NUMERAL.match(state.text[number.start : number.end]) else None
