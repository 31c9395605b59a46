"""How fast extraction is, beside a mere tokeniser and a mere search for numbers, and how much memory it takes.

`make speed` measures the bundled reports, `make speed REPORTS=folder` those of another folder. Every
document that is measured is a variant with other figures: nothing that extraction remembers of one
document helps it with the next more than it would with real reports.
"""

import os
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from ingest.accounting import account
from ingest.amounts import extract_amounts
from ingest.context import ReportContext
from ingest.extract import extract
from ingest.header import read_header
from ingest.inbox import read_inbox
from ingest.indicators import extract_indicators
from ingest.layout import load_layout
from ingest.records import Document
from ingest.structure import parse

ROOT = Path(__file__).parents[1]
BUNDLED = (ROOT / "samples" / "reports", ROOT / "tests" / "corpus" / "reports")
ROUNDS = 9  # the fastest round counts: the others were disturbed
LEAST_BYTES = 200_000  # of a round
CHECKPOINTS = (100, 1_000, 5_000, 10_000)  # documents
_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
_FIGURE = re.compile(
    r"(?<![\d.,，])(?!(?:19|20)\d\d(?!\d))[1-9][\d,，]*(?:\.\d+)?"
)  # no years, no leading zeros


def main() -> None:
    """Prints the tables. Exits with a message where the folder holds no report."""
    folders = [Path(os.environ["REPORTS"])] if os.environ.get("REPORTS") else BUNDLED
    reports = [document for folder in folders for document in read_inbox(folder, datetime.now(UTC)).documents]
    if not reports:
        sys.exit(f"No report was found in {', '.join(map(str, folders))}. Name a folder with REPORTS=PATH.")
    characters = sum(len(report.text) for report in reports)
    print(f"{len(reports)} reports, {characters / len(reports):,.0f} characters on average\n")
    peaks = list(_peak_memory(reports))  # first, for the tokeniser loads a dictionary
    _print_speed(_measure(reports))
    print(f"\n{'documents':>12}{'peak memory':>16}")
    for count, megabytes in peaks:
        print(f"{count:>12,}{megabytes:>13.0f} MB")


def _variants(reports: Iterable[Document], chance: random.Random) -> Iterator[Document]:
    """The reports with other digits in their figures."""

    def other(match: re.Match[str]) -> str:
        head, rest = match[0][0], match[0][1:]
        return head + re.sub(r"\d", lambda _: chance.choice("0123456789"), rest)

    for report in reports:
        yield report._replace(text=_FIGURE.sub(other, report.text))


def _peak_memory(reports: list[Document]) -> Iterator[tuple[int, float]]:
    """(documents extracted so far, peak resident memory of the process in MB) at each checkpoint."""
    chance = random.Random(1)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes
    variants = _variants(cycle(reports), chance)
    done = 0
    for checkpoint in CHECKPOINTS:
        for document in islice(variants, checkpoint - done):
            extract(document)
        done = checkpoint
        yield done, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _measure(reports: list[Document]) -> dict[str, tuple[float, float]]:
    """(MB of text a second, ms a report) of each thing that is measured, of its fastest round."""
    import jieba

    jieba.setLogLevel("WARNING")
    jieba.lcut("预热")  # loads its dictionary
    chance = random.Random(2)
    copies = 1 + LEAST_BYTES // sum(len(report.text.encode()) for report in reports)
    speed: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        variants = list(_variants(reports * copies, chance))
        size = sum(len(document.text.encode()) for document in variants) / 1e6
        seconds = {
            "extraction": _timed(extract, variants),
            **_timed_parts(list(_variants(reports * copies, chance))),
            "jieba.lcut": _timed(lambda document: jieba.lcut(document.text), variants),
            "bare number scan": _timed(lambda document: _NUMBER.findall(document.text), variants),
        }
        for name, taken in seconds.items():
            speed[name] = max(speed.get(name, (0.0, 0.0)), (size / taken, taken / len(variants) * 1e3))
    return speed


def _timed(work: Callable[[Document], object], documents: list[Document]) -> float:
    begin = time.process_time()
    for document in documents:
        work(document)
    return time.process_time() - begin


def _timed_parts(documents: list[Document]) -> dict[str, float]:
    """Seconds of processor time in each step of `ingest.extract.extract`."""
    steps = ("structure", "header", "amounts", "indicators", "accounting")
    seconds = dict.fromkeys((f"  {step}" for step in steps), 0.0)
    for document in documents:
        times = [time.process_time()]
        blocks = parse(document.text, load_layout(document.layout))
        times.append(time.process_time())
        identity = read_header(document.report_id, document.text, document.source_name)
        times.append(time.process_time())
        context = ReportContext.of(identity.header, identity.own_names)
        amounts = extract_amounts(blocks, document.text, context)
        times.append(time.process_time())
        indicators = extract_indicators(blocks, context, amounts)
        times.append(time.process_time())
        account(document.text, blocks, identity, amounts, indicators)
        times.append(time.process_time())
        for name, begin, end in zip(seconds, times, times[1:], strict=False):
            seconds[name] += end - begin
    return seconds


def _print_speed(speed: dict[str, tuple[float, float]]) -> None:
    print(f"{'':<20}{'MB/s':>8}{'ms/report':>12}")
    for name, (megabytes, milliseconds) in speed.items():
        print(f"{name:<20}{megabytes:>8.2f}{milliseconds:>12.2f}")
    print()
    for other in ("jieba.lcut", "bare number scan"):
        print(f"extraction / {other}: {speed['extraction'][0] / speed[other][0]:.2f}")


if __name__ == "__main__":
    main()
