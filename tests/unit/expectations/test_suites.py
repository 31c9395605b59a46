"""The project's own suites on a small warehouse: all hold on a sound one, and damage is named."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from expectations.catalog import LAYERS, suites
from expectations.run import run_suites

BY_NAME = {suite.name: suite for suite in suites()}
DAMAGES = [
    damage
    for layer in LAYERS
    for damage in yaml.safe_load(
        Path(__file__).with_name("damages").joinpath(f"{layer}.yml").read_text(encoding="utf-8")
    )
]
KINDS = ("drop", "duplicate", "corrupt", "swap")

CONTACTS = [
    "联系人手机13800001111",
    "手机 138 0000 1111",
    "联系电话：2356123",
    "电话（0730）23561234",
    "传真 0730-2356123",
    "身份证110101199003071234",
    "邮箱 someone@example.com",
]
NO_CONTACTS = [
    "资产总额13800001111元",
    "资产13800001111.50元",
    "电话费1234567元",
    "电话 1234567.89元",
    "编号20210001234",
    "2020-2021年支出1234567元",
]


def broken(database: Path, suite: str) -> set[str]:
    """What does not pass in one suite."""
    found = run_suites(database, [suite], "run-1")
    return {result.expectation.removeprefix(f"{suite}.") for result in found if result.outcome != "passed"}


def test_all_hold_on_a_sound_warehouse(sound_warehouse: Path) -> None:
    assert [r for r in run_suites(sound_warehouse, None, "run-1") if r.outcome != "passed"] == []


@pytest.fixture(scope="module")
def connection(
    sound_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("damaged") / "warehouse.duckdb"
    path.write_bytes(sound_warehouse.read_bytes())
    with duckdb.connect(str(path)) as opened:
        yield opened


def _cases(*, whole_run: bool) -> list[Any]:
    """The damages as test cases, named by what they do."""
    return [
        pytest.param(damage, id=f"{damage['suite']} {damage['kind']} {place}")
        for place, damage in enumerate(DAMAGES)
        if damage.get("whole_run", False) is whole_run
    ]


@pytest.mark.parametrize("damage", _cases(whole_run=False))
def test_damage_is_found_by_queries(connection: duckdb.DuckDBPyConnection, damage: Mapping[str, Any]) -> None:
    suite = damage["suite"]
    connection.begin()
    try:
        connection.execute(damage["sql"])
        found = {e.id for e in BY_NAME[suite].expectations if e.sql and connection.execute(e.sql).fetchone()}
    finally:
        connection.rollback()
    assert {identifier.removeprefix(f"{suite}.") for identifier in found} == set(damage["found_by"])


@pytest.mark.parametrize("damage", _cases(whole_run=True))
def test_damage_is_found_by_a_run(
    damaged_warehouse: Callable[[str], Path], damage: Mapping[str, Any]
) -> None:
    assert broken(damaged_warehouse(damage["sql"]), damage["suite"]) == set(damage["found_by"])


@pytest.mark.parametrize("layer", LAYERS)
def test_every_kind_of_damage_is_tried_on_every_layer(layer: str) -> None:
    assert {damage["kind"] for damage in DAMAGES if damage["suite"].startswith(f"{layer}.")} == set(KINDS)


def test_every_table_is_damaged() -> None:
    assert {damage["suite"] for damage in DAMAGES} == BY_NAME.keys()


@pytest.mark.parametrize("kind", ["drop", "duplicate", "swap"])
def test_damage_to_the_shape_of_a_table_stops_the_load(kind: str) -> None:
    severities = {e.id: e.severity for suite in BY_NAME.values() for e in suite.expectations}
    let_pass = [
        damage["sql"]
        for damage in DAMAGES
        if damage["kind"] == kind
        and "error" not in {severities[f"{damage['suite']}.{name}"] for name in damage["found_by"]}
    ]
    assert let_pass == []


def evidence_found(database: Path, what: str) -> set[str]:
    """The indicators whose evidence breaks one expectation."""
    found = run_suites(database, ["marts.fct_indicator"], "run-1")
    (result,) = [each for each in found if each.expectation == f"marts.fct_indicator.{what}"]
    return {row.rpartition("=")[2] for row in (result.unexpected_sample or "").split(" | ")} - {""}


@pytest.fixture
def with_evidence(damaged_warehouse: Callable[[str], Path]) -> Callable[[list[str]], Path]:
    """A warehouse with one indicator per text; its char_end is the place in the list, from 1."""

    def build(texts: list[str]) -> Path:
        rows = ", ".join(f"({place}, '{text}')" for place, text in enumerate(texts, start=1))
        return damaged_warehouse(
            "create temp table template as from marts.fct_indicator limit 1; delete from marts.fct_indicator; "
            "insert into marts.fct_indicator by name "
            f"select template.* replace (place as char_end, words as evidence, 'i' || place as indicator_id) "
            f"from template cross join (values {rows}) as given (place, words)"
        )

    return build


@pytest.mark.parametrize("texts", [CONTACTS[:4], CONTACTS[4:]], ids=["mobile and local", "other"])
def test_contact_data_in_evidence_is_found(
    with_evidence: Callable[[list[str]], Path], texts: list[str]
) -> None:
    expected = {str(place) for place in range(1, len(texts) + 1)}
    assert evidence_found(with_evidence(texts), "no_contact_data") == expected


def test_amounts_are_not_taken_for_contact_data(with_evidence: Callable[[list[str]], Path]) -> None:
    assert evidence_found(with_evidence(NO_CONTACTS), "no_contact_data") == set()


def test_names_of_persons_in_evidence_are_found(with_evidence: Callable[[list[str]], Path]) -> None:
    texts = ["填报人：李明 2022年", "联系人：    电话：", "单位负责人（签字）：王小红。", "负责人带队调研3次",
             "由王建国同志牵头", "付李秀英慰问金500元", "全体同志参加", "党员慰问金3万元"]  # fmt: skip
    assert evidence_found(with_evidence(texts), "no_personal_name") == {"1", "3", "5", "6"}
