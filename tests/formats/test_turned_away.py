"""Each file that is turned away becomes a row of `raw.rejected_document` with its reason, and the others go on."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import dagster as dg
import pytest

from ingest.errors import RejectReason
from orchestration.assets import documents, extraction
from orchestration.resources import Build, Clock, Inbox
from tests.formats import hostile
from tests.formats.turned_away import CASES, SCENES, USUAL, Case
from warehouse import build
from warehouse.home import Home


class Loaded(NamedTuple):
    """What one load turned away, as (place, code, sentence), and the places of what it extracted."""

    rejected: list[tuple[str, str, str]]
    extracted: list[str]


Loads = Callable[[str], Loaded]


def _load(home: Home, inbox: Path) -> Loaded:
    resources = {
        "build": Build(jixiao_home=str(home.root)),
        "clock": Clock(),
        "inbox": Inbox(folder=str(inbox)),
    }
    assert dg.materialize([documents, extraction], resources=resources).success
    with build.connect(home) as connection:
        rejected = connection.execute(
            "SELECT source_uri, reason_code, reason FROM raw.rejected_document"
        ).fetchall()
        extracted = connection.execute(
            "SELECT source_uri FROM raw.document JOIN raw.extraction USING (report_id) ORDER BY 1"
        ).fetchall()
    return Loaded(rejected, [uri for (uri,) in extracted])


@pytest.fixture(scope="module")
def loads(tmp_path_factory: pytest.TempPathFactory) -> Loads:
    """Loads each scene once: its files, and a good one that is read behind them."""

    @cache
    def load(scene: str) -> Loaded:
        root = tmp_path_factory.mktemp("scene")
        inbox = root / "inbox"
        for number, case in _of_scene(scene):
            folder = inbox / f"{number:02d}"
            folder.mkdir(parents=True)
            case.put(folder / case.name)
        hostile.write(inbox, "good.docx", hostile.good_docx())
        with pytest.MonkeyPatch.context() as patch:
            SCENES[scene](patch, inbox)
            return _load(Home(root / "home"), inbox)

    return load


def _of_scene(scene: str) -> list[tuple[int, Case]]:
    return [(number, case) for number, case in enumerate(CASES) if case.scene == scene]


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: repr(CASES[n].name)[1:-1])
def test_a_file_is_turned_away_by_name(loads: Loads, number: int) -> None:
    case = CASES[number]
    found = [
        (code, bool(reason))
        for uri, code, reason in loads(case.scene).rejected
        if uri.startswith(f"{number:02d}/")
    ]
    assert found == [(case.reason.code, True)]


@pytest.mark.parametrize("scene", SCENES)
def test_the_file_behind_them_is_read(loads: Loads, scene: str) -> None:
    assert "good.docx" in loads(scene).extracted


@pytest.mark.parametrize("reason", RejectReason, ids=lambda reason: reason.code)
def test_every_reason_has_a_file(reason: RejectReason) -> None:
    assert [case.name for case in CASES if case.reason is reason], f"a file for {reason.code} is missing"


def test_no_recorded_name_holds_a_control_character(loads: Loads) -> None:
    assert all(uri.isprintable() for uri, _, _ in loads(USUAL).rejected)
