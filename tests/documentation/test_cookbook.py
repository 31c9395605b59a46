"""Every question of the cookbook is asked of the loaded samples, and the page has their answers."""

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from documentation import cookbook, markdown
from warehouse.home import Home
from warehouse.query import ask, open_published

QUESTIONS = cookbook.read_questions()


@pytest.fixture(scope="module")
def connection(loaded: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(open_published(loaded)) as opened:
        yield opened


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_has_an_answer(connection: duckdb.DuckDBPyConnection, question: cookbook.Question) -> None:
    answer = ask(connection, question.sql)
    assert answer.rows
    assert not answer.is_cut


def test_the_cookbook_is_up_to_date(connection: duckdb.DuckDBPyConnection) -> None:
    made = cookbook.document_text(connection, QUESTIONS)
    assert cookbook.DOCUMENT.read_text(encoding="utf-8") == made, "run `make cookbook`"


def test_a_file_without_its_question_is_named(tmp_path: Path) -> None:
    (tmp_path / "01-x.sql").write_text("-- en: What?\n\nSELECT 1\n", encoding="utf-8")
    with pytest.raises(cookbook.CookbookError, match=r"01-x\.sql must begin with"):
        cookbook.read_questions(tmp_path)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (Decimal("5201274.50"), "5,201,274.5"),
        (Decimal("9620000.000000"), "9,620,000"),
        (2021, "2021"),
        (True, "True"),
        ("a|b\n<c>", r"a\|b \<c>"),
    ],
)
def test_a_value_fits_into_a_cell(value: object, written: str) -> None:
    assert markdown.cell(value) == written
