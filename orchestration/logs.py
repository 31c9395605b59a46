"""Where a run's log goes: a file in the run's folder, so that the console stays free for progress.

One JSON object per line: time, level, run_id and message, and where they are known step, event, error,
file (of the inbox) and expectation.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from warehouse.home import Home

RUN_LOG = "run_log"
FILE = "run.log"
_EXTRA = ("file", "expectation")


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        meta = getattr(record, "dagster_meta", None) or {}
        event = meta.get("dagster_event")
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "run_id": meta.get("run_id"),
            "step": meta.get("step_key"),
            "event": event.event_type_value if event else None,
            "message": meta.get("orig_message") or record.getMessage(),
            "error": _error(event) or (self.formatException(record.exc_info) if record.exc_info else None),
            **{name: getattr(record, name, None) for name in _EXTRA},
        }
        known = {name: value for name, value in line.items() if value is not None}
        return json.dumps(known, ensure_ascii=False, default=str)


def _error(event: dg.DagsterEvent | None) -> str | None:
    error = getattr(event.event_specific_data, "error", None) if event else None
    return error.to_string() if error else None


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
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        return log

    return run_log
