"""Receivers, and an instance of Dagster that forgets."""

import logging
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration import alerts
from tests.receivers import Hook, Mailbox, mail_receiver, web_receiver
from warehouse.home import Home

LOG = logging.getLogger("tests.alerts")


@pytest.fixture
def hook() -> Iterator[Hook]:
    with web_receiver() as hook:
        yield hook


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_receiver() as mailbox:
        yield mailbox


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").prepare()


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow one another at once."""
    monkeypatch.setattr(alerts, "_PAUSES", (0.0, 0.0, 0.0))
