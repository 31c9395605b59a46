"""Reads the amounts of one paragraph, sentence by sentence, the way a reader carries the subject along.

Each number closes a label (the words since the last number); the label says item, measure, source and
year, and what it leaves out is taken from the whole that it is a part of, from the sister before it,
from the sentence's subject, or from the heading. Sentences without money are skipped, except a title
right before one.
"""

import re
from bisect import bisect_left
from dataclasses import replace

from ingest.amounts.labels import Label
from ingest.amounts.lexer import SENTENCE_MARKS, tokenize
from ingest.amounts.model import Draft, Findings, Token
from ingest.amounts.relations import read_orders, read_ratio
from ingest.amounts.rules import available, bodies, names, parts, periods, subject, topic, zero
from ingest.amounts.rules.years import is_compared_with
from ingest.amounts.scope import read_scope
from ingest.amounts.state import Level, State
from ingest.amounts.statements import read_money
from ingest.context import ReportContext
from ingest.structure.model import Paragraph
from ingest.structure.numbers import Number
from ingest.vocabulary.vocabulary import Vocabulary

_SENTENCE = re.compile(r"[^。！!？?]+[。！!？?]?")
_TITLE_LENGTH = 40
_LONG_TITLE_LENGTH = 90  # of a class path or of a project
_HANDED_TO = ("下达", "拨付", "下拨", "补助", "安排", "分配")  # 下达我县: the money came to the department
_OURS = ("我", "本部门", "本单位", "本局")
_NO_END = (";", ":")  # what such a paragraph began, the next one may go on with
_AFTER = 40  # characters behind a number that may still say what it is
_RATIO_KINDS = frozenset({"percent", "points", "times"})


def read_paragraph(
    paragraph: Paragraph, vocabulary: Vocabulary, context: ReportContext, found: Findings
) -> None:
    """Adds the amounts of one paragraph to `found`."""
    text = paragraph.text
    numbers = paragraph.numbers
    money = [n.start for n in numbers if n.kind == "money"]
    unfinished, found.unfinished = found.unfinished, None
    is_title = not money and text.endswith(":") and _may_be_title(text)
    if not (money or is_title or zero.may_hold(text)):
        return
    goes_on = unfinished is not None and _goes_on(unfinished.paragraph, paragraph)
    if unfinished is not None and (goes_on or _divides(unfinished.paragraph, paragraph)):
        period = unfinished.period_at(len(unfinished.text))
        state = replace(unfinished, paragraph=paragraph, period=period)
    else:
        scope = read_scope(context.without_own_names(paragraph.headings))
        state = State(paragraph, vocabulary, context, found, scope, context.fiscal_year, scope.item)
    own_names = [n for n in (*context.own_names, context.department_name) if n and n in text]
    sentences = list(_SENTENCE.finditer(text))
    starts = [n.start for n in numbers]
    holds_money = [bisect_left(money, s.start()) < bisect_left(money, s.end()) for s in sentences]
    for at, sentence in enumerate(sentences):
        leads = holds_money[at + 1] if at + 1 < len(sentences) else text.endswith(":")
        zeros = zero.may_hold(sentence[0])
        says_more = state.top is not None and ("%" in sentence[0] or sentence[0].endswith(":"))
        if not (holds_money[at] or zeros or says_more or (leads and _may_be_title(sentence[0]))):
            continue
        state.text, state.base = sentence[0], sentence.start()
        state.periods = periods.find_periods(state.text)
        first, last = bisect_left(starts, sentence.start()), bisect_left(starts, sentence.end())
        inside = _counted_from(state.base, numbers[first:last])
        tokens = _without_own_names(tokenize(state.text, vocabulary, inside), state.text, own_names)
        _read_sentence(state, tokens, goes_on and at == 0)
        if zeros:
            _add_zero_words(state, tokens)
    if not is_title:
        _leave_list(state)
    found.unfinished = state


