"""How long the explorer's pages take on many reports: `python -m benchmarks.explorer`, on the published warehouse of JIXIAO_HOME.

The rows of that warehouse are multiplied under new ids, to 10,000 reports or the number given, in a folder
that is removed afterwards. Each page is then asked for as a browser asks, the first time and again.
"""

import statistics
import subprocess
import sys
import time
from contextlib import closing
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote
from urllib.request import urlopen

import duckdb
from rich.console import Console
from rich.table import Table

from warehouse.home import REPOSITORY, Home

REPORTS = 10_000
ROUNDS = 5
PORT = "3199"
_IDS = ("report_id", "department_id", "amount_id", "indicator_id", "check_id", "identity_key")
# What the pages read, by whether it grows with the reports.
_GROWING = (
    "raw.document", "marts.dim_report", "marts.dim_department", "marts.department_year", "marts.fct_budget",
    "marts.fct_expenditure", "marts.fct_indicator", "marts.fct_reconciliation", "marts.indicator_attainment",
    "marts.metric", "intermediate.int_check_term",
)  # fmt: skip
_FIXED = (
    "marts.dim_item", "marts.dim_measure", "marts.dim_metric", "reference.region", "reference.report_kind", "reference.reconciliation_rule",
    "quality.published_version",
)  # fmt: skip


def multiply(source: Path, target: Path, reports: int) -> int:
    """Write a warehouse of at least so many reports to `target`; returns how many it holds."""
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"ATTACH '{source}' AS source (READ_ONLY)")
        connection.execute("SET search_path = 'source'")  # the views of the source name its schemas
        (present,) = connection.execute("SELECT count(*) FROM source.marts.dim_report").fetchone() or (0,)
        times = -(-reports // present)
        for name in (*_GROWING, *_FIXED):
            schema, table = name.split(".")
            columns = {row[0] for row in connection.execute(f"DESCRIBE source.{name}").fetchall()}
            renamed = ", ".join(f"{i} || '_' || n AS {i}" for i in _IDS if i in columns)
            grown = f"SELECT * EXCLUDE (n) REPLACE ({renamed}) FROM source.{name}, range({times}) AS copy(n)"
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {target.stem}.{schema}")
            select = grown if name in _GROWING else f"SELECT * FROM source.{name}"
            connection.execute(f"CREATE TABLE {target.stem}.{schema}.{table} AS {select}")
    return int(present * times)


def pages(home: Home) -> list[str]:
    """The addresses that are timed: every page, filters, the last page of a long table, a figure and a contradiction."""
    with closing(duckdb.connect(str(home.published), read_only=True)) as connection:
        figure = connection.execute(
            "SELECT report_id, max(amount_id) FROM marts.fct_budget GROUP BY ALL"
        ).fetchone()
        check = connection.execute(
            "SELECT report_id, check_id, department_id FROM marts.fct_reconciliation JOIN marts.dim_report USING (report_id) "
            "WHERE finding = 'contradiction' LIMIT 1"
        ).fetchone()
    assert figure and check, "the warehouse to multiply holds no amount or no contradiction"
    return [
        "/", "/?fiscal_year=2021&region=430000", "/?page=100&sort=rate", "/three-public", "/indicators",
        "/indicators?attainment=not_attained&page=50", "/contradictions", "/contradictions?finding=unsure_reading",
        "/reports", f"/reports?words={quote('科技局')}", f"/departments/{check[2]}",
        f"/reports/{figure[0]}?fact={figure[1]}", f"/contradictions/{check[1]}", f"/reports/{check[0]}?check={check[1]}&side=right",
    ]  # fmt: skip


def measure(home: Home) -> Table:
    table = Table("page", "first, s", "median of 5, s", "KB")
    settings = environ | {"JIXIAO_HOME": str(home.root), "EXPLORER_PORT": PORT}
    server = subprocess.Popen([sys.executable, "-m", "explorer"], cwd=REPOSITORY, env=settings)
    try:
        address = f"http://127.0.0.1:{PORT}"
        _ready(address, server)
        for path in pages(home):
            times, size = [], 0
            for _ in range(ROUNDS + 1):
                start = time.perf_counter()
                with urlopen(address + path, timeout=120) as answer:
                    size = len(answer.read())
                times.append(time.perf_counter() - start)
            table.add_row(
                path, f"{times[0]:.2f}", f"{statistics.median(times[1:]):.2f}", f"{size / 1024:.0f}"
            )
    finally:
        server.terminate()
        server.wait()
    return table


def _ready(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urlopen(f"{address}/static/explorer.css", timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The explorer did not start.")


def main(arguments: list[str]) -> None:
    source = Home.from_environment().published
    if not source.exists():
        sys.exit(f"{source} does not exist yet. Run `make run` first.")
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        reports = multiply(source, home.published, int(arguments[0]) if arguments else REPORTS)
        console = Console(width=120)
        console.print(f"{reports:,} reports, {home.published.stat().st_size / 1024**2:,.0f} MB")
        console.print(measure(home))


if __name__ == "__main__":
    main(sys.argv[1:])
