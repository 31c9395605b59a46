"""Where a run's log goes: a file in the run's folder, so that the console stays free for progress."""

import logging

import dagster as dg

from warehouse.home import Home

RUN_LOG = "run_log"
FILE = "run.log"


def make_run_log(home: Home) -> dg.LoggerDefinition:
    """A logger that writes each run's events and messages to runs/<run_id>/run.log."""

    @dg.logger(config_schema=None, description="Writes to run.log in the run's folder.")
    def run_log(context: dg.InitLoggerContext) -> logging.Logger:
        run_id = context.run_id or "without-a-run"
        log = logging.getLogger(f"{RUN_LOG}.{run_id}")
        if log.handlers:  # Dagster asks more than once per run
            return log
        log.setLevel(logging.DEBUG)
        log.propagate = False
        handler = logging.FileHandler(home.run(run_id) / FILE, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
        log.addHandler(handler)
        return log

    return run_log
