"""Correct reports, and copies of them in which one figure has one wrong digit.

Correct are the samples, once their planted contradictions are corrected, and those reports of
tests/corpus in which every check passes anyway.
"""

import csv
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ingest.extract import extract
from ingest.records import Document

TESTS = Path(__file__).parents[1]
SAMPLES = TESTS.parent / "samples" / "reports"
CORPUS = TESTS / "corpus" / "reports"
COUNT = 500
SEED = 20_211_231
_NOW = datetime(2024, 1, 2, tzinfo=UTC)
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


class Mutant(NamedTuple):
    """One wrong copy: of which report, and where the wrong figure stands in the correct one."""

    name: str
    original: str
    char_start: int
    char_end: int
    printed: str
    wrong: str
    text: str


def originals() -> dict[str, str]:
    """Name -> text of the correct reports."""
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted([*SAMPLES.glob("*.txt"), *CORPUS.glob("*.txt")])
    }
    with Path(__file__).with_name("corrections.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = texts[row["source_name"]]
            assert text.count(row["printed"]) == 1, row
            texts[row["source_name"]] = text.replace(row["printed"], row["correct"])
    return texts


def mutants() -> list[Mutant]:
    """COUNT different mutants, the same ones every time."""
    choice = random.Random(SEED)
    texts = originals()
    figures = [(name, *span) for name, text in texts.items() for span in figure_spans(name, text)]
    made: dict[tuple[str, int, str], Mutant] = {}
    while len(made) < COUNT:
        name, start, end = choice.choice(figures)
        printed = texts[name][start:end]
        wrong = wrong_digit(printed, choice)
        text = texts[name][:start] + wrong + texts[name][end:]
        number = f"m{len(made):03}"
        made.setdefault((name, start, wrong), Mutant(f"{number}.txt", name, start, end, printed, wrong, text))
    return list(made.values())


def figure_spans(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Places of the numbers that extraction read as facts or as stated relations, in text order."""
    found = extract(document(name, text), _NOW)
    spans = {
        (row.char_start, row.char_end)
        for rows in (found.figures, found.relations, found.indicators)
        for row in rows
    }
    return (span for span in sorted(spans) if _DIGITS.fullmatch(text[slice(*span)]))


def wrong_digit(printed: str, choice: random.Random) -> str:
    """The number with another digit in a place that rounding cannot explain: not in the last two places."""
    places = [at for at, character in enumerate(printed) if character.isdigit()]
    at = choice.choice(places[:-2] or places[:1])
    first = at == places[0] and len(places) > 1
    digit = choice.choice([d for d in "0123456789"[first:] if d != printed[at]])
    return printed[:at] + digit + printed[at + 1 :]


def document(name: str, text: str) -> Document:
    """A text as it would be read from a file of this name."""
    data = text.encode()
    moment = _NOW.replace(tzinfo=None)
    return Document(
        f"r_{name}", name, name, "text/plain", "utf-8", len(data), f"r_{name}", text, moment, None
    )
