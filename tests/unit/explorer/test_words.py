"""Every word of the explorer is there in both languages, and numbers are written as they should be."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import explorer
from explorer import queries, words
from warehouse.home import REPOSITORY

PACKAGE = Path(explorer.__file__).parent
SOURCES = [*PACKAGE.glob("*.py"), *PACKAGE.glob("templates/*.html")]


def test_every_label_has_words_in_both_languages() -> None:
    lacking = [
        key for key, found in words.labels().items() if not all(found[name] for name in words.LANGUAGES)
    ]
    assert lacking == []


def test_both_languages_of_a_label_fill_the_same_blanks() -> None:
    blanks = {
        key: [set(re.findall(r"{\w+}", text)) for text in found.values()]
        for key, found in words.labels().items()
    }
    assert [key for key, (one, other) in blanks.items() if one != other] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_label_that_a_page_names_is_there(source: Path) -> None:
    named = set(
        re.findall(r"""\b(?:t|say|words)\(f?["']([\w.]+)["'][,)]""", source.read_text(encoding="utf-8"))
    )
    assert named - set(words.labels()) == set()


@pytest.mark.parametrize(
    ("prefix", "values"),
    [("attainment", queries.ATTAINMENTS), ("finding", queries.FINDINGS)],
)
def test_every_code_that_a_page_shows_has_words(prefix: str, values: tuple[str, ...]) -> None:
    assert {f"{prefix}.{value}" for value in values} <= set(words.labels())


def test_every_kind_of_rule_has_words() -> None:
    seed = (REPOSITORY / "dbt_project" / "seeds" / "reconciliation_rule.csv").read_text(encoding="utf-8")
    codes = {line.split(",")[1] for line in seed.splitlines()[1:]}
    assert {f"rule_code.{code}" for code in codes} <= set(words.labels())


def test_every_domain_has_words() -> None:
    seed = (REPOSITORY / "dbt_project" / "seeds" / "domain_term.csv").read_text(encoding="utf-8")
    domains = {line.split(",")[1] for line in seed.splitlines()[1:]}
    assert {f"domain.{domain}" for domain in domains} <= set(words.labels())


def test_a_domain_that_is_new_shows_as_it_is_written() -> None:
    assert words.Words("en").domain("航天") == "航天"


@pytest.mark.parametrize(
    ("write", "value", "written"),
    [
        (words.wan, Decimal("23301000.00"), "2,330.10"),
        (words.wan, Decimal("0.00"), "0.00"),
        (words.wan, None, ""),
        (words.yuan, Decimal("167286.50"), "167,286.50 元"),
        (words.plain, Decimal("30.000000"), "30"),
        (words.plain, Decimal("1200.500000"), "1,200.5"),
        (words.percent, Decimal("0.968840"), "96.88%"),
    ],
)
def test_numbers_are_written_for_people(write: object, value: Decimal | None, written: str) -> None:
    assert write(value) == written  # type: ignore[operator]
