"""Writes a corpus: `make corpus N=1000 SEED=1 CONTRADICTIONS=0.1 BROKEN=0.02 CORPUS=folder`.

The folder, which must be empty or new, gets reports/ (subfolders of 1,000 files) and expected/: reports.csv,
amounts.csv, indicators.csv and reconciliation.csv in the columns of tests/heldout/expected, one file for all
reports, and rejected.csv for the broken files. The same settings give the same bytes.
"""

import csv
import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import track

from corpus.corpus import File, Plan, files
from corpus.ledger import YEARS

CHUNK = 250 * YEARS  # reports of a task, and of a subfolder
AMOUNT = "mart,fiscal_year,budget_unit,item_code,item_name,measure,funding_source,amount,unit,status,quote"
INDICATOR = (
    "indicator_kind,level1,level2,level3,indicator_name,project_name,fiscal_year,target_value,target_unit,"
    "target_operator,actual_value,actual_unit,yoy_pct,weight,score,status,quote"
)
IDENTITY = "report_kind,department_name,alt_department_names,region_code,admin_level,fiscal_year,self_score,self_grade"
COLUMNS = {
    "reports": f"source_name,{IDENTITY}",
    "amounts": f"doc,{AMOUNT}",
    "indicators": f"doc,{INDICATOR}",
    "reconciliation": "doc,rule_code,left_label,left_value,right_label,right_value,unit,expected,status,note",
    "rejected": "source_name,reason_code",
}

Rows = dict[str, list[dict[str, str]]]


def write_corpus(plan: Plan, folder: Path, processes: int | None = None) -> None:
    """Write the reports and what is expected of them. Raises FileExistsError where the folder holds anything."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name another folder with CORPUS, or remove it.")
    (folder / "expected").mkdir(parents=True)
    starts = range(0, plan.reports, CHUNK)
    with ExitStack() as stack:
        out = {}
        for name, columns in COLUMNS.items():
            file = stack.enter_context(
                (folder / "expected" / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            out[name] = csv.DictWriter(file, columns.split(","), restval="")
            out[name].writeheader()
        pool = stack.enter_context(ProcessPoolExecutor(processes))
        parts = pool.map(partial(_write_part, plan, folder / "reports"), starts)
        console = Console(stderr=True, quiet=len(starts) == 1)
        for part in track(parts, f"writing {plan.reports:,} files", len(starts), console=console):
            for name, rows in part.items():
                out[name].writerows(rows)


def _write_part(plan: Plan, folder: Path, start: int) -> Rows:
    """Write the files of one subfolder and return the rows of all tables."""
    place = folder / f"{start // CHUNK:03}"
    place.mkdir(parents=True, exist_ok=True)
    rows: Rows = {name: [] for name in COLUMNS}
    for file, _ in zip(files(plan, start), range(CHUNK), strict=False):
        (place / file.name).write_bytes(file.content)
        for name, row in _expected(file):
            rows[name].append(row)
    return rows


def _expected(file: File) -> Iterable[tuple[str, dict[str, str]]]:
    """(table, row) of everything that is known of a file."""
    if file.written is None:
        yield "rejected", {"source_name": file.name, "reason_code": file.reason}
        return
    yield "reports", {"source_name": file.name, **file.written.identity}
    doc = file.name.removesuffix(".txt")
    tables = {
        "amounts": file.written.amounts,
        "indicators": file.written.indicators,
        "reconciliation": file.written.contradictions,
    }
    for name, rows in tables.items():
        for row in rows:
            yield name, {"doc": doc, **row}


def plan_of(settings: Mapping[str, str]) -> Plan:
    """The plan that the settings of the command line ask for. Exits with a message where one is wrong."""
    try:
        plan = Plan(
            int(settings.get("N") or 1000),
            int(settings.get("SEED") or 1),
            float(settings.get("CONTRADICTIONS") or Plan._field_defaults["contradictions"]),
            float(settings.get("BROKEN") or Plan._field_defaults["broken"]),
        )
    except ValueError as error:
        sys.exit(f"N and SEED are whole numbers, CONTRADICTIONS and BROKEN shares: {error}")
    if plan.reports < 1 or not 0 <= plan.contradictions <= 1 or not 0 <= plan.broken <= 1:
        sys.exit(f"N must be at least 1, CONTRADICTIONS and BROKEN between 0 and 1: {plan}")
    return plan


def main() -> None:
    """Writes the corpus that the environment asks for, and says where it is."""
    plan = plan_of(os.environ)
    folder = Path(os.environ.get("CORPUS") or f"corpora/{plan.reports}-{plan.seed}")
    try:
        write_corpus(plan, folder)
    except (FileExistsError, ValueError) as error:
        sys.exit(str(error))
    print(f"{folder / 'reports'} holds {plan.reports:,} files, {folder / 'expected'} what is known of them")
    print(f"make run REPORTS={folder / 'reports'} JIXIAO_HOME={folder / 'warehouse'} loads them")


if __name__ == "__main__":
    main()
