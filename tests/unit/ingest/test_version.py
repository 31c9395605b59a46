"""The extractor version."""

import re
from pathlib import Path

import pytest

from ingest import version


def test_version_is_a_short_hash() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", version.extractor_version())


@pytest.mark.parametrize("changed", ["rules.py", "words.csv"])
def test_changed_rule_or_word_list_changes_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    monkeypatch.setattr(version, "INGEST", tmp_path)
    (tmp_path / changed).write_text("before", encoding="utf-8")
    before = version.extractor_version.__wrapped__()
    (tmp_path / changed).write_text("after", encoding="utf-8")
    assert version.extractor_version.__wrapped__() != before
