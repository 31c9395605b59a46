"""The catalogue of expectation suites: reads `suites/<layer>/<table>.yml`; needs no warehouse.

A file holds `owner` (who is asked when one of its expectations fails; an expectation may name its
own), `include` (files of `suites/shared/`, for expectations that several tables have in common) and
`expectations`. Each of these has an `id` that is never reused, `severity`, `dimension`, `reason_en`,
`reason_zh`, `remedy`, and either

- `sql`: a query for the rows that break it, with `{table}` for the table (a colon right before a letter
  would be read as a parameter: write `[:]`), or
- `type` and `kwargs`: the name of a Great Expectations class and its arguments.

A query names `report_id` first wherever the broken row belongs to one report, and never selects
running text, since its rows are shown to people and a report's text may hold personal data.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

LAYERS = ("raw", "staging", "marts", "quality")
SEVERITIES = ("error", "warning")
DIMENSIONS = ("completeness", "validity", "consistency", "uniqueness", "timeliness", "accuracy")

SUITES = Path(__file__).parent / "suites"

_FILE_KEYS = {"owner", "include", "expectations"}
_TEXT_KEYS = ("id", "severity", "dimension", "owner", "reason_en", "reason_zh", "remedy")
_KEYS = {*_TEXT_KEYS, "sql", "type", "kwargs"}
_SQL_TYPE = "UnexpectedRowsExpectation"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where it was built in


class CatalogError(ValueError):
    """A suite file that cannot be used; the message names the file and the reason."""


class Expectation(NamedTuple):
    """One thing that must hold of a table, why, and what to do where it does not."""

    id: str  # "layer.table.what": permanent, unique over all suites
    type: str  # class name in great_expectations.expectations
    kwargs: Mapping[str, Any]
    sql: str | None  # the query for the rows that break it; None where `kwargs` say what is expected
    severity: str
    dimension: str
    owner: str
    reason_en: str
    reason_zh: str
    remedy: str


class Suite(NamedTuple):
    """The expectations of one table."""

    name: str  # "layer.table"
    layer: str  # the schema of the warehouse that the table lies in
    table: str  # "schema.table"
    expectations: tuple[Expectation, ...]


@cache
def suites(folder: Path = SUITES) -> tuple[Suite, ...]:
    """All suites, by layer in the order of the data flow, then by table.

    Raises CatalogError for a file that is not well formed, naming it and what is wrong.
    """
    found: list[Suite] = []
    for layer in LAYERS:
        found += [_suite(layer, path) for path in sorted((folder / layer).glob("*.yml"))]
    if not found:
        raise CatalogError(f"{folder}: holds no suite; expected {'/, '.join(LAYERS)}/ with *.yml files")
    return tuple(found)


def _suite(layer: str, path: Path) -> Suite:
    name = f"{layer}.{path.stem}"
    entries = tuple(_expectation(name, entry, source) for entry, source in _entries(path))
    identifiers = [expectation.id for expectation in entries]
    if twice := sorted({identifier for identifier in identifiers if identifiers.count(identifier) > 1}):
        raise CatalogError(f"{path}: expectation id used twice: {', '.join(twice)}")
    return Suite(name=name, layer=layer, table=name, expectations=entries)


def _entries(path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The raw entries of a suite file and of the shared files that it includes, with the owner set."""
    content = _read(path)
    files = [(path.parent.parent / "shared" / f"{name}.yml") for name in content.get("include", [])]
    for source, own in [(path, content), *((file, _read(file)) for file in files)]:
        for entry in own.get("expectations", []):
            if not isinstance(entry, dict):
                raise CatalogError(f"{source}: an expectation must be a mapping, not {entry!r}")
            yield {"owner": content.get("owner")} | entry, source


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise CatalogError(
            f"{path}: cannot be read ({error.strerror}); is its name in `include` right?"
        ) from error
    except yaml.YAMLError as error:
        raise CatalogError(f"{path}: is not YAML: {error}") from error
    if not isinstance(content, dict) or not content.keys() <= _FILE_KEYS:
        raise CatalogError(f"{path}: must be a mapping with keys among {', '.join(sorted(_FILE_KEYS))}")
    return content


def _expectation(suite: str, entry: dict[str, Any], source: Path) -> Expectation:
    where = f"{source}: expectation {entry.get('id', '(without id)')!r}"
    if unknown := entry.keys() - _KEYS:
        raise CatalogError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    for key in _TEXT_KEYS:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise CatalogError(f"{where}: `{key}` must be a text")
    if entry["severity"] not in SEVERITIES:
        raise CatalogError(f"{where}: severity {entry['severity']!r} is not among {', '.join(SEVERITIES)}")
    if entry["dimension"] not in DIMENSIONS:
        raise CatalogError(f"{where}: dimension {entry['dimension']!r} is not among {', '.join(DIMENSIONS)}")
    if ("sql" in entry) == ("type" in entry):
        raise CatalogError(f"{where}: needs either `sql` or `type` with `kwargs`")
    texts = {key: entry[key].strip() for key in _TEXT_KEYS if key != "id"}
    return Expectation(
        id=f"{suite}.{entry['id']}",
        type=entry.get("type", _SQL_TYPE),
        kwargs=entry.get("kwargs", {}),
        sql=entry["sql"].replace("{table}", suite) if "sql" in entry else None,
        **texts,
    )
