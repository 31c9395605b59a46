"""One run of `nightly_load` in this process: starts it, follows it, and says how it ended."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

import dagster as dg
from rich.console import Console
from rich.markup import escape

from orchestration import failures, summary
from orchestration.alerts import alert_failed_runs_since, send_pending
from orchestration.dbt_project import prepare_project
from orchestration.definitions import build
from orchestration.event_storage import relax_sqlite
from orchestration.inbox import seen_tags
from orchestration.progress import Progress
from warehouse import disk
from warehouse.home import Home
from warehouse.settings import read_settings

_LOG = logging.getLogger("jixiao.alerts")  # of this process: its stderr is the run's output.log


def load(home: Home, run_id: str, console: Console) -> int:
    """Run the job to its end. Returns the exit code."""
    settings = read_settings()
    inbox = settings.reports
    started = datetime.now(UTC)
    console.print(f"Loading [bold]{escape(str(inbox))}[/] into {escape(str(home.root))}")
    with console.status("preparing") as status:
        project = prepare_project(home)
        job = build(home, inbox, project).resolve_job_def("nightly_load")
        relax_sqlite()
        with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
            progress = Progress(console, status)
            instance.add_event_listener(run_id, progress)
            try:
                result = job.execute_in_process(
                    instance=instance, run_id=run_id, raise_on_error=False, tags=seen_tags(inbox)
                )
            except Exception as error:  # Dagster cannot write down that the run has failed
                if told_of_disk := disk.explain(f"{error} {error.__cause__}", home.root):
                    console.print(f"[bold red]The load failed.[/] {escape(told_of_disk)}")
                    _say_what_is_published(console, home)
                    return 1
                raise
            # No daemon need be there to do it; the runs that this one found dead are among them.
            alert_failed_runs_since(instance, started, home, settings, _LOG)
            send_pending(home, settings, _LOG)
            told = [] if result.success else failures.reasons(instance, run_id)
    if result.success:
        summary.show(console, home, run_id, progress.taken)
        return 0
    _explain(console, home, run_id, told)
    return 1


def _explain(console: Console, home: Home, run_id: str, told: Sequence[str]) -> None:
    """Why the run failed, and what is published now."""
    for reason in dict.fromkeys(disk.explain(reason, home.root) or reason for reason in told):
        console.print(f"[bold red]The load failed.[/] {escape(reason)}")
    _say_what_is_published(console, home)
    console.print(f"More in {escape(str(home.run(run_id)))} (run.log, output.log, dbt/dbt.log).")


def _say_what_is_published(console: Console, home: Home) -> None:
    state = "is still the version before this run" if home.published.exists() else "does not exist yet"
    console.print(f"{escape(str(home.published))} {state}.")
