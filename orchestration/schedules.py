"""When jobs run by themselves."""

from pathlib import Path

import dagster as dg
from dagster._core.definitions.target import ExecutableDefinition

from orchestration.inbox import seen_tags


def make_nightly(job: ExecutableDefinition, inbox: Path) -> dg.ScheduleDefinition:
    """The nightly load: the net under the inbox sensor. Its runs say what the inbox looked like."""
    return dg.ScheduleDefinition(
        name="nightly_load_schedule",
        job=job,
        cron_schedule="0 2 * * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        tags_fn=lambda _: seen_tags(inbox),
        description="Loads the inbox every night at 02:00 Beijing time, when nobody works on the files.",
    )
