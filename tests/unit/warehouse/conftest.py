"""A home in a temporary folder, and small records to load into it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from expectations.result import ValidationResult
from ingest.records import Document
from warehouse import build, publish, versions
from warehouse.home import Home

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which a build has begun."""
    home = Home(tmp_path / "home")
    build.begin(home)
    return home


@pytest.fixture
def document() -> Callable[[str], Document]:
    """Makes a document of a text; its id follows from the text."""

    def make(text: str) -> Document:
        return Document(
            report_id=f"r_{text}",
            source_name=f"{text}.txt",
            source_uri=f"{text}.txt",
            media_type="text/plain",
            encoding="utf-8",
            byte_count=len(text),
            content_sha256=f"sha-{text}",
            text=text,
            loaded_at=NOW,
            retired_at=None,
        )

    return make


@pytest.fixture
def outcome() -> Callable[..., ValidationResult]:
    """Makes a check outcome that passed, but for what is given."""

    def make(**given: str) -> ValidationResult:
        fields = dict.fromkeys(ValidationResult._fields, "x") | {
            "run_id": "run-1",
            "outcome": "passed",
            "severity": "error",
            "unexpected_count": None,
            "checked_at": NOW,
        }
        return ValidationResult(**(fields | given))

    return make


@pytest.fixture
def publish_version(home: Home) -> Callable[[int], str]:
    """Publishes a version that bears a number in `raw.mark`, a day after the number before; gives its id."""

    def make(number: int) -> str:
        build.begin(home)
        with build.connect(home) as connection:
            connection.execute(f"CREATE OR REPLACE TABLE raw.mark AS SELECT {number} AS version")
        publish.publish(home, f"run-{number}", [], NOW + timedelta(days=number))
        return versions.published(home).version_id

    return make
