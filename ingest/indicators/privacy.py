"""Keeps personal data out of what is published: names, telephone and identity numbers, addresses of mail.

`mask` is applied to every text that an extractor emits. A personal name is recognised only where a
label (联系人, 组长, 签字 …) or an office after it (任组长, 同志) says that one stands there, and only if
it begins with a surname; vocabularies: person_label.csv, surname.csv.
"""

import re

from ingest.indicators.terms import alternatives, rows

MASK = "***"

_SURNAMES = [row["surname"] for row in rows("surname")]
_LABELS = alternatives([row["label"] for row in rows("person_label")])
_NAME = rf"(?:{alternatives(_SURNAMES)})\s?[\u4e00-\u9fff]{{1,2}}?"
_NAME_END = r"(?=[\s、，,。;；:：|()（）/]|同志|兼?任|等|为|$)"
_LISTED = rf"{_NAME}{_NAME_END}(?:[、，,\s]+{_NAME}{_NAME_END})*"

_NUMBERS = re.compile(
    r"(?<![\d.])(?:"
    r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile
    r"|0\d{2,3}[-—– ]?[2-9]\d{6,7}(?:[-转]\d{1,4})?"  # with area code
    r"|\(0\d{2,3}\)\s?\d{7,8}"
    r"|\d{17}[\dXx]"  # identity card
    r")(?![\d.])"
    r"|(?<=电话)([:：|\s]*)\d{7,8}(?!\d)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_LABELLED = re.compile(rf"({_LABELS})(?:\((?:签[字名章]|盖章)\))?([:：|\s]+|由|为|是){_LISTED}")
_IN_OFFICE = re.compile(
    rf"(?<![\u4e00-\u9fff]){_LISTED}(?=(?:分别)?(?:兼?任|担任)|同志)|(?<=人){_NAME}(?=兼?任|担任)"
)
_OCCASION = re.compile(r"[@]|\d{7}|人|任|同志|成员|组长|主任|局长|签")


def mask(text: str) -> str:
    """`text` with telephone and identity numbers, mail addresses and labelled personal names as ***."""
    if not _OCCASION.search(text):
        return text
    text = _NUMBERS.sub(lambda match: f"{match[1] or ''}{MASK}", text)
    text = _LABELLED.sub(rf"\1\2{MASK}", text)
    return _IN_OFFICE.sub(MASK, text)
