"""A short stretch of `make fuzz`: another one would find what it finds, only later."""

from tests.fuzz.fuzz import findings
from tests.fuzz.mutations import SUFFIXES, mutated


def test_mutated_files_do_no_harm() -> None:
    outcomes, found = findings(range(350), count=2)
    assert found == []
    assert outcomes["read"] > 100  # else the mutations are so coarse that nothing gets as far as extraction


def test_the_same_number_makes_the_same_input() -> None:
    for number in range(len(SUFFIXES)):
        assert mutated(number) == mutated(number)
