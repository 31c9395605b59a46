"""The explorer listens to this machine only, and names a port that is taken."""

import socket
from pathlib import Path
from typing import Any

import pytest

from explorer import __main__ as explorer


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What uvicorn is asked to serve, which it does not."""
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(explorer.uvicorn, "run", lambda app, **given: asked.append(given))
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    return asked


def test_it_listens_on_loopback_at_the_port_that_is_set(
    served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPLORER_PORT", "39998")
    explorer.main()
    assert [(given["host"], given["port"]) for given in served] == [("127.0.0.1", 39998)]


def test_a_port_that_is_taken_is_named_with_what_to_do(
    served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("EXPLORER_PORT", port)
        with pytest.raises(SystemExit, match=rf"Port {port} is in use.*make explore EXPLORER_PORT="):
            explorer.main()
    assert served == []


def test_a_wrong_port_is_named(served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_PORT", "eighty")
    with pytest.raises(SystemExit, match="EXPLORER_PORT"):
        explorer.main()
    assert served == []
