"""The explorer's words in both languages, from labels.csv, and how it writes numbers."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh")
_LABELS = Path(__file__).with_name("labels.csv")
WAN = Decimal(10_000)


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """key -> language -> words."""
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: {language: row[language] for language in LANGUAGES} for row in csv.DictReader(file)
        }


class Words:
    """Words and numbers in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: Any) -> str:
        """The words of a key, with its blanks filled. Raises KeyError where labels.csv lacks it."""
        return labels()[key][self.language].format(**values)

    def domain(self, domain: str | None) -> str:
        """A domain's name; as the vocabulary has it where labels.csv does not know it yet."""
        known = labels().get(f"domain.{domain}")
        return known[self.language] if known else domain or ""

    def of(self, row: Mapping[str, Any], name: str) -> str:
        """The column `name`_zh or `name`_en of a row."""
        return row[f"{name}_{self.language}"] or ""


def wan(value: Decimal | None) -> str:
    """Yuan in 万元, to the hundred yuan."""
    return "" if value is None else f"{value / WAN:,.2f}"


def yuan(value: Decimal | None) -> str:
    """Yuan to the last digit that is kept."""
    return "" if value is None else f"{value:,.2f} 元"


def plain(value: Decimal | None) -> str:
    """A number without the noughts that only its column's type gives it."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio: Decimal | float | None) -> str:
    return "" if ratio is None else f"{ratio * 100:,.2f}%"
