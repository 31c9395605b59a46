"""One nightly load, here and now, with progress and a summary: what `jixiao run` does.

The same job that the schedule starts; its run shows in the Dagster UI like any other. Exit code 0 where
the warehouse was published, 1 with the reason where not.
"""

import sys
import uuid

from expectations.worker import warm_up
from orchestration.console import private_console
from orchestration.environment import settle
from warehouse.disk import explain
from warehouse.errors import SettingsError
from warehouse.home import Home


def main(screen_no: int = 1) -> int:
    """Load the folder that REPORTS names into the home that JIXIAO_HOME names. Returns the exit code.

    Everything is told on stdout, or on stderr where `screen_no` is 2.
    """
    run_id = str(uuid.uuid4())
    home = None
    try:
        home = Home.from_environment()
        settle(home)
        log = home.run(run_id) / "output.log"
    except SettingsError as error:
        return _failed(str(error), screen_no)
    except OSError as error:
        return _failed((home and explain(str(error), home.root)) or str(error), screen_no)
    with private_console(log, screen_no) as console:
        warm_up()
        # Not at the top: the processes that extraction starts import this module, and need none of it.
        from orchestration.session import load

        return load(home, run_id, console)


def _failed(reason: str, screen_no: int) -> int:
    print(f"The load failed. {reason}", file=sys.stderr if screen_no == 2 else sys.stdout)
    return 1


if __name__ == "__main__":
    sys.exit(main())
