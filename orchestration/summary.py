"""What a run ends with: what was read, what was built, what the checks said, where it lies."""

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from expectations.result import ERRORED, FAILED, PASSED, ValidationResult
from ingest.version import extractor_version
from orchestration import change_words
from warehouse import changes, ledger, load
from warehouse.home import Home
from warehouse.publish import describe
from warehouse.query import open_published

QUERY = "select department_name, fiscal_year, expenditure_cny, execution_rate from marts.department_year"
_CONTRADICTIONS = "marts.fct_reconciliation WHERE finding = 'contradiction'"


def show(console: Console, home: Home, run_id: str, taken: Mapping[str, float]) -> None:
    """Print the summary of the run that has just published. `taken` are the seconds of its steps."""
    with closing(open_published(home)) as connection:
        rejected = connection.execute(
            "SELECT source_uri, reason FROM raw.rejected_document ORDER BY source_uri"
        ).fetchall()
        results = ledger.outcomes(connection, run_id)
        table = Table(
            show_header=False, title="The warehouse is published", title_justify="left", min_width=60
        )
        table.add_row("reports read", str(_count(connection, "raw.document WHERE retired_at IS NULL")))
        for words, files in _changes(connection):
            table.add_row(words, files)
        table.add_row("reports rejected", str(len(rejected)))
        for uri, reason in rejected:
            table.add_row("", escape(f"{uri}: {reason}"))
        aside = connection.execute(
            "SELECT source_uri, reason_en FROM quality.quarantine ORDER BY ALL"
        ).fetchall()
        table.add_row("reports set aside", str(len({uri for uri, _ in aside})))
        for uri, reason in aside:
            table.add_row("", escape(f"{uri}: {reason}"))
        table.add_section()
        for mart in _marts(connection):
            table.add_row(f"marts.{mart}", str(_count(connection, f"marts.{mart}")))
        table.add_section()
        table.add_row(
            "contradictions found", f"{_count(connection, _CONTRADICTIONS)}, in marts.fct_reconciliation"
        )
        table.add_row("numbers left unread", _unread(connection))
        table.add_row("against the last version", escape(_drift(connection)))
    table.add_section()
    for words, count in _tally(results).items():
        table.add_row(f"checks {words}", str(count))
    table.add_section()
    for step, time in times(taken):
        table.add_row(step, time)
    console.print(table)
    # Not in the table, which would break the lines that people copy.
    console.print(f"warehouse        {escape(str(home.published))}", soft_wrap=True)
    console.print(f"log of this run  {escape(str(home.run(run_id)))}", soft_wrap=True)
    docs = home.data_docs(run_id) / "index.html"
    if docs.exists():
        console.print(f"data docs        {escape(str(docs))}", soft_wrap=True)
    console.print(f"a query to try   {escape(_command(home))}", soft_wrap=True)
    for result in results:
        if result.outcome != PASSED:
            console.print(f"[yellow]![/] {escape(describe(result))}")


def times(taken: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Rows of the table: what each step took, and its share of all of them."""
    whole = sum(taken.values())
    for step, seconds in taken.items():
        yield f"time {step}", f"{seconds:.1f} s" + (f", {seconds / whole:.0%}" if whole else "")
    yield "time of all steps", f"{whole:.1f} s"


def _command(home: Home) -> str:
    """The query as one would type it; it asks this home, also where it is not the usual one."""
    named = "" if home == Home.usual() else f" JIXIAO_HOME={shlex.quote(str(home.root))}"
    return f'make sql{named} Q="{QUERY}"'


def _changes(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """Rows of the table: how many reports this load changed in each way, and which files; of new ones only how
    many."""
    counts = change_words.counts(connection)
    for change in change_words.TOLD:
        yield f"  {change}", str(counts.get(change, 0))
        if change != changes.NEW:
            for name in change_words.names(connection, change):
                yield "", escape(name)
    if again := counts.get(changes.READ_AGAIN, 0):
        yield "  read again", str(again)
    version = extractor_version()
    if waiting := load.years(connection, other_than=version):
        yield "  waiting", change_words.waiting_words(waiting)


def _tally(results: Sequence[ValidationResult]) -> dict[str, int]:
    """Outcomes by the words that people look for. A failure that got here is a warning: errors block."""
    counts = Counter(result.outcome for result in results)
    return {"passed": counts[PASSED], "warned": counts[FAILED], "errored": counts[ERRORED]}


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'marts' ORDER BY table_name"
    )
    return [name for (name,) in found.fetchall()]


def _unread(connection: duckdb.DuckDBPyConnection) -> str:
    """How many numbers of the reports became neither a fact nor context of one; `quality` says which."""
    found = connection.execute(
        "SELECT coalesce(sum(unread_count), 0), coalesce(sum(number_count), 0) FROM quality.reading_coverage"
    ).fetchone()
    unread, numbers = found or (0, 0)
    return f"{unread} of {numbers}" + (
        f" ({unread / numbers:.1%}), in quality.unread_number" if numbers else ""
    )


def _drift(connection: duckdb.DuckDBPyConnection) -> str:
    """How far this version differs from the one before it; `quality.drift` says in what."""
    counts = dict(connection.execute("SELECT status, count(*) FROM quality.drift GROUP BY status").fetchall())
    if accepted := counts.get("accepted"):
        reason = connection.execute("SELECT max(accepted_reason) FROM quality.drift").fetchone()
        return f"{accepted} quantities outside their bounds, accepted: {reason[0] if reason else ''}"
    if set(counts) == {"not_applicable"}:
        return "not applicable: there is none to compare with"
    return f"within bounds ({counts.get('within', 0)} quantities), in quality.drift"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0
