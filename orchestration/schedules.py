"""When jobs run by themselves."""

import dagster as dg

from orchestration.jobs import nightly_load

nightly = dg.ScheduleDefinition(
    name="nightly_load_schedule",
    job=nightly_load,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Loads the inbox every night at 02:00 Beijing time, when nobody works on the files.",
)
