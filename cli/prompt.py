"""The prompt of `jixiao sql`: statements with history, completion and colours, each of the version that is published."""

import sys

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import FuzzyWordCompleter
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from cli import sql
from cli.exits import Exit
from warehouse import query
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.terminal import shown

_WORDS = (
    "select", "from", "where", "group by", "order by", "limit", "join", "left join", "using", "count(*)", "sum",
    "avg", "describe", "distinct", "having", "with", "union all", "is not null", "desc",
)  # fmt: skip
_LEAVE = {"exit", "quit", "\\q", ".quit", ".exit"}
GREETING = (
    "A statement ends with a semicolon. `show all tables;` lists the tables, `describe marts.fct_budget;` a table's "
    "columns. Tab completes, Ctrl-D leaves."
)


def run(rows: int | None) -> Exit:
    """Answer statement after statement until the end of the input; a wrong one is told and forgiven."""
    home = Home.from_environment()
    bounds = sql.limits(rows)
    names = _names(home)
    query.bound_this_process(bounds)
    history = user_state_path("jixiao", ensure_exists=True) / "sql_history"
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        lexer=PygmentsLexer(SqlLexer),
        completer=FuzzyWordCompleter([*_WORDS, *names]),
        complete_while_typing=False,
        multiline=True,
        key_bindings=_keys(),
        prompt_continuation="     -> ",
    )
    print(GREETING)
    while True:
        try:
            statement = session.prompt("jixiao> ").strip().rstrip(";").strip()
        except KeyboardInterrupt:  # gives up the line, as in other prompts
            continue
        except EOFError:
            return Exit.DONE
        if statement.lower() in _LEAVE:
            return Exit.DONE
        if statement:
            answer(home, statement, bounds)


def answer(home: Home, statement: str, bounds: query.QueryLimits) -> None:
    """Show one answer, or why there is none. The file is opened for each, so that a new version is seen."""
    try:
        sql.show(home, statement, bounds)
    except QueryError as error:
        print(shown(str(error)), file=sys.stderr)
    except KeyboardInterrupt:  # gives up the query, not the prompt
        print("Stopped.", file=sys.stderr)


def _keys() -> KeyBindings:
    """Enter ends a statement that has its semicolon, or an empty line, and otherwise begins a new line."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        text = event.current_buffer.text.strip()
        if not text or text.endswith(";") or text.lower() in _LEAVE:
            event.current_buffer.validate_and_handle()
        else:
            event.current_buffer.insert_text("\n")

    return keys


def _names(home: Home) -> list[str]:
    """Tables and columns of the published version, for completion. Raises NotPublishedError where there is none."""
    with query.open_published(home) as connection:
        found = connection.execute(
            "SELECT DISTINCT name FROM (SELECT schema_name || '.' || table_name AS name FROM duckdb_columns() "
            "WHERE NOT internal UNION ALL SELECT column_name FROM duckdb_columns() WHERE NOT internal) ORDER BY name"
        )
        return [name for (name,) in found.fetchall()]
