"""`make crash`: kills loads at 60 random moments (or N) and at every boundary; `SEED` repeats the moments.

Each kill is followed by a look at the published file, by a whole load, and by a comparison with a load that
nobody disturbed: about a minute. WORKERS (2) trials go on at a time.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.crash.killed_load import places
from tests.crash.trial import Prepared, killed, prepare
from warehouse.home import REPOSITORY


def main() -> int:
    """Prints one line per kill; 1 where one of them left something wrong."""
    count, seed = int(os.environ.get("N") or 60), int(os.environ.get("SEED") or 0)
    workers = int(os.environ.get("WORKERS") or 2)
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    begin = time.monotonic()
    print(f"{count} random moments (SEED={seed}) and {len(places())} places, in {folder}", flush=True)
    samples = REPOSITORY / "samples" / "reports"
    lanes = [prepare(folder / str(number), samples) for number in range(workers)]
    chance = random.Random(seed)
    moments = [chance.uniform(0, lanes[0].seconds) for _ in range(count)]
    wanted: list[tuple[float | None, str | None]] = [(None, place) for place in places()]
    wanted += [(moment, None) for moment in moments]
    outcomes, wrong = _run(lanes, wanted)
    print(f"{dict(outcomes)}, {len(wrong)} wrong, in {time.monotonic() - begin:.0f} s")
    print("\n".join(wrong))
    if not wrong:
        shutil.rmtree(folder)
    return 1 if wrong else 0


def _run(
    lanes: list[Prepared], wanted: list[tuple[float | None, str | None]]
) -> tuple[Counter[str], list[str]]:
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with ProcessPoolExecutor(len(lanes)) as pool:
        lots = [pool.submit(_lane, lane, wanted[number :: len(lanes)]) for number, lane in enumerate(lanes)]
        for lot in as_completed(lots):
            told, bad = lot.result()
            outcomes.update(told)
            wrong += bad
    return outcomes, wrong


def _lane(
    prepared: Prepared, wanted: list[tuple[float | None, str | None]]
) -> tuple[Counter[str], list[str]]:
    """Trials one after the other in one place."""
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    for after, place in wanted:
        where = place or f"after {after:.2f} s"
        try:
            outcome = killed(prepared, after, place)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding, and the others go on
            outcome = "wrong"
            wrong.append(f"{where}: {type(error).__name__}: {error}")
        outcomes[outcome] += 1
        print(f"{outcome:6} {where}", flush=True)
    return outcomes, wrong


if __name__ == "__main__":
    sys.exit(main())
