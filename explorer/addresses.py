"""The addresses of the explorer's pages."""

from urllib.parse import quote, urlencode

from explorer.queries import Choice


def chosen(path: str, choice: Choice, **changed: object) -> str:
    """A page under the same filters, with some of them changed."""
    kept = {
        "region": choice.region,
        "fiscal_year": choice.fiscal_year,
        "domain": choice.domain,
        "department": choice.department,
    } | changed
    return f"{path}?{urlencode({name: value for name, value in kept.items() if value})}"


def department(department_id: str) -> str:
    return f"/departments/{quote(department_id, safe='')}"


def check(check_id: str) -> str:
    return f"/contradictions/{quote(check_id, safe='')}"


def report(report_id: str) -> str:
    return f"/reports/{quote(report_id, safe='')}"


def fact(report_id: str, fact_id: str) -> str:
    """The place of a fact in its report's text."""
    return f"{report(report_id)}?{urlencode({'fact': fact_id})}#here"


def side(report_id: str, check_id: str, side: str) -> str:
    """The place of one side of a check in a report's text."""
    return f"{report(report_id)}?{urlencode({'check': check_id, 'side': side})}#{side}"
