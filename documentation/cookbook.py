"""docs/cookbook.md: questions with their SQL and the answers of the sample reports. `make cookbook` writes it.

Each question is a file of docs/cookbook/: two lines of comment with the question in English and Chinese, then
the query. Its answer must not depend on when or where the samples are loaded.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import duckdb

from documentation import markdown
from documentation.samples import loaded_samples
from warehouse.errors import WarehouseError
from warehouse.home import REPOSITORY
from warehouse.query import Answer, ask, open_published

QUESTIONS = REPOSITORY / "docs" / "cookbook"
DOCUMENT = REPOSITORY / "docs" / "cookbook.md"
_HEAD = """\
# Cookbook: fifteen questions and their SQL 查询手册：十五个问题及其 SQL

Each answer is that of the six sample reports (fiction), as `make run` loads them. Run a query on your own warehouse with
`jixiao sql < docs/cookbook/01-budget-and-spending.sql`, or paste it into the prompt of `jixiao sql`. Money is in
yuan (`_cny`); a rate is a share, 0.95 for 95%, unless its column says per cent. An empty cell is NULL: no report says it.
What each column holds is in the [data dictionary](dictionary.md). Written by `make cookbook` from `docs/cookbook/`.

以下答案均来自六份示例报告（虚构），即 `make run` 载入的内容。要在自己的数据仓库上查询，运行
`jixiao sql < docs/cookbook/01-budget-and-spending.sql`，或将 SQL 粘贴到 `jixiao sql` 的提示符下。金额单位为元（`_cny`）；
比率为小数，0.95 即 95%，列名或说明写明百分比的除外；空格表示 NULL，即报告未说明。各列含义见[数据字典](dictionary.md)。本页由
`make cookbook` 根据 `docs/cookbook/` 生成。
"""
_FILE = re.compile(r"-- en: (?P<en>.+)\n-- zh: (?P<zh>.+)\n\n(?P<sql>.+)", re.DOTALL)


class Question(NamedTuple):
    name: str  # of its file
    en: str
    zh: str
    sql: str


class CookbookError(WarehouseError):
    """A file of the cookbook that is no question; the message names it."""


def read_questions(folder: Path = QUESTIONS) -> list[Question]:
    """All questions, in the order of their files. Raises CookbookError."""
    return [_read(path) for path in sorted(folder.glob("*.sql"))]


def _read(path: Path) -> Question:
    found = _FILE.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise CookbookError(
            f"{path} must begin with the lines `-- en: …` and `-- zh: …`, an empty line, then one query."
        )
    return Question(path.name, found["en"].strip(), found["zh"].strip(), found["sql"].strip())


def document_text(connection: duckdb.DuckDBPyConnection, questions: Sequence[Question]) -> str:
    """The page, with the answers of the connection's warehouse. Raises QueryError where a query fails."""
    lines = [_HEAD]
    for number, question in enumerate(questions, start=1):
        lines += _section(number, question, ask(connection, question.sql))
    return "\n".join(lines)


def _section(number: int, question: Question, answer: Answer) -> Iterator[str]:
    yield f"## {number}. {question.en} {question.zh}"
    yield ""
    yield f"[{question.name}](cookbook/{question.name})"
    yield ""
    yield f"```sql\n{question.sql}\n```"
    yield ""
    yield from markdown.table(answer.columns, answer.rows)
    yield ""


def main() -> int:
    """Load the samples and write the page."""
    try:
        questions = read_questions()
        with loaded_samples() as home, closing(open_published(home)) as connection:
            text = document_text(connection, questions)
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    DOCUMENT.write_text(text, encoding="utf-8")
    print(f"{len(questions)} questions: {DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
