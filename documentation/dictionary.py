"""docs/dictionary.md: every published table and column in both languages. `make dictionary` writes it.

The words are those of dbt's manifest, the types those of the published file, the units those of open_data/fields.yml.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import duckdb

from documentation import markdown
from documentation.samples import loaded_samples
from open_data.descriptor import unit_of
from orchestration.dbt_project import prepare_project, read_manifest
from warehouse import history
from warehouse.errors import WarehouseError
from warehouse.home import REPOSITORY
from warehouse.query import QueryLimits, ask, open_published

DOCUMENT = REPOSITORY / "docs" / "dictionary.md"
SCHEMAS = {
    "marts": "the published data 已发布的数据",
    "quality": "what was checked, left unread or set aside 检查结果、未读数字与隔离的报告",
    "history": "reports that left the inbox, as the marts last held them 已撤下的报告，保留其最后的内容",
}
_HEAD = """\
# Data dictionary 数据字典

Every table of the schemas `marts`, `quality` and `history`, written by `make dictionary` from the dbt manifest; descriptions
are edited in `dbt_project/models/`. `make sql Q="describe marts.department_year"` shows the same in the warehouse, and
[cookbook.md](cookbook.md) shows the tables in use.

模式 `marts`、`quality`、`history` 的全部表和列，由 `make dictionary` 根据 dbt manifest 生成；说明请在 `dbt_project/models/` 中修改。
用法示例见[查询手册](cookbook.md)。

**Unit 单位**: `CNY` is yuan 元; `1` is a share, 0.95 for 95% 小数，0.95 即 95%; `%` is per cent, 95 for 95% 百分数，95 即 95%;
`person` 人; `year` 年; `character` 字符; `byte` 字节. Without a unit a number is a count or a mark, or the description says
what it is of 未注明者为个数或分数，或见说明. Moments are in UTC 时间均为 UTC.
"""
_ROWS = QueryLimits(rows=10_000)
_COLUMNS = """
SELECT schema_name || '.' || table_name, column_name, data_type
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name IN ('marts', 'quality', 'history')
ORDER BY schema_name, table_name, column_index
"""


class Column(NamedTuple):
    name: str
    type: str  # DuckDB's
    unit: str | None
    name_zh: str | None
    description: str  # empty where the manifest has none, as is that of a table


class Table(NamedTuple):
    name: str  # schema.table
    name_zh: str | None
    description: str
    columns: tuple[Column, ...]


def published_tables(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> list[Table]:
    """The tables and views of SCHEMAS in the connection's file, by name, as the manifest describes them."""
    nodes = [*manifest["nodes"].values(), *manifest["sources"].values()]
    said = {f"{n['schema']}.{n['name']}": n for n in nodes if n["resource_type"] in ("model", "source")}
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in ask(connection, _COLUMNS, _ROWS).rows:
        found.setdefault(table, {})[column] = kind
    return [_table(name, columns, said) for name, columns in found.items()]


def _table(name: str, columns: Mapping[str, str], said: Mapping[str, Mapping[str, Any]]) -> Table:
    if mart := kept_mart(name, said):
        words = said[f"marts.{mart}"]
        added = said[f"{history.SCHEMA}.retired_report"]["columns"]
        described = {column: added[column] for column in history.ADDED} | words["columns"]
        title = f"{_name_zh(words)}（已撤下的报告）" if _name_zh(words) else None
        text = f"Rows of `marts.{mart}` of reports that left the inbox, as they were."
    else:
        words = said.get(name, {})
        described, title, text = words.get("columns", {}), _name_zh(words), words.get("description", "")
    return Table(
        name, title, text, tuple(_column(c, kind, described.get(c, {})) for c, kind in columns.items())
    )


def kept_mart(name: str, said: Mapping[str, object]) -> str | None:
    """The mart whose rows a table of `history` keeps; None for every other table."""
    schema, table = name.split(".")
    return table if schema == history.SCHEMA and name not in said and f"marts.{table}" in said else None


def _column(name: str, kind: str, words: Mapping[str, Any]) -> Column:
    is_number = kind.startswith("DECIMAL") or kind in ("INTEGER", "BIGINT", "DOUBLE")
    unit = unit_of(name) if is_number else None
    return Column(name, kind, unit, _name_zh(words), words.get("description", ""))


def _name_zh(words: Mapping[str, Any]) -> str | None:
    found: str | None = words.get("config", {}).get("meta", {}).get("name_zh")
    return found


def document_text(tables: Sequence[Table]) -> str:
    """The page; a table of `history` that keeps a mart's rows names only the columns that the mart has not."""
    marts = {table.name: {column.name for column in table.columns} for table in tables}
    lines = [_HEAD]
    for schema, words in SCHEMAS.items():
        lines += [f"## {schema}: {words}", ""]
        for table in tables:
            if table.name.startswith(f"{schema}."):
                same = (
                    marts.get(f"marts.{table.name.split('.')[1]}", set())
                    if schema == history.SCHEMA
                    else set()
                )
                lines += _section(table, same)
    return "\n".join(lines)


def _section(table: Table, same: set[str]) -> Iterator[str]:
    yield f"### {table.name} {table.name_zh or ''}"
    yield ""
    yield table.description + (
        " It has the columns of the mart and these 除原表各列外，另有：" if same else ""
    )
    yield ""
    rows = [
        (column.name, column.name_zh, column.type, column.unit, column.description)
        for column in table.columns
        if column.name not in same
    ]
    yield from markdown.table(("column 列", "中文名", "type 类型", "unit 单位", "description 说明"), rows)
    yield ""


def main() -> int:
    """Load the samples, for the types, and write the page."""
    try:
        with loaded_samples() as home, closing(open_published(home)) as connection:
            manifest = read_manifest(prepare_project(home).manifest_path)
            tables = published_tables(connection, manifest)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    DOCUMENT.write_text(document_text(tables), encoding="utf-8")
    print(f"{len(tables)} tables: {DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
