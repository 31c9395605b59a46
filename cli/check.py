"""`jixiao check`: what a load would read in one file, and where its figures contradict each other.

For an office before it publishes a report. Nothing is loaded and the published version is neither read nor changed.
"""

from pathlib import Path

from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from cli import facts, output, reports
from cli.exits import Exit
from cli.facts import Row
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.settings import read_settings

SHOWN_UNREAD = 10
_SERIOUS = ("contradiction", "irregularity")


def run(file: Path, rows: int | None, as_json: bool) -> Exit:
    """Check one file. FOUND where an office should correct something, or the file would not be loaded.

    Raises WarehouseError where the file cannot be opened.
    """
    from orchestration.environment import settle

    workplace = Home(user_cache_path("jixiao") / "check")
    settings = read_settings()
    try:
        settle(workplace)
    except OSError as error:
        raise WarehouseError(
            f"{workplace.root} cannot be written to ({error.strerror}). Name another folder with XDG_CACHE_HOME."
        ) from None
    from orchestration.rehearsal import (
        rehearse,
    )  # dagster-dbt, which reads the environment when it is imported

    with _progress() as progress:
        task = progress.add_task("starting", total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total or None)

        with rehearse(file, workplace, settings, tell) as rehearsal:
            connection = rehearsal.connection
            found: Row = {
                "file": file.name,
                "rejected": [
                    {"source_uri": r.source_uri, "reason_code": r.reason_code, "reason": r.reason}
                    for r in rehearsal.rejected
                ],
                "set_aside": [] if connection is None else facts.rows(connection, _SET_ASIDE),
                "reports": [],
            }
            numbers: list[Row] = []
            if connection is not None:
                for listed in facts.reports(connection, facts.Filters()):
                    report = facts.report(connection, listed["report_id"])
                    report["unread"] = facts.rows(connection, _UNREAD, {"id": report["report_id"]})
                    found["reports"].append(report)
                    failed = [check["check_id"] for check in report["checks"] if check["finding"]]
                    numbers += facts.terms(connection, failed)
    if as_json:
        output.print_json(found)
    else:
        show(output.console(), found, numbers, rows)
    return Exit.FOUND if _is_serious(found) else Exit.DONE


_SET_ASIDE = "SELECT report_id, source_name, rule_id, reason_en, reason_zh, remedy_en, remedy_zh FROM quality.quarantine ORDER BY ALL"
_UNREAD = "SELECT * FROM quality.unread_number WHERE report_id = $id ORDER BY char_start"


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=output.aside(), transient=True,
    )  # fmt: skip


def _is_serious(found: Row) -> bool:
    findings = (check["finding"] for report in found["reports"] for check in report["checks"])
    return bool(found["rejected"] or found["set_aside"]) or any(finding in _SERIOUS for finding in findings)


def show(console: Console, found: Row, numbers: list[Row], rows: int | None) -> None:
    """Print what was read, what was not, and what should be corrected."""
    for report in found["reports"]:
        reports.describe(console, report)
        reports.contents(console, report, numbers, rows)
        _unread(console, report["unread"])
    for refused in found["rejected"]:
        console.print(
            "[bold red]It would be turned away.[/]",
            output.words(f"{refused['source_uri']}: {refused['reason']}"),
        )
    for aside in found["set_aside"]:
        console.print(
            "[bold red]It would be set aside.[/]",
            output.words(f"{aside['source_name']}: {aside['reason_en']}. {aside['remedy_en']}."),
        )
        console.print(output.words(f"  {aside['reason_zh']}。{aside['remedy_zh']}。"))
    if not _is_serious(found):
        console.print("[bold green]Nothing to correct was found.[/]")


def _unread(console: Console, numbers: list[Row]) -> None:
    if numbers:
        console.print(
            f"{len(numbers)} numbers were left unread"
            + (", the first:" if len(numbers) > SHOWN_UNREAD else ":")
        )
    for number in numbers[:SHOWN_UNREAD]:
        console.print(output.words(f"  {number['number_text']}: {number['evidence']}"))
