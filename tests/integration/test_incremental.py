"""Models that compute only what a load touches hold what a warehouse made afresh of the same reports holds.

Random nights, real dbt. `NIGHTS=20 SEED=7` makes a longer test of other nights.
"""

import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from ingest.extract import extract
from ingest.inbox import read_inbox
from ingest.records import Document
from tests.unit.dbt.conftest import dbt
from warehouse import build, history, load
from warehouse.home import Home
from warehouse.schema import table_name

NIGHTS = int(os.environ.get("NIGHTS", "2"))
SEED = int(os.environ.get("SEED") or "11")
NOW = datetime(2024, 1, 2, tzinfo=UTC)
FIRST = 24  # reports that are there at the beginning
OLD_RULES, NEW_RULES = "old", "new"
# The same department in two spellings, a sister in the same place, and one of another place.
DEPARTMENTS = ("上城区科技局", "杭州市上城区科学技术局", "上城区教育局", "下城区教育局")
YEARS = (2019, 2020, 2021, 2022)
# Tables that tell of the loads, not of the reports.
OF_LOADS = {"int_affected_report", *(table_name(record) for record in build.QUALITY_RECORDS)}
CURRENT = "(SELECT * EXCLUDE (valid_from) FROM marts.dim_report WHERE is_current)"
KINDS = {"new", "changed", "superseded", "removed", "renamed", "restored", "read_again"}


def text(chance: random.Random) -> str:
    """A short report of a department and year, which its neighbours in time agree with or not."""
    department, year = chance.choice(DEPARTMENTS), chance.choice(YEARS)
    title = f"{department}{year}年度" if chance.random() < 0.9 else ""  # without, it is set aside
    carried, left, spent = (chance.choice(("10.00", "12.00", "20.00")) for _ in range(3))
    people = chance.choice(("1.2万人", "300户", "5批次"))
    return (
        f"{title}部门整体支出绩效自评报告\n\n一、基本情况\n"
        f"本部门编制人数{chance.randint(9, 12)}人，在职人数10人。\n"
        f"{year}年年初预算100.00万元，上年结转{carried}万元，支出合计{spent}万元，其中基本支出8.00万元，项目支出2.00万元。"
        f"年末结转和结余{left}万元。{year - 1}年支出合计{chance.choice(('10.00', '20.00'))}万元。\n"
        f"按功能分类，科学技术支出{spent}万元，其中科学技术管理事务支出8.00万元。\n"
        f"二、绩效目标\n受益{people}，目标值{people}，完成率{chance.choice(('100', '90'))}%。\n"
        f"自评得分{chance.randint(90, 99)}分。（{chance.randrange(10**9)}）\n"
    )


@dataclass
class Inbox:
    """Files by their place, what was ever in it, and which rules have read each report last."""

    chance: random.Random
    files: dict[str, str] = field(default_factory=dict)
    former: list[str] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    made: int = 0
    untouched: list[str] = field(default_factory=list)  # files of the last load that nothing has happened to since
    left_before: int = 0  # the first so many of `former` left before the last load

    def add(self) -> None:
        self.made += 1
        self.files[f"{self.made}.txt"] = text(self.chance)

    def remove(self) -> None:
        self.former.append(self.files.pop(self._any()))

    def change(self) -> None:
        place = self._any()
        self.former.append(self.files[place])
        self.files[place] = text(self.chance)

    def rename(self) -> None:
        self.made += 1
        self.files[f"{self.made}.txt"] = self.files.pop(self._any())

    def restore(self) -> None:
        if self.left_before:  # what leaves and comes back between two loads was never away
            self.made += 1
            self.left_before -= 1
            self.files[f"{self.made}.txt"] = self.former.pop(self.chance.randrange(self.left_before + 1))

    def night(self) -> None:
        """Something of everything, to a file at most once: a change of what was never loaded is none."""
        self.untouched = self.chance.sample(sorted(self.files), len(self.files))
        self.left_before = len(self.former)
        for happens in (self.add, self.remove, self.change, self.rename, self.restore):
            for _ in range(self.chance.randint(1, 2)):
                happens()

    def _any(self) -> str:
        return self.untouched.pop()

    def documents(self, folder: Path) -> Sequence[Document]:
        """The files as the inbox reads them."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for place, content in self.files.items():
            (folder / place).write_text(content, encoding="utf-8")
        return read_inbox(folder, NOW).documents


def read(document: Document, rules: str) -> list[tuple[Any, ...]]:
    """What rules find in a report: old ones take each for that of the year before, and some for nobody's."""
    found = extract(document, NOW)
    header = found.header
    if rules == OLD_RULES:
        name = None if document.report_id[-1] in "012" else header.department_name
        header = header._replace(fiscal_year=(header.fiscal_year or 0) - 1, department_name=name)
    extraction = found.extraction._replace(extractor_version=rules)
    return [extraction, header, *found.figures, *found.relations, *found.indicators, *found.unread]


