"""The catalogue of checks: complete, and the same as the seed, the document and the models."""

import re
from pathlib import Path

import pytest

from orchestration.rules import DOCUMENT, RULES, SEED, CatalogueError, document_text, load_rules, seed_text

MODELS = RULES.parent / "models" / "intermediate" / "checks"
REGENERATE = "Run `make rules` and commit what it writes."
RULE = """
- id: R1
  severity: warn
  certainty: 0.5
  tolerance: exact
  en: Two is one
  zh: 二等于一
  fires: 甲
  silent: [乙, 丙]
"""


def test_the_seed_is_the_catalogue() -> None:
    assert SEED.read_text(encoding="utf-8") == seed_text(load_rules()), REGENERATE


def test_the_document_is_the_catalogue() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document_text(load_rules()) + "\n", REGENERATE


def test_the_models_use_every_rule_and_no_other() -> None:
    used = {
        rule_id
        for path in MODELS.glob("*.sql")
        for rule_id in re.findall(r"'(R\d{3})'", path.read_text(encoding="utf-8"))
    }
    assert used == {rule.rule_id for rule in load_rules()}


def write(folder: Path, text: str) -> Path:
    (folder / "some_code.yml").write_text(text, encoding="utf-8")
    return folder


def test_one_text_or_several_make_an_example(tmp_path: Path) -> None:
    [rule] = load_rules(write(tmp_path, RULE))
    assert (rule.rule_code, rule.fires, rule.silent, rule.finding) == (
        "some_code",
        ("甲",),
        ("乙", "丙"),
        "contradiction",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (RULE.replace("  zh: 二等于一\n", ""), "R1 lacks zh"),
        (RULE.replace("exact", "guessed"), "tolerance 'guessed'"),
        (RULE.replace("warn", "fatal"), "severity 'fatal'"),
        (RULE + "  colour: red\n", "unknown field colour"),
        (RULE + RULE, "R1 is given twice"),
    ],
)
def test_an_incomplete_rule_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        load_rules(write(tmp_path, text))
