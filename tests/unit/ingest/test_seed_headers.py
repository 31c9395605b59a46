"""The identity of the five real reports, as people labelled it."""

import csv
from pathlib import Path

import pytest

from ingest.header import read_header
from ingest.vocabulary.reading import read_seed

FIELDS = ("report_kind", "region_code", "fiscal_year", "self_score", "self_grade")


@pytest.mark.parametrize("label", [f"seed{number}" for number in range(5)])
def test_header_agrees_with_the_label(seeds_dir: Path, label: str) -> None:
    gold = seeds_dir.parent / "gold"
    stems = {row["doc"]: row["source_stem"] for row in _rows(gold / "docs.csv")}
    (file,) = seeds_dir.glob(f"*{stems[label]}*")
    (want,) = _rows(gold / f"{label}.report.csv")
    header = read_header("r_1", file.read_text(encoding="utf-8"), file.name).header
    kinds = {row["term"]: row["report_kind"] for row in read_seed("report_kind_term")}
    got = header._asdict() | {"report_kind": kinds[header.kind_term or ""]}
    assert {field: str(got[field] or "") for field in FIELDS} == {field: want[field] for field in FIELDS}
    assert header.department_name in {want["department_name"], *want["alt_department_names"].split("|")}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
