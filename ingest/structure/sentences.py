"""Sentences and clauses of a paragraph, as (begin, end) pairs in the paragraph's own text.

A sentence ends behind 。；！？ (after folding ; ! ?), a clause also behind ， and a half-width comma that
groups no digits. Neither ends within brackets, nor within 《》.
"""

import re

_OPEN, _CLOSE = "([《〈【", ")]》〉】"
_MARK = re.compile(r"[。;!?，,(\[《〈【)\]》〉】]")
_SENTENCE_ENDS = "。;!?"
_CLAUSE_ENDS = "，,"
_TRAILING = re.compile(r'["。;!?]*')

Span = tuple[int, int]


def split_sentences(text: str) -> list[Span]:
    """The sentences of a compact text; together they cover it."""
    return _split(text, 0, len(text), _SENTENCE_ENDS)


def split_clauses(text: str, begin: int = 0, end: int | None = None) -> list[Span]:
    """The clauses of text[begin:end], which is a sentence by default the whole; together they cover it."""
    return _split(text, begin, len(text) if end is None else end, _SENTENCE_ENDS + _CLAUSE_ENDS)


def _split(text: str, begin: int, end: int, ends: str) -> list[Span]:
    spans: list[Span] = []
    start, depth = begin, 0
    for match in _MARK.finditer(text, begin, end):
        mark, at = match[0], match.start()
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif mark in ends and at >= start and (depth == 0 or _never_closes(text, at, end)):
            if mark == "," and _groups_digits(text, at):
                continue
            depth = 0
            stop = at + 1
            if mark in _SENTENCE_ENDS and (trailing := _TRAILING.match(text, stop, end)):
                stop = trailing.end()
            spans.append((start, stop))
            start = stop
    if start < end:
        spans.append((start, end))
    return spans


def _never_closes(text: str, at: int, end: int) -> bool:
    """A bracket opened before `at` is not closed behind it: it was damaged, and holds nothing together."""
    return not any(mark in text[at:end] for mark in _CLOSE)


def _groups_digits(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit() and len(text[at + 1 : at + 4]) == 3
