"""What kind of text a table's cell holds: a value, a year, a mark for nothing, a label or prose."""

import re

from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import read_seed

COUNTED = any_of(row["unit"] for row in read_seed("number_unit") if row["kind"] == "count")
VALUE = re.compile(
    rf"[-+≈≥≤><=约]?(?:\d{{1,3}}(?: \d{{3}})+\.\d\d|[\d,，]*\.?\d+) ?(?:%|‰|[万亿千]?元|[万亿次分]|[万亿]?(?:{COUNTED}))?|\([\d,]*\.\d+\)"
)
PLACEHOLDER = re.compile(r"[-—/*]{1,4}|#\w+/?\w*[!?]?")
YEAR = re.compile(r"(?:199|20[0-4])\d(?:年度?)?")
_NOTE = re.compile(r"(?:\(.*\))?")  # 420(列入预算) is a value
LONGEST_LABEL = 20  # characters; what is longer is prose


def is_value(text: str) -> bool:
    """Whether a cell holds a number (with its unit, at most) that is not a year."""
    return VALUE.fullmatch(text) is not None and YEAR.fullmatch(text) is None


def text_kind(text: str) -> str:
    """Empty, value, label or prose."""
    if not text or PLACEHOLDER.fullmatch(text):
        return ""
    if (match := VALUE.match(text)) and _NOTE.fullmatch(text, match.end()):
        return "value"
    return "label" if len(text) <= LONGEST_LABEL else "prose"
