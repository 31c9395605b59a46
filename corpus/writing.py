"""Writes a report from a template: whatever the template states is noted as an expected fact.

A template names the fact where it states it (`money("basic", "expenditure")`), so text and expectation
cannot part. It also names the places where a figure may be made wrong (`site=`, the code of the check
that must then fail); `plant` says which of them is.
"""

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import yaml

from corpus.ledger import RUNNING, TEN_THOUSAND, Goal, Year
from corpus.shapes import PROSE, TABLES

FOLDER = Path(__file__).parent
TEMPLATES, DATA = FOLDER / "templates", FOLDER / "data"
MART = {
    "expenditure": "expenditure",
    "returned": "expenditure",
    "carryover_out": "expenditure",
}  # else budget
WRONG_BY = 1000  # 10.00 万元

_TABLE_BEGIN, _TABLE_END = "\x02", "\x03"  # around tables: prose is wrapped, they are not
_FIGURE = re.compile(r"\{([^|{}]+)\|([^|{}]+)\|(\d+)\|(\d+)\}")


class Department(NamedTuple):
    """Who reports."""

    name: str
    place: str
    region_code: str
    admin_level: str
    bureau: str  # a key of data/bureaus.yml


class Layout(NamedTuple):
    """A template and what it allows: see the head of each file in templates/."""

    name: str
    kind: str
    title: str
    money: str
    tables: Sequence[str]
    prose: Sequence[str]
    is_scored: bool


class Written(NamedTuple):
    """A report and what is known of it, as rows of the CSV files of tests/heldout/expected (without `doc`)."""

    text: str
    identity: dict[str, str]
    amounts: list[dict[str, str]]
    indicators: list[dict[str, str]]
    contradictions: list[dict[str, str]]
    sites: int  # places where a contradiction can be planted


