"""What a file name must not hold: characters that no report's name needs and that deceive people or programs."""

import unicodedata

_MARKUP = "<>"
_CONTROLS = ("Cc", "Cs", "Zl", "Zp")
# They turn the direction of what follows, so that a name ends otherwise than it seems to.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def name_fault(name: str) -> str | None:
    """What is wrong with a name, in words; None where nothing is. Quotes, SQL and the like are mere letters."""
    for character in name:
        if _is_control(character):
            return f"the control character U+{ord(character):04X}"
        if character in _MARKUP:
            return f"the sign {character} of HTML"
    return None


def printable(name: str) -> str:
    """The name with every control character written out, as \\x0a."""
    return "".join(
        character
        if not _is_control(character)
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in name
    )


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in _CONTROLS or character in _TURNING
