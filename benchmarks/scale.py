"""What a whole load costs by layer, and how that grows with the number of reports.

`make bench` measures new warehouses of 1,000 and 10,000 synthetic reports (see the package `corpus`), `make bench
SIZES=1000,100000` others. The corpora and warehouses lie in BENCH (a temporary folder that is removed, unless
it is given). On a machine that does other work too, the processor seconds are the figures to compare.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb
import yaml

from benchmarks.measured_load import TOTAL, Cost, load
from corpus.__main__ import write_corpus
from corpus.corpus import Plan
from orchestration.progress import STEPS
from warehouse.home import Home
from warehouse.query import open_published

SIZES = (1_000, 10_000)
EXTRACTION = STEPS["extraction"]
FLOOR, TOKENISER = "reading the bytes and one bare number scan", "jieba.lcut"
QUERIES = Path(__file__).with_name("queries.yml")
_REPEATS = 5
_COMPARED = 400  # reports that the floor and the tokeniser are measured on
_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")


class Measured(NamedTuple):
    """One size: the reports and bytes of its corpus, and what loading it cost by step."""

    reports: int
    megabytes: float
    costs: Mapping[str, Cost]


def main() -> None:
    """Prints the tables."""
    sizes = [int(size) for size in os.environ.get("SIZES", "").split(",") if size] or list(SIZES)
    with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as temporary:
        folder = Path(os.environ.get("BENCH") or temporary)
        measured = []
        for size in sizes:
            measured.append(measure(folder / str(size), size))
            print(f"{size:,} reports loaded, load average {os.getloadavg()[0]:.1f}", file=sys.stderr)
        texts = [path.read_bytes() for path in islice((folder / str(sizes[0])).rglob("*.txt"), _COMPARED)]
        answers = queries(Home(folder / str(sizes[-1]) / "home"))
    print(
        "\n\n".join(
            (by_layer(measured[-1]), growth(measured), ratios(measured[-1], *compared(texts)), answers)
        )
    )


def measure(folder: Path, size: int) -> Measured:
    """Write a corpus, unless it is there, and load it into a new home."""
    if not (folder / "corpus").exists():
        write_corpus(Plan(size), folder / "corpus")
    reports = folder / "corpus" / "reports"
    files = [path.stat().st_size for path in reports.rglob("*.*")]
    return Measured(len(files), sum(files) / 1e6, load(Home(folder / "home"), reports))


def by_layer(measured: Measured) -> str:
    """Markdown: what each step of the largest load took."""
    rows = [
        (name, f"{cost.seconds:.1f}", f"{cost.processor_seconds:.1f}",
         f"{measured.reports / cost.seconds:,.0f}", f"{measured.megabytes / cost.seconds:.2f}", f"{cost.peak_mb:,.0f}")
        for name, cost in measured.costs.items() if cost.seconds >= 0.05
    ]  # fmt: skip
    head = (f"{measured.reports:,} reports, {measured.megabytes:,.0f} MB", "seconds", "processor seconds",
            "reports/s", "MB/s", "peak memory, MB")  # fmt: skip
    return table(head, rows)


def growth(measured: Sequence[Measured]) -> str:
    """Markdown: processor milliseconds a report at each size; a step that grows with its input alone stays level."""
    head = ("processor ms a report", *(f"{one.reports:,}" for one in measured))
    names = [name for name, cost in measured[-1].costs.items() if cost.seconds >= 0.05]
    return table(
        head,
        [
            (name, *(f"{one.costs[name].processor_seconds * 1e3 / one.reports:.1f}" for one in measured))
            for name in names
        ],
    )


def compared(texts: Sequence[bytes]) -> tuple[float, float]:
    """MB a processor second of the floor and of the tokeniser."""
    import jieba

    jieba.setLogLevel("WARNING")
    jieba.lcut("预热")  # loads its dictionary
    whole = sum(map(len, texts)) / 1e6
    return tuple(  # type: ignore[return-value]
        whole / _timed(work, texts)
        for work in (lambda text: _NUMBER.findall(text.decode()), lambda text: jieba.lcut(text.decode()))
    )


def _timed(work: Callable[[bytes], object], texts: Sequence[bytes]) -> float:
    begin = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begin


def ratios(measured: Measured, floor: float, tokeniser: float) -> str:
    """Markdown: MB a processor second of extraction and of the whole load, beside what is compared."""
    extraction, total = (
        measured.megabytes / measured.costs[name].processor_seconds for name in (EXTRACTION, TOTAL)
    )
    rows = [(name, f"{speed:.2f}", f"{speed / floor:.4f}", f"{speed / tokeniser:.2f}", f"{speed / extraction:.2f}")
            for name, speed in ((FLOOR, floor), (TOKENISER, tokeniser), (EXTRACTION, extraction), (TOTAL, total))]  # fmt: skip
    by_clock = measured.costs[EXTRACTION].seconds / measured.costs[TOTAL].seconds
    return (
        table(("", "MB a processor second", "of the floor", f"of {TOKENISER}", "of extraction"), rows)
        + f"\n\nThe whole load runs at {by_clock:.2f} of the rate of extraction by the clock."
    )


def queries(home: Home) -> str:
    """Markdown: median milliseconds of an analyst's questions, on the published warehouse."""
    with closing(open_published(home)) as connection:
        found = connection.execute(
            "SELECT department_id, report_id FROM marts.dim_report ORDER BY report_id"
        ).fetchone()
        names = dict(zip(("department_id", "report_id"), found or (), strict=True))
        rows = [
            (name, f"{median(_milliseconds(connection, text.format(**names)) for _ in range(_REPEATS)):.0f}")
            for name, text in yaml.safe_load(QUERIES.read_text(encoding="utf-8")).items()
        ]
    return table(("question", "median ms"), rows)


def _milliseconds(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    begin = time.perf_counter()
    connection.execute(query).fetchall()
    return (time.perf_counter() - begin) * 1e3


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    rule = "|---|" + "--:|" * (len(head) - 1)
    return "\n".join([f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)])


if __name__ == "__main__":
    main()
