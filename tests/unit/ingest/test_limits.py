"""Limits from the environment: taken where they are numbers, refused by name where they are not."""

import pytest

from ingest.errors import LimitError
from ingest.limits import Limits, limits_from_environment


def test_without_variables_the_defaults_hold() -> None:
    assert limits_from_environment({}) == Limits()


@pytest.mark.parametrize("field", Limits._fields)
def test_every_limit_has_its_variable(field: str) -> None:
    limits = limits_from_environment({f"JIXIAO_{field.upper()}": " 1234 "})
    assert limits == Limits()._replace(**{field: 1234})


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "1e3", "٣", "9" * 12])
def test_what_is_no_limit_is_refused_by_name(value: str) -> None:
    with pytest.raises(LimitError, match="JIXIAO_MAX_SECONDS"):
        limits_from_environment({"JIXIAO_MAX_SECONDS": value})


def test_a_blank_variable_is_none() -> None:
    assert limits_from_environment({"JIXIAO_MAX_SECONDS": " "}) == Limits()


def test_memory_below_that_of_the_word_lists_is_refused() -> None:
    with pytest.raises(LimitError, match="at least 512"):
        limits_from_environment({"JIXIAO_MAX_MEMORY_MB": "511"})
