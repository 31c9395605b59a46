"""The code lists and term lists in dbt_project/seeds hold together as plain CSV files."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.structure.fold import fold

SEEDS = Path(__file__).parents[3] / "dbt_project" / "seeds"

# seed -> its key column
KEYS = {
    "region": "region_code",
    "function_class": "code",
    "economic_class": "code",
    "cofog": "cofog_code",
    "function_cofog": "function_code",
    "metric_component": "component",
    "metric_definition": "metric",
    "item_term": "term",
    "measure_term": "term",
    "funding_term": "term",
    "report_kind_term": "term",
    "domain_term": "term",
    "department_name_term": "written",
    "number_unit": "unit",
    "unread_reason": "reason_code",
    "quarantine_rule": "rule_id",
    "drift_bound": "metric",
    "quality_score_component": "component",
}
# (seed, column) that names a code of (seed, column)
REFERENCES = [
    ("item_term", "item_code", "item", "item_code"),
    ("funding_term", "funding_source", "funding_source", "funding_source"),
    ("report_kind_term", "report_kind", "report_kind", "report_kind"),
    ("region", "parent_code", "region", "region_code"),
    ("function_class", "parent_code", "function_class", "code"),
    ("economic_class", "parent_code", "economic_class", "code"),
    ("cofog", "parent_code", "cofog", "cofog_code"),
    ("function_cofog", "function_code", "function_class", "code"),
    ("function_cofog", "cofog_code", "cofog", "cofog_code"),
    ("metric_definition", "numerator", "metric_component", "component"),
    ("metric_definition", "subtrahend", "metric_component", "component"),
    ("metric_definition", "denominator", "metric_component", "component"),
]
CLASSES = ["function_class", "economic_class"]
GRAMMAR_READINGS = {
    "=available_by_parts", "=available_beside_execution", "=spent_by_default", "=budget_by_context",
    "=revenue_by_context", "=received_from_above",
}  # fmt: skip


def read(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(row: dict[str, str]) -> list[str]:
    """The name of a class and its aliases."""
    return [row["name_zh"], *filter(None, row["aliases"].split("|"))]


@pytest.mark.parametrize("seed", KEYS)
def test_key_is_unique_and_filled(seed: str) -> None:
    counts = Counter(row[KEYS[seed]] for row in read(seed))
    assert "" not in counts
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("seed", KEYS)
def test_every_row_has_every_column(seed: str) -> None:
    assert [row for row in read(seed) if None in row or None in row.values()] == []


@pytest.mark.parametrize("seed", KEYS)
def test_cells_have_no_outer_blanks(seed: str) -> None:
    cells = [cell for row in read(seed) for value in row.values() for cell in value.split("|")]
    assert [cell for cell in cells if cell != cell.strip()] == []


@pytest.mark.parametrize("seed", KEYS)
def test_file_has_unix_line_ends_and_no_byte_order_mark(seed: str) -> None:
    content = (SEEDS / f"{seed}.csv").read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("seed", [seed for seed, key in KEYS.items() if key in ("term", "written")])
def test_terms_are_spelled_in_folded_form(seed: str) -> None:
    terms = [row[KEYS[seed]] for row in read(seed)]
    assert [term for term in terms if fold(term) != term] == []


@pytest.mark.parametrize("seed", CLASSES)
def test_class_names_are_spelled_in_folded_form(seed: str) -> None:
    assert [name for row in read(seed) for name in names(row) if fold(name) != name] == []


@pytest.mark.parametrize(("seed", "column", "target", "target_column"), REFERENCES)
def test_codes_exist(seed: str, column: str, target: str, target_column: str) -> None:
    known = {row[target_column] for row in read(target)}
    assert {row[column] for row in read(seed)} - known - {""} == set()


def test_units_of_money_have_one_scale() -> None:
    yuan = {row["unit_text"]: row["scale"] for row in read("money_unit")}
    units = {row["unit"]: row["scale"] for row in read("number_unit") if row["kind"] == "money"}
    assert {unit: scale for unit, scale in units.items() if yuan.get(unit, scale) != scale} == {}


def test_base_units_are_units_themselves() -> None:
    units = {row["unit"]: row for row in read("number_unit")}
    bases = {row["base_unit"] for row in units.values()}
    assert [base for base in bases if units[base]["base_unit"] != base or units[base]["scale"] != "1"] == []


def test_measures_exist() -> None:
    known = {row["measure"] for row in read("measure")} | {"balance_total"}
    assert {row["measure"] for row in read("measure_term")} - known == set()


def test_measure_sign_is_one_or_minus_one() -> None:
    assert {row["sign"] for row in read("measure_term")} == {"1", "-1"}


def test_only_budget_adjustments_are_negative() -> None:
    assert {row["measure"] for row in read("measure_term") if row["sign"] == "-1"} == {"budget_adjustment"}


def test_grammar_readings_are_complete() -> None:
    assert {row["term"] for row in read("measure_term") if row["term"].startswith("=")} == GRAMMAR_READINGS


def test_kind_priorities_are_positive_integers() -> None:
    assert all(re.fullmatch(r"[1-9]\d*", row["priority"]) for row in read("report_kind_term"))


def test_function_codes_have_3_5_or_7_digits_below_their_parent() -> None:
    wrong = [
        row["code"]
        for row in read("function_class")
        if not re.fullmatch(r"2\d{2}(\d{2}){0,2}", row["code"])
        or row["parent_code"] != (row["code"][:-2] if len(row["code"]) > 3 else "")
    ]
    assert wrong == []


def test_economic_codes_have_3_or_5_digits_below_their_parent() -> None:
    wrong = [
        row["code"]
        for row in read("economic_class")
        if not re.fullmatch(r"3\d{2}(\d{2})?", row["code"])
        or row["parent_code"] != (row["code"][:3] if len(row["code"]) == 5 else "")
    ]
    assert wrong == []


@pytest.mark.parametrize("seed", CLASSES)
def test_no_name_or_alias_is_used_twice_under_one_parent(seed: str) -> None:
    counts = Counter((row["parent_code"], name) for row in read(seed) for name in names(row))
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("seed", CLASSES)
def test_aliases_leave_the_fixed_items_alone(seed: str) -> None:
    fixed = {row["term"] for row in read("item_term")}
    assert {alias for row in read(seed) for alias in names(row)[1:]} & fixed == set()


@pytest.mark.parametrize("seed", CLASSES)
def test_every_class_has_an_english_name(seed: str) -> None:
    assert [row["code"] for row in read(seed) if not row["name_en"]] == []


def test_canonical_department_names_are_not_rewritten_again() -> None:
    written = {row["written"] for row in read("department_name_term")}
    assert [row for row in read("department_name_term") if row["canonical"] in written] == []


def test_short_department_names_do_not_end_their_own_canonical_form() -> None:
    terms = read("department_name_term")
    assert [row for row in terms if row["canonical"].endswith(row["written"])] == []


def test_region_codes_are_well_formed() -> None:
    levels = {"province": r"\d{2}0000", "prefecture": r"\d{2}(?!00)\d{2}00", "county": r"\d{4}(?!00)\d{2}"}
    wrong = [
        row["region_code"]
        for row in read("region")
        if not re.fullmatch(levels[row["admin_level"]], row["region_code"])
    ]
    assert wrong == []


def test_regions_in_force_are_all_there() -> None:
    counts = Counter(row["admin_level"] for row in read("region") if not row["valid_to"])
    assert counts["province"] == 34
    assert counts["prefecture"] == 333
    assert 2840 <= counts["county"] <= 2850


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("430104", "湖南省长沙市岳麓区"),
        ("430181", "湖南省长沙市浏阳市"),
        ("430600", "湖南省岳阳市"),
        ("320106", "江苏省南京市鼓楼区"),
        ("420703", "湖北省鄂州市华容区"),
        ("430623", "湖南省岳阳市华容县"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("110101", "北京市东城区"),
    ],
)
def test_region_full_names(code: str, full_name: str) -> None:
    assert [row["full_name"] for row in read("region") if row["region_code"] == code] == [full_name]


def test_every_class_and_section_has_its_international_function() -> None:
    mapped = {row["function_code"] for row in read("function_cofog")}
    wanted = {row["code"] for row in read("function_class") if len(row["code"]) <= 5}
    assert wanted - mapped == set()


def test_a_doubtful_or_missing_function_is_explained_in_both_languages() -> None:
    bare = [
        row["function_code"]
        for row in read("function_cofog")
        if (float(row["confidence"]) < 0.8 or not row["cofog_code"])
        and not (row["note_en"] and row["note_zh"])
    ]
    assert bare == []


def test_groups_of_functions_are_those_of_the_standard() -> None:
    groups = Counter(row["parent_code"] for row in read("cofog") if row["parent_code"])
    assert list(groups.values()) == [8, 5, 6, 9, 6, 6, 6, 6, 8, 9]
