"""What the pages show, as SQL over the marts: each query bounded, each table by the page.

Figures are those of the marts; nothing is computed here that a mart defines. Money is in yuan.
"""

from collections.abc import Iterable
from typing import NamedTuple

from explorer.reader import Reading, Row

ROWS = 50  # of one page of a table
POINTS = 1_000  # of one chart
BARS = 12
SEARCHED_CHARACTERS = 100

SORTS = {
    "year": "fiscal_year DESC, expenditure_cny DESC NULLS LAST",
    "expenditure": "expenditure_cny DESC NULLS LAST, fiscal_year DESC",
    "rate": "execution_rate DESC NULLS LAST, fiscal_year DESC",
    "contradictions": "checks_failed DESC, expenditure_cny DESC NULLS LAST",
}
FINDINGS = ("contradiction", "irregularity", "unsure_reading")
ATTAINMENTS = ("not_attained", "attained", "no_result", "not_comparable")

# The item and measure that a headline column of marts.department_year is read from.
HEADLINES = {
    "initial_budget_cny": ("total", "initial_budget"),
    "adjusted_budget_cny": ("total", "adjusted_budget"),
    "expenditure_cny": ("total", "expenditure"),
    "basic_expenditure_cny": ("basic", "expenditure"),
    "project_expenditure_cny": ("project", "expenditure"),
    "three_public_budget_cny": ("three_public", "initial_budget"),
    "three_public_expenditure_cny": ("three_public", "expenditure"),
    "carryover_in_cny": ("total", "carryover_in"),
    "carryover_out_cny": ("total", "carryover_out"),
}


class Choice(NamedTuple):
    """What a reader chose to see; None of what was left open. `region` is the beginning of a region code."""

    region: str | None = None
    fiscal_year: int | None = None
    domain: str | None = None
    department: str | None = None
    page: int = 1
    sort: str = "year"
    finding: str = "contradiction"
    attainment: str | None = None
    words: str | None = None
    check: str | None = None

    def parameters(self) -> Row:
        return self._asdict() | {"rows": ROWS, "offset": (self.page - 1) * ROWS, "points": POINTS}


class Paged(NamedTuple):
    """One page of a table, and how many rows there are in all."""

    rows: list[Row]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))


_PLACE = """
    ($region::VARCHAR IS NULL OR starts_with(d.region_code, $region))
    AND ($domain::VARCHAR IS NULL OR d.domain = $domain)
    AND ($department::VARCHAR IS NULL OR d.department_id = $department)
"""

_CHOSEN = f"""
    chosen AS (
        SELECT y.*, d.region_name, d.domain, coalesce(y.adjusted_budget_cny, y.initial_budget_cny) AS budget_cny
        FROM marts.department_year AS y JOIN marts.dim_department AS d USING (department_id)
        WHERE ($fiscal_year::INTEGER IS NULL OR y.fiscal_year = $fiscal_year) AND {_PLACE}
    )
"""


def options(reading: Reading, choice: Choice) -> dict[str, list[Row]]:
    """What there is to choose from: `regions` (code, name; the provinces, and what lies in the chosen one), `years`, `domains`."""
    regions = """
        WITH present AS (SELECT DISTINCT region_code FROM marts.dim_department WHERE region_code IS NOT NULL),
        place AS (
            SELECT DISTINCT left(region_code, 2) || '0000' AS code FROM present
            UNION SELECT DISTINCT left(region_code, 4) || '00' FROM present WHERE left(region_code, 2) = left($region, 2)
            UNION SELECT region_code FROM present WHERE left(region_code, 2) = left($region, 2)
        )
        SELECT place.code, coalesce(region.name_zh, place.code) AS name
        FROM place LEFT JOIN reference.region AS region ON place.code = region.region_code
        WHERE region.region_code IS NOT NULL OR place.code IN (FROM present)
        ORDER BY place.code LIMIT 500
    """
    years = (
        "SELECT DISTINCT fiscal_year AS code FROM marts.department_year ORDER BY fiscal_year DESC LIMIT 100"
    )
    domains = "SELECT DISTINCT domain AS code FROM marts.dim_department WHERE domain IS NOT NULL ORDER BY domain LIMIT 200"
    given = choice.parameters()
    return {
        "regions": reading.ask(regions, given),
        "years": reading.ask(years),
        "domains": reading.ask(domains),
    }


