"""What the summary says of the time a load took."""

from orchestration.summary import times


def test_each_step_is_told_with_its_share() -> None:
    assert list(times({"extracting": 30.0, "publishing": 10.0})) == [
        ("time extracting", "30.0 s, 75%"),
        ("time publishing", "10.0 s, 25%"),
        ("time of all steps", "40.0 s"),
    ]


def test_a_load_without_steps_took_no_time() -> None:
    assert list(times({})) == [("time of all steps", "0.0 s")]
