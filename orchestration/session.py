"""One run of `nightly_load` in this process: starts it, follows it, and says how it ended."""

import dagster as dg
from dagster._utils.error import SerializableErrorInfo
from rich.console import Console
from rich.markup import escape

from orchestration import summary
from orchestration.dbt_project import prepare_project
from orchestration.definitions import build
from orchestration.event_storage import relax_sqlite
from orchestration.progress import Progress
from warehouse.home import Home
from warehouse.settings import read_settings


def load(home: Home, run_id: str, console: Console) -> int:
    """Run the job to its end. Returns the exit code."""
    inbox = read_settings().reports
    console.print(f"Loading [bold]{escape(str(inbox))}[/] into {escape(str(home.root))}")
    with console.status("preparing") as status:
        project = prepare_project(home)
        job = build(home, inbox, project).resolve_job_def("nightly_load")
        relax_sqlite()
        with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
            instance.add_event_listener(run_id, Progress(console, status))
            result = job.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False)
    if result.success:
        summary.show(console, home, run_id)
        return 0
    _explain(console, home, run_id, result)
    return 1


def _explain(console: Console, home: Home, run_id: str, result: dg.ExecuteInProcessResult) -> None:
    """Why the run failed, and what is published now."""
    for reason in _reasons(result):
        console.print(f"[bold red]The load failed.[/] {escape(reason)}")
    state = "is still the version before this run" if home.published.exists() else "does not exist yet"
    console.print(f"{escape(str(home.published))} {state}.")
    console.print(f"More in {escape(str(home.run(run_id)))} (run.log, output.log, dbt/dbt.log).")


def _reasons(result: dg.ExecuteInProcessResult) -> list[str]:
    """The message of every failed step, or of what kept the run from beginning; no stack traces."""
    events = result.all_events
    reasons = []
    for event in (event for event in events if event.is_step_failure):
        data = event.step_failure_data
        told = data.user_failure_data and data.user_failure_data.description
        reasons.append(told or _innermost(data.error))
    return reasons or [_innermost(event.job_failure_data.error) for event in events if event.is_run_failure]


def _innermost(error: SerializableErrorInfo | None) -> str:
    while error and error.cause:
        error = error.cause
    message = error.message.strip() if error else "Dagster gave no reason."
    return message.partition(": ")[2] if message.startswith("warehouse.errors.") else message