def _goes_on(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a paragraph takes up the sentence that the one before it left unfinished."""
    is_open = before.text.endswith(_NO_END) and before.headings == paragraph.headings
    return is_open and not names.starts_point(paragraph.text)


def _divides(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a paragraph divides what the one before it stated: 其中:…."""
    return paragraph.text.startswith("其中") and before.headings == paragraph.headings


def _leave_list(state: State) -> None:
    """Remembers the figure whose parts the next paragraphs list, as long as they are numbered."""
    around, text = state.found.around, state.paragraph.text
    if text.endswith(":") and state.top is not None:
        around.listed = state.top
    elif not names.starts_point(text):
        around.listed = None


def _may_be_title(sentence: str) -> bool:
    """Whether a sentence is short enough for a title."""
    if len(sentence) <= _TITLE_LENGTH:
        return True
    return len(sentence) <= _LONG_TITLE_LENGTH and ("(项)" in sentence or "绩效" in sentence)


def _counted_from(begin: int, numbers: list[Number]) -> list[Number]:
    """The numbers with offsets counted from `begin`."""
    if begin == 0:
        return numbers
    return [
        Number(n.start - begin, n.end - begin, *n[2:6], n.unit_start - begin, n.unit_end - begin, *n[8:])
        for n in numbers
    ]


def _read_sentence(state: State, tokens: list[Token], goes_on: bool) -> None:
    """Walks the tokens of one stretch up to 。 (half-width stops may end several sentences in it).

    `goes_on`: its first sentence began in the paragraph before.
    """
    ends = [t.end for t in tokens if t.mark in SENTENCE_MARKS] + [len(state.text)]
    if goes_on:
        _resume(state, ends)
    else:
        _begin(state, 0, ends)
    number_end = -1
    for token in tokens:
        if token.kind == "mark":
            if token.mark in SENTENCE_MARKS:
                _end(state, token.end)
                _begin(state, token.end, ends)
            else:
                _mark(state, token, number_end)
        elif token.kind == "number":
            number_end = token.end
            _number(state, token)
        else:
            _word(state, token)
    _end(state, len(state.text))


def _word(state: State, token: Token) -> None:
    if token.start < state.said_until:
        return
    if token.kind == "cue" and token.term:
        cues = token.term.cues
        if "parts" in cues or parts.lists_behind(state, token):
            parts.open_parts(state, token)
        if "own" in cues:
            state.others_scope = False
            if token.term.text.startswith(_OURS):
                state.is_others, state.unit = False, None
        elif "scope" in cues and not state.in_name_list() and not state.text[: token.start].endswith(_HANDED_TO):
            state.others_scope = True
    state.near.append(token)


def _mark(state: State, token: Token, number_end: int) -> None:
    """Brackets right behind an amount hold its parts; other marks end clauses, 、 does not."""
    if token.mark == "(":
        state.bracket_start = token.start
        if state.last is not None and not state.text[number_end : token.start].strip() and number_end >= 0:
            state.levels.append(Level(state.last, in_bracket=True))
            state.new_label(token.end)
    elif token.mark == ")":
        if any(level.in_bracket for level in state.levels):
            level = state.levels.pop()
            while not level.in_bracket:
                level = state.levels.pop()
            state.last = level.whole
            state.new_label(token.end)
        else:
            state.forget_bracket()
    elif token.mark != "、":
        state.after_colon = token.mark == ":"
        divides = state.after_colon and number_end == token.start and state.last is not None
        if divides and not names.starts_point(state.text[token.end :]):
            state.levels.append(Level(state.last))  # 年初预算6万元:公务接待费2万元、…
        topic.take_clause(state, token.start, token.mark)
        if token.mark in ";；":
            state.others_scope = False
        state.new_clause(token.end)


def _number(state: State, token: Token) -> None:
    number = token.number
    assert number is not None
    if number.kind == "money" or number.kind in _RATIO_KINDS:
        label = topic.with_bare_flow(state, token.start)
        topic.take_point(state, label)
        label = _take_body(state, label)
        if number.kind == "money":
            read_money(state, number, label, state.text[token.end : token.end + _AFTER])
        elif not state.is_others:
            read_ratio(state, number, label)
        state.new_label(token.end)
    elif number.kind == "count":
        state.near.append(token)


def _take_body(state: State, label: Label) -> Label:
    """Notes the body that the clause names as its subject; the label behind its name."""
    whole = state.whole
    divides_own = whole is not None and not whole.dropped and whole.item.code == "total"
    body = bodies.body_in(label, state.context, divides_own)
    if body is None:
        if (state.is_others or state.unit) and bodies.names_own(label.text, state.context):
            state.is_others, state.unit = False, None
        return label
    state.is_others, state.unit = not body.is_own_unit, body.name if body.is_own_unit else None
    return bodies.behind(label, body)


def _begin(state: State, start: int, ends: list[int]) -> None:
    state.sentence_start = start
    state.before = (state.subject, state.subject_is_stated)
    state.evidence_end = next((e for e in ends if e > start), len(state.text))
    state.levels = [Level(None)]
    state.drafts, state.last, state.mentioned, state.pairing = [], None, None, None
    state.said_until = start
    state.topic, state.point_depth, state.is_unnamed_point = None, 0, False
    state.lists_subject = state.others_scope = state.against_budget = state.is_others = False
    state.unit = state.period = None
    state.new_label(start)


def _resume(state: State, ends: list[int]) -> None:
    """Takes up a sentence where the paragraph before left it."""
    state.year = state.year_stated
    if state.drafts:
        state.subject, state.subject_is_stated = state.before
    state.sentence_start = state.said_until = 0
    state.evidence_end = ends[0]
    state.pairing = state.found.around.listed = None
    state.new_label(0)


def _end(state: State, end: int) -> None:
    """Draws the conclusions of a sentence: wholes by their parts, the subject of the next."""
    state.year_stated = state.year
    if state.drafts:
        read_orders(state, state.sentence_start, end)
        available.reread_wholes(state.drafts, state.vocabulary)
        subject.settle(state)
        state.divided = next((d.whole for d in state.drafts if d.whole is not None), None)
        state.top = subject.topic_figure(state)
        return
    if state.last is not None and state.last.dropped == "foreign":
        state.subject, state.subject_is_stated = state.scope.item, False  # the text has moved on
    subject.take_title(state, end)
    state.year = state.context.fiscal_year


def _without_own_names(tokens: list[Token], text: str, own_names: list[str]) -> list[Token]:
    """The tokens without words that only stand in the department's own name (某县档案馆)."""
    spans = sorted(m.span() for name in own_names for m in re.finditer(re.escape(name), text))
    if not spans:
        return tokens
    kept: list[Token] = []
    at = furthest = 0  # of the names that begin before the token
    for token in tokens:
        while at < len(spans) and spans[at][0] <= token.start:
            furthest = max(furthest, spans[at][1])
            at += 1
        if token.kind == "number" or token.end > furthest:
            kept.append(token)
    return kept


def _add_zero_words(state: State, tokens: list[Token]) -> None:
    years = [(t.start, int(t.number.value)) for t in tokens if t.kind == "year" and t.number]
    years = [(at, year) for at, year in years if year > 1900 and not is_compared_with(state.text, at)]
    for found in zero.find_zero_words(state.text, tokens):
        if state.period_at(found.start) is not None:
            continue
        before = bisect_left(years, (found.start, 0))
        state.found.drafts.append(
            Draft(
                "zero_word",
                found.item,
                found.measure,
                found.value,
                "元",
                *state.span(found.start, found.end),
                state.span(0, len(state.text)),
                year=years[before - 1][1] if before else state.context.fiscal_year,
                qualifier="zero_word",
            )
        )
