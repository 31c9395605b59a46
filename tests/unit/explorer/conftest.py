"""Small published files, and pages asked for without a server."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from explorer.app import create_app
from warehouse.home import Home
from warehouse.query import QueryLimits

LIMITS = QueryLimits(rows=100, seconds=10, memory_mb=256)


class Page(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


Get = Callable[..., Page]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    return home


@pytest.fixture
def publish(home: Home) -> Callable[[str], None]:
    """Puts a file with one table of reports in the place of the published one; `title` is that of its report."""

    def publish(title: str | None) -> None:
        part = home.root / "part.duckdb"
        with duckdb.connect(str(part)) as connection:
            connection.execute("CREATE SCHEMA marts")
            connection.execute("CREATE TABLE marts.dim_report (title VARCHAR, is_current BOOLEAN)")
            if title:
                connection.execute("INSERT INTO marts.dim_report VALUES (?, true)", [title])
        part.replace(home.published)

    return publish


@pytest.fixture
def get(home: Home) -> Get:
    """Asks the explorer of the home for a page, as a server would."""
    app = create_app(home, LIMITS)

    def get(path: str, query: str = "", **headers: str) -> Page:
        given = {"host": "127.0.0.1:3100"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", 3100),
        }
        sent: list[dict] = []

        async def receive() -> dict:
            return {"type": "http.request", "body": b""}

        async def send(message: dict) -> None:
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Page(sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:]).decode())

    return get
