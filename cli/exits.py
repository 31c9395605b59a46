"""The exit codes of every command; docs/cli.md lists them."""

from enum import IntEnum

from warehouse.errors import WarehouseError


class Exit(IntEnum):
    """What the code of a command that has ended says; `MEANINGS` in words."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FOUND = 3
    MISSING = 4
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "done; `check`: nothing to correct; `diff`: no difference; `doctor`: nothing to mend",
    Exit.FAILED: "could not be done; the reason and what to do are on stderr",
    Exit.USAGE: "wrong arguments",
    Exit.FOUND: "done, and there is something: `check` found what an office should correct, `diff` a difference, "
    "`doctor` something to mend",
    Exit.MISSING: "no such report, fact or version",
    Exit.INTERRUPTED: "stopped by Ctrl-C",
}


class NotFoundError(WarehouseError):
    """What was named is not in the warehouse."""
