"""Section headings: which lines are headings, and the stack of those that a block stands under."""

import re

from ingest.structure.model import Heading

_CN = "[一二三四五六七八九十]{1,3}"
NEW_ITEM = re.compile(
    rf"(?P<part>第{_CN}(?:部分|章|篇)|附件\d*:?|附表\d*:?)|(?P<chapter>{_CN}[、.](?!\d))|(?P<section>\({_CN}\)[、.]?|[㈠-㈩])"
    rf"|(?P<item>\d{{1,2}}(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年)))|(?P<point>\(\d{{1,2}}\)[、.]?|[①-⑳])"
)
_LEVELS = {"part": 1, "chapter": 1, "section": 2, "item": 3, "point": 4}
LABEL_LEVEL = 5  # the label of a form's section, or a short line that ends in a colon
_UNNUMBERED_LEVEL = 2
_LONGEST = 40
_SHORTEST_UNNUMBERED, _LONGEST_UNNUMBERED = 3, 20
_SENTENCE_END = re.compile("[。;:!?]")
_NOT_TITLE = re.compile(r"[。;，!?、]|:.|[签盖]章|签[字名]|年.*月.*日$|\d\.\d|^[^\u4e00-\u9fff]*$")


def advance(stack: tuple[Heading, ...], line: str) -> tuple[Heading, ...]:
    """The headings that a paragraph stands under, given those above it and its compact text.

    A numbered line ends the sections that are as deep as it. It heads a new one by its first words,
    if these are short (（一）情况分析。我局...); a short line without number or full stop does so too.
    """
    match = NEW_ITEM.match(line)
    if match is None or match.lastgroup is None:
        if not _SHORTEST_UNNUMBERED <= len(line) <= _LONGEST_UNNUMBERED or _NOT_TITLE.search(line):
            return stack
        level = LABEL_LEVEL if line.endswith(":") else _UNNUMBERED_LEVEL
        return push(stack, Heading(level, line.rstrip(":")))
    level = _LEVELS[match.lastgroup]
    end = _SENTENCE_END.search(line, match.end())
    words = line[match.end() : end.start() if end else len(line)]
    if not words or len(words) > _LONGEST:
        return tuple(h for h in stack if h.level < level)
    return push(stack, Heading(level, words))


def push(stack: tuple[Heading, ...], heading: Heading) -> tuple[Heading, ...]:
    """`stack` with `heading` in place of all that are as deep or deeper."""
    return (*(h for h in stack if h.level < heading.level), heading)
