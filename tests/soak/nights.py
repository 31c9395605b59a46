"""What happens in the inbox over many simulated nights, and what history must say of it afterwards."""

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

FIRST = datetime(2024, 1, 1, 18, 0)  # UTC; each night is a day after the one before
FEWEST, MOST = (
    10,
    14,
)  # reports in the inbox: few enough to be quick, many enough that one more or less is no drift


def moment(night: int) -> datetime:
    """When a night's load begins."""
    return FIRST + timedelta(days=night)


class Inbox:
    """A folder of reports in which one or two things happen every night."""

    def __init__(self, folder: Path, samples: Sequence[str], seed: int) -> None:
        self.folder = folder
        self._samples = samples
        self._chance = random.Random(seed)
        self._made = 0
        self._removed: list[str] = []  # texts that may come back
        folder.mkdir(parents=True)
        for _ in range(FEWEST + 2):
            self.add()

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.txt"))

    def contents(self) -> set[str]:
        """SHA-256 of every report that is there."""
        return {hashlib.sha256(path.read_bytes()).hexdigest() for path in self.files()}

    def add(self) -> str:
        """A report that was never there."""
        self._made += 1
        sample = self._samples[self._made % len(self._samples)]
        path = self.folder / f"report-{self._made:04d}.txt"
        path.write_text(f"{sample}\n\n附注第{self._made}号。\n", encoding="utf-8")
        return f"added {path.name}"

    def restore(self) -> str:
        """A report that was removed, under another name."""
        if not self._removed:
            return self.add()
        self._made += 1
        path = self.folder / f"again-{self._made:04d}.txt"
        path.write_text(self._removed.pop(), encoding="utf-8")
        return f"restored {path.name}"

    def change(self) -> str:
        """A correction: the same file with another text."""
        path = self._any()
        self._made += 1
        path.write_text(f"{path.read_text(encoding='utf-8')}\n更正第{self._made}号。\n", encoding="utf-8")
        return f"changed {path.name}"

    def rename(self) -> str:
        path = self._any()
        self._made += 1
        return f"renamed {path.name} to {path.rename(self.folder / f'renamed-{self._made:04d}.txt').name}"

    def remove(self) -> str:
        path = self._any()
        self._removed.append(path.read_text(encoding="utf-8"))
        path.unlink()
        return f"removed {path.name}"

    def pass_a_day(self) -> list[str]:
        """One or two of the things that happen to reports."""
        return [self._something() for _ in range(self._chance.choice((1, 2)))]

    def _something(self) -> str:
        count = len(self.files())
        growing, shrinking = [self.add, self.restore], [self.remove]
        choice = [self.change, self.rename]
        choice += growing if count < MOST else []
        choice += shrinking * 2 if count > FEWEST else []
        return self._chance.choice(choice)()

    def _any(self) -> Path:
        return self._chance.choice(self.files())


class History:
    """Who was there when, as far as loads have seen it."""

    def __init__(self) -> None:
        self.first: dict[str, datetime] = {}  # by content
        self.gone: dict[str, datetime | None] = {}

    def loaded(self, contents: set[str], at: datetime) -> None:
        """A load of these reports has been published."""
        for content in contents:
            self.first.setdefault(content, at)
            self.gone[content] = None
        for content in self.gone.keys() - contents:
            self.gone[content] = self.gone[content] or at

    def rows(self) -> list[tuple[str, datetime, datetime | None]]:
        """Content, first seen, gone since: as `raw.document` must have it."""
        return sorted((content, self.first[content], self.gone[content]) for content in self.first)
