"""Alerts: what somebody should hear of, sent to the webhook and the e-mail addresses of the settings.

An alert is first written to alerts/ in the home and deleted once everybody has it. So neither a receiver
that is away nor a killed process loses one: the daemon and the next load send what is left. Nothing here
raises: an alert that cannot be sent is logged, and the load goes on.
"""

import fcntl
import json
import logging
import smtplib
import time
import urllib.request
import uuid
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg

from orchestration import failures
from warehouse.home import Home
from warehouse.settings import Settings

ALERTED = "jixiao/alerted"  # the tag of a failed run that an alert was written of
RUN_FAILURE, STALE, VOLUME_DROP, CONTRADICTION = "run_failure", "stale", "volume_drop", "contradiction"

_TIMEOUT_SECONDS = 10
_PAUSES = (0.0, 1.0, 3.0)  # before each attempt
_KEPT_SECONDS = 7 * 86_400
_DRIFT = "quality.drift."


class Alert(NamedTuple):
    """One thing to hear of. `reason` is one line; `details` may be many."""

    kind: str
    reason: str
    details: str = ""
    run_id: str | None = None


def raise_alert(alert: Alert, home: Home, settings: Settings, log: logging.Logger) -> None:
    """Write the alert down for every channel of the settings, then send what is written down."""
    log.warning(f"Alert ({alert.kind}): {alert.reason}")
    channels = list(_channels(settings))
    if not channels:
        return
    link = f"{settings.ui_address}/runs/{alert.run_id}" if alert.run_id else settings.ui_address
    first = f"{_one_line(alert.reason)} {link}"
    body = {
        "kind": alert.kind,
        "reason": _one_line(alert.reason),
        "link": link,
        "run_id": alert.run_id,
        "home": str(home.root),
        "text": f"{first}\n{alert.details}".strip(),
    }
    try:
        home.alerts.mkdir(exist_ok=True)
        _write(
            home.alerts / f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.json", {"left": channels, "body": body}
        )
    except OSError as error:
        log.error(f"The alert could not be written down, so it is not sent: {error}")
        return
    send_pending(home, settings, log)


def send_pending(home: Home, settings: Settings, log: logging.Logger) -> int:
    """Send every alert that is written down, to those who have not got it; returns how many are left."""
    if not home.alerts.exists():
        return 0
    try:
        with (home.alerts / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # who sends at this moment has our alert too, or leaves it to us
            for file in sorted(home.alerts.glob("*.json")):
                _send(file, settings, log)
            return len(list(home.alerts.glob("*.json")))
    except (OSError, ValueError) as error:
        log.error(f"Alerts in {home.alerts} could not be read or written: {error}")
        return len(list(home.alerts.glob("*.json")))


def alert_failed_run(
    instance: dg.DagsterInstance, run: dg.DagsterRun, home: Home, settings: Settings, log: logging.Logger
) -> bool:
    """Alert that a run failed, unless somebody has; returns whether it did."""
    present = instance.get_run_by_id(run.run_id)
    if present is None or ALERTED in present.tags:
        return False
    instance.add_run_tags(run.run_id, {ALERTED: "yes"})
    told = failures.reasons(instance, run.run_id)
    text = "\n".join(told)
    is_drop = _DRIFT in text
    first = next((line for line in text.splitlines() if _DRIFT in line), told[0]) if is_drop else told[0]
    kind, words = (VOLUME_DROP, "Load stopped, volume") if is_drop else (RUN_FAILURE, "Load failed")
    raise_alert(Alert(kind, f"{words}: {first.strip()}", text, run.run_id), home, settings, log)
    return True


def _send(file: Path, settings: Settings, log: logging.Logger) -> None:
    pending = json.loads(file.read_text(encoding="utf-8"))
    channels = _channels(settings)
    left = [name for name in pending["left"] if name in channels]
    left = [name for name in left if not _delivered(name, channels[name], pending["body"], log)]
    if not left:
        file.unlink()
    elif time.time() - file.stat().st_mtime > _KEPT_SECONDS:
        log.error(f"An alert was given up after a week: {pending['body']['reason']}")
        file.unlink()
    elif left != pending["left"]:
        _write(file, {**pending, "left": left})


def _delivered(name: str, send: Callable[[Any], None], body: Any, log: logging.Logger) -> bool:
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            send(body)
            return True
        # SMTPException is an OSError; the address is not shown, since that of a webhook is a secret
        except (OSError, HTTPException, ValueError) as error:
            said = f"{type(error).__name__}: {error}"
    log.error(f"An alert could not be sent by {name} ({said}); it is sent again later: {body['reason']}")
    return False


def _channels(settings: Settings) -> dict[str, Callable[[Any], None]]:
    channels: dict[str, Callable[[Any], None]] = {}
    if settings.alert_webhook:
        channels["webhook"] = lambda body: _post(body, str(settings.alert_webhook))
    if settings.alert_email:
        channels["e-mail"] = lambda body: _mail(body, settings)
    return channels


def _post(body: Any, url: str) -> None:
    data = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):
        """A status of success is all that is asked for; any other raises."""


def _mail(body: Any, settings: Settings) -> None:
    message = EmailMessage()
    message["Subject"] = f"[Jixiao] {body['reason'][:150]}"
    message["From"] = settings.smtp_from
    message["To"] = settings.alert_email
    message.set_content(body["text"])
    kind = smtplib.SMTP_SSL if settings.smtp_security == "tls" else smtplib.SMTP
    with kind(settings.smtp_host or "", settings.smtp_port, timeout=_TIMEOUT_SECONDS) as server:
        if settings.smtp_security == "starttls":
            server.starttls()
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(message)


def _write(file: Path, content: Any) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]


def alert_failed_runs_since(
    instance: dg.DagsterInstance, since: Any, home: Home, settings: Settings, log: logging.Logger
) -> Sequence[str]:
    """Alert of every run that has failed since a moment, for loads that no daemon watches."""
    failed = dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE], updated_after=since)
    return [
        run.run_id
        for run in instance.get_runs(failed)
        if alert_failed_run(instance, run, home, settings, log)
    ]
