"""Folding: the same character for every spelling of a width, quote, bracket, dash or blank.

Folding replaces one character by one character, so offsets into the folded text are offsets into
the stored text. What it does, in this order of importance:

- full-width ASCII becomes half-width (０ -> 0, （ -> (, ： -> :, ； -> ;, ％ -> %, ． -> .),
  but the full-width comma stays ， because a half-width one may group the digits of one number;
- every quote mark becomes ", every round bracket ( or ), 〔〕﹝﹞ become [ ];
- the minus sign and the short dashes become -, the waves ~; the long dash — stays;
- every kind of blank (NBSP, 　, zero width) becomes a space; vertical tabs, form feeds and Unicode
  line ends become a line feed; the tab stays;
- Kangxi radicals and compatibility ideographs, which PDF readers emit, become the common character.

。、，《》〇○ and all other characters are untouched.
"""

import re
import unicodedata

_GROUPS = {
    '"': "“”„‟‘’‚‛「」『』﹁﹂﹃﹄〝〞〟'`´",
    "(": "﹙❨⸨⁽",
    ")": "﹚❩⸩⁾",
    "[": "〔﹝",
    "]": "〕﹞",
    "-": "−‐‑‒–﹣",
    "—": "―─━",
    "~": "∼〜∽",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u202f\u205f\u2060\u3000\ufeff\u00ad\x1f",
    "\n": "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
    ":": "∶꞉﹕︰",
    ";": "﹔",
    "，": "﹐",
    "、": "﹑",
    ".": "﹒",
    "%": "﹪",
    "¥": "￥",
    "·": "•‧・∙⋅",
    "|": "¦│┃∣",
    "≥": "≧⩾",
    "≤": "≦⩽",
}
_RADICALS = dict(
    zip("⺠⻓⻋⻅⻚⻢⻛⻔⻩⻬⻰⻘⻝⻆⺟⻄⻥⻦⻨⻉", "民长车见页马风门黄齐龙青食角母西鱼鸟麦贝", strict=True)
)
_KEPT_WIDE = "，"
_QUOTES_OF_ASCII = str.maketrans({"'": '"', "`": '"'})


def _folding_table() -> dict[int, str]:
    table = {ord(c): unicodedata.normalize("NFKC", c) for c in map(chr, range(0x2E80, 0x2FD6))}
    table |= {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0xF900, 0xFAFF)}
    table |= {c: chr(c - 0xFEE0).translate(_QUOTES_OF_ASCII) for c in range(0xFF01, 0xFF5F)}
    del table[ord(_KEPT_WIDE)]
    for target, sources in _GROUPS.items():
        table |= dict.fromkeys(map(ord, sources), target)
    table |= {ord(radical): character for radical, character in _RADICALS.items()}
    return {c: t for c, t in table.items() if t != chr(c) and len(t) == 1}


_TABLE = {chr(c): t for c, t in _folding_table().items()}
_FOLDABLE = re.compile(f"[{re.escape(''.join(_TABLE))}]")


def fold(text: str) -> str:
    """`text` with uniform widths, quotes, brackets, dashes and blanks; same length, idempotent."""
    # One scan for what is there, then one fast replacement each: ten times faster than str.translate.
    for character in set(_FOLDABLE.findall(text)):
        text = text.replace(character, _TABLE[character])
    return text
