"""Rule `respectively`: A、B、C分别为1、2、3万元 pairs names and amounts in their order."""

from typing import NamedTuple

from ingest.amounts.labels import Label
from ingest.amounts.model import Token


class Pairing(NamedTuple):
    """What is still to be paired with the amounts that follow."""

    kind: str  # item or measure
    tokens: list[Token]


def pairing_of(label: Label) -> Pairing | None:
    """The names listed before 分别, if the label has two or more of one kind."""
    cue = label.cue("respectively")
    if cue is None:
        return None
    for kind in ("item", "measure"):
        listed = [t for t in label.near if t.kind == kind and t.end <= cue.start]
        if len(listed) >= 2:
            return Pairing(kind, listed)
    return None
