"""Keeps personal data out of what is published: names, telephone and identity numbers, addresses of mail.

`mask` is applied to every text that an extractor emits. A personal name is recognised only where a
label (联系人, 组长, 签字 …) or an office after it (任组长, 同志) says that one stands there, and only if
it begins with a surname; vocabularies: person_label.csv, surname.csv.
"""

import re
from collections import defaultdict
from functools import lru_cache

from ingest.structure.fold import SPELLINGS, fold
from ingest.vocabulary.patterns import any_of
from ingest.vocabulary.reading import read_vocabulary

MASK = "***"

_SURNAMES = [row["surname"] for row in read_vocabulary("surname")]
_LABELS = any_of([row["label"] for row in read_vocabulary("person_label")])
_NAME = rf"(?:{any_of(_SURNAMES)})\s?[\u4e00-\u9fff]{{1,2}}?"
_NAME_END = r"(?=[\s、，,。;；:：|()（）/]|同志|兼?任|等|为|$)"
_LISTED = rf"{_NAME}{_NAME_END}(?:[、，,\s]+{_NAME}{_NAME_END})*"

_NUMBER = (
    r"(?<![\d.])(?:"
    r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile
    r"|0\d{2,3}[-—– ]?[2-9]\d{6,7}(?:[-转]\d{1,4})?"  # with area code
    r"|\(0\d{2,3}\)\s?\d{7,8}"
    r"|\d{17}[\dXx]"  # identity card
    r")(?!\d|\.\d)"
    # after a label, any run of digits that is long enough and no amount
    r"|((?:电话|手机|传真|联系方式|热线|QQ|微信)[^\d，,。;\n]{0,8})\d[\d\-— ()转]{5,20}\d(?!\d|\.\d|\s?[万亿千]?元)"
)
_NUMBERS = re.compile(_NUMBER)
_NUMBERS_AND_MAIL = re.compile(rf"{_NUMBER}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LABELLED = re.compile(rf"({_LABELS})(?:\((?:签[字名章]|盖章)\))?([:：|\s]+|由|为|是){_LISTED}")
_IN_OFFICE = re.compile(
    rf"(?<![\u4e00-\u9fff]){_LISTED}(?=(?:分别)?(?:兼?任|担任)|同志)|(?<=人){_NAME}(?=兼?任|担任)"
)
# What no published text may hold; the expectation suites look for the same.
_CONTACT = re.compile(
    r"(?<![\d.])1[3-9]\d{9}(?![\d.元万])"
    r"|(?:电话|手机|传真|联系方式)[号码:( ]{0,6}(?:0\d{2,3}[-) ]?)?\d{7,8}(?![\d.元])"
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dXx](?!\d)"
    r"|[\w.-]+@[\w-]+\.[A-Za-z]"
)
_MAY_BE_CONTACT = re.compile(r"[@＠]|[0-9０-９]\d{6}")  # every pattern of _CONTACT holds one
_LABELS_BY_FIRST: dict[str, list[str]] = defaultdict(list)
for _row in read_vocabulary("person_label"):
    _LABELS_BY_FIRST[_row["label"][0]].append(_row["label"][1:])
_BETWEEN_DIGITS = re.escape("转" + "".join(SPELLINGS.get(mark, mark) for mark in "- ()—"))
# What one of the patterns of `mask` needs, in text that is not folded; begins with one class, as the scan leaps to it.
_MAY_BE_PRIVATE = re.compile(
    rf"[@＠0-9０-９任同{''.join(_LABELS_BY_FIRST)}](?:(?<=[@＠任])|(?<=同)志|(?<=[0-9０-９])(?:\d{{6}}|[{_BETWEEN_DIGITS}]\d)|"
    + "|".join(f"(?<={first}){any_of(rests)}" for first, rests in _LABELS_BY_FIRST.items())
    + ")"
)
_LONG_NUMBER = re.compile(r"\d{7}|\d[- ()—转]\d")  # every pattern of _NUMBERS holds one
_LABEL = re.compile(_LABELS)


@lru_cache(1024)  # one sentence or row is the evidence of all that it states
def mask(text: str) -> str:
    """`text` with telephone and identity numbers, mail addresses and labelled personal names as ***."""
    # The patterns are slow to search for; each is tried only where a mark of it stands.
    if not _MAY_BE_PRIVATE.search(text):
        return text
    folded = fold(text)
    if "@" in folded:
        text = _masked(text, _NUMBERS_AND_MAIL, folded)
    elif _LONG_NUMBER.search(folded):
        text = _masked(text, _NUMBERS, folded)
    if _LABEL.search(text):
        text = _LABELLED.sub(rf"\1\2{MASK}", text)
    if "任" in text or "同志" in text:
        text = _IN_OFFICE.sub(MASK, text)
    return text


def holds_contact(*texts: str | None) -> bool:
    """Whether a telephone or identity number or a mail address stands in the texts, one behind the other."""
    for text in texts:
        if text and _may_hold_contact(text):
            return _CONTACT.search(fold(" ".join(filter(None, texts)))) is not None
    return False


@lru_cache(1024)
def _may_hold_contact(text: str) -> bool:
    return _MAY_BE_CONTACT.search(text) is not None


def _masked(text: str, pattern: re.Pattern[str], folded: str) -> str:
    """`text` with what the pattern finds in its folded form as ***, but for the label in group 1."""
    pieces, done = [], 0
    for match in pattern.finditer(folded):
        pieces += [text[done : match.start() + len(match[1] or "")], MASK]
        done = match.end()
    return "".join([*pieces, text[done:]])
