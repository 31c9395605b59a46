"""Rule `respectively`: A、B、C分别为1、2、3万元 pairs names and amounts in their order."""

import re
from typing import NamedTuple

from ingest.amounts.labels import Label
from ingest.amounts.model import Token

_ALL_ALIKE = re.compile(r"[均都](?:[为是]|等于)?$")
_LINKS = frozenset({"、", "和", "与", "及", "以及", "、 "})


class Pairing(NamedTuple):
    """What is still to be paired with the amounts that follow."""

    kind: str  # item or measure
    tokens: list[Token]


def alike(label: Label, text: str) -> tuple[list[Token], list[Token]]:
    """Items and measures beside the last of their kind in A、B预算数、决算数均为0万元: each has the amount."""
    if not _ALL_ALIKE.search(label.text):
        return [], []
    return _beside_last(label, text, "item"), _beside_last(label, text, "measure")


def _beside_last(label: Label, text: str, kind: str) -> list[Token]:
    listed = [t for t in label.near if t.kind == kind and t.term and t.term.item != "total"]
    beside: list[Token] = []
    for token, following in zip(listed[-2::-1], listed[:0:-1], strict=False):
        if text[token.end : following.start] not in _LINKS:
            break
        beside.append(token)
    return beside


def pairing_of(label: Label) -> Pairing | None:
    """The names listed before 分别, if the label has two or more of one kind."""
    cue = label.cue("respectively")
    if cue is None:
        return None
    for kind in ("item", "measure", "year"):
        listed = [t for t in label.near if t.kind == kind and t.end <= cue.start]
        if len(listed) >= 2:
            return Pairing(kind, listed)
    return None
