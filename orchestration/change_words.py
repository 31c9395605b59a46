"""Says what a load changed, by the names of the files: for the summary and for the metadata of the assets."""

from collections.abc import Mapping

import duckdb

from warehouse import changes

SHOWN = 20  # files of each kind of change

# In the order of the summary: who removed a report by mistake must find its name here.
TOLD = (changes.REMOVED, changes.CHANGED, changes.RENAMED, changes.RESTORED, changes.NEW)


def told(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Kind of change -> the files that it befell, for the kinds that this load has met; the first 20 of each."""
    found = {}
    for change in TOLD:
        lines = names(connection, change)
        if lines:
            found[f"{change}_files"] = "\n".join(lines)
    return found


def names(connection: duckdb.DuckDBPyConnection, change: str) -> list[str]:
    """The files of one kind of change, a renamed one with its former name; the first 20, and how many more."""
    rows = connection.execute(
        "SELECT source_uri, former_uri FROM raw.changed_report WHERE change = ? ORDER BY source_uri", [change]
    ).fetchall()
    lines = [f"{former} → {uri}" if former else uri for uri, former in rows[:SHOWN]]
    return lines + ([f"… and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else [])


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Kind of change -> reports, of all kinds that this load has met."""
    found = connection.execute("SELECT change, count(*) FROM raw.changed_report GROUP BY change").fetchall()
    return dict(found)


def waiting_words(waiting: Mapping[str, int]) -> str:
    """That so many reports by fiscal year are still as older rules read them, and how they are read again."""
    return (
        f"{sum(waiting.values())} reports are as older rules read them. They are read again with the next loads, "
        f"or now: start a backfill of the job reextraction in the UI, for {', '.join(sorted(waiting))}."
    )
