"""The suites of the project are complete, and a suite file that is not well formed says so."""

import re
from pathlib import Path

import great_expectations.expectations as gx_expectations
import pytest

from expectations.catalog import DIMENSIONS, LAYERS, CatalogError, Suite, suites
from ingest import records
from warehouse.schema import table_name

MODELS = Path(__file__).parents[3] / "dbt_project" / "models"
RAW = [
    table_name(value)
    for value in vars(records).values()
    if isinstance(value, type) and value.__module__ == records.__name__
]
ALL = [(suite, expectation) for suite in suites() for expectation in suite.expectations]
GOOD = """
owner: somebody
expectations:
  - id: named
    severity: error
    dimension: validity
    sql: select 1 from {table} where false
    reason_en: Because.
    reason_zh: 因为。
    remedy: Mend it.
"""


def write(folder: Path, content: str, name: str = "marts/thing.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("layer", ["marts", "quality"])
def test_every_table_that_people_query_has_a_suite(layer: str) -> None:
    tables = {f"{layer}.{model.stem}" for model in (MODELS / layer).glob("*.sql")}
    assert tables == {s.name for s in suites() if s.layer == layer}


def test_every_raw_table_has_a_suite() -> None:
    assert {f"raw.{table}" for table in RAW} == {s.name for s in suites() if s.layer == "raw"}


def test_every_raw_table_has_a_staging_suite() -> None:
    assert {f"staging.stg_raw__{table}" for table in RAW} == {
        s.name for s in suites() if s.layer == "staging"
    }


@pytest.mark.parametrize("layer", LAYERS)
def test_every_dimension_is_asked_of_every_layer(layer: str) -> None:
    assert set(DIMENSIONS) == {expectation.dimension for s, expectation in ALL if s.layer == layer}


def test_every_suite_can_stop_a_load() -> None:
    toothless = {s.name for s in suites()} - {s.name for s, e in ALL if e.severity == "error"}
    assert toothless == set()


def test_ids_are_unique_over_all_suites() -> None:
    ids = [expectation.id for _, expectation in ALL]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_ids_are_plain_words(suite: Suite) -> None:
    assert [e.id for e in suite.expectations if not re.fullmatch(rf"{suite.name}\.[a-z_]+", e.id)] == []


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_types_are_classes_of_great_expectations(suite: Suite) -> None:
    types = [getattr(gx_expectations, expectation.type) for expectation in suite.expectations]
    assert all(issubclass(each, gx_expectations.Expectation) for each in types)


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_reasons_are_in_both_languages(suite: Suite) -> None:
    assert all(re.search("[一-龥]{4}", expectation.reason_zh) for expectation in suite.expectations)
    assert not any(re.search("[一-龥]{4}", expectation.reason_en) for expectation in suite.expectations)


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_queries_are_about_the_table_of_their_suite(suite: Suite) -> None:
    assert [e.id for e in suite.expectations if suite.table not in (e.sql or suite.table)] == []


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_queries_show_no_running_text(suite: Suite) -> None:
    shown = [_shown_columns(expectation.sql or "") for expectation in suite.expectations]
    assert [
        columns for columns in shown if re.search(r"\b(text|evidence|number_text|title)\b", columns)
    ] == []


def _shown_columns(sql: str) -> str:
    """The select list, without what stands inside functions: a length shows no text."""
    columns = re.sub(r"\s+from\s.*", "", sql, flags=re.DOTALL)
    while (shorter := re.sub(r"\w+\([^()]*\)", "", columns)) != columns:
        columns = shorter
    return columns


def test_layers_come_in_the_order_of_the_data_flow() -> None:
    assert [layer for layer in LAYERS for s in suites() if s.layer == layer] == [s.layer for s in suites()]


def test_raw_suites_look_at_nothing_downstream() -> None:
    queries = " ".join(e.sql or "" for s, e in ALL if s.layer == "raw")
    assert not re.search(r"\b(staging|intermediate|marts|reference)\.", queries)


def test_table_is_filled_into_the_query(tmp_path: Path) -> None:
    (suite,) = suites(write(tmp_path, GOOD))
    assert suite.expectations[0].sql == "select 1 from marts.thing where false"


def test_own_owner_goes_before_that_of_the_file(tmp_path: Path) -> None:
    (suite,) = suites(write(tmp_path, GOOD + "    owner: another\n"))
    assert suite.expectations[0].owner == "another"


def test_included_expectation_belongs_to_the_including_suite(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "shared/common.yml")
    (suite,) = suites(write(tmp_path, "owner: somebody\ninclude: [common]\n"))
    assert [expectation.id for expectation in suite.expectations] == ["marts.thing.named"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GOOD.replace("severity: error", "severity: fatal"), "severity 'fatal'"),
        (GOOD.replace("dimension: validity", "dimension: beauty"), "dimension 'beauty'"),
        (GOOD.replace("    reason_zh: 因为。\n", ""), "`reason_zh` must be a text"),
        (GOOD.replace("owner: somebody\n", ""), "`owner` must be a text"),
        (GOOD.replace("remedy: Mend it.", "remedy: ''"), "`remedy` must be a text"),
        (GOOD + "    colour: red\n", "unknown key colour"),
        (GOOD + "    type: ExpectColumnToExist\n", "either `sql` or `type`"),
        (GOOD + GOOD.partition("expectations:\n")[2], "used twice: marts.thing.named"),
        ("include: [nowhere]\n", "nowhere.yml: cannot be read"),
        ("expectations: [", "is not YAML"),
        ("- a list\n", "must be a mapping"),
        ("expectations: [text]\n", "must be a mapping"),
    ],
)
def test_malformed_file_is_named_with_the_reason(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(CatalogError, match=re.escape(reason)):
        suites(write(tmp_path, content))


def test_folder_without_suites_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="holds no suite"):
        suites(tmp_path)
