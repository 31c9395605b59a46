"""Says why a run failed in the user's terms: which step and layer, which file or check, what to do."""

import dagster as dg
from dagster._utils.error import SerializableErrorInfo

from orchestration.progress import STEPS

_LAYERS = {
    "raw__rereading": "raw layer",
    "documents": "inbox",
    "extraction": "raw layer",
    "raw_suites": "raw layer",
    "dbt_build": "staging, intermediate and marts",
    "built_suites": "staging and marts",
    "published_warehouse": "publishing",
}
_UNEXPECTED = "Nobody foresaw this. Read run.log and output.log in the run's folder, then run again."
_DEAD = "The process of this run ended without a word. Run the load again."


@dg.failure_hook(name="say_what_failed")
def say_what_failed(context: dg.HookContext) -> None:
    """One line of the run's log for each failed step, where the UI shows it above the stack trace."""
    error = context.op_exception
    told = error.description if isinstance(error, dg.Failure) else f"{_last_cause(error)} {_UNEXPECTED}"
    context.log.error(f"{where(context.op.name)}: {told}")


def where(step: str | None) -> str:
    """A step as people know it, with its layer."""
    layer = f" ({_LAYERS[step]})" if step in _LAYERS else ""
    return f"{STEPS.get(step or '', step or 'beginning the run').capitalize()}{layer}"


def reasons(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """What every failed step said, or what kept the run from beginning; no stack traces. Never empty."""
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    events = [log.dagster_event for log in instance.all_logs(run_id, of_type=kinds) if log.dagster_event]
    told = []
    for event in (event for event in events if event.is_step_failure):
        data = event.step_failure_data
        own = data.user_failure_data and data.user_failure_data.description
        told.append(f"{where(event.step_key)}: {own or f'{_innermost(data.error)} {_UNEXPECTED}'}")
    if not told:
        for event in (event for event in events if event.is_run_failure):
            # A run that was found dead has no data, only a message.
            error = getattr(event.event_specific_data, "error", None)
            told.append(_innermost(error) or event.message or _DEAD)
    return told or [_DEAD]


def _innermost(error: SerializableErrorInfo | None) -> str:
    while error and error.cause:
        error = error.cause
    message = error.message.strip() if error else ""
    return message.partition(": ")[2] if message.startswith("warehouse.errors.") else message


def _last_cause(error: BaseException | None) -> str:
    while error and error.__cause__:
        error = error.__cause__
    return f"{type(error).__name__}: {error}"
