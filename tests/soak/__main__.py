"""`make soak`: 50 simulated nights (or NIGHTS) in one process, each with a date of its own; SEED repeats them.

Every seventh night fails, since the share with the reports is away. Afterwards
history must be right, and memory, disk and time of the last fifth much as in the first fifth that is past the
filling of what is kept.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from orchestration.console import private_console
from orchestration.environment import settle
from tests.soak.nights import History, Inbox, moment
from warehouse import publish, query, versions
from warehouse.home import REPOSITORY, Home

FAILING = 7
KEPT_RUNS = 8  # so that the bound is met within the nights
SLACK = {"memory (MB)": 1.15, "disk (MB)": 1.25, "time (s)": 1.3}


class Night(NamedTuple):
    """What one load took."""

    seconds: float
    memory: float  # megabytes of this process and its children
    disk: float  # megabytes of the home, Dagster's record of its runs left out
    dagster: float  # megabytes of that record


def main() -> int:
    """Prints one line per night and the comparison; 1 where something is not as it must be."""
    count, seed = int(os.environ.get("NIGHTS") or 50), int(os.environ.get("SEED") or 0)
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    home = Home(folder / "home")
    settle(home)
    samples = [
        path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "samples/reports").glob("*.txt"))
    ]
    inbox, history = Inbox(folder / "inbox", samples, seed), History()
    wrong: list[str] = []
    nights = []
    with (
        mock.patch.object(publish, "KEPT_RUNS", KEPT_RUNS),
        private_console(folder / "output.log") as console,  # dbt prints much
    ):
        for night in range(count):
            events = inbox.pass_a_day() if night else []
            fails = night % FAILING == FAILING - 1
            begin = time.monotonic()
            succeeded = load(home, folder / "away" if fails else inbox.folder, moment(night))
            nights.append(_measured(home, time.monotonic() - begin))
            if succeeded == fails:
                wrong.append(f"night {night} {'succeeded' if succeeded else 'failed'}")
            if succeeded:
                history.loaded(inbox.contents(), moment(night))
            wrong += [f"night {night}: {what}" for what in _differences(home, history)]
            figures = "  ".join(f"{value:7.1f}" for value in nights[-1])
            console.print(
                f"{night:3} {'failed ' if fails else 'loaded '} {figures}  {'; '.join(events)}", markup=False
            )
    wrong += _growth([night for number, night in enumerate(nights) if number % FAILING != FAILING - 1])
    wrong += _unbounded(home)
    print(f"{len(wrong)} wrong", *wrong, sep="\n")
    if not wrong:
        shutil.rmtree(folder)
    return 1 if wrong else 0


def load(home: Home, inbox: Path, at: datetime) -> bool:
    """One night's run of the job in this process, at a given time; whether it was published."""
    import dagster as dg

    from orchestration.dbt_project import prepare_project
    from orchestration.definitions import build
    from orchestration.event_storage import relax_sqlite
    from orchestration.resources import Clock

    class Fixed(Clock):
        at: str

        def now(self) -> datetime:
            return datetime.fromisoformat(self.at).replace(tzinfo=UTC)

    relax_sqlite()
    job = build(
        home, inbox, prepare_project(home), resources={"clock": Fixed(at=at.isoformat())}
    ).resolve_job_def("nightly_load")
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        run_id = str(uuid.uuid4())
        return job.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False).success


def _measured(home: Home, seconds: float) -> Night:
    megabyte = 1024**2
    dagster = _size(home.dagster) / megabyte
    return Night(seconds, _memory() / megabyte, _size(home.root) / megabyte - dagster, dagster)


def _size(folder: Path) -> int:
    """Bytes on the disk; a file with two names counts once."""
    files = {(s.st_ino): s.st_size for path in folder.rglob("*") if (s := path.lstat()) and path.is_file()}
    return sum(files.values())


def _memory() -> int:
    """Resident bytes of this process and the processes that it has begun."""
    total, mine = 0, os.getpid()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if mine in (int(fields["Pid"]), int(fields["PPid"])):
            total += int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    return total


def _differences(home: Home, history: History) -> list[str]:
    """Where the published warehouse and the history differ."""
    with closing(query.open_published(home)) as connection:
        rows = connection.execute(
            "SELECT content_sha256, loaded_at, retired_at FROM raw.document ORDER BY 1"
        ).fetchall()
        present = connection.execute(
            "SELECT content_sha256 FROM marts.dim_report WHERE report_id IN "
            "(SELECT report_id FROM raw.document WHERE retired_at IS NULL) ORDER BY 1"
        ).fetchall()
        doubled = connection.execute(
            "SELECT count(*) FROM (SELECT report_id FROM raw.extraction GROUP BY ALL HAVING count(*) > 1)"
        ).fetchall()
    expected = history.rows()
    found = []
    if rows != expected:
        odd = set(rows) ^ set(expected)
        found.append(f"{len(odd)} documents differ from history, such as {sorted(odd, key=repr)[:2]}")
    if present != [(content,) for content, _, gone in expected if gone is None]:
        found.append("marts.dim_report does not hold the reports that are there")
    if doubled != [(0,)]:
        found.append("a report was extracted twice")
    return found


def _growth(nights: Sequence[Night]) -> list[str]:
    """Medians of the first and the last fifth; the nights in which what is kept fills up come before both."""
    steady = nights[min(KEPT_RUNS + 1, len(nights) // 4) :]
    fifth = max(len(steady) // 5, 1)
    found = []
    for name, field in (("memory (MB)", "memory"), ("disk (MB)", "disk"), ("time (s)", "seconds")):
        values = [getattr(night, field) for night in steady]
        early, late = statistics.median(values[:fifth]), statistics.median(values[-fifth:])
        print(f"{name:12} first fifth {early:8.1f}   last fifth {late:8.1f}   ratio {late / early:.2f}")
        if late > SLACK[name] * early:
            found.append(f"{name} grew from {early:.1f} to {late:.1f}")
    return found


def _unbounded(home: Home) -> list[str]:
    runs, kept = len(list(home.runs.iterdir())), len(versions.kept(home))
    print(f"{runs} run folders, {kept} kept versions")
    found = [] if runs <= KEPT_RUNS + 1 else [f"{runs} run folders"]
    return found + ([] if kept <= versions.Retention().versions + 1 else [f"{kept} kept versions"])


if __name__ == "__main__":
    sys.exit(main())
