"""Shows a run's progress on the console: one line per step, and the reasons of what failed."""

import logging

import dagster as dg
from rich.console import Console
from rich.markup import escape
from rich.status import Status

STEPS = {
    "raw__rereading": "choosing reports to read again",
    "documents": "reading the inbox",
    "extraction": "extracting",
    "raw_suites": "checking the raw layer",
    "dbt_build": "building and testing the models",
    "built_suites": "checking staging and marts",
    "published_warehouse": "publishing",
}


class Progress:
    """Listens to a run's events: one line per finished step, and a moving one for what goes on."""

    def __init__(self, console: Console, status: Status) -> None:
        self._console = console
        self._status = status
        self._step = ""
        self._said = ""  # the last word of the step under way
        self.taken: dict[str, float] = {}  # seconds of each step that succeeded, by what it does

    def __call__(self, entry: dg.EventLogEntry) -> None:
        event = entry.dagster_event
        if event is None:
            self._hear(entry)
        elif event.is_step_start:
            self._step, self._said = event.step_key or "", ""
            self._status.update(escape(_title(self._step)))
        elif event.is_step_success:
            seconds = event.step_success_data.duration_ms / 1000
            self.taken[_title(self._step)] = seconds
            self._console.print(f"[green]✓[/] {_title(self._step):34}{seconds:5.1f} s  {escape(self._said)}")
        elif event.is_step_failure:
            self._console.print(f"[red]✗[/] {_title(self._step)}")
        elif event.is_step_up_for_retry:
            self._console.print(f"[yellow]…[/] {_title(self._step)}: failed, tried again in a moment")

    def _hear(self, entry: dg.EventLogEntry) -> None:
        message = entry.user_message
        if (entry.step_key or "") != self._step:  # Dagster's own words on steps that it leaves out
            return
        level = int(entry.level)
        if level >= logging.WARNING:
            self._console.print(f"[yellow]![/] {escape(message)}")
        elif level >= logging.INFO:
            self._said = message
            self._status.update(escape(f"{_title(self._step)}: {message}"))


def _title(step: str) -> str:
    return STEPS.get(step, step)
