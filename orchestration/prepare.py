"""`python -m orchestration.prepare`: what the first run would otherwise wait for, done after installation.

Has dbt parse its project for the home that JIXIAO_HOME names; another home does it with its first run.
"""

from orchestration.environment import settle
from warehouse.home import Home


def main() -> None:
    """Prepare the home, and dbt's manifest in it."""
    home = Home.from_environment()
    settle(home)
    from orchestration.dbt_project import prepare_project  # Dagster reads the environment when imported

    prepare_project(home)


if __name__ == "__main__":
    main()
