"""The charts, as Plotly figures in JSON: drawn in the browser by the plotly.js that the plotly package holds.

Every point carries the exact value in its hover text and, as custom data, the address that a click leads to.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

import plotly.graph_objects as go

from explorer.addresses import check, chosen, department
from explorer.queries import ATTAINMENTS, Choice
from explorer.reader import Row
from explorer.words import WAN, Words, percent, plain, yuan

BUDGET, SPENDING, RATE, LINE = "#5b8bb5", "#d98032", "#3f7f5f", "#9aa3ab"
OUTCOMES = dict(zip(ATTAINMENTS, ("#c0504d", "#3f7f5f", "#c9ced3", "#e3d5a8"), strict=True))
_FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Zen Hei', sans-serif"
_LONGEST_NAME = 18
_WIDE = 100  # a range of more has room for the powers of ten only


def money_by_year(rows: Sequence[Row], words: Words, path: str, choice: Choice) -> str:
    """Bars of budget and spending for each year; a click shows the year."""
    series = (("budget_cny", "column.budget", BUDGET), ("expenditure_cny", "column.expenditure", SPENDING))
    bars = [
        go.Bar(
            name=words(label),
            marker_color=colour,
            x=[str(row["fiscal_year"]) for row in rows],
            y=[None if row[column] is None else _wan(row[column]) for row in rows],
            hovertext=[
                f"{row['fiscal_year']} · {words(label)} {yuan(row[column])}<br>{words('column.departments')}: {row['departments']}"
                for row in rows
            ],
            customdata=[[chosen(path, choice, fiscal_year=row["fiscal_year"])] for row in rows],
        )
        for column, label, colour in series
    ]
    return _json(
        go.Figure(bars),
        yaxis={"title": {"text": "万元", "standoff": 12}, "automargin": True, "tickformat": ","},
        xaxis={"type": "category"},
    )


def rates_by_year(rows: Sequence[Row], words: Words, path: str, choice: Choice) -> str:
    """The median execution rate of each year, with the middle half of the departments as a bar of error."""
    line = go.Scatter(
        mode="lines+markers",
        name=words("column.rate"),
        line={"color": RATE},
        x=[str(row["fiscal_year"]) for row in rows],
        y=[float(row["middle"]) for row in rows],
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [float(row["highest"] - row["middle"]) for row in rows],
            "arrayminus": [float(row["middle"] - row["lowest"]) for row in rows],
            "color": LINE,
        },
        hovertext=[
            f"{row['fiscal_year']} · {percent(row['middle'])} ({percent(row['lowest'])} – {percent(row['highest'])})"
            f"<br>{words('column.departments')}: {row['departments']}"
            for row in rows
        ],
        customdata=[[chosen(path, choice, fiscal_year=row["fiscal_year"])] for row in rows],
    )
    return _json(go.Figure(line), yaxis={"tickformat": ".1~%"}, xaxis={"type": "category"})


def budget_against_spending(rows: Sequence[Row], words: Words) -> str:
    """One dot for each department and year, on logarithmic axes; a click leads to the department."""
    dots = go.Scatter(
        mode="markers",
        name=words("column.department"),
        marker={"color": SPENDING, "size": 8, "opacity": 0.7},
        x=[_wan(row["budget_cny"]) for row in rows],
        y=[_wan(row["expenditure_cny"]) for row in rows],
        hovertext=[
            f"{escape(row['department_name'])} {row['fiscal_year']}<br>{words('column.budget')} {yuan(row['budget_cny'])}"
            f"<br>{words('column.expenditure')} {yuan(row['expenditure_cny'])}"
            for row in rows
        ],
        customdata=[[department(row["department_id"])] for row in rows],
    )
    figure = go.Figure(dots)
    ends = [1.0, 1.0]
    if rows:
        ends = [
            min(_wan(min(row["budget_cny"], row["expenditure_cny"])) for row in rows),
            max(_wan(max(row["budget_cny"], row["expenditure_cny"])) for row in rows),
        ]
        figure.add_scatter(
            mode="lines", name="100%", x=ends, y=ends, line={"color": LINE, "dash": "dot"}, hoverinfo="skip"
        )
    is_wide = ends[1] > _WIDE * ends[0]
    axis = {"type": "log", "dtick": 1 if is_wide else "D2", "tickformat": ",", "automargin": True}
    return _json(
        figure,
        xaxis=axis | {"title": f"{words('column.budget')} (万元)"},
        yaxis=axis | {"title": {"text": f"{words('column.expenditure')} (万元)", "standoff": 12}},
        hovermode="closest",
    )


def outcomes_by_year(rows: Sequence[Row], words: Words, choice: Choice) -> str:
    """Stacked bars: how many goals of each year came out how."""
    years = sorted({row["fiscal_year"] for row in rows})
    counts = {(row["fiscal_year"], row["attainment"]): row["goals"] for row in rows}
    bars = [
        go.Bar(
            name=words(f"attainment.{outcome}"),
            marker_color=colour,
            x=[str(year) for year in years],
            y=[counts.get((year, outcome), 0) for year in years],
            hovertext=[
                f"{year} · {words(f'attainment.{outcome}')}: {counts.get((year, outcome), 0)}"
                for year in years
            ],
            customdata=[
                [chosen("/indicators", choice, fiscal_year=year, attainment=outcome)] for year in years
            ],
        )
        for outcome, colour in OUTCOMES.items()
    ]
    return _json(go.Figure(bars), barmode="stack", xaxis={"type": "category"})


def attainment_rate(rows: Sequence[Row], words: Words, choice: Choice) -> str:
    """Attained goals as a share of those that could be judged, by year."""
    rates = [row["attained"] / row["judged"] for row in rows]
    line = go.Scatter(
        mode="lines+markers",
        name=words("indicators.rate"),
        line={"color": RATE},
        x=[str(row["fiscal_year"]) for row in rows],
        y=[float(rate) for rate in rates],
        hovertext=[
            f"{row['fiscal_year']} · {percent(rate)} ({plain(row['attained'])} / {plain(row['judged'])})"
            for row, rate in zip(rows, rates, strict=True)
        ],
        customdata=[[chosen("/indicators", choice, fiscal_year=row["fiscal_year"])] for row in rows],
    )
    return _json(
        go.Figure(line), yaxis={"tickformat": ".1~%", "range": [0, 1.05]}, xaxis={"type": "category"}
    )


def largest(rows: Sequence[Row], words: Words) -> str:
    """Horizontal bars of the largest contradictions in money; a click leads to both sides."""
    bars = go.Bar(
        orientation="h",
        marker_color=OUTCOMES["not_attained"],
        x=[_wan(row["size"]) for row in rows],
        y=[row["check_id"] for row in rows],
        hovertext=[
            f"{escape(_title(row))}<br>{words.of(row, 'description')}<br>{yuan(row['size'])}" for row in rows
        ],
        customdata=[[check(row["check_id"])] for row in rows],
    )
    names = [escape(_title(row)) for row in rows]
    return _json(
        go.Figure(bars),
        xaxis={"title": "万元", "tickformat": ","},
        yaxis={
            "autorange": "reversed",
            "automargin": True,
            "tickvals": [row["check_id"] for row in rows],
            "ticktext": names,
        },
    )


def by_rule(rows: Sequence[Row], words: Words) -> str:
    """Horizontal bars: how many failed checks each kind of rule has."""
    names = [words(f"rule_code.{row['rule_code']}") for row in rows]
    bars = go.Bar(
        orientation="h",
        marker_color=BUDGET,
        x=[row["checks"] for row in rows],
        y=names,
        hovertext=[f"{name}: {row['checks']}" for name, row in zip(names, rows, strict=True)],
    )
    return _json(go.Figure(bars), yaxis={"autorange": "reversed", "automargin": True})


def _title(row: Row) -> str:
    name = row["department_name"] or row["source_name"]
    name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    return f"{name} {row['fiscal_year'] or ''}"


def _wan(value: Decimal) -> float:
    return float(value / WAN)


def _json(figure: go.Figure, **layout: object) -> str:
    """A figure with what all charts share. Names in it must be escaped: plotly.js takes some tags as markup."""
    figure.update_traces(hoverinfo="text", selector=lambda trace: trace.hovertext is not None)
    base = {
        "template": "none",
        "font": {"family": _FONT, "size": 12},
        "margin": {"l": 60, "r": 16, "t": 12, "b": 44},
        "height": 300,
        "legend": {"orientation": "h", "y": 1.14},
        "showlegend": len(figure.data) > 1,
        "bargap": 0.35,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
    figure.update_layout(base | layout)
    return str(figure.to_json())
