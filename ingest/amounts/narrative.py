"""Reads the amounts of one paragraph, sentence by sentence, the way a reader carries the subject along.

Each number closes a label (the words since the last number); the label says item, measure, source and
year, and what it leaves out is taken from the whole that it is a part of, from the sister before it,
from the sentence's subject, or from the heading. Sentences without money are skipped, except a title
right before one.
"""

import re
from bisect import bisect_left

from ingest.amounts.labels import Label
from ingest.amounts.lexer import is_sentence_end, tokenize
from ingest.amounts.model import Draft, Findings, Token
from ingest.amounts.relations import read_orders, read_ratio
from ingest.amounts.rules import available, parts, subject, topic, zero
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
_AFTER = 40  # characters behind a number that may still say what it is
_RATIO_KINDS = frozenset({"percent", "points", "times"})


def read_paragraph(
    paragraph: Paragraph, vocabulary: Vocabulary, context: ReportContext, found: Findings
) -> None:
    """Adds the amounts of one paragraph to `found`."""
    text = paragraph.text
    money = [n.start for n in paragraph.numbers if n.kind == "money"]
    if not money and not zero.may_hold(text):
        return
    scope = read_scope(paragraph.headings)
    state = State(paragraph, vocabulary, context, found, scope, context.fiscal_year, scope.item)
    own_names = [n for n in (*context.own_names, context.department_name) if n and n in text]
    sentences = list(_SENTENCE.finditer(text))
    holds_money = [bisect_left(money, s.start()) < bisect_left(money, s.end()) for s in sentences]
    for at, sentence in enumerate(sentences):
        is_title = at + 1 < len(sentences) and holds_money[at + 1] and _may_be_title(sentence[0])
        zeros = zero.may_hold(sentence[0])
        if not (holds_money[at] or zeros or is_title or (state.top is not None and "%" in sentence[0])):
            continue
        state.text, state.base = sentence[0], sentence.start()
        numbers = _numbers_within(paragraph.numbers, sentence.start(), sentence.end())
        tokens = _without_own_names(tokenize(state.text, vocabulary, numbers), state.text, own_names)
        _read_sentence(state, tokens)
        if zeros:
            _add_zero_words(state, tokens)
    _leave_list(state)


def _leave_list(state: State) -> None:
    """Remembers the figure whose parts the next paragraphs list, as long as they are numbered."""
    around, text = state.found.around, state.paragraph.text
    if text.endswith(":") and state.top is not None:
        around.listed = state.top
    elif not topic.starts_point(text):
        around.listed = None


def _may_be_title(sentence: str) -> bool:
    """Whether a sentence is short enough for a title."""
    if len(sentence) <= _TITLE_LENGTH:
        return True
    return len(sentence) <= _LONG_TITLE_LENGTH and ("(项)" in sentence or "绩效" in sentence)


def _numbers_within(numbers: list[Number], begin: int, end: int) -> list[Number]:
    """The numbers of text[begin:end], their offsets counted from `begin`."""
    inside = [n for n in numbers if begin <= n.start < end]
    if begin == 0:
        return inside
    return [
        Number(n.start - begin, n.end - begin, *n[2:6], n.unit_start - begin, n.unit_end - begin, *n[8:])
        for n in inside
    ]


def _read_sentence(state: State, tokens: list[Token]) -> None:
    """Walks the tokens of one stretch up to 。 (half-width stops may end several sentences in it)."""
    ends = [t.end for t in tokens if is_sentence_end(t)] + [len(state.text)]
    _begin(state, 0, ends)
    number_end = -1
    for token in tokens:
        if token.kind == "mark":
            if is_sentence_end(token):
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
    if token.kind == "cue" and token.term:
        cues = token.term.cues
        if "parts" in cues:
            parts.open_parts(state, token)
        if "own" in cues:
            state.others_scope = False
        elif "scope" in cues and not state.text[: token.start].endswith(_HANDED_TO):
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
        topic.take_clause(state, token.start, token.mark)
        if token.mark in ";；":
            state.others_scope = False
        state.new_clause(token.end)


def _number(state: State, token: Token) -> None:
    number = token.number
    assert number is not None
    if number.kind == "money" or number.kind in _RATIO_KINDS:
        start = state.label_start
        label = Label(
            state.text[start : token.start], start, token.start, state.near, state.earlier, state.after_colon
        )
        topic.take_point(state, label)
        if number.kind == "money":
            read_money(state, number, label, state.text[token.end : token.end + _AFTER])
        else:
            read_ratio(state, number, label)
        state.new_label(token.end)
    elif number.kind == "count":
        state.near.append(token)


def _begin(state: State, start: int, ends: list[int]) -> None:
    state.sentence_start = start
    state.evidence_end = next((e for e in ends if e > start), len(state.text))
    state.levels = [Level(None)]
    state.drafts, state.last, state.mentioned, state.pairing = [], None, None, None
    state.topic, state.point_depth = None, 0
    state.lists_subject = state.others_scope = state.against_budget = False
    state.new_label(start)


def _end(state: State, end: int) -> None:
    """Draws the conclusions of a sentence: wholes by their parts, the subject of the next."""
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
    spans = [(m.start(), m.end()) for name in own_names for m in re.finditer(re.escape(name), text)]
    if not spans:
        return tokens
    return [t for t in tokens if t.kind == "number" or not any(s <= t.start and t.end <= e for s, e in spans)]


def _add_zero_words(state: State, tokens: list[Token]) -> None:
    for found in zero.find_zero_words(state.text, tokens):
        years = [
            int(t.number.value) for t in tokens if t.kind == "year" and t.number and t.start < found.start
        ]
        year = next((y for y in reversed(years) if y > 1900), state.context.fiscal_year)
        state.found.drafts.append(
            Draft(
                "zero_word",
                found.item,
                found.measure,
                found.value,
                "元",
                *state.span(found.start, found.end),
                state.span(0, len(state.text)),
                year=year,
                qualifier="zero_word",
            )
        )
