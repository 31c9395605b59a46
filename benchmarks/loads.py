"""What a load of 100 new reports costs on a warehouse that holds 100, 1,000 and 10,000 reports.

`make loads` measures these sizes, `make loads SIZES=100,1000` others. For each size a home is made, loaded,
and loaded again with 100 reports more: the second load is the one that is shown, step by step. The copy
of the published file that a build begins with is shown apart, for it depends on the disk.
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks import variants
from benchmarks.measured_load import COPY, TOTAL, load
from warehouse.home import Home

SIZES = (100, 1_000, 10_000)
NEW = 100  # reports
REST = "total without the copy"


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
    taken = {
        name: cost.seconds for name, cost in load(home, inbox, JIXIAO_ACCEPT_DRIFT="a measurement").items()
    }
    return taken | {REST: taken[TOTAL] - taken[COPY]}


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
