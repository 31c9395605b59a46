"""Whether the models of a build must be computed from everything, or only for the reports that changed.

A model that is incremental keeps rows that an earlier version of it computed. They are right only as long
as everything that computes them is the same, so a fingerprint of it is stored with them.
"""

import hashlib
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse.schema import utc_naive

MOST_CHANGED = 0.3  # of the live reports; where more changed, computing everything is the faster way
_DECIDING = (".sql", ".yml", ".csv")
_COMPUTING = {"duckdb": ("dbt-core", "dbt-duckdb", "duckdb"), "spark": ("dbt-core", "dbt-spark", "pyspark")}


class BuiltModels(NamedTuple):
    """What computed the models that the warehouse holds. One row once they are built."""

    fingerprint: str  # of dbt's project and the versions of what runs it
    built_at: datetime
    is_full: bool  # from everything, not only for the reports that changed


def fingerprint(project: Path, engine: str = "duckdb", with_tests: bool = False) -> str:
    """12 hex digits over every model, macro, seed and setting of a dbt project, and the versions of what runs it.

    `with_tests`: over its own tests too, which say nothing of the models.
    """
    left_out = {"target", "logs"} if with_tests else {"target", "logs", "tests"}
    digest = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        folder = path.relative_to(project).parts[0]
        if path.suffix in _DECIDING and folder not in left_out:
            digest.update(path.relative_to(project).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for package in _COMPUTING[engine]:
        digest.update(f"{package} {version(package)}\0".encode())
    return digest.hexdigest()[:12]


def needs_full_refresh(connection: duckdb.DuckDBPyConnection, current: str) -> bool:
    """Whether these models were computed by something else, never, or for a great part are to change."""
    built = connection.execute("SELECT fingerprint FROM quality.built_models").fetchone()
    counted = connection.execute(
        "SELECT (SELECT count(*) FROM raw.changed_report), "
        "(SELECT count(*) FROM raw.document WHERE retired_at IS NULL)"
    ).fetchone()
    changed, live = counted or (0, 0)
    return built is None or built[0] != current or bool(changed > MOST_CHANGED * live)


def record(connection: duckdb.DuckDBPyConnection, current: str, now: datetime, is_full: bool) -> None:
    """Note that the models are built."""
    connection.execute("DELETE FROM quality.built_models")
    connection.execute(
        "INSERT INTO quality.built_models VALUES (?, ?, ?)", [current, utc_naive(now), is_full]
    )
