"""Settings: their defaults, and wrong ones named."""

from pathlib import Path

import pytest

from ingest.limits import Limits
from warehouse.errors import SettingsError
from warehouse.settings import DOCUMENT, REPOSITORY, Settings, document_text, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"JIXIAO_MAX_SECONDS": "  "}).limits == Limits()


def test_without_reports_the_samples_are_loaded() -> None:
    assert read_settings({}).reports == REPOSITORY / "samples" / "reports"


def test_relative_folders_count_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({"REPORTS": "mine"}).reports == tmp_path / "mine"


@pytest.mark.parametrize("field", Limits._fields)
def test_every_limit_has_its_variable(field: str) -> None:
    limits = read_settings({f"JIXIAO_{field.upper()}": " 1234 "}).limits
    assert limits == Limits()._replace(**{field: 1234})


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "1e3", "9" * 12])
def test_what_is_no_limit_is_refused_by_name(value: str) -> None:
    with pytest.raises(SettingsError, match="JIXIAO_MAX_SECONDS"):
        read_settings({"JIXIAO_MAX_SECONDS": value})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"JIXIAO_MAX_MEMORY_MB": "511"}, "greater than or equal to 512"),
        ({"PORT": "http"}, "PORT cannot be 'http'"),
        ({"JIXIAO_ALERT_WEBHOOK": "example.org/hook"}, "JIXIAO_ALERT_WEBHOOK cannot be"),
        ({"JIXIAO_STORAGE_URL": "mysql://host"}, "must begin with postgresql://"),
        ({"JIXIAO_ALERT_EMAIL": "nobody", "JIXIAO_SMTP_HOST": "mail"}, "JIXIAO_ALERT_EMAIL"),
        ({"JIXIAO_ALERT_EMAIL": "a@example.org"}, "needs JIXIAO_SMTP_HOST"),
        ({"JIXIAO_KEPT_GB": "-1"}, "JIXIAO_KEPT_GB cannot be '-1'"),
        ({"JIXIAO_QUERY_ROWS": "no"}, "JIXIAO_QUERY_ROWS cannot be 'no'"),
        ({"JIXIAO_QUERY_MEMORY_MB": "8"}, "greater than or equal to 64"),
        ({"JIXIAO_HOEM": "x"}, "JIXIAO_HOEM does not exist; did you mean JIXIAO_HOME"),
        ({"JIXIAO_ZZZZZZ": "x"}, "JIXIAO_ZZZZZZ does not exist; docs/settings.md"),
    ],
)
def test_wrong_settings_are_named(given: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings(given)


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"(?s)JIXIAO_TYPO.*PORT"):
        read_settings({"JIXIAO_TYPO": "1", "PORT": "0"})


def test_secrets_do_not_show() -> None:
    secret = "postgresql://user:hidden@host/db"
    assert "hidden" not in repr(read_settings({"JIXIAO_STORAGE_URL": secret}))
    with pytest.raises(SettingsError) as error:
        read_settings({"JIXIAO_STORAGE_URL": "mysql://user:hidden@host"})
    assert "hidden" not in str(error.value)


def test_the_document_is_the_settings() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document_text(), "Run `make settings` and commit the page."
