"""`python -m explorer`, or `make explore`: serves the explorer on 127.0.0.1, port 3100 or EXPLORER_PORT, until Ctrl-C."""

import socket
import sys

import uvicorn

from explorer.app import create_app
from warehouse.errors import SettingsError
from warehouse.home import Home
from warehouse.query import QueryLimits
from warehouse.settings import read_settings

HOST = "127.0.0.1"
ROWS = 10_000  # no query of a page gives more


def main() -> None:
    """Serve. Exits with the reason where a setting is wrong or the port is taken."""
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(str(error))
    port = settings.explorer_port
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            sys.exit(
                f"Port {port} is in use, perhaps by another explorer. Stop that one, or name another: "
                "make explore EXPLORER_PORT=3101"
            )
    limits = QueryLimits(ROWS, settings.query_seconds, settings.query_memory_mb)
    print(f"The explorer of {settings.home} is at http://{HOST}:{port} until Ctrl-C.", flush=True)
    uvicorn.run(create_app(Home(settings.home), limits), host=HOST, port=port, log_level="warning")


if __name__ == "__main__":
    main()
