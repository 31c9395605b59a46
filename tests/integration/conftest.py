"""Dagster's record of a home that the sample reports were loaded into (see tests/conftest.py)."""

from collections.abc import Iterator

import dagster as dg
import pytest

from tests.conftest import Load
from warehouse.home import Home

__all__ = ["Load"]


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's record of the copied home."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        yield instance
