"""`python -m orchestration.run`: one nightly load, here and now, with progress and a summary.

The same job that the schedule starts; its run shows in the Dagster UI like any other. Exit code 0 where
the warehouse was published, 1 with the reason where not.
"""

import sys
import uuid

from expectations.worker import warm_up
from orchestration.console import private_console
from orchestration.environment import settle
from warehouse.errors import SettingsError
from warehouse.home import Home


def main() -> int:
    """Load the folder that REPORTS names into the home that JIXIAO_HOME names. Returns the exit code."""
    try:
        home = Home.from_environment()
        settle(home)
    except SettingsError as error:
        print(f"The load failed. {error}")
        return 1
    run_id = str(uuid.uuid4())
    with private_console(home.run(run_id) / "output.log") as console:
        warm_up()
        # Not at the top: the processes that extraction starts import this module, and need none of it.
        from orchestration.session import load

        return load(home, run_id, console)


if __name__ == "__main__":
    sys.exit(main())
