"""Reads a word list: a CSV file with a header row, read once per process and never changed by code.

Lists that only extraction needs lie beside this module; those that SQL needs too are dbt seeds.
"""

import csv
from functools import cache
from pathlib import Path

from ingest.errors import VocabularyError

VOCABULARY = Path(__file__).parent
SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"

Rows = tuple[dict[str, str], ...]


def read_vocabulary(name: str) -> Rows:
    """The rows of `ingest/vocabulary/<name>.csv`. Raises VocabularyError where it cannot be read."""
    return read_rows(VOCABULARY / f"{name}.csv")


def read_seed(name: str) -> Rows:
    """The rows of the dbt seed `<name>`. Raises VocabularyError where it cannot be read."""
    return read_rows(SEEDS / f"{name}.csv")


@cache
def column(vocabulary: str, name: str, **where: str) -> tuple[str, ...]:
    """The words of one column of a vocabulary, of the rows that agree with `where`."""
    return tuple(
        row[name]
        for row in read_vocabulary(vocabulary)
        if all(row[key] == value for key, value in where.items())
    )


@cache
def read_rows(path: Path) -> Rows:
    """The rows of a CSV file as dictionaries by column name; empty cells are empty strings."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = tuple(csv.DictReader(lines))
    except OSError as error:
        raise VocabularyError(
            f"The word list {path} cannot be read ({error.strerror}). Restore the file."
        ) from error
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise VocabularyError(
                f"Line {number} of {path} has more or fewer cells than its header row. Mend it."
            )
    return rows