def report_count(reading: Reading) -> int:
    return int(reading.ask("SELECT count(*) AS n FROM marts.dim_report WHERE is_current")[0]["n"])


def department_years(reading: Reading, choice: Choice) -> Paged:
    """Rows of marts.department_year with `region_name`, `domain` and `facts`: the fact behind each headline figure."""
    given = choice.parameters()
    order = SORTS[choice.sort]
    rows = reading.ask(
        f"WITH {_CHOSEN} SELECT * FROM chosen ORDER BY {order}, department_id LIMIT $rows OFFSET $offset",
        given,
    )
    total = reading.ask(f"WITH {_CHOSEN} SELECT count(*) AS n FROM chosen", given)[0]["n"]
    _add_facts(reading, rows)
    return Paged(rows, total)


def _add_facts(reading: Reading, rows: Iterable[Row]) -> None:
    """Give each row of departments and years its `facts`: headline column -> fact (`id`, `report_id`, `confidence`)."""
    rows = list(rows)
    found = reading.ask(
        """
        WITH fact AS (
            SELECT amount_id, report_id, fiscal_year, item_code, measure, funding_source, amount_cny, confidence, budget_unit
            FROM marts.fct_budget
            UNION ALL
            SELECT amount_id, report_id, fiscal_year, item_code, measure, funding_source, amount_cny, confidence, budget_unit
            FROM marts.fct_expenditure
        )
        SELECT
            report.department_id, fact.fiscal_year, fact.item_code, fact.measure, fact.amount_cny,
            first(
                {'id': fact.amount_id, 'report_id': fact.report_id, 'confidence': fact.confidence}
                ORDER BY fact.funding_source <> 'all', report.fiscal_year <> fact.fiscal_year,
                    fact.confidence DESC, fact.amount_id
            ) AS fact
        FROM fact JOIN marts.dim_report AS report USING (report_id)
        WHERE
            list_contains($departments::VARCHAR[], report.department_id) AND report.is_current
            AND fact.budget_unit IS NULL AND list_contains($keys::VARCHAR[], fact.item_code || ' ' || fact.measure)
        GROUP BY ALL
        """,
        {
            "departments": sorted({row["department_id"] for row in rows}),
            "keys": [" ".join(key) for key in HEADLINES.values()],
        },
    )
    facts = {
        (f["department_id"], f["fiscal_year"], f["item_code"], f["measure"], f["amount_cny"]): f["fact"]
        for f in found
    }
    for row in rows:
        row["facts"] = {
            column: facts.get((row["department_id"], row["fiscal_year"], *key, row[column]))
            for column, key in HEADLINES.items()
        }


def money_by_year(reading: Reading, choice: Choice) -> list[Row]:
    """`fiscal_year`, `departments`, `budget_cny`, `expenditure_cny`, over the departments that state both."""
    return _sums_by_year(reading, choice, "budget_cny", "expenditure_cny")


def _sums_by_year(reading: Reading, choice: Choice, budget: str, spending: str) -> list[Row]:
    return reading.ask(
        f"""
        WITH {_CHOSEN}
        SELECT fiscal_year, count(*) AS departments, sum({budget}) AS budget_cny, sum({spending}) AS expenditure_cny
        FROM chosen WHERE {budget} IS NOT NULL AND {spending} IS NOT NULL
        GROUP BY fiscal_year ORDER BY fiscal_year
        """,
        choice.parameters(),
    )


def rates_by_year(reading: Reading, choice: Choice) -> list[Row]:
    """`fiscal_year`, `departments`, and the `lowest`, `middle` and `highest` execution rate of the middle half."""
    return reading.ask(
        f"""
        WITH {_CHOSEN}
        SELECT fiscal_year, count(*) AS departments, quantile_cont(execution_rate, 0.25) AS lowest,
            median(execution_rate) AS middle, quantile_cont(execution_rate, 0.75) AS highest
        FROM chosen WHERE execution_rate IS NOT NULL GROUP BY fiscal_year ORDER BY fiscal_year
        """,
        choice.parameters(),
    )


def budget_against_spending(reading: Reading, choice: Choice) -> list[Row]:
    """The departments and years of the greatest spending that state a budget too: `budget_cny`, `expenditure_cny`."""
    return reading.ask(
        f"""
        WITH {_CHOSEN}
        SELECT department_id, department_name, fiscal_year, budget_cny, expenditure_cny
        FROM chosen WHERE budget_cny > 0 AND expenditure_cny > 0
        ORDER BY expenditure_cny DESC, department_id, fiscal_year LIMIT $points
        """,
        choice.parameters(),
    )


