"""Every setting of the product: an environment variable with its default, its bounds and what it means.

The one place that reads the environment. `python -m warehouse.settings` writes docs/settings.md from it.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo

from ingest.limits import Limits
from warehouse.errors import SettingsError

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENT = REPOSITORY / "docs" / "settings.md"

PREFIX = "JIXIAO_"
# Handed by this program to dbt, and by its checks to its tests: nobody sets them to operate it.
_INTERNAL = {
    "JIXIAO_BUILD_DB",
    "JIXIAO_BUILD_MEMORY",
    "JIXIAO_BUILD_TABLES",
    "JIXIAO_PYTHON",
    "JIXIAO_SYSTEM_PACKAGES",
}


def _absolute(path: Path) -> Path:
    return path.expanduser().resolve()


Folder = Annotated[Path, AfterValidator(_absolute)]
_DEFAULTS = Limits()


class Words(NamedTuple):
    """What a setting means, in both languages, and the group that it is listed in."""

    group: str
    en: str
    zh: str


def _setting(variable: str, default: Any, group: str, en: str, zh: str, **bounds: Any) -> Any:
    field: Any = Field(default, validation_alias=variable, **bounds)
    field.metadata.append(Words(group, en, zh))
    return field


def _limit(name: str, en: str, zh: str, least: int = 1) -> Any:
    default = _DEFAULTS._asdict()[name]
    return _setting(f"{PREFIX}{name.upper()}", default, "Limits of reading", en, zh, ge=least, lt=10**9)


class Settings(BaseModel):
    """The settings of one process, read once at its start. Secrets do not show when it is printed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    home: Folder = _setting(
        "JIXIAO_HOME", REPOSITORY / "warehouse" / "data", "Folders",
        "Folder of the warehouse and of everything that is written", "仓库及一切写入内容所在的目录",
    )  # fmt: skip
    reports: Folder = _setting(
        "REPORTS", REPOSITORY / "samples" / "reports", "Folders",
        "Inbox: the folder of reports", "收件目录：报告所在文件夹",
    )  # fmt: skip
    port: int = _setting("PORT", 3000, "Operation", "Port of the UI", "界面端口", ge=1, le=65535)
    explorer_port: int = _setting(
        "EXPLORER_PORT", 3100, "Operation", "Port of the explorer", "浏览界面端口", ge=1, le=65535
    )
    accept_drift: str | None = _setting(
        "JIXIAO_ACCEPT_DRIFT", None, "Operation",
        "Why this load may differ much from the last version", "允许本次装载与上一版差异很大的理由",
    )  # fmt: skip
    lock_wait_seconds: int = _setting(
        "JIXIAO_LOCK_WAIT_SECONDS", 3600, "Operation",
        "How long a load waits for another one; 0 refuses at once", "等待另一次装载结束的最长时间；0 表示立即拒绝", ge=0, le=86_400,
    )  # fmt: skip
    inbox_seconds: int = _setting(
        "JIXIAO_INBOX_SECONDS", 15, "Operation",
        "How often the UI's daemon looks into the inbox; files that two looks find alike are loaded",
        "后台进程查看收件目录的间隔；两次所见相同的文件即装载", ge=5, le=3600,
    )  # fmt: skip
    reread_reports: int = _setting(
        "JIXIAO_REREAD_REPORTS", 20_000, "Operation",
        "How many reports that older rules read a load reads again; the job reextraction takes the rest",
        "规则更新后，每次装载最多重新读取的旧报告数；其余由 reextraction 作业处理", ge=0, lt=10**9,
    )  # fmt: skip
    engine: Literal["duckdb", "spark"] = _setting(
        "JIXIAO_ENGINE", "duckdb", "Engine",
        "What extracts and computes the models: duckdb (this machine) or spark (see docs/scaling.md)",
        "抽取与模型计算所用的引擎：duckdb（本机）或 spark（见 docs/scaling.md）",
    )  # fmt: skip
    spark_master: str = _setting(
        "JIXIAO_SPARK_MASTER", "local[*]", "Engine",
        "Spark cluster: local[*] (all cores of this machine) or spark://host:7077",
        "Spark 集群：local[*]（本机全部核心）或 spark://主机:7077", pattern=r"^(local(\[(\*|\d+)\])?|spark://\S+)$",
    )  # fmt: skip
    spark_driver_host: str = _setting(
        "JIXIAO_SPARK_DRIVER_HOST", "127.0.0.1", "Engine",
        "Address by which the workers of the cluster reach this machine", "集群工作节点访问本机所用的地址",
    )  # fmt: skip
    spark_partitions: int = _setting(
        "JIXIAO_SPARK_PARTITIONS", 8, "Engine",
        "Parts that Spark cuts tables into: two to four for each core of the cluster",
        "Spark 划分表的份数：集群每个核心两至四份", ge=1, le=100_000,
    )  # fmt: skip
    storage_url: SecretStr | None = _setting(
        "JIXIAO_STORAGE_URL", None, "Operation",
        "Where Dagster keeps its runs: postgresql://user:password@host:5432/database; unset: SQLite in the home",
        "Dagster 运行记录的数据库：postgresql://…；不设则用目录内的 SQLite",
    )  # fmt: skip
    load_memory_mb: int = _setting(
        "JIXIAO_LOAD_MEMORY_MB", 1_536, "Operation",
        "Memory of the database during a load, in MB; beyond it the load goes on on disk. All processes of a load "
        "together take about 1,200 MB more",
        "装载时数据库的内存（MB），超出部分转用磁盘；装载的全部进程另需约 1,200 MB", ge=256, lt=10**6,
    )  # fmt: skip
    kept_versions: int = _setting(
        "JIXIAO_KEPT_VERSIONS", 7, "Versions",
        "How many earlier versions are kept for a rollback", "为回退保留的旧版本数", ge=0, lt=10**6,
    )  # fmt: skip
    kept_gb: int = _setting(
        "JIXIAO_KEPT_GB", 20, "Versions",
        "How many GB they may take together", "旧版本合计占用的上限（GB）", ge=0, lt=10**6,
    )  # fmt: skip
    query_rows: int = _setting(
        "JIXIAO_QUERY_ROWS", 200, "Queries", "Rows that one query shows", "一次查询显示的行数", ge=1, lt=10**6
    )
    query_seconds: int = _setting(
        "JIXIAO_QUERY_SECONDS",
        60,
        "Queries",
        "Seconds that one query may take",
        "一次查询的时限（秒）",
        ge=1,
        lt=10**6,
    )
    query_memory_mb: int = _setting(
        "JIXIAO_QUERY_MEMORY_MB", 1_024, "Queries",
        "Memory that one query may take, in MB", "一次查询的内存上限（MB）", ge=64, lt=10**6,
    )  # fmt: skip
    data_license: str | None = _setting(
        "JIXIAO_DATA_LICENSE", None, "Open data",
        "Licence of exported data, by name (CC-BY-4.0) or URL, where somebody gave one; unset: none is claimed",
        "导出数据的许可协议（名称如 CC-BY-4.0，或网址），须确有授权；不设则不声明任何许可",
        pattern=r"^([A-Za-z0-9][A-Za-z0-9.+-]*|https?://\S+)$",
    )  # fmt: skip
    ui_url: HttpUrl | None = _setting(
        "JIXIAO_UI_URL", None, "Alerts",
        "Address of the UI for links in alerts; unset: http://127.0.0.1:PORT", "告警中链接所用的界面地址",
    )  # fmt: skip
    alert_webhook: HttpUrl | None = _setting(
        "JIXIAO_ALERT_WEBHOOK", None, "Alerts",
        "URL that alerts are sent to as JSON, by POST", "以 JSON（POST）接收告警的网址",
    )  # fmt: skip
    alert_email: str | None = _setting(
        "JIXIAO_ALERT_EMAIL", None, "Alerts",
        "E-mail addresses that alerts are sent to, with commas between", "接收告警的电子邮箱，逗号分隔", pattern=r"^[^@\s,]+@[^@\s,]+(\s*,\s*[^@\s,]+@[^@\s,]+)*$",
    )  # fmt: skip
    smtp_host: str | None = _setting(
        "JIXIAO_SMTP_HOST", None, "Alerts", "Mail server", "邮件服务器",
    )  # fmt: skip
    smtp_port: int = _setting(
        "JIXIAO_SMTP_PORT", 587, "Alerts", "Port of the mail server", "邮件服务器端口", ge=1, le=65535
    )
    smtp_security: Literal["starttls", "tls", "none"] = _setting(
        "JIXIAO_SMTP_SECURITY", "starttls", "Alerts",
        "starttls, tls or none (none: no encryption)", "加密方式：starttls、tls 或 none（不加密）",
    )  # fmt: skip
    smtp_user: str | None = _setting(
        "JIXIAO_SMTP_USER", None, "Alerts", "User of the mail server", "邮件服务器用户名"
    )
    smtp_password: SecretStr | None = _setting(
        "JIXIAO_SMTP_PASSWORD", None, "Alerts", "Password of that user", "该用户的密码",
    )  # fmt: skip
    smtp_from: str = _setting(
        "JIXIAO_SMTP_FROM", "jixiao@localhost", "Alerts", "Sender of the mails", "发件人",
    )  # fmt: skip
    alert_contradiction_cny: int = _setting(
        "JIXIAO_ALERT_CONTRADICTION_CNY", 1_000_000, "Alerts",
        "New contradictions that differ by at least so many yuan alert", "差额达到此数（元）的新矛盾触发告警", ge=0,
    )  # fmt: skip
    alert_drop_percent: int = _setting(
        "JIXIAO_ALERT_DROP_PERCENT", 10, "Alerts",
        "A published version with so many per cent fewer reports or facts alerts", "报告或事实减少达到此百分比触发告警", ge=1, le=100,
    )  # fmt: skip
    stale_hours: int = _setting(
        "JIXIAO_STALE_HOURS", 26, "Alerts",
        "A warehouse that was not published for so many hours is stale", "超过此小时数未发布即为过期", ge=1, le=8760,
    )  # fmt: skip
    max_file_mb: int = _limit("max_file_mb", "Size of a report's file, in MB", "单个报告文件的大小（MB）")
    max_archive_mb: int = _limit("max_archive_mb", "Size of a zip archive, in MB", "zip 压缩包的大小（MB）")
    max_unpacked_mb: int = _limit(
        "max_unpacked_mb", "What one document unpacks to, in MB", "单个文档解压后的大小（MB）"
    )
    max_archive_unpacked_mb: int = _limit(
        "max_archive_unpacked_mb", "What an archive unpacks to, in MB", "压缩包解压后的大小（MB）"
    )
    max_archive_files: int = _limit("max_archive_files", "Files in an archive", "压缩包内的文件数")
    max_pdf_objects: int = _limit("max_pdf_objects", "Objects of a PDF", "PDF 的对象数")
    max_cell_lines: int = _limit("max_cell_lines", "Lines of one table cell", "单元格的行数")
    max_seconds: int = _limit(
        "max_seconds",
        "Processor seconds to read, and again to extract, one document",
        "读取（及抽取）一份文档的处理器秒数",
    )
    # Below, not even the word lists have room.
    max_memory_mb: int = _limit(
        "max_memory_mb", "Memory of a reading process, in MB", "读取进程的内存（MB）", least=512
    )

    @property
    def load_memory(self) -> str:
        """The memory of the database during a load, as DuckDB's setting `memory_limit`."""
        return f"{self.load_memory_mb}MiB"

    @property
    def limits(self) -> Limits:
        """The limits of one file, as ingestion takes them."""
        return Limits(**{name: getattr(self, name) for name in Limits._fields})

    @property
    def ui_address(self) -> str:
        """The address of the UI, without a slash at its end."""
        return str(self.ui_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @model_validator(mode="after")
    def _storage_is_postgresql(self) -> "Settings":
        if self.storage_url and not self.storage_url.get_secret_value().startswith("postgresql://"):
            raise ValueError("JIXIAO_STORAGE_URL must begin with postgresql://, or be unset")
        return self

    @model_validator(mode="after")
    def _mail_has_a_server(self) -> "Settings":
        if self.alert_email and not self.smtp_host:
            raise ValueError("JIXIAO_ALERT_EMAIL needs JIXIAO_SMTP_HOST, the mail server")
        return self


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment gives; a blank variable is none.

    Raises SettingsError, naming every wrong value and every JIXIAO_ variable that does not exist.
    """
    known = _variables()
    wrong = [_unknown(name, known) for name in sorted(environment) if _is_unknown(name, known)]
    given = {name: value for name in known if (value := environment.get(name, "").strip())}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        wrong += [_wrong(detail, given) for detail in error.errors(include_url=False)]
    if wrong:
        raise SettingsError("Settings that cannot be used:\n" + "\n".join(f"  - {line}" for line in wrong))
    return settings


def _variables() -> dict[str, FieldInfo]:
    return {str(field.validation_alias): field for field in Settings.model_fields.values()}


def _is_unknown(name: str, known: Mapping[str, FieldInfo]) -> bool:
    return name.startswith(PREFIX) and name not in known and name not in _INTERNAL


def _unknown(name: str, known: Mapping[str, FieldInfo]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"did you mean {near[0]}?" if near else "docs/settings.md lists those that do."
    return f"{name} does not exist; {meant}"


def _wrong(detail: Any, given: Mapping[str, str]) -> str:
    """One wrong value in words; the value itself only where it is no secret."""
    if not detail["loc"]:
        return f"{detail['msg'].removeprefix('Value error, ')}."
    name = str(detail["loc"][0])
    is_secret = any(word in name for word in ("PASSWORD", "URL", "WEBHOOK"))
    shown = "" if is_secret else f" {given[name]!r}"
    return f"{name} cannot be{shown}: {detail['msg']}. Correct it, or unset it."


def document_text() -> str:
    """docs/settings.md: every setting with its default and its meaning."""
    lines = [
        "# Settings 设置", "",
        "Environment variables; make takes them as arguments too (`make run REPORTS=…`). They are read and checked at",
        "the start: a wrong value, or a `JIXIAO_` variable that does not exist, stops it and is named. This page is",
        "written by `make settings`.", "",
        "以下均为环境变量，也可作为 make 的参数。启动时统一检查：取值有误或名称不存在的 `JIXIAO_` 变量会被指出并停止。",
    ]  # fmt: skip
    for group in dict.fromkeys(_words(field).group for field in _variables().values()):
        lines += ["", f"## {group}", "", "| variable | default | meaning | 含义 |", "|---|---|---|---|"]
        for name, field in _variables().items():
            words = _words(field)
            if words.group == group:
                lines.append(f"| `{name}` | {_default(field)} | {words.en} | {words.zh} |")
    return "\n".join(lines) + "\n"


def _words(field: FieldInfo) -> Words:
    [words] = [item for item in field.metadata if isinstance(item, Words)]
    return words


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None:
        return "none"
    return f"`{value.relative_to(REPOSITORY) if isinstance(value, Path) else value}`"


if __name__ == "__main__":
    DOCUMENT.write_text(document_text(), encoding="utf-8")
