"""run.log is JSON, line by line, and says run, step, file and expectation where they are known."""

import json
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.failures import say_what_failed
from orchestration.logs import FILE, RUN_LOG, make_run_log
from warehouse.home import Home


def _log(tmp_path: Path) -> tuple[str, list[dict[str, Any]]]:
    home = Home(tmp_path)

    @dg.op
    def documents(context: dg.OpExecutionContext) -> None:
        context.log.warning("not loaded", extra={"file": "甲.txt"})
        context.log.error("blocks", extra={"expectation": "raw.figure.offsets"})
        raise ValueError("broken") from OSError("away")

    @dg.job(
        logger_defs={RUN_LOG: make_run_log(home)}, config={"loggers": {RUN_LOG: {}}}, hooks={say_what_failed}
    )
    def nightly_load() -> None:
        documents()

    with dg.DagsterInstance.ephemeral() as instance:
        result = nightly_load.execute_in_process(instance=instance, raise_on_error=False)
    lines = (home.run(result.run_id) / FILE).read_text(encoding="utf-8").splitlines()
    return result.run_id, [json.loads(line) for line in lines]


def test_every_line_names_its_run(tmp_path: Path) -> None:
    run_id, lines = _log(tmp_path)
    assert {line["run_id"] for line in lines} == {run_id}
    assert all(line["time"] and line["level"] and line["message"] for line in lines)


def test_file_and_expectation_are_fields(tmp_path: Path) -> None:
    _, lines = _log(tmp_path)
    [of_file] = [line for line in lines if "file" in line]
    assert (of_file["file"], of_file["step"], of_file["message"]) == ("甲.txt", "documents", "not loaded")
    assert [line["expectation"] for line in lines if "expectation" in line] == ["raw.figure.offsets"]


def test_an_error_is_there_with_its_trace_and_in_words(tmp_path: Path) -> None:
    _, lines = _log(tmp_path)
    [failed] = [line for line in lines if line.get("event") == "STEP_FAILURE"]
    assert "ValueError: broken" in failed["error"]
    assert any(line["message"].startswith("Reading the inbox (inbox): OSError: away") for line in lines)
