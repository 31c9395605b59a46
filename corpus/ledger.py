"""The books of invented departments: figures that agree with each other within a year and from year to year.

All amounts are whole numbers of 0.01 万元 (100 yuan), so that every identity of the audit rules holds exactly.
"""

import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

TEN_THOUSAND = 100  # a unit of 万元
FIRST_YEAR = 2018
YEARS = 4  # of each department
RUNNING = "人员及运转保障"  # basic spending where a form lists it as a task

Key = tuple[str, str, str, str]  # item_code, item_name, measure, funding_source


class Goal(NamedTuple):
    """An indicator of a self-evaluation sheet: target, result, mark and full mark."""

    level1: str
    level2: str
    name: str
    operator: str
    unit: str
    target: int
    actual: int
    weight: int
    score: int


class Project(NamedTuple):
    """A special fund of one year; amounts in 0.01 万元."""

    name: str
    initial: int
    adjusted: int
    expenditure: int
    goals: tuple[Goal, ...]  # full marks add up to 90, 10 are for execution

    @property
    def execution_score(self) -> float:
        return round(10 * self.expenditure / self.adjusted, 2)

    @property
    def score(self) -> float:
        return round(self.execution_score + sum(goal.score for goal in self.goals), 2)


class Year(NamedTuple):
    """One department in one fiscal year."""

    year: int
    amounts: Mapping[Key, int]
    counts: Mapping[str, int]  # heads, vehicles, visits
    projects: tuple[Project, ...]
    goals: tuple[Goal, ...]  # of the department as a whole, marked like those of a project

    def amount(self, item: str, measure: str, fund: str = "all", name: str = "") -> int:
        return self.amounts[item, name, measure, fund]

    @property
    def execution_score(self) -> float:
        return round(10 * self.amount("total", "expenditure") / self.amount("total", "adjusted_budget"), 2)

    @property
    def score(self) -> float:
        return round(self.execution_score + sum(goal.score for goal in self.goals), 2)


