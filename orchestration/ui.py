"""`python -m orchestration.ui`: the Dagster UI and its daemon, for this machine only."""

import os
import socket
import sys
from pathlib import Path

from orchestration.environment import settle
from warehouse.errors import SettingsError
from warehouse.home import REPOSITORY, Home
from warehouse.settings import read_settings


def main() -> None:
    """Become `dagster dev`; the schedule is on. PORT names the port (default 3000)."""
    try:
        settings = read_settings()
        settle(Home(settings.home))
    except SettingsError as error:
        sys.exit(str(error))
    dagster = Path(sys.executable).with_name("dagster")
    port = str(settings.port)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int(port))) == 0:
            sys.exit(
                f"Port {port} is in use, perhaps by another UI. Stop that one, or name another: make ui PORT=3001"
            )
    arguments = [
        "dev",
        "-h",
        "127.0.0.1",
        "-p",
        port,
        "-m",
        "orchestration.definitions",
        "-d",
        str(REPOSITORY),
    ]
    os.execv(dagster, [str(dagster), *arguments])


if __name__ == "__main__":
    main()
