"""Takes blanks and line ends out of a stretch of folded text, and remembers where each character was."""

import re
from typing import NamedTuple

_SOLID = re.compile(r"[^ \t\n]+")


class Compact(NamedTuple):
    """Text without blanks. `offsets` is None where it stands unbroken from `start`."""

    text: str
    start: int
    end: int
    offsets: list[int] | None


def compact(text: str, start: int, end: int) -> Compact:
    """The stretch text[start:end] of folded text, stripped and without blanks.

    One blank is kept between two digits on a line, where it may part two numbers; a line end is not
    (a hard wrap may fall into a number).
    """
    piece = text[start:end]
    stripped = piece.strip(" \t\n")
    if not stripped:
        return Compact("", start, start, None)
    begin = start if len(stripped) == len(piece) else start + len(piece) - len(piece.lstrip(" \t\n"))
    stop = begin + len(stripped)
    if " " not in stripped and "\n" not in stripped and "\t" not in stripped:  # fold leaves no other blank
        return Compact(stripped, begin, stop, None)
    parts: list[str] = []
    offsets: list[int] = []
    last = begin
    for match in _SOLID.finditer(text, begin, stop):
        at = match.start()
        if parts and text[at].isdigit() and parts[-1][-1].isdigit() and "\n" not in text[last:at]:
            parts.append(" ")
            offsets.append(last)
        parts.append(match[0])
        last = match.end()
        offsets.extend(range(at, last))
    return Compact("".join(parts), begin, stop, offsets)


def join(parts: list[Compact]) -> Compact:
    """Stretches that do not touch (a page number stood between them) as one."""
    if len(parts) == 1:
        return parts[0]
    offsets: list[int] = []
    for part in parts:
        offsets.extend(range(part.start, part.end) if part.offsets is None else part.offsets)
    return Compact("".join(part.text for part in parts), parts[0].start, parts[-1].end, offsets)
