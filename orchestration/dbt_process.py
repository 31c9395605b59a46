"""dbt's command line in a process that ends with the load that began it; `orchestration/dbt` starts it.

On Spark dbt works in the session of its own process, so that is begun here, on the tables of the build.
"""

import os
from pathlib import Path

from warehouse.processes import end_with_parent


def begin_engine() -> None:
    """Begin the session that dbt-spark finds, where the load names tables for it."""
    if folder := os.environ.get("JIXIAO_BUILD_TABLES"):
        from cluster.session import start
        from cluster.tables import register

        register(start(Path(folder)), Path(folder))


if __name__ == "__main__":
    end_with_parent()
    begin_engine()
    from dbt.cli.main import cli  # takes a second, in which the load may die

    cli(prog_name="dbt")
