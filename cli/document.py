"""docs/cli.md, written from the commands themselves: `python -m cli.document`, or `make commands`."""

from typer import Context
from typer.main import get_command

from cli.app import app
from cli.exits import MEANINGS
from warehouse.settings import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "cli.md"
_WIDTH = 100
_HEAD = """\
# The command jixiao 命令 jixiao

`make` installs it as `.venv/bin/jixiao`; `make run`, `make sql` and `make export` call it. It works from any folder.
`jixiao --install-completion` completes commands and options in bash, zsh, fish and PowerShell. This page is written by
`make commands`.

`make` 将其安装为 `.venv/bin/jixiao`，可在任何目录下使用；`jixiao --install-completion` 安装命令补全。本页由 `make commands` 生成。

- **Money** is shown in 万元 where that is exact with two decimals, otherwise in 元; the unit stands beside it. JSON,
  CSV and Parquet have yuan. 金额以万元或元显示并注明单位；JSON、CSV、Parquet 一律为元。
- **Figures** stand between « and » in their sentence. 句中数字以 « » 标出。
- **`--json`** prints one document on stdout; progress and errors go to stderr. 结果在 stdout，进度与错误在 stderr。
- **Control characters** of documents are written out (`\\x1b`), so that no report can act on a terminal.

## Exit codes 退出码

| code | meaning |
|--:|---|
"""


def document_text() -> str:
    """The page: how the commands print, their exit codes, and the help of each."""
    group = get_command(app)
    lines = [f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items()]
    lines += ["", "## Options of every command", "", *_help(group, "jixiao")]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        lines += ["", f"## jixiao {name}", "", *_help(command, f"jixiao {name}")]
    return _HEAD + "\n".join(lines) + "\n"


def _help(command: object, name: str) -> list[str]:
    context = Context(command, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH)  # type: ignore[arg-type]
    return ["```text", *(line.rstrip() for line in command.get_help(context).splitlines()), "```"]  # type: ignore[attr-defined]


if __name__ == "__main__":
    DOCUMENT.write_text(document_text(), encoding="utf-8")
