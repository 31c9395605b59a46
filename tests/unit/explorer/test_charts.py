"""Charts carry exact amounts and addresses, and what comes from a report is no markup to them."""

import json
from decimal import Decimal
from typing import Any

from explorer import charts
from explorer.queries import Choice
from explorer.words import Words

EN = Words("en")
HOSTILE = '<a href="https://example.org">局</a>'


def traces(figure: str) -> list[dict[str, Any]]:
    return json.loads(figure)["data"]


def test_a_bar_tells_the_exact_amount_and_leads_to_its_year_under_the_same_filters() -> None:
    rows = [
        {"fiscal_year": 2021, "departments": 3, "budget_cny": Decimal("123456.78"), "expenditure_cny": None}
    ]
    budget, spending = traces(charts.money_by_year(rows, EN, "/", Choice(region="32")))
    assert budget["y"] == [12.345678]
    assert "123,456.78 元" in budget["hovertext"][0]
    assert budget["customdata"] == [["/?region=32&fiscal_year=2021"]]
    assert spending["y"] == [None]


def test_a_name_with_markup_stays_text() -> None:
    money = {"budget_cny": Decimal(20_000), "expenditure_cny": Decimal(10_000)}
    rows = [{"department_id": "d_1", "department_name": HOSTILE, "fiscal_year": 2021} | money]
    assert "<a" not in charts.budget_against_spending(rows, EN)


def test_a_contradiction_with_markup_in_its_name_stays_text() -> None:
    row = {
        "check_id": "c_1",
        "department_name": HOSTILE,
        "fiscal_year": 2021,
        "size": Decimal(1),
        "description_en": "",
    }
    assert "<a" not in charts.largest([row], EN)


def test_the_attainment_rate_is_the_share_of_the_goals_that_were_judged() -> None:
    rows = [{"fiscal_year": 2021, "attained": Decimal("3.000000"), "judged": Decimal("4.000000")}]
    (rate,) = traces(charts.attainment_rate(rows, EN, Choice()))
    assert (rate["x"], rate["y"]) == (["2021"], [0.75])
    assert "(3 / 4)" in rate["hovertext"][0]


def test_a_chart_of_nothing_is_drawn_empty() -> None:
    assert traces(charts.budget_against_spending([], EN))[0]["x"] == []