@cache
def data(name: str) -> Any:
    """A file of the folder data."""
    return yaml.safe_load((DATA / f"{name}.yml").read_text(encoding="utf-8"))


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts, by name."""
    found = []
    for path in sorted(TEMPLATES.glob("[!_]*.txt")):
        head = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0])
        found.append(Layout(path.stem, **head))
    return tuple(found)


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    return environment.get_template(name)


def _source(name: str) -> str:
    text = (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    return text if name.startswith("_") else text.split("\n---\n", 1)[1]


def write(
    department: Department, year: Year, layout: Layout, chance: random.Random, plant: int | None = None
) -> Written:
    """The report of one department and year. `plant` is the number of the site that is made wrong."""
    pen = _Pen(department, year, layout, chance, plant)
    text = _template(layout.name).render(pen.words())
    pieces = re.split(f"{_TABLE_BEGIN}(.*?){_TABLE_END}", text, flags=re.DOTALL)
    pieces[::2] = map(PROSE[chance.choice(layout.prose)], pieces[::2])
    name = department.name
    identity = {
        "report_kind": layout.kind,
        "department_name": name,
        "region_code": department.region_code,
        "admin_level": department.admin_level,
        "fiscal_year": str(year.year),
        "self_score": _plain(pen.total) if layout.is_scored else "",
        "self_grade": pen.stated_grade,
    }
    return Written(
        "".join(pieces), identity, list(pen.amounts.values()), pen.indicators, pen.contradictions, pen.sites
    )


class _Pen:
    """What a template may call, and what has been stated so far."""

    def __init__(
        self, department: Department, year: Year, layout: Layout, chance: random.Random, plant: int | None
    ) -> None:
        self.amounts: dict[tuple[str, ...], dict[str, str]] = {}
        self.indicators: list[dict[str, str]] = []
        self.contradictions: list[dict[str, str]] = []
        self.sites = 0
        self.stated_grade = ""
        self.total = year.score if layout.kind != "project_expenditure" else year.projects[0].score
        self._department = department
        self._year = year
        self._layout = layout
        self._chance = chance
        self._plant = plant
        self._table = TABLES[chance.choice(layout.tables)]

    def words(self) -> dict[str, Any]:
        """The names of the templates."""
        department, year = self._department, self._year
        return {
            "department": department.name,
            "place": department.place,
            "bureau": department.bureau,
            "year": year.year,
            "code": department.region_code,
            "projects": year.projects,
            "goals": year.goals,
            "own": data("bureaus")[department.bureau]["function"],
            "money_unit": self._layout.money,
            "title": self._layout.title.format(department=department.name, year=year.year),
            "has": lambda item: (item, "", "expenditure", "all") in year.amounts,
            "money": self.money,
            "cell": self.cell,
            "pct": self.pct,
            "change": self.change,
            "count": self.count,
            "works": self.works,
            "say": self.say,
            "goal_rows": self.goal_rows,
            "mark_rows": self.mark_rows,
            "stated_goal": self.stated_goal,
            "counted": lambda what, unit: f"{year.counts[what]}{unit}",
            "executed": lambda of: _plain(of.execution_score),
            "RUNNING": RUNNING,
            "plain": _plain,
            "whole": year,
            "score": self.score,
            "grade": self.grade,
            "table": self.table,
            "pick": lambda *choices: self._chance.choice(choices),
        }

    # amounts

    def cell(
        self, item: str, measure: str, fund: str = "all", name: str = "", site: str = "", note: bool = True
    ) -> str:
        """An amount without its unit, as in a table whose caption names it; noted unless `note` is false."""
        amount = self._year.amount(item, measure, fund, name)
        if self._is_planted(site):
            self._contradict(site, name or item, amount, amount + WRONG_BY)
            amount += WRONG_BY
        text = self._spell(amount)
        if note:
            year = self._year.year
            if measure == "last_year":
                measure, year = "expenditure", year - 1
            self._note(item, measure, fund, name, year, amount, text)
        return text

    def money(self, item: str, measure: str, **how: Any) -> str:
        """An amount with its unit, as in prose."""
        return self.cell(item, measure, **how) + self._layout.money

    def pct(self, part: tuple[str, ...], whole: tuple[str, ...], site: str = "") -> str:
        """How many per cent one amount is of another: "97.32%"."""
        ratio = round(self._year.amount(*part) * 100 / self._year.amount(*whole), 2)
        if self._is_planted(site):
            self._contradict(site, "/".join((part[0], whole[0])), ratio, ratio + 3, "%")
            ratio += 3
        return f"{ratio:.2f}%"

    def change(self, item: str, site: str = "") -> str:
        """How spending differs from last year's: "减少1.20万元"."""
        amount = self._year.amount(item, "expenditure") - self._year.amount(item, "last_year")
        stated = amount
        if self._is_planted(site):
            stated = amount - WRONG_BY if amount < 0 else amount + WRONG_BY
            self._contradict(site, item, amount, stated)
        word = "减少" if stated < 0 else "增加"
        return f"{word}{self._spell(abs(stated))}{self._layout.money}"

    # indicators

    def count(self, what: str, name: str, unit: str = "人", site: str = "") -> str:
        """A head count or the like; noted under `name`."""
        number = self._year.counts[what]
        if self._is_planted(site):
            self._contradict(site, name, number, number + 3, unit)
            number += 3
        self._indicate("staffing", name, actual_value=str(number), actual_unit=unit)
        return str(number)

    def works(self, most: int) -> list[str]:
        """Sentences of what was done, with figures that are claims of the text."""
        known = data("bureaus")[self._department.bureau]["works"]
        return [_FIGURE.sub(self._claim, sentence) for sentence in self._some(known, most)]

    def _claim(self, match: re.Match[str]) -> str:
        name, unit, lowest, highest = match.groups()
        number = self._chance.randint(int(lowest), int(highest))
        self._indicate("achievement", name, actual_value=str(number), actual_unit=unit)
        return f"{name}{number}{unit}"

    def goal_rows(
        self,
        goals: Sequence[Goal],
        columns: str = "level1 level2 name target actual weight score -",
        project: str = "",
    ) -> list[list[str]]:
        """Rows of a sheet, and a note of each goal. A column is a name of `_cells`, or a word, `-` for nothing."""
        for goal in goals:
            marks = {name: str(getattr(goal, name)) for name in ("weight", "score") if name in columns}
            self._indicate(
                "performance",
                goal.name,
                project_name=project,
                target_value=str(goal.target),
                target_unit=goal.unit,
                target_operator=goal.operator,
                actual_value=str(goal.actual),
                actual_unit=goal.unit,
                **marks,
            )
        return _rows(goals, columns)

    def stated_goal(self, goal: Goal, project: str = "") -> str:
        """A goal and its result in a sentence."""
        self.goal_rows([goal], "name", project)
        word = "不低于" if goal.operator == ">=" else ""
        return f"{goal.level2}：{goal.name}目标值{word}{goal.target}{goal.unit}，实际完成{goal.actual}{goal.unit}。"

    def mark_rows(self, goals: Sequence[Goal], columns: str, executed: float) -> list[list[str]]:
        """Rows of a scoring sheet without goals: one of execution, then one of each goal, all noted."""
        execution = Goal("预算执行", "执行管理", "预算执行率", "=", "%", 100, 100, 10, 10)
        rows = _rows([execution, *goals], columns)
        rows[0][columns.split().index("score")] = _plain(executed)
        for goal, mark in zip([execution, *goals], [_plain(executed), *(str(goal.score) for goal in goals)],
                              strict=True):  # fmt: skip
            self._indicate("evaluation", goal.name, weight=str(goal.weight), score=mark)
        return rows

    def score(self, site: str = "") -> str:
        """The stated total of the marks."""
        if self._is_planted(site):
            self._contradict(site, "total", self.total, self.total - 2, "分")
            self.total = round(self.total - 2, 2)
        return _plain(self.total)

    def grade(self) -> str:
        self.stated_grade = "优" if self.total >= 90 else "良"
        return self.stated_grade

    # words and shape

    def say(self, what: str, most: int = 1) -> list[str]:
        """So many sentences of data/sentences.yml, in their order."""
        field = self._department.bureau.removesuffix("局")
        return [
            sentence.format(department=self._department.name, place=self._department.place, field=field)
            for sentence in self._some(data("sentences")[what], most)
        ]

    def _some(self, known: Sequence[str], most: int) -> list[str]:
        chosen = set(self._chance.sample(range(len(known)), min(most, len(known))))
        return [sentence for number, sentence in enumerate(known) if number in chosen]

    def table(self, rows: Sequence[Sequence[object]]) -> str:
        """A table in the shape of this report."""
        return f"{_TABLE_BEGIN}{self._table([[str(cell) for cell in row] for row in rows])}{_TABLE_END}"

    # notes

    def _spell(self, amount: int) -> str:
        if self._layout.money == "元":
            return f"{amount * 100:,}.00"
        return f"{amount / TEN_THOUSAND:.2f}"

    def _note(self, item: str, measure: str, fund: str, name: str, year: int, amount: int, text: str) -> None:
        if item in ("fixed", "current", "assets"):
            label = {"fixed": "固定资产", "current": "流动资产", "assets": "资产总额"}[item]
            self._indicate("asset", label, actual_value=text.replace(",", ""), actual_unit=self._layout.money)
            return
        row = {
            "mart": MART.get(measure, "budget"), "fiscal_year": str(year), "budget_unit": "", "item_code": item,
            "item_name": name, "measure": measure, "funding_source": fund, "amount": text.replace(",", ""),
            "unit": self._layout.money, "status": "required", "quote": text,
        }  # fmt: skip
        self.amounts[item, name, measure, fund, str(year), str(amount)] = row

    def _indicate(self, kind: str, name: str, **values: str) -> None:
        row = {"indicator_kind": kind, "indicator_name": name, "fiscal_year": str(self._year.year)}
        row |= {"status": "required"} | values
        if row not in self.indicators:
            self.indicators.append(row)

    def _is_planted(self, site: str) -> bool:
        if not site:
            return False
        self.sites += 1
        return self.sites - 1 == self._plant

    def _contradict(
        self, rule: str, label: str, right: float, stated: float, unit: str | None = None
    ) -> None:
        scale = 1 if unit else TEN_THOUSAND
        self.contradictions.append(
            {
                "rule_code": rule,
                "left_label": label,
                "left_value": f"{right / scale:.2f}",
                "right_label": "stated",
                "right_value": f"{stated / scale:.2f}",
                "unit": unit or "万元",
                "expected": "fail",
                "status": "required",
            }
        )


def _rows(goals: Sequence[Goal], columns: str) -> list[list[str]]:
    rows = []
    for goal in goals:
        cells = _cells(goal)
        rows.append(["" if name == "-" else cells.get(name, name) for name in columns.split()])
    return rows


def _cells(goal: Goal) -> dict[str, str]:
    sign = {">=": "≥", "=": ""}[goal.operator]
    return {
        "level1": goal.level1,
        "level2": goal.level2,
        "name": goal.name,
        "sign": sign or "＝",
        "unit": goal.unit,
        "bare_target": str(goal.target),
        "bare_actual": str(goal.actual),
        "target": f"{sign}{goal.target}{goal.unit}",
        "actual": f"{goal.actual}{goal.unit}",
        "weight": str(goal.weight),
        "score": str(goal.score),
        "factor": _plain(goal.score * 100 / goal.weight),
    }


def _plain(number: float) -> str:
    """Without the zeros at the end: 96.5, 97."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
