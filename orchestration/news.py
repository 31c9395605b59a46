"""What a newly published version brings that somebody should hear of: fewer facts, new contradictions.

The checks of the published file: they warn, since the version is published already; each alerts.
"""

import logging
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from typing import NamedTuple

import dagster as dg

from orchestration.alerts import CONTRADICTION, VOLUME_DROP, Alert, raise_alert
from warehouse.home import Home
from warehouse.query import open_published
from warehouse.settings import Settings

VOLUME, CONTRADICTIONS = "volume_kept", "no_new_contradictions"
_SHOWN = 10


class Contradiction(NamedTuple):
    """A report against itself, with how far apart the two figures are, in yuan."""

    check_id: str
    report: str
    description: str
    difference: Decimal


class Holdings(NamedTuple):
    """What one published version holds."""

    reports: int
    facts: int
    contradictions: frozenset[Contradiction]


def specs(key: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """The checks that `judge` gives results for."""
    return [
        dg.AssetCheckSpec(
            VOLUME, asset=key, description="No fewer reports and facts than the version before"
        ),
        dg.AssetCheckSpec(
            CONTRADICTIONS,
            asset=key,
            description="No contradiction of high value that is new in this version",
        ),
    ]


def holdings(home: Home) -> Holdings | None:
    """What is published now; None where nothing is."""
    if not home.published.exists():
        return None
    with closing(open_published(home)) as connection:
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM intermediate.int_report), (SELECT count(*) FROM marts.fct_budget) "
            "+ (SELECT count(*) FROM marts.fct_expenditure) + (SELECT count(*) FROM marts.fct_indicator)"
        ).fetchone()
        rows = connection.execute(
            "SELECT check_id, source_name, description, abs(difference) FROM marts.fct_reconciliation "
            "JOIN marts.dim_report USING (report_id) WHERE finding = 'contradiction'"
        ).fetchall()
    reports, facts = counted or (0, 0)
    return Holdings(reports, facts, frozenset(Contradiction(*row) for row in rows))


def fallen(before: Holdings, after: Holdings, percent: int) -> str | None:
    """How the volume fell, where it fell by at least so many per cent."""
    told = [
        f"{name} fell from {old} to {new}"
        for name, old, new in (
            ("reports", before.reports, after.reports),
            ("facts", before.facts, after.facts),
        )
        if new < old and (old - new) * 100 >= percent * old
    ]
    return " and ".join(told) or None


def added(before: Holdings, after: Holdings, amount: int) -> list[Contradiction]:
    """The contradictions of at least that amount that the version before did not have; the largest first."""
    known = {found.check_id for found in before.contradictions}
    large = (found for found in after.contradictions if found.difference >= amount)
    return sorted((f for f in large if f.check_id not in known), key=lambda f: (-f.difference, f.check_id))


def judge(
    before: Holdings | None, home: Home, run_id: str, settings: Settings, log: logging.Logger
) -> list[dg.AssetCheckResult]:
    """Compare what is published now with what was before; alert, and give the results of both checks."""
    after = holdings(home)
    if before is None or after is None:
        told = "Not applicable: there is no version before this one."
        return [_result(VOLUME, None, told), _result(CONTRADICTIONS, None, told)]
    drop = fallen(before, after, settings.alert_drop_percent)
    new = added(before, after, settings.alert_contradiction_cny)
    if drop:
        raise_alert(Alert(VOLUME_DROP, f"Volume dropped: {drop}", "", run_id), home, settings, log)
    if new:
        reason = f"{len(new)} new contradictions of high value, the largest: {_line(new[0])}"
        raise_alert(Alert(CONTRADICTION, reason, _listed(new), run_id), home, settings, log)
    return [_result(VOLUME, drop, "kept"), _result(CONTRADICTIONS, _listed(new) or None, "none")]


def _result(name: str, broken: str | None, fine: str) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name,
        passed=broken is None,
        severity=dg.AssetCheckSeverity.WARN,
        description=broken or fine,
    )


def _listed(found: Sequence[Contradiction]) -> str:
    more = [f"… and {len(found) - _SHOWN} more, in marts.fct_reconciliation"] if len(found) > _SHOWN else []
    return "\n".join([*(_line(one) for one in found[:_SHOWN]), *more])


def _line(found: Contradiction) -> str:
    return f"{found.report}: {found.description}: {found.difference:,.2f} yuan apart"