def years(chance: random.Random, bureau: Mapping[str, Any], scale: int) -> Iterator[Year]:
    """The consecutive years of one department: what one leaves over the next one brings forward.

    `bureau` is an entry of data/bureaus.yml; `scale` is about the spending of a year in 万元.
    """
    carried = _near(chance, scale * TEN_THOUSAND // 30)
    before = _three_public(chance, scale)
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        built = _year(chance, bureau, year, scale, carried, before)
        carried = built.amount("total", "carryover_out")
        before = {
            item: amount for (item, _, measure, _), amount in built.amounts.items()
            if item.startswith("three_public") and measure == "expenditure"
        }  # fmt: skip
        yield built


def _year(
    chance: random.Random,
    bureau: Mapping[str, Any],
    year: int,
    scale: int,
    carried: int,
    before: Mapping[str, int],
) -> Year:
    whole = scale * TEN_THOUSAND
    amounts: dict[Key, int] = {}

    def put(item: str, measure: str, amount: int, fund: str = "all", name: str = "") -> int:
        amounts[item, name, measure, fund] = amount
        return amount

    projects = tuple(_projects(chance, bureau, whole // 2, carried))
    for project in projects:
        put("project.item", "initial_budget", project.initial, name=project.name)
        put("project.item", "adjusted_budget", project.adjusted, name=project.name)
        put("project.item", "expenditure", project.expenditure, name=project.name)
        brought = carried if project is projects[0] else 0
        for measure, amount in (
            ("initial_budget", 0),
            ("adjusted_budget", brought),
            ("expenditure", brought),
        ):
            whole_of_it = amounts["project.item", project.name, measure, "all"]
            put("project.item", measure, amount, "carryover", project.name)
            put("project.item", measure, whole_of_it - amount, "general_public_budget", project.name)
    wages, pensions = _near(chance, whole * 3 // 10), _near(chance, whole // 20)
    goods, equipment = _near(chance, whole // 12), _near(chance, whole // 90)
    put("economic.301", "expenditure", wages)
    put("economic.303", "expenditure", pensions)
    put("economic.302", "expenditure", goods)
    put("economic.310", "expenditure", equipment)
    personnel = put("basic.personnel", "expenditure", wages + pensions)
    operating = put("basic.operating", "expenditure", goods + equipment)
    basic = put("basic", "expenditure", personnel + operating)
    project_spent = put("project", "expenditure", sum(project.expenditure for project in projects))
    spent = put("total", "expenditure", basic + project_spent)
    basic_initial = put("basic", "initial_budget", basic - _near(chance, basic // 12))
    project_initial = put("project", "initial_budget", sum(project.initial for project in projects))
    initial = put("total", "initial_budget", basic_initial + project_initial)
    put("basic", "adjusted_budget", basic)
    for measure in ("adjusted_budget", "expenditure"):
        put("project.item", measure, basic, name=RUNNING)
    project_adjusted = put("project", "adjusted_budget", sum(project.adjusted for project in projects))
    available = put("total", "adjusted_budget", basic + project_adjusted)
    put("total", "carryover_in", carried)
    revenue = put("total", "revenue", available - carried)
    put("total", "budget_adjustment", available - carried - initial)
    put("total", "carryover_out", available - spent)
    fund = put("total", "revenue", _near(chance, whole // 40), "government_fund")
    other = put("total", "revenue", _near(chance, whole // 60), "other")
    put("total", "revenue", revenue - fund - other, "general_public_budget")
    put("total", "expenditure", fund, "government_fund")
    put("total", "expenditure", other, "other")
    put("total", "expenditure", spent - fund - other, "general_public_budget")
    _functions(chance, bureau, spent, put)
    for item, amount in _three_public(chance, scale).items():
        put(item, "expenditure", amount)
        put(item, "initial_budget", amount + _near(chance, max(amount // 6, 20)) if amount else 0)
        put(item, "last_year", before[item])
    for measure in ("expenditure", "initial_budget", "last_year"):
        parts = [
            "three_public.vehicle_operation",
            "three_public.reception",
            "three_public.overseas",
            "three_public.vehicle_purchase",
        ]
        put("three_public", measure, sum(amounts[part, "", measure, "all"] for part in parts))
    bought = [put(f"procurement.{part}", "expenditure", _near(chance, whole // share))
              for part, share in (("goods", 40), ("works", 25), ("services", 30))]  # fmt: skip
    put("procurement", "expenditure", sum(bought))
    fixed, current = _near(chance, whole * 2), _near(chance, whole // 3)
    put("fixed", "asset", fixed)
    put("current", "asset", current)
    put("assets", "asset", fixed + current)
    return Year(year, amounts, _counts(chance, scale), projects, tuple(_goals(chance, bureau, 90)))


def _projects(
    chance: random.Random, bureau: Mapping[str, Any], whole: int, carried: int
) -> Iterator[Project]:
    names = chance.sample(bureau["projects"], chance.randint(3, len(bureau["projects"])))
    for number, name in enumerate(names):
        initial = _near(chance, whole // len(names)) // 100 * 100 + 100  # a round budget
        adjusted = initial + _near(chance, initial // 8) // 100 * 100 + (carried if number == 0 else 0)
        spent = adjusted - _near(chance, adjusted // 25)
        yield Project(name, initial, adjusted, spent, tuple(_goals(chance, bureau, 90)))


def _goals(chance: random.Random, bureau: Mapping[str, Any], full: int) -> Iterator[Goal]:
    """All goals of the bureau and the public's satisfaction; full marks add up to `full`."""
    known = [*bureau["goals"], ["服务对象满意度指标", "服务对象满意度", "%", ">=", 88, 94]]
    share = full // len(known)
    for number, (level2, name, unit, operator, lowest, highest) in enumerate(known):
        target = chance.randint(lowest, highest)
        if target > 200:
            target = target // 10 * 10
        weight = share if number else full - share * (len(known) - 1)
        missed = chance.random() < 0.2 and unit != "%"
        if missed:
            actual = target * chance.randint(90, 98) // 100
        elif operator == "=":
            actual = target
        else:
            actual = target + chance.randint(0, max(1, target // 12))
        if unit == "%":
            actual = min(actual, 100)
        score = weight - 1 if actual < target else weight
        level1 = {"数": "产出指标", "质": "产出指标", "时": "产出指标", "服": "满意度指标"}.get(
            level2[0], "效益指标"
        )
        yield Goal(level1, level2, name, operator, unit, target, actual, weight, score)


def _functions(chance: random.Random, bureau: Mapping[str, Any], spent: int, put: Any) -> None:
    """Spending by functional class: the bureau's own one takes what the common ones leave."""
    own = bureau["function"][0]
    left = spent
    for code, share in (("208", 14), ("210", 30), ("221", 22)):
        if code != own:
            left -= put(f"function.{code}", "expenditure", _near(chance, spent // share))
    put(f"function.{own}", "expenditure", left)


def _three_public(chance: random.Random, scale: int) -> dict[str, int]:
    whole = scale * TEN_THOUSAND
    return {
        "three_public.vehicle_operation": _near(chance, whole // 220),
        "three_public.reception": _near(chance, whole // 500),
        "three_public.overseas": 0,
        "three_public.vehicle_purchase": 0,
    }


def _counts(chance: random.Random, scale: int) -> dict[str, int]:
    quota = 12 + scale // 90
    civil = quota * chance.randint(30, 60) // 100
    actual = quota - chance.randint(0, 4)
    return {
        "quota": quota, "quota_civil": civil, "quota_other": quota - civil, "actual": actual,
        "retired": chance.randint(4, quota), "vehicles": chance.randint(1, 5), "offices": chance.randint(4, 14),
        "visits": chance.randint(12, 90), "guests": chance.randint(100, 900),
    }  # fmt: skip


def _near(chance: random.Random, amount: int) -> int:
    """Between 0.7 and 1.3 times the amount, at least 0.01 万元; never a round hundred."""
    near = max(1, int(amount * chance.uniform(0.7, 1.3)))
    return near + 7 if near % 100 == 0 else near
