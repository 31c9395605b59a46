"""Keeps personal data out of what is published: names, telephone and identity numbers, addresses of mail.

`mask` is applied to every text that an extractor emits. It shortens what is published, never the
stored text, so that offsets still hold. Which names are recognised: personal_names.py.
"""

import re
from functools import lru_cache

from ingest.indicators.personal_names import name_spans
from ingest.structure.fold import fold

MASK = "***"

_NUMBER = (
    r"(?<![\d.])(?:"
    r"1[3-9]\d[- ]{0,2}\d{4}[- ]{0,2}\d{4}"  # mobile
    r"|0\d{2,3}[-—– ]?[2-9]\d{2,3}[- ]?\d{4}(?:[-转]\d{1,4})?"  # with area code
    r"|\(0\d{2,3}\)\s?\d{7,8}"
    r"|\d{6} ?(?:19|20)\d\d ?\d{4} ?\d{3}[\dXx]"  # identity card
    r")(?!\d|\.\d)"
    # after a label, any run of digits that is long enough and no amount
    r"|((?:电话|手机|座机|传真|联系方式|热线|QQ|微信|[账帐卡]号|身份证)[^\d，,。;\n]{0,8})\d[\d\-— ()转]{5,24}[\dXx](?!\d|\.\d|\s?[万亿千]?元)"
)
# an account of a messenger: letters first, or digits behind a mark that says that an id follows
_MESSENGER = re.compile(r"QQ|qq|微信|[Ww]e[Cc]hat|钉钉|微博")
_ACCOUNTS = re.compile(
    rf"((?:{_MESSENGER.pattern})(?:[账帐]号|[号群]|ID|id)*(?:[: (是为]{{0,3}}(?=[A-Za-z])|(?:(?<=[号群D])|[: (是为]){{1,3}}))"
    r"[A-Za-z0-9][\w-]{4,24}(?![\w-])(?!\s?[万亿千]?[元人次条户])",
    re.ASCII,
)
_NUMBERS = re.compile(_NUMBER)
_NUMBERS_AND_MAIL = re.compile(rf"{_NUMBER}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What no published text may hold; the expectation suites and the dbt macro `looks_like_contact` look for the same.
_CONTACT = re.compile(
    r"(?<![\d.])1[3-9]\d{9}(?![\d.元万])"
    r"|(?<![\d.])1[3-9]\d[ -]\d{4}[ -]\d{4}(?![\d.])"
    r"|(?<!\d)0[1-9]\d{1,2}[-－—]\d{7,8}(?!\d)"
    r"|(?:电话|手机|传真|联系方式)[号码:( ]{0,6}(?:0\d{2,3}[-) ]?)?\d{7,8}(?![\d.元])"
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dXx](?!\d)"
    r"|[\w.-]+@[\w-]+\.[A-Za-z]"
)
# Every pattern of _CONTACT holds one.
_MAY_BE_CONTACT = re.compile(r"[@＠]|[0-9０-９]\d{6}|\d{4}[^\d,，.]\d{4}")
_LONG_NUMBER = re.compile(r"\d{7}|\d[- ()—转]{1,2}\d")  # every pattern of _NUMBERS holds one


@lru_cache(1024)  # one sentence or row is the evidence of all that it states
def mask(text: str) -> str:
    """`text` with telephone and identity numbers, mail addresses and personal names as ***."""
    # The patterns are slow to search for; each is tried only where a mark of it stands.
    folded = fold(text)
    if _MESSENGER.search(folded):
        text = _masked(text, _ACCOUNTS, folded)
        folded = fold(text)
    if "@" in folded:
        text = _masked(text, _NUMBERS_AND_MAIL, folded)
        folded = fold(text)
    elif _LONG_NUMBER.search(folded):
        text = _masked(text, _NUMBERS, folded)
        folded = fold(text)
    for start, end in reversed(name_spans(folded)):
        text = text[:start] + MASK + text[end:]
    if _may_hold_contact(text):  # what reads as a contact though it may be none: 电话：85551234万元
        text = _masked(text, _CONTACT, fold(text))
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
        label = match[1] if pattern.groups else None
        pieces += [text[done : match.start() + len(label or "")], MASK]
        done = match.end()
    return "".join([*pieces, text[done:]])
