"""`make readers`: 16 processes query the warehouse while whole loads run, LOADS (3) of them, each of one report more."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.trial import load
from tests.readers.reading import findings, while_reading
from warehouse.home import REPOSITORY, Home


def main() -> int:
    """Prints what the readers saw; 1 where something was wrong."""
    folder = Path(tempfile.mkdtemp(prefix="readers-"))
    home, inbox = Home(folder / "home"), folder / "inbox"
    inbox.mkdir()
    home.root.mkdir()
    reports = sorted((REPOSITORY / "samples" / "reports").glob("*.txt"))
    loads = min(int(os.environ.get("LOADS") or 3), len(reports) - 1)
    shutil.copy(reports[0], inbox)
    load(home, inbox)

    def write() -> None:
        for number, report in enumerate(reports[1 : 1 + loads], 1):
            shutil.copy(report, inbox)
            print(f"load {number}: {load(home, inbox):.0f} s", flush=True)
            time.sleep(2)

    seen = while_reading(home, write)
    wrong = findings(seen)
    versions = sorted({version for one in seen for version in one.by_version})
    print(f"{sum(one.answers for one in seen):,} answers of {len(versions)} versions to {len(seen)} readers")
    print(f"{len(wrong)} wrong", *wrong[:20], sep="\n")
    if not wrong:
        shutil.rmtree(folder)
    return 1 if wrong or len(versions) != loads + 1 else 0


if __name__ == "__main__":
    sys.exit(main())
