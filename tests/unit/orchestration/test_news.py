"""What a new version brings: how far its volume fell, and which contradictions are new."""

from decimal import Decimal

import pytest

from orchestration.news import Contradiction, Holdings, added, fallen


def _holdings(reports: int, facts: int, *found: Contradiction) -> Holdings:
    return Holdings(reports, facts, frozenset(found))


def _found(check_id: str, difference: str) -> Contradiction:
    return Contradiction(check_id, "a.txt", "two sums", Decimal(difference))


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (_holdings(10, 100), None),
        (_holdings(11, 91), None),
        (_holdings(10, 90), "facts fell from 100 to 90"),
        (_holdings(9, 90), "reports fell from 10 to 9 and facts fell from 100 to 90"),
    ],
)
def test_a_fall_is_told_from_the_bound_on(after: Holdings, told: str | None) -> None:
    assert fallen(_holdings(10, 100), after, percent=10) == told


def test_only_new_contradictions_of_high_value_are_news() -> None:
    before = _holdings(1, 1, _found("old", "5000"))
    after = _holdings(
        1, 1, _found("old", "9000"), _found("small", "99.99"), _found("b", "100"), _found("a", "700")
    )
    assert [found.check_id for found in added(before, after, amount=100)] == ["a", "b"]