def department(reading: Reading, department_id: str) -> Row | None:
    """One department of marts.dim_department."""
    found = reading.ask(
        "SELECT * FROM marts.dim_department WHERE department_id = $department", {"department": department_id}
    )
    return found[0] if found else None


def three_public(reading: Reading, choice: Choice) -> Paged:
    """Departments and years that state the three public expenses, with `change_cny` and `change` from `before_cny`, the year before's."""
    joined = f"""
        WITH {_CHOSEN}, stated AS (
            SELECT chosen.*, metric.numerator AS change_cny, metric.value AS change, metric.denominator AS before_cny,
                metric.denominator_ids AS before_id
            FROM chosen LEFT JOIN marts.metric AS metric
                ON chosen.department_id = metric.department_id AND chosen.fiscal_year = metric.fiscal_year
                AND metric.metric = 'three_public_change'
            WHERE chosen.three_public_budget_cny IS NOT NULL OR chosen.three_public_expenditure_cny IS NOT NULL
        )
    """
    given = choice.parameters()
    rows = reading.ask(
        f"""
        {joined} SELECT * FROM stated
        ORDER BY three_public_expenditure_cny DESC NULLS LAST, fiscal_year DESC, department_id LIMIT $rows OFFSET $offset
        """,
        given,
    )
    total = reading.ask(f"{joined} SELECT count(*) AS n FROM stated", given)[0]["n"]
    _add_facts(reading, rows)
    before = reading.ask(
        "SELECT amount_id AS id, report_id, confidence FROM marts.fct_expenditure WHERE list_contains($ids::VARCHAR[], amount_id)",
        {"ids": [row["before_id"] for row in rows if row["before_id"]]},
    )
    facts = {fact["id"]: fact for fact in before}
    for row in rows:
        row["facts"]["before_cny"] = facts.get(row["before_id"])
    return Paged(rows, total)


def three_public_by_year(reading: Reading, choice: Choice) -> list[Row]:
    """As `money_by_year`, of the three public expenses."""
    return _sums_by_year(reading, choice, "three_public_budget_cny", "three_public_expenditure_cny")


_GOALS = f"""
    goals AS (
        SELECT i.*, d.region_name, d.domain, f.confidence
        FROM marts.indicator_attainment AS i
        JOIN marts.dim_department AS d ON i.department_id = d.department_id
        JOIN marts.fct_indicator AS f ON i.indicator_id = f.indicator_id AND i.report_id = f.report_id
        WHERE ($fiscal_year::INTEGER IS NULL OR i.fiscal_year = $fiscal_year) AND {_PLACE}
    )
"""


def goals(reading: Reading, choice: Choice) -> Paged:
    """Rows of marts.indicator_attainment with `confidence`: what was missed first, the furthest from its goal first."""
    given = choice.parameters()
    where = "WHERE $attainment::VARCHAR IS NULL OR attainment = $attainment"
    rows = reading.ask(
        f"""
        WITH {_GOALS} SELECT * FROM goals {where}
        ORDER BY attainment <> 'not_attained', attainment <> 'attained', completion_rate NULLS LAST, fiscal_year DESC,
            report_id, indicator_id
        LIMIT $rows OFFSET $offset
        """,
        given,
    )
    total = reading.ask(f"WITH {_GOALS} SELECT count(*) AS n FROM goals {where}", given)[0]["n"]
    return Paged(rows, total)


def attainment_by_year(reading: Reading, choice: Choice) -> list[Row]:
    """`fiscal_year`, `attainment`, `goals`: how many goals came out how."""
    return reading.ask(
        f"""
        WITH {_GOALS} SELECT fiscal_year, attainment, count(*) AS goals FROM goals
        WHERE fiscal_year IS NOT NULL GROUP BY ALL ORDER BY fiscal_year, attainment
        """,
        choice.parameters(),
    )


