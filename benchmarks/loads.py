"""What a load of 100 new reports costs on a warehouse that holds 100, 1,000 and 10,000 reports.

`make loads` measures these sizes, `make loads SIZES=100,1000` others. For each size a home is made, loaded,
and loaded again with 100 reports more: the second load is the one that is shown, step by step. The copy
of the published file that a build begins with is shown apart, for it depends on the disk.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from benchmarks import variants
from orchestration.progress import STEPS
from warehouse.home import Home

SIZES = (100, 1_000, 10_000)
NEW = 100  # reports
COPY, TOTAL, REST = "copy of the published file", "total", "total without the copy"


def main() -> None:
    """Prints the table, and how the totals of the largest and the smallest warehouse compare."""
    sizes = [int(size) for size in os.environ.get("SIZES", "").split(",") if size] or list(SIZES)
    measured = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="jixiao-loads-") as folder:
            measured[size] = measure(Path(folder), size)
        print(f"{size:,} reports: {measured[size][TOTAL]:.1f} s", file=sys.stderr)
    print(table(measured))
    print(f"\n{max(sizes):,} / {min(sizes):,} reports: ", end="")
    print(
        ", ".join(
            f"{row} {measured[max(sizes)][row] / measured[min(sizes)][row]:.2f}" for row in (TOTAL, REST)
        )
    )


def measure(folder: Path, size: int) -> dict[str, float]:
    """Seconds of each step of a load of 100 new reports on a warehouse of `size`, by what the step does."""
    home, inbox = Home(folder / "home"), folder / "inbox"
    variants.write(inbox, size, seed=1)
    load(home, inbox)
    variants.write(inbox, NEW, seed=2)
    load(home, inbox)
    return seconds(home)


def load(home: Home, inbox: Path) -> None:
    """One load in a process of its own. Raises CalledProcessError, with its output on stderr, where it fails."""
    settings = {"JIXIAO_HOME": str(home.root), "REPORTS": str(inbox), "JIXIAO_ACCEPT_DRIFT": "a measurement"}
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.run"],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        done.check_returncode()


def seconds(home: Home) -> dict[str, float]:
    """What the last run of a home took: the copy, each step, and all of it."""
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        [record] = instance.get_run_records(limit=1)
        stats = instance.get_run_step_stats(record.dagster_run.run_id)
    begun, ended = record.start_time or 0.0, record.end_time or 0.0
    steps = {step.step_key: (step.start_time or 0.0, step.end_time or 0.0) for step in stats}
    copy = min(start for start, _ in steps.values()) - begun
    taken = {title: steps[key][1] - steps[key][0] for key, title in STEPS.items() if key in steps}
    return {COPY: copy, **taken, TOTAL: ended - begun, REST: ended - begun - copy}


def table(measured: Mapping[int, Mapping[str, float]]) -> str:
    """Markdown: a row for each step, a column for each size of warehouse, in seconds."""
    rows = next(iter(measured.values()))
    lines = [
        f"| seconds, {NEW} new reports on | " + " | ".join(f"{size:,}" for size in measured) + " |",
        "|---|" + "--:|" * len(measured),
    ]
    for row in rows:
        lines.append(
            f"| {row} | " + " | ".join(f"{of_size[row]:.1f}" for of_size in measured.values()) + " |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
