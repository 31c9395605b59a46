"""The explorer's pages: takes a request, asks the queries, fills a template. Starlette, Jinja2 and plotly.js.

Whatever comes from a report is plain text to the templates, which escape it; the browser is told to load
nothing from anywhere else (Content-Security-Policy).
"""

import re
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from explorer import addresses, charts, evidence, queries, words
from explorer.headers import Headers
from explorer.queries import Choice
from explorer.reader import Reader, Reading
from warehouse.errors import NotPublishedError, WarehouseError
from warehouse.home import REPOSITORY, Home
from warehouse.query import QueryLimits

_HERE = Path(__file__).parent
_PLOTLY = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
_HOSTS = ["127.0.0.1", "localhost"]
_YEAR_OF_COOKIE = 365 * 86_400
_LARGEST_PAGE = 10**6

Context = dict[str, Any]
Build = Callable[[Reading, Request, words.Words], Context | None]


def sure_confidence() -> Decimal:
    """From which confidence on a fact counts as surely read: the variable of the dbt project."""
    project = yaml.safe_load((REPOSITORY / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8"))
    return Decimal(str(project["vars"]["sure_confidence"]))


def choice_of(request: Request, **fixed: Any) -> Choice:
    """What the address chooses; what makes no sense counts as not chosen."""
    given = request.query_params
    region = given.get("region", "")
    year = given.get("fiscal_year", "")
    page = given.get("page", "")
    found = {
        "region": re.sub(r"(00){1,2}$", "", region) if re.fullmatch(r"\d{6}", region) else None,
        "fiscal_year": int(year) if re.fullmatch(r"[12]\d{3}", year) else None,
        "domain": given.get("domain") or None,
        "department": given.get("department") or None,
        "page": min(max(int(page), 1), _LARGEST_PAGE) if re.fullmatch(r"[0-9]{1,7}", page) else 1,
        "words": given.get("words", "").strip()[: queries.SEARCHED_CHARACTERS] or None,
    }
    for name, allowed in (
        ("sort", queries.SORTS),
        ("finding", queries.FINDINGS),
        ("attainment", queries.ATTAINMENTS),
    ):
        if given.get(name) in allowed:
            found[name] = given[name]
    return Choice(**(found | fixed))


def departments(reading: Reading, request: Request, say: words.Words) -> Context:
    choice = choice_of(request)
    return {
        "choice": choice,
        "table": queries.department_years(reading, choice),
        "money": charts.money_by_year(queries.money_by_year(reading, choice), say, "/", choice),
        "rates": charts.rates_by_year(queries.rates_by_year(reading, choice), say, "/", choice),
        "scatter": charts.budget_against_spending(queries.budget_against_spending(reading, choice), say),
    }


def department(reading: Reading, request: Request, say: words.Words) -> Context | None:
    department_id = request.path_params["department_id"]
    found = queries.department(reading, department_id)
    if found is None:
        return None
    choice = choice_of(request, department=department_id)
    path = addresses.department(department_id)
    here = choice._replace(department=None)  # the path says it
    return {
        "choice": choice,
        "department": found,
        "table": queries.department_years(reading, choice),
        "reports": queries.reports(reading, choice),
        "money": charts.money_by_year(queries.money_by_year(reading, choice), say, path, here),
        "rates": charts.rates_by_year(queries.rates_by_year(reading, choice), say, path, here),
        "trend": charts.money_by_year(queries.three_public_by_year(reading, choice), say, path, here),
    }


def three_public(reading: Reading, request: Request, say: words.Words) -> Context:
    choice = choice_of(request)
    by_year = queries.three_public_by_year(reading, choice)
    return {
        "choice": choice,
        "table": queries.three_public(reading, choice),
        "trend": charts.money_by_year(by_year, say, "/three-public", choice),
    }


def indicators(reading: Reading, request: Request, say: words.Words) -> Context:
    choice = choice_of(request)
    by_year = queries.attainment_by_year(reading, choice)
    return {
        "choice": choice,
        "table": queries.goals(reading, choice),
        "outcomes": charts.outcomes_by_year(by_year, say, choice),
        "rate": charts.attainment_rate(queries.attainment_rates(reading, choice), say, choice),
    }


def contradictions(reading: Reading, request: Request, say: words.Words) -> Context:
    choice = choice_of(request)
    table = queries.contradictions(reading, choice)
    first = table if choice.page == 1 else queries.contradictions(reading, choice._replace(page=1))
    largest = [row for row in first.rows if row["is_money"]][: queries.BARS]
    return {
        "choice": choice,
        "table": table,
        "largest": charts.largest(largest, say),
        "by_rule": charts.by_rule(queries.contradictions_by_rule(reading, choice), say),
    }


def check(reading: Reading, request: Request, say: words.Words) -> Context | None:
    found = queries.check(reading, request.path_params["check_id"])
    if found is None:
        return None
    report = evidence.report(reading, found["report_id"])
    sides = evidence.sides(reading, found, report["text"]) if report else []
    return {
        "choice": Choice(),
        "check": found,
        "places": {
            side: next((place for place in sides if place.side == side), None) for side in ("left", "right")
        },
    }


def reports(reading: Reading, request: Request, say: words.Words) -> Context:
    choice = choice_of(request)
    return {"choice": choice, "table": queries.reports(reading, choice)}


def report(reading: Reading, request: Request, say: words.Words) -> Context | None:
    found = evidence.report(reading, request.path_params["report_id"])
    if found is None:
        return None
    given = request.query_params
    focus = evidence.place_of_fact(reading, given.get("fact", ""), found["report_id"])
    check = queries.check(reading, given["check"]) if "check" in given else None
    sides = evidence.sides(reading, check, evidence.text_of(reading, check["report_id"])) if check else []
    marks = [
        evidence.Mark(place.start, place.end, place.side, check["check_id"])
        for place in sides
        if check and place.report_id == found["report_id"]
    ]
    parts = evidence.parts(found["text"])
    wanted = next((mark for mark in marks if mark.kind == given.get("side")), None) or focus
    part = evidence.part_of(parts, wanted.start) if wanted else min(choice_of(request).page, len(parts)) - 1
    start, end = parts[part]
    figures = evidence.facts(reading, found["report_id"], start, end)
    marks += [evidence.Mark(row["char_start"], row["char_end"], row["kind"], row["id"]) for row in figures]
    return {
        "choice": Choice(page=part + 1),
        "report": found,
        "text_parts": parts,
        "pieces": evidence.pieces(found["text"], start, end, marks, evidence.hidden(found, start, end)),
        "figures": {row["id"]: row for row in figures},
        "focus": focus,
        "anchors": _anchors(marks, focus),
        "check": check,
        "checks": evidence.checks(reading, found["report_id"]),
    }


def _anchors(marks: list[evidence.Mark], focus: evidence.Mark | None) -> dict[evidence.Mark, str]:
    """The names that addresses know places of the text by: the first mark of each side, and the fact that was followed."""
    firsts = {mark.kind: mark for mark in reversed(marks) if mark.kind in (evidence.LEFT, evidence.RIGHT)}
    return {mark: side for side, mark in firsts.items()} | ({focus: "here"} if focus else {})


class Pages:
    """Makes pages of the published warehouse of one home."""

    def __init__(self, home: Home, limits: QueryLimits) -> None:
        self.home = home
        self.reader = Reader(home, limits)
        self.templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self.templates.globals.update(
            addresses=addresses,
            queries=queries,
            evidence=evidence,
            sure=sure_confidence(),
            **{name: getattr(words, name) for name in ("wan", "yuan", "plain", "percent")},
        )

    def route(self, path: str, template: str, build: Build) -> Route:
        def answer(request: Request) -> Response:
            say = words.Words(_language(request))
            try:
                with self.reader.reading() as reading:
                    page: Context = {"version": reading.version, "template": template}
                    if not queries.report_count(reading):
                        return self._notice(request, say, "notice.title", say("notice.empty"), 503, page)
                    context = build(reading, request, say)
                    if context is None:
                        unknown = say(f"{template.removesuffix('.html')}.unknown")
                        return self._notice(request, say, "notice.unknown_page", unknown, 404, page)
                    page |= {
                        "filters": queries.options(reading, context["choice"]),
                        "metrics": queries.metrics(reading),
                    }
            except NotPublishedError:
                told = say("notice.not_published", home=self.home.root)
                return self._notice(request, say, "notice.title", told, 503)
            except WarehouseError as error:
                return self._notice(request, say, "notice.failed", str(error), 500)
            return self._render(template, request, say, page | context)

        return Route(path, answer)

    def not_found(self, request: Request, error: Exception) -> Response:
        say = words.Words(_language(request))
        return self._notice(request, say, "notice.unknown_page", request.url.path, 404)

    def _notice(
        self,
        request: Request,
        say: words.Words,
        title: str,
        told: str,
        status: int,
        page: Context | None = None,
    ) -> Response:
        context = {"version": None, "choice": Choice()} | (page or {}) | {"title": say(title), "told": told}
        return self._render("notice.html", request, say, context | {"template": "notice.html"}, status)

    def _render(
        self, template: str, request: Request, say: words.Words, context: Context, status: int = 200
    ) -> Response:
        def here(**changed: object) -> str:
            """The address of this page with other parameters."""
            return str(request.url.include_query_params(**changed)).removeprefix(str(request.base_url)[:-1])

        text = self.templates.get_template(template).render(
            context | {"t": say, "here": here, "given": request.query_params, "path": request.url.path}
        )
        response = HTMLResponse(text, status)
        if request.query_params.get("lang") in words.LANGUAGES:
            response.set_cookie("lang", say.language, max_age=_YEAR_OF_COOKIE, samesite="strict")
        return response


def _language(request: Request) -> str:
    """As the address asks, else as was chosen before, else as the browser prefers."""
    for asked in (request.query_params.get("lang"), request.cookies.get("lang")):
        if asked in words.LANGUAGES:
            return str(asked)
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"


def create_app(home: Home, limits: QueryLimits) -> Starlette:
    """The explorer of one home, for a server that listens on this machine's loopback only."""
    pages = Pages(home, limits)
    return Starlette(
        routes=[
            pages.route("/", "departments.html", departments),
            pages.route("/departments/{department_id}", "department.html", department),
            pages.route("/three-public", "three_public.html", three_public),
            pages.route("/indicators", "indicators.html", indicators),
            pages.route("/contradictions", "contradictions.html", contradictions),
            pages.route("/contradictions/{check_id}", "check.html", check),
            pages.route("/reports", "reports.html", reports),
            pages.route("/reports/{report_id}", "report.html", report),
            Route("/static/plotly.min.js", lambda request: FileResponse(_PLOTLY)),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        exception_handlers={404: pages.not_found},
        middleware=[
            # a page elsewhere whose name leads to this machine must not read these
            Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS),
            Middleware(Headers),
            Middleware(GZipMiddleware),
        ],
    )