def load_inbox(
    connection: duckdb.DuckDBPyConnection, inbox: Inbox, documents: Sequence[Document], now: datetime
) -> None:
    """Load as a night does; some of the reports that old rules read are read again by new ones."""
    due = load.due_again(connection, NEW_RULES, 2)
    load.load_documents(connection, documents, [], now, due)
    pending = load.pending(connection, NEW_RULES)
    of_id = {document.report_id: document for document in documents}
    for report_id in pending:
        inbox.rules[report_id] = (
            NEW_RULES if report_id in inbox.rules else inbox.chance.choice([OLD_RULES, NEW_RULES])
        )
    load.load_extractions(
        connection, pending, [[r for i in pending for r in read(of_id[i], inbox.rules[i])]], [], now
    )


def load_afresh(connection: duckdb.DuckDBPyConnection, inbox: Inbox, documents: Sequence[Document]) -> None:
    """The same reports in a warehouse that has never held others."""
    for schema, records in (("raw", build.RAW_RECORDS), (history.SCHEMA, history.RECORDS)):
        for record in records:
            connection.execute(f"DELETE FROM {schema}.{table_name(record)}")
    load.load_documents(connection, documents, [], NOW)
    records = [record for d in documents for record in read(d, inbox.rules[d.report_id])]
    load.load_extractions(connection, [d.report_id for d in documents], [records], [], NOW)


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Name -> what to compare of every table that dbt makes, but for the seeds."""
    found = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('intermediate', 'marts', 'quality')"
    ).fetchall()
    named = {name: f"{schema}.{name}" for schema, name in found if name not in OF_LOADS}
    return named | {"dim_report": CURRENT}


def differences(one: Path, other: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Table -> rows that only one of two warehouses holds, where there are any; the first of them."""
    found = {}
    with duckdb.connect() as connection:
        for name, file in (("one", one), ("other", other)):
            connection.execute(f"ATTACH '{file}' AS {name} (READ_ONLY)")
        connection.execute("USE one")
        for table, rows in tables(connection).items():
            here, there = (
                rows.replace(t := "marts." if "marts." in rows else rows.split(".")[0] + ".", f"{db}.{t}")
                for db in ("one", "other")
            )
            different = connection.execute(
                f"(FROM {here} EXCEPT ALL FROM {there}) UNION ALL (FROM {there} EXCEPT ALL FROM {here}) LIMIT 3"
            ).fetchall()
            if different:
                found[table] = different
    return found


def seen(home: Home, sql: str) -> set[Any]:
    with duckdb.connect(str(home.published), read_only=True) as connection:
        return {value for (value,) in connection.execute(sql).fetchall()}


def test_every_night_leaves_what_a_warehouse_made_afresh_holds(tmp_path: Path) -> None:
    home, afresh = Home(tmp_path / "home"), tmp_path / "afresh.duckdb"
    inbox = Inbox(random.Random(SEED))
    for _ in range(FIRST):
        inbox.add()
    met: dict[str, set[Any]] = {"changes": set(), "checks": set(), "functions": set(), "set aside": set()}
    for night in range(NIGHTS + 1):
        documents = inbox.documents(tmp_path / "inbox")
        build.begin(home)
        with build.connect(home) as connection:
            load_inbox(connection, inbox, documents, NOW + timedelta(days=night))
        dbt(
            home.building,
            *(["run"] if night else ["build", "--resource-type", "seed", "--resource-type", "model"]),
        )
        home.building.replace(home.published)
        met["changes"] |= seen(home, "SELECT change FROM raw.changed_report")
        met["checks"] |= seen(home, "SELECT rule_id FROM marts.fct_reconciliation")
        met["functions"] |= seen(home, "SELECT cofog_code FROM marts.spending_by_cofog")
        met["set aside"] |= seen(home, "SELECT report_id FROM quality.quarantine")
        if night:
            shutil.copyfile(home.published, home.building)  # at the same path, or dbt parses everything again
            with build.connect(home) as connection:
                load_afresh(connection, inbox, documents)
            dbt(home.building, "run", "--full-refresh")
            home.building.replace(afresh)
            assert differences(home.published, afresh) == {}, f"night {night} of seed {SEED}"
        inbox.night()
    assert met["changes"] >= KINDS
    assert met["functions"], "no report states a functional class"
    assert met["checks"] >= {"R801", "R802"}, "no report was held against the one of the year before"
    assert met["set aside"], "no report was set aside"
