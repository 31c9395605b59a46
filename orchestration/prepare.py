"""`python -m orchestration.prepare`: what the first run would otherwise wait for, done after installation.

Has dbt parse its project for the home that JIXIAO_HOME names; another home does it with its first run. Makes
Dagster's storage there, or brings it up to the installed version: services that start together and each make it
would break it.
"""

from orchestration.environment import settle
from warehouse.home import Home


def main() -> None:
    """Prepare the home, dbt's manifest in it, and Dagster's storage."""
    home = Home.from_environment()
    settle(home)
    # Dagster reads the environment when it is imported.
    import dagster as dg

    from orchestration.dbt_project import prepare_project

    prepare_project(home)
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        instance.upgrade()


if __name__ == "__main__":
    main()