def attainment_rates(reading: Reading, choice: Choice) -> list[Row]:
    """`fiscal_year`, `attained`, `judged`: what the attainment rates of the departments of each year are made of."""
    return reading.ask(
        f"""
        SELECT fiscal_year, sum(numerator) AS attained, sum(denominator) AS judged
        FROM marts.metric JOIN marts.dim_department AS d USING (department_id)
        WHERE metric = 'attainment_rate' AND ($fiscal_year::INTEGER IS NULL OR fiscal_year = $fiscal_year) AND {_PLACE}
        GROUP BY fiscal_year ORDER BY fiscal_year
        """,
        choice.parameters(),
    )


def metrics(reading: Reading) -> dict[str, Row]:
    """Rows of marts.dim_metric by their code: what a rate that people quote is made of."""
    return {row["metric"]: row for row in reading.ask("SELECT * FROM marts.dim_metric")}


_IS_MONEY = r"regexp_matches(left_label || ' ' || right_label, '[0-9][万亿千百]*元')"
_CHECKS = f"""
    checks AS (
        SELECT c.*, r.department_id, r.fiscal_year, r.source_name, d.department_name, d.region_name,
            rule.description_en, rule.description_zh, abs(c.difference) AS size, {_IS_MONEY} AS is_money
        FROM marts.fct_reconciliation AS c
        JOIN marts.dim_report AS r USING (report_id)
        LEFT JOIN marts.dim_department AS d ON r.department_id = d.department_id
        LEFT JOIN reference.reconciliation_rule AS rule ON c.rule_id = rule.rule_id
        WHERE ($check::VARCHAR IS NULL OR c.check_id = $check)
            AND ($fiscal_year::INTEGER IS NULL OR r.fiscal_year = $fiscal_year) AND {_PLACE}
    )
"""


def contradictions(reading: Reading, choice: Choice) -> Paged:
    """Failed checks of one finding: money first, by the size of the difference; `is_money` says which are in yuan."""
    given = choice.parameters()
    rows = reading.ask(
        f"""
        WITH {_CHECKS} SELECT * FROM checks WHERE finding = $finding
        ORDER BY is_money DESC, size DESC, check_id LIMIT $rows OFFSET $offset
        """,
        given,
    )
    total = reading.ask(f"WITH {_CHECKS} SELECT count(*) AS n FROM checks WHERE finding = $finding", given)
    return Paged(rows, total[0]["n"])


def contradictions_by_rule(reading: Reading, choice: Choice) -> list[Row]:
    """`rule_code`, `checks`: how many failed checks of the finding each kind of rule has."""
    return reading.ask(
        f"""
        WITH {_CHECKS} SELECT rule_code, count(*) AS checks FROM checks WHERE finding = $finding
        GROUP BY rule_code ORDER BY checks DESC, rule_code
        """,
        choice.parameters(),
    )


def check(reading: Reading, check_id: str) -> Row | None:
    """One check, passed or failed, with what `contradictions` gives."""
    found = reading.ask(f"WITH {_CHECKS} SELECT * FROM checks", Choice(check=check_id).parameters())
    return found[0] if found else None


def reports(reading: Reading, choice: Choice) -> Paged:
    """Rows of marts.dim_report that are current, with `contradictions`: the number of them in each."""
    given = choice.parameters()
    listed = f"""
        WITH listed AS (
            SELECT r.*, d.domain, kind.name_zh AS kind_zh, kind.name_en AS kind_en
            FROM marts.dim_report AS r LEFT JOIN marts.dim_department AS d ON r.department_id = d.department_id
            LEFT JOIN reference.report_kind AS kind ON r.report_kind = kind.report_kind
            WHERE r.is_current AND ($fiscal_year::INTEGER IS NULL OR r.fiscal_year = $fiscal_year) AND {_PLACE}
                AND ($words::VARCHAR IS NULL OR contains(concat_ws(' ', r.source_name, r.title, d.department_name), $words))
        )
    """
    rows = reading.ask(
        f"""
        {listed}, page AS (SELECT * FROM listed ORDER BY fiscal_year DESC NULLS LAST, source_name, report_id LIMIT $rows OFFSET $offset)
        SELECT page.*, (
            SELECT count(*) FROM marts.fct_reconciliation AS c
            WHERE c.report_id = page.report_id AND c.finding = 'contradiction'
        ) AS contradictions
        FROM page ORDER BY fiscal_year DESC NULLS LAST, source_name, report_id
        """,
        given,
    )
    return Paged(rows, reading.ask(f"{listed} SELECT count(*) AS n FROM listed", given)[0]["n"])
