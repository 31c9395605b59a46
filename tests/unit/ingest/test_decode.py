"""Encodings of report files, and bytes that are no text."""

import pytest

from ingest.decode import Decoded, Undecodable, decode

SIMPLIFIED = "桃源县竹编局2022年度部门决算\n支出合计１２０.５万元，主要用于竹林看护和竹编培训。\n"
TRADITIONAL = "竹編局二零二二年度部門決算報告\n支出合計壹佰貳拾萬元，主要用於竹林看護與竹編訓練。\n"


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_simplified_text_in_every_encoding(encoding: str, recorded: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == Decoded(SIMPLIFIED, recorded)


def test_big5_is_told_from_gb18030() -> None:
    assert decode(TRADITIONAL.encode("big5")) == Decoded(TRADITIONAL, "big5")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_line_feeds(end: str) -> None:
    outcome = decode(f"一{end}二{end}".encode())
    assert isinstance(outcome, Decoded)
    assert outcome.text == "一\n二\n"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\ufeff".encode(), "\u3000\n".encode()])
def test_nothing_but_blanks_is_empty(data: bytes) -> None:
    outcome = decode(data)
    assert isinstance(outcome, Undecodable)
    assert outcome.reject.code == "empty_file"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n...",
        b"PK\x03\x04word/document.xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"text\x00with\x00\x00\x01nul",
        "支出".encode() + b"\x00",
    ],
)
def test_bytes_that_are_no_text_are_binary(data: bytes) -> None:
    outcome = decode(data)
    assert isinstance(outcome, Undecodable)
    assert outcome.reject.code == "binary_content"


@pytest.mark.parametrize(
    "data",
    [
        "résumé général à Genève".encode("latin-1"),
        SIMPLIFIED.encode()[:-20] + b"\xff\xfe\xfa" + SIMPLIFIED.encode()[-20:],
        "支出決算の報告書をお読みください".encode("shift_jis"),
    ],
)
def test_other_encodings_are_refused_with_the_place(data: bytes) -> None:
    outcome = decode(data)
    assert isinstance(outcome, Undecodable)
    assert outcome.reject.code == "unknown_encoding"
    assert "byte" in outcome.reason


def test_one_bad_byte_is_named_by_its_place_in_the_likely_encoding() -> None:
    """Not by the first byte, which is no UTF-8 either."""
    good = SIMPLIFIED.encode("gb18030")
    outcome = decode(good + b"\xff" + good)
    assert isinstance(outcome, Undecodable)
    assert outcome.what == f"byte {len(good)} is not valid gb18030"
