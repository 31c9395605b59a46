"""The word lists of extraction, as files."""

from collections import Counter
from pathlib import Path

import pytest

from ingest.structure.fold import fold
from ingest.vocabulary.reading import VOCABULARY, read_rows

LISTS = sorted(VOCABULARY.glob("*.csv"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_line_stands_in_its_list_once(path: Path) -> None:
    lines = Counter(tuple(row.values()) for row in read_rows(path))
    assert [line for line, count in lines.items() if count > 1] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_terms_are_folded(path: Path) -> None:
    assert [row for row in read_rows(path) if any(fold(cell) != cell for cell in row.values())] == []
