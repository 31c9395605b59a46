"""Dagster's own storage on a real PostgreSQL, started on a cluster that is gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from warehouse.home import REPOSITORY, Home

_DEBIAN = Path("/usr/lib/postgresql")


def _programs() -> Path:
    """The folder of the newest PostgreSQL; without one the test is skipped, unless it is required."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        if os.environ.get("JIXIAO_SYSTEM_PACKAGES") == "required":
            pytest.fail("Debian's postgresql is not installed")
        pytest.skip("Debian's postgresql is not installed")
    return found[-1].parent


@pytest.fixture(scope="module")
def storage_url() -> Iterator[str]:
    """The URL of an empty database."""
    programs = _programs()
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="jixiao-pg-"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, user)
        data, log = folder / "data", folder / "log"

        def run(*command: str | Path) -> None:
            as_user = user if os.getuid() == 0 else None
            done = subprocess.run(
                command,
                user=as_user,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout

        run(programs / "initdb", "--pgdata", data, "--username", "jixiao", "--auth", "trust", "--no-sync")
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
        )
        run(programs / "pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "--options", options)
        try:
            yield f"postgresql://jixiao@127.0.0.1:{port}/postgres"
        finally:
            run(programs / "pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", data)
    finally:
        shutil.rmtree(folder)


def _load(home: Home, inbox: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    given = {"JIXIAO_HOME": str(home.root), "REPORTS": str(inbox), **settings}
    return subprocess.run(
        [sys.executable, "-m", "orchestration.run"],
        cwd=REPOSITORY,
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=False,
    )


def _statuses(home: Home) -> list[str]:
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        return [run.status.value for run in instance.get_runs()]


def test_runs_are_kept_in_postgresql_and_in_sqlite_without_the_setting(
    storage_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, inbox = Home(tmp_path / "home"), tmp_path / "not-there"  # a load that ends at once leaves a run too
    done = _load(home, inbox, JIXIAO_STORAGE_URL=storage_url)
    assert f"The reports folder {inbox} does not exist" in done.stdout, done.stdout + done.stderr
    assert list(home.dagster.rglob("*.db")) == []
    monkeypatch.setenv("JIXIAO_STORAGE_URL", storage_url)
    assert _statuses(home) == ["FAILURE"]

    monkeypatch.delenv("JIXIAO_STORAGE_URL")
    _load(home, inbox)
    assert _statuses(home) == ["FAILURE"]
    assert list(home.dagster.rglob("*.db")) != []
