"""Alerts reach a real web server and a real mail server; one that cannot be sent is kept and stops nothing."""

import logging

import dagster as dg
import pytest

from orchestration.alerts import STALE, Alert, alert_failed_run, raise_alert, send_pending
from tests.receivers import Hook, Mailbox
from warehouse.home import Home
from warehouse.settings import Settings, read_settings

LOG = logging.getLogger("tests.alerts")
ALERT = Alert(STALE, "The warehouse is stale.", "Nobody loaded it.\n绩效", "run-1")


def _by_hook(hook: Hook) -> Settings:
    return read_settings({"JIXIAO_ALERT_WEBHOOK": hook.url, "JIXIAO_UI_URL": "http://ui.example/"})


def _by_mail(mailbox: Mailbox) -> dict[str, str]:
    return {
        "JIXIAO_ALERT_EMAIL": "a@example.org, b@example.org",
        "JIXIAO_SMTP_HOST": "127.0.0.1",
        "JIXIAO_SMTP_PORT": str(mailbox.port),
        "JIXIAO_SMTP_SECURITY": "none",
    }


def test_a_webhook_gets_reason_and_link_in_the_first_line(home: Home, hook: Hook) -> None:
    raise_alert(ALERT, home, _by_hook(hook), LOG)
    [body] = hook.bodies
    assert body["text"].splitlines()[0] == "The warehouse is stale. http://ui.example/runs/run-1"
    assert body["text"].endswith("绩效")
    assert (body["kind"], body["run_id"]) == (STALE, "run-1")


def test_a_mail_gets_reason_and_link_in_the_first_line(home: Home, mailbox: Mailbox) -> None:
    raise_alert(ALERT, home, read_settings(_by_mail(mailbox) | {"PORT": "3456"}), LOG)
    [mail] = mailbox.mails
    assert mail["Subject"] == "[Jixiao] The warehouse is stale."
    assert mail["To"] == "a@example.org, b@example.org"
    first = mail.get_payload(decode=True).decode().splitlines()[0]  # type: ignore[union-attr]
    assert first == "The warehouse is stale. http://127.0.0.1:3456/runs/run-1"


@pytest.mark.usefixtures("no_pauses")
def test_a_receiver_that_fails_at_first_is_asked_again(home: Home, hook: Hook) -> None:
    hook.failures = 2
    raise_alert(ALERT, home, _by_hook(hook), LOG)
    assert len(hook.bodies) == 1


@pytest.mark.usefixtures("no_pauses")
def test_what_cannot_be_sent_is_logged_and_sent_later(
    home: Home, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    hook.failures = 3
    raise_alert(ALERT, home, _by_hook(hook), LOG)
    assert hook.bodies == []
    assert "could not be sent by webhook" in caplog.text
    assert send_pending(home, _by_hook(hook), LOG) == 0
    assert len(hook.bodies) == 1
    assert send_pending(home, _by_hook(hook), LOG) == 0
    assert len(hook.bodies) == 1


@pytest.mark.usefixtures("no_pauses")
def test_only_who_has_not_got_it_gets_it_again(home: Home, hook: Hook, mailbox: Mailbox) -> None:
    hook.failures = 3
    both = read_settings(_by_mail(mailbox) | {"JIXIAO_ALERT_WEBHOOK": hook.url})
    raise_alert(ALERT, home, both, LOG)
    send_pending(home, both, LOG)
    assert (len(hook.bodies), len(mailbox.mails)) == (1, 1)


@pytest.mark.usefixtures("no_pauses")
def test_nobody_at_home_breaks_nothing(home: Home, mailbox: Mailbox) -> None:
    nobody = {
        "JIXIAO_ALERT_WEBHOOK": "http://127.0.0.1:9/",
        **_by_mail(mailbox),
        "JIXIAO_SMTP_PORT": "9",
    }
    raise_alert(ALERT, home, read_settings(nobody), LOG)
    assert len(list(home.alerts.glob("*.json"))) == 1


def test_without_channels_nothing_is_kept(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    raise_alert(ALERT, home, Settings(), LOG)
    assert not home.alerts.exists()
    assert "The warehouse is stale." in caplog.text


def _failed(instance: dg.DagsterInstance, reason: str) -> dg.DagsterRun:
    @dg.op
    def documents() -> None:
        raise dg.Failure(reason, allow_retries=False)

    @dg.job
    def nightly_load() -> None:
        documents()

    result = nightly_load.execute_in_process(instance=instance, raise_on_error=False)
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    return run


def test_a_failed_run_alerts_once_with_its_reason(
    home: Home, hook: Hook, instance: dg.DagsterInstance
) -> None:
    run = _failed(instance, "a.txt cannot be read.")
    assert alert_failed_run(instance, run, home, _by_hook(hook), LOG)
    assert not alert_failed_run(instance, run, home, _by_hook(hook), LOG)
    [body] = hook.bodies
    first = body["text"].splitlines()[0]
    assert first.startswith("Load failed: Reading the inbox (inbox): a.txt cannot be read.")
    assert first.endswith(f"/runs/{run.run_id}")


def test_a_load_that_drift_stopped_is_a_drop_in_volume(
    home: Home, hook: Hook, instance: dg.DagsterInstance
) -> None:
    run = _failed(instance, "1 expectations block:\nquality.drift.reports_kept (2 of 9): too few\n    Look.")
    alert_failed_run(instance, run, home, _by_hook(hook), LOG)
    assert hook.bodies[0]["kind"] == "volume_drop"
    assert "quality.drift.reports_kept" in hook.bodies[0]["text"].splitlines()[0]


def test_a_run_that_was_found_dead_says_so(home: Home, hook: Hook, instance: dg.DagsterInstance) -> None:
    run = dg.DagsterRun("nightly_load", status=dg.DagsterRunStatus.STARTED)
    instance.add_run(run)
    instance.report_run_failed(run, "The process of this run ended without a word.")
    alert_failed_run(instance, run, home, _by_hook(hook), LOG)
    assert hook.bodies[0]["reason"] == "Load failed: The process of this run ended without a word."
