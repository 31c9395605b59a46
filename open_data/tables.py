"""Which tables are exported, and what dbt's manifest says of them: words, types, keys, references.

Exported are all marts, what `history` keeps of them, the tables of `quality` that fields.yml names, and
every seed that one of these refers to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import yaml

from warehouse import history
from warehouse.errors import WarehouseError

Manifest = Mapping[str, Any]


class OpenDataError(WarehouseError):
    """The open data could not be written; the message says why and what to do."""


class Field(NamedTuple):
    name: str
    type: str  # DuckDB's
    description: str
    name_zh: str | None
    description_zh: str | None
    is_required: bool


class Reference(NamedTuple):
    """Every value of `field` is one of `target_field` in the table `target`."""

    field: str
    target: str
    target_field: str


class Table(NamedTuple):
    name: str  # schema.table, as in SQL
    description: str
    name_zh: str | None
    description_zh: str | None
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]  # empty where no key without NULL is tested
    references: tuple[Reference, ...]


@cache
def said_of_columns() -> Mapping[str, Any]:
    """fields.yml."""
    said: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("fields.yml").read_text("utf-8"))
    return said


def exported_tables(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> list[Table]:
    """The tables of the connection's file that are exported, by name. Raises OpenDataError.

    The manifest must be of the project that built the file: a column that it does not describe is an error.
    """
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")]
    wanted = {
        node["unique_id"] for node in nodes if node["schema"] == "marts" or _is_wanted_of_quality(node)
    }
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    for test in tests:  # a seed refers to seeds at most, and these are wanted for its sake
        target = _target(test)
        if test.get("attached_node") in wanted and target and target.startswith("seed."):
            wanted.add(target)
    of_project = {
        node["unique_id"]: _table(connection, node, _tests_of(tests, node["unique_id"]), wanted, manifest)
        for node in nodes
        if node["unique_id"] in wanted
    }
    found = [*of_project.values(), *_history(connection, list(of_project.values()), manifest)]
    return sorted(found, key=lambda table: table.name)


def _is_wanted_of_quality(node: Mapping[str, Any]) -> bool:
    return node["schema"] == "quality" and node["name"] in said_of_columns()["quality_tables"]


def _tests_of(tests: Sequence[Mapping[str, Any]], unique_id: str) -> list[Mapping[str, Any]]:
    """Its tests without condition: one that holds of some rows only says nothing of the table."""
    found = [t for t in tests if t.get("attached_node") == unique_id and not t["config"].get("where")]
    return sorted(found, key=lambda test: str(test["unique_id"]))


def _target(test: Mapping[str, Any]) -> str | None:
    """The node that a test of relationships points to; its own model where it points to itself."""
    metadata = test.get("test_metadata") or {}
    if metadata.get("name") != "relationships":
        return None
    others = [name for name in test["depends_on"]["nodes"] if name != test["attached_node"]]
    return str(others[0] if others else test["attached_node"])


def _table(
    connection: duckdb.DuckDBPyConnection,
    node: Mapping[str, Any],
    tests: Sequence[Mapping[str, Any]],
    wanted: set[str],
    manifest: Manifest,
) -> Table:
    name = f"{node['schema']}.{node['name']}"
    fields = tuple(_fields(connection, name, node["columns"], _never_null(node, tests)))
    references = []
    for test in tests:
        target = _target(test)
        if target in wanted:
            arguments = test["test_metadata"]["kwargs"]
            aimed = manifest["nodes"][target]
            references.append(
                Reference(arguments["column_name"], f"{aimed['schema']}.{aimed['name']}", arguments["field"])
            )
    key = _primary_key(fields, tests)
    return Table(name, *_words(node), fields, key, tuple(sorted(set(references))))


def _words(said: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    meta = said.get("config", {}).get("meta", {})
    return said["description"], meta.get("name_zh"), meta.get("description_zh")


def _never_null(node: Mapping[str, Any], tests: Sequence[Mapping[str, Any]]) -> set[str]:
    found = {
        column["name"]
        for column in node["columns"].values()
        if any(constraint["type"] == "not_null" for constraint in column.get("constraints", ()))
    }
    for test in tests:
        metadata = test.get("test_metadata") or {}
        if metadata.get("name") == "complete":
            found.update(metadata["kwargs"]["columns"])
    return found


def _primary_key(fields: Sequence[Field], tests: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The first tested key, in the order of the columns, that never is NULL."""
    place = {field.name: number for number, field in enumerate(fields) if field.is_required}
    keys = []
    for test in tests:
        metadata = test.get("test_metadata") or {}
        arguments = metadata.get("kwargs", {})
        if metadata.get("name") == "unique":
            keys.append((arguments["column_name"],))
        elif metadata.get("name") == "unique_combination":
            keys.append(tuple(arguments["columns"]))
    complete = [key for key in keys if all(column in place for column in key)]
    return min(complete, key=lambda key: [place[column] for column in key], default=())


def _fields(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    said: Mapping[str, Mapping[str, Any]],
    never_null: set[str],
) -> Iterator[Field]:
    for column, kind in _columns(connection, name).items():
        if column not in said or not said[column]["description"]:
            raise OpenDataError(
                f"{name}.{column} is in the published warehouse, but the dbt project does not describe it. The "
                "warehouse was built by another release: run `make run` first, then export."
            )
        yield Field(column, kind, *_words(said[column]), is_required=column in never_null)


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    schema, table = name.split(".")
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table],
    ).fetchall()
    if not found:
        raise OpenDataError(
            f"The published warehouse has no {name}: it was built by another release. Run `make run` first, "
            "then export."
        )
    return dict(found)


def _history(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], manifest: Manifest
) -> Iterator[Table]:
    """What is kept of reports that left: each mart's columns, and those that history adds."""
    [retired] = [s for s in manifest["sources"].values() if s["name"] == "retired_report"]
    said = retired["columns"]
    retired_name = f"{history.SCHEMA}.{retired['name']}"
    fields = tuple(_fields(connection, retired_name, said, {"report_id", "valid_to"}))
    yield Table(retired_name, *_words(retired), fields, ("report_id", "valid_to"), ())
    for mart in tables:
        name = re.sub("^marts", history.SCHEMA, mart.name)
        key = (*mart.primary_key, "valid_to") if mart.primary_key else ()
        is_kept = mart.name.startswith("marts.") and mart.name != f"marts.{history.REPORT_TABLE}"
        if is_kept and any(field.name == "report_id" for field in mart.fields):
            # rows that are older than a column have NULL in it
            described = {f.name: f._replace(is_required=f.name in mart.primary_key) for f in mart.fields}
            added = {name: said[name] for name in history.ADDED}
            kept = tuple(
                described.get(column) or Field(column, kind, *_words(added[column]), column in key)
                for column, kind in _columns(connection, name).items()
                if column in described or column in added
            )
            yield Table(
                name,
                f"As marts.{mart.name.split('.')[1]}, of reports that left the inbox, as they were. {mart.description}",
                mart.name_zh and f"{mart.name_zh}（已撤下的报告）",
                None,
                kept,
                key,
                tuple(r for r in mart.references if r.target == f"marts.{history.REPORT_TABLE}"),
            )
