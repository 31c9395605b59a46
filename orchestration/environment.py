"""What every way of starting Dagster sets first: where it keeps its things, and no telemetry from anybody.

Imports nothing of Dagster, which reads the environment when it is imported.
"""

import os

from warehouse.home import Home


def settle(home: Home) -> None:
    """Prepare the home and point this process, and those that it starts, to it."""
    home.prepare()
    os.environ.update(
        JIXIAO_HOME=str(home.root),
        DAGSTER_HOME=str(home.dagster),
        DAGSTER_DISABLE_TELEMETRY="1",
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        GX_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
    )
