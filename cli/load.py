"""`jixiao run`: one load, the same as the schedule starts, and what it published."""

import os
from contextlib import closing
from pathlib import Path

from cli import facts, output
from cli.exits import Exit
from warehouse.home import Home
from warehouse.query import open_published


def run(reports: Path | None, accepted_drift: str | None, as_json: bool) -> Exit:
    """Load, build, check and publish. With `as_json` progress goes to stderr and the outcome to stdout."""
    from orchestration import run as load  # and Dagster with it

    # Settings are read from the environment, here and by the processes that a load starts.
    for name, value in (("REPORTS", reports), ("JIXIAO_ACCEPT_DRIFT", accepted_drift)):
        if value is not None:
            os.environ[name] = str(value)
    code = load.main(screen_no=2 if as_json else 1)
    if code != 0:
        return Exit.FAILED
    if as_json:
        output.print_json(published(Home.from_environment()))
    return Exit.DONE


def published(home: Home) -> facts.Row:
    """The version that is published now: its name, its rows by mart, what the load changed and turned away."""
    with closing(open_published(home)) as connection:
        [version] = facts.rows(connection, "SELECT * FROM quality.published_version")
        names = facts.rows(
            connection, "SELECT table_name AS mart FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY ALL"
        )
        # Counted: DuckDB's own estimate goes on counting the rows that a night replaced.
        counts = " UNION ALL ".join(f"SELECT '{m['mart']}' AS mart, count(*) AS rows FROM marts.{m['mart']}" for m in names)
        marts = facts.rows(connection, f"{counts} ORDER BY mart")
        return version | {
            "home": home.root,
            "marts": {mart["mart"]: mart["rows"] for mart in marts},
            "changes": {
                row["change"]: row["reports"]
                for row in facts.rows(
                    connection,
                    "SELECT change, count(*) AS reports FROM raw.changed_report GROUP BY change ORDER BY change",
                )
            },
            "rejected": facts.rows(
                connection,
                "SELECT source_uri, reason_code, reason FROM raw.rejected_document ORDER BY source_uri",
            ),
            "set_aside": facts.rows(
                connection,
                "SELECT source_uri, report_id, rule_id, reason_en, reason_zh FROM quality.quarantine ORDER BY ALL",
            ),
            "contradictions": facts.rows(
                connection,
                "SELECT count(*) AS count FROM marts.fct_reconciliation WHERE finding = 'contradiction'",
            )[0]["count"],
        }
