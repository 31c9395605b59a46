"""What the explorer's pages are made of, asked of the loaded samples without a browser."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from explorer import evidence, queries
from explorer.queries import HEADLINES, Choice
from explorer.reader import Reader, Reading
from warehouse.home import Home
from warehouse.query import QueryLimits

HAIMEN = "海门区江岸养老服务局"


@pytest.fixture
def reading(explored: Home) -> Iterator[Reading]:
    reader = Reader(explored, QueryLimits(rows=10_000))
    with reader.reading() as reading:
        yield reading
    reader.close()


def test_every_headline_figure_has_a_fact_whose_place_holds_a_number(reading: Reading) -> None:
    shown = 0
    for row in queries.department_years(reading, Choice()).rows:
        for column in HEADLINES:
            if row[column] is None:
                continue
            fact = row["facts"][column]
            place = evidence.place_of_fact(reading, fact["id"], fact["report_id"])
            assert place is not None
            text = evidence.text_of(reading, fact["report_id"])[place.start : place.end]
            assert any(character.isdigit() for character in text), (row["department_name"], column, text)
            shown += 1
    assert shown > 30


def test_every_contradiction_leads_to_both_sides(reading: Reading) -> None:
    found = queries.contradictions(reading, Choice()).rows
    assert len(found) >= 7
    for check in found:
        sides = evidence.sides(reading, check, evidence.text_of(reading, check["report_id"]))
        assert {side.side for side in sides} == {evidence.LEFT, evidence.RIGHT}, check["left_label"]


def test_contradictions_come_by_their_size_those_in_money_first(reading: Reading) -> None:
    rows = queries.contradictions(reading, Choice()).rows
    assert rows == sorted(rows, key=lambda row: (not row["is_money"], -row["size"], row["check_id"]))
    assert {row["rule_id"] for row in rows if not row["is_money"]} == {"R603", "R701"}


def test_unsure_readings_are_told_apart_from_contradictions(reading: Reading) -> None:
    contradictions = {row["check_id"] for row in queries.contradictions(reading, Choice()).rows}
    unsure = queries.contradictions(reading, Choice(finding="unsure_reading")).rows
    assert contradictions.isdisjoint(row["check_id"] for row in unsure)


@pytest.mark.parametrize(
    ("choice", "departments"),
    [
        (Choice(region="33"), {"安吉县竹林气象服务局", "安吉县竹林水利局"}),
        (Choice(region="3305", domain="气象"), {"安吉县竹林气象服务局"}),
        (Choice(region="33", fiscal_year=2021), set()),
        (Choice(fiscal_year=2020), {HAIMEN}),
        (Choice(domain="' OR true --"), set()),
    ],
)
def test_filters_leave_what_they_name(reading: Reading, choice: Choice, departments: set[str]) -> None:
    table = queries.department_years(reading, choice)
    assert {row["department_name"] for row in table.rows} == departments
    assert table.total == len(table.rows)


def test_pages_of_a_table_hold_every_row_once(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = queries.department_years(reading, Choice())
    monkeypatch.setattr(queries, "ROWS", 3)
    first = queries.department_years(reading, Choice())
    paged = [
        row
        for page in range(1, first.pages + 1)
        for row in queries.department_years(reading, Choice(page=page)).rows
    ]
    assert len(first.rows) == 3
    assert paged == whole.rows


@pytest.mark.parametrize("sort", queries.SORTS)
def test_every_order_gives_the_same_rows(reading: Reading, sort: str) -> None:
    def keys(choice: Choice) -> set[tuple[str, int]]:
        return {
            (row["department_id"], row["fiscal_year"])
            for row in queries.department_years(reading, choice).rows
        }

    assert keys(Choice(sort=sort)) == keys(Choice())


def test_the_change_of_the_three_public_expenses_leads_to_last_years_figure(reading: Reading) -> None:
    rows = queries.three_public(reading, Choice(fiscal_year=2021)).rows
    (haimen,) = (row for row in rows if row["department_name"] == HAIMEN)
    assert haimen["change_cny"] == Decimal(84_000 - 88_000)
    assert haimen["before_cny"] == Decimal(88_000)
    fact = haimen["facts"]["before_cny"]
    place = evidence.place_of_fact(reading, fact["id"], fact["report_id"])
    assert place
    assert evidence.text_of(reading, fact["report_id"])[place.start : place.end] == "8.80"


def test_goals_are_counted_as_the_mart_judges_them(reading: Reading) -> None:
    by_year = queries.attainment_by_year(reading, Choice())
    counted = sum(row["goals"] for row in by_year)
    assert counted == queries.goals(reading, Choice()).total
    judged = sum(row["goals"] for row in by_year if row["attainment"] in ("attained", "not_attained"))
    assert sum(row["judged"] for row in queries.attainment_rates(reading, Choice())) == judged
    missed = queries.goals(reading, Choice(attainment="not_attained")).rows
    assert missed
    assert {row["attainment"] for row in missed} == {"not_attained"}


def test_regions_offered_are_provinces_and_what_lies_in_the_chosen_one(reading: Reading) -> None:
    provinces = [row["name"] for row in queries.options(reading, Choice())["regions"]]
    assert "浙江省" in provinces or "浙江" in provinces
    within = [row["code"] for row in queries.options(reading, Choice(region="33"))["regions"]]
    assert {"330500", "330523"} <= set(within)


def test_a_report_is_found_by_words_of_its_title(reading: Reading) -> None:
    assert [row["source_name"] for row in queries.reports(reading, Choice(words="养老服务局2021")).rows] == [
        "haimen-2021.txt"
    ]
