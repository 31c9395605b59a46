"""`python -m orchestration.run`: one nightly load, here and now, with progress and a summary.

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


def main() -> int:
    """Load the folder that REPORTS names into the home that JIXIAO_HOME names. Returns the exit code."""
    run_id = str(uuid.uuid4())
    home = None
    try:
        home = Home.from_environment()
        settle(home)
        log = home.run(run_id) / "output.log"
    except SettingsError as error:
        print(f"The load failed. {error}")
        return 1
    except OSError as error:
        print(f"The load failed. {(home and explain(str(error), home.root)) or error}")
        return 1
    with private_console(log) as console:
        warm_up()
        # Not at the top: the processes that extraction starts import this module, and need none of it.
        from orchestration.session import load

        return load(home, run_id, console)


if __name__ == "__main__":
    sys.exit(main())
