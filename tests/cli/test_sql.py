"""`jixiao sql`: four formats, files, stdin, limits, and a prompt."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from cli import prompt
from cli.exits import Exit
from tests.cli.conftest import Jixiao
from warehouse.home import Home

TWO = "select * from (values (1, '甲'), (2, null)) as t(n, word) order by n"


def test_a_table_names_the_version_that_answered(jixiao: Jixiao) -> None:
    told = jixiao("sql", TWO)
    assert "│ 1 │ 甲   │" in told.stdout
    assert "2 rows, of version 20" in told.stdout


def test_a_table_shows_so_many_rows_and_says_that_there_are_more(jixiao: Jixiao) -> None:
    told = jixiao("sql", "--rows", "3", "from range(10)")
    assert "the first 3 rows, there are more" in told.stdout


def test_csv_has_every_row(jixiao: Jixiao) -> None:
    told = jixiao("sql", "-f", "csv", "from range(5000)")
    assert len(told.stdout.splitlines()) == 5001


def test_csv_leaves_null_blank(jixiao: Jixiao) -> None:
    assert jixiao("sql", "-f", "csv", TWO).stdout == "n,word\n1,甲\n2,\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "@sum", "-x", "＝1", "'quoted"])
def test_a_text_in_csv_is_no_formula(jixiao: Jixiao, text: str) -> None:
    quoted = text.replace("'", "''")
    told = jixiao("sql", "-f", "csv", f"select '{quoted}' as text, -1.5 as number")
    assert list(csv.reader(io.StringIO(told.stdout)))[1] == [f"'{text}", "-1.5"]


def test_json_has_numbers_texts_and_nulls(jixiao: Jixiao) -> None:
    told = jixiao("sql", "-f", "json", f"select *, 1.50::decimal(9,2) as money from ({TWO})")
    assert told.json == [{"n": 1, "word": "甲", "money": 1.5}, {"n": 2, "word": None, "money": 1.5}]


def test_json_of_no_rows_is_an_empty_array(jixiao: Jixiao) -> None:
    assert jixiao("sql", "-f", "json", "select 1 where false").json == []


def test_parquet_keeps_types(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "facts.parquet"
    told = jixiao(
        "sql", "-f", "parquet", "-o", file, "select amount_cny from marts.fct_budget order by 1 desc limit 1"
    )
    assert told.code == 0
    assert polars.read_parquet(file).schema == {"amount_cny": polars.Decimal(20, 2)}


def test_parquet_takes_only_the_rows_that_were_asked_for(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "facts.parquet"
    jixiao("sql", "-f", "parquet", "-o", file, "--rows", "7", "from range(100000)")
    assert polars.read_parquet(file).height == 7


def test_a_csv_file_opens_in_a_spreadsheet_as_utf8(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    jixiao("sql", "-f", "csv", "-o", file, TWO)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfn,word\n")


def test_a_query_that_fails_leaves_the_file_as_it_was(jixiao: Jixiao, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text("before", encoding="utf-8")
    told = jixiao("sql", "-f", "csv", "-o", file, "select error('no') from range(5000)")
    assert told.code == 1
    assert file.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.glob(".words*")) == []


def test_a_statement_may_come_from_stdin(jixiao: Jixiao) -> None:
    assert jixiao("sql", "-f", "csv", stdin="select 7 as n\n").stdout == "n\n7\n"


def test_no_statement_is_a_wrong_argument(jixiao: Jixiao) -> None:
    assert jixiao("sql", stdin="  \n").code == 2


def test_control_characters_do_not_reach_the_terminal(jixiao: Jixiao) -> None:
    told = jixiao("sql", "select chr(27) || '[31m' || chr(8238) || chr(155) as \"a" + '\x1b[2J"')
    assert not {"\x1b", "\u202e", "\x9b"} & set(told.stdout)
    assert "\\x1b[31m\\u202e\\x9b" in told.stdout


def test_control_characters_of_json_are_escaped(jixiao: Jixiao) -> None:
    told = jixiao("sql", "-f", "json", "select chr(27) || chr(155) || chr(8238) as a")
    assert told.stdout.isprintable() or not {"\x1b", "\x9b", "\u202e"} & set(told.stdout)
    assert told.json == [{"a": "\x1b\x9b\u202e"}]


@pytest.fixture
def keyboard(loaded: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    """What is typed at the prompt of the loaded samples."""
    monkeypatch.setenv("JIXIAO_HOME", str(loaded.root))
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def test_the_prompt_answers_until_it_is_left(keyboard: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    keyboard.send_text("select 40 + 2\ras answer;\rexit\r")
    assert prompt.run(None) is Exit.DONE
    assert "42" in capsys.readouterr().out


def test_the_prompt_forgives_a_wrong_statement(
    keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard.send_text("selec;\rselect 40 + 2;\r\x04")
    assert prompt.run(None) is Exit.DONE
    said = capsys.readouterr()
    assert "syntax error" in said.err
    assert "42" in said.out


def test_the_prompt_remembers_statements(keyboard: PipeInput, tmp_path: Path) -> None:
    keyboard.send_text("select 4711;\r\x04")
    prompt.run(None)
    assert "select 4711" in (tmp_path / "state" / "jixiao" / "sql_history").read_text(encoding="utf-8")


def test_money_stays_exact_in_a_table(jixiao: Jixiao) -> None:
    amount = Decimal("123456789012345678.90")
    assert f"{amount:,}" in jixiao("sql", f"select {amount}::decimal(20,2)").stdout
