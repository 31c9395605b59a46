"""`python -m orchestration.rules`: writes what is made of the catalogue of checks on the reports.

The files of dbt_project/rules/ hold every rule once, one file for each rule code. The seed that dbt joins
and docs/checks.md are written from them; a test fails where they differ.
"""

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from warehouse.home import REPOSITORY

RULES = REPOSITORY / "dbt_project" / "rules"
SEED = REPOSITORY / "dbt_project" / "seeds" / "reconciliation_rule.csv"
DOCUMENT = REPOSITORY / "docs" / "checks.md"

# How a tolerance is derived from what is printed.
TOLERANCES = {
    "printed": "half of the last printed digit, summed over all figures of the check",
    "ratio": "half of the last printed digit of the stated rate, plus what the rounding of its figures can move it",
    "score": "0.005 marks",
    "exact": "none: counts are exact",
    "bound": "as for printed; one side may be anything up to the other, so that the check is no identity",
}
FINDINGS = {
    "contradiction": "the report contradicts itself",
    "irregularity": "the figures agree and show what should not be",
}
_SEED_COLUMNS = (
    "rule_id", "rule_code", "severity", "certainty", "finding", "description_en", "description_zh",
)  # fmt: skip


class Rule(NamedTuple):
    """One rule. `fires` and `silent` are the texts of whole reports: the first fail it, the second do not."""

    rule_id: str
    rule_code: str
    severity: str
    certainty: float
    finding: str
    tolerance: str
    description_en: str
    description_zh: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]


class CatalogueError(ValueError):
    """A rule that is not complete; the message names the file and what is wrong."""


def load_rules(folder: Path = RULES) -> list[Rule]:
    """Every rule, in the order of the ids. Raises CatalogueError."""
    rules = [
        _rule(path, entry)
        for path in sorted(folder.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    ids = [rule.rule_id for rule in rules]
    if twice := {rule_id for rule_id in ids if ids.count(rule_id) > 1}:
        raise CatalogueError(f"{folder}: {', '.join(sorted(twice))} is given twice; ids are permanent.")
    return sorted(rules)


def seed_text(rules: Sequence[Rule]) -> str:
    """The seed reconciliation_rule as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_SEED_COLUMNS)
    for rule in rules:
        row = rule._asdict() | {"certainty": f"{rule.certainty:.2f}"}
        writer.writerow(row[name] for name in _SEED_COLUMNS)
    return out.getvalue()


def document_text(rules: Sequence[Rule]) -> str:
    """docs/checks.md: what each rule says, and an example of each side."""
    return "\n".join(_document(rules))


def _document(rules: Sequence[Rule]) -> Iterable[str]:
    yield "# Checks on the reports"
    yield ""
    yield "Written by `make rules` from `dbt_project/rules/`; do not edit."
    yield ""
    yield (
        "Each check is one row of `marts.fct_reconciliation`: made only where every figure of it was found, failed where "
        "the two sides differ by more than the tolerance. `confidence` is the rule's certainty times that of its least "
        "sure figure. Below the project variable `sure_check`, a failure is an `unsure_reading`; above, it is what the "
        "rule says: " + "; ".join(f"`{name}`, {words}" for name, words in FINDINGS.items()) + "."
    )
    yield ""
    yield "| tolerance | derived from |"
    yield "|---|---|"
    for name, words in TOLERANCES.items():
        yield f"| {name} | {words} |"
    for code in dict.fromkeys(rule.rule_code for rule in sorted(rules, key=lambda rule: rule.rule_code)):
        yield ""
        yield f"## {code}"
        for rule in rules:
            if rule.rule_code == code:
                yield from _described(rule)


def _described(rule: Rule) -> Iterable[str]:
    yield ""
    yield f"### {rule.rule_id}"
    yield ""
    yield f"{rule.description_en}. {rule.description_zh}。"
    yield ""
    yield f"Severity {rule.severity}, certainty {rule.certainty:.2f}, tolerance {rule.tolerance}, {rule.finding}."
    for title, texts in (("Fires", rule.fires), ("Silent", rule.silent)):
        yield ""
        yield f"{title}:"
        yield ""
        yield "```text"
        yield "\n\n".join(text.rstrip("\n") for text in texts)
        yield "```"


def _rule(path: Path, entry: Mapping[str, Any]) -> Rule:
    names = {"id", "severity", "certainty", "tolerance", "en", "zh", "fires", "silent"}
    if missing := names - set(entry):
        raise CatalogueError(f"{path}: {entry.get('id')} lacks {', '.join(sorted(missing))}.")
    if unknown := set(entry) - names - {"finding"}:
        raise CatalogueError(f"{path}: {entry['id']} has the unknown field {', '.join(sorted(unknown))}.")
    rule = Rule(
        rule_id=entry["id"],
        rule_code=path.stem,
        severity=entry["severity"],
        certainty=float(entry["certainty"]),
        finding=entry.get("finding", "contradiction"),
        tolerance=entry["tolerance"],
        description_en=entry["en"],
        description_zh=entry["zh"],
        fires=_texts(entry["fires"]),
        silent=_texts(entry["silent"]),
    )
    for name, value, known in (
        ("severity", rule.severity, {"error", "warn"}),
        ("tolerance", rule.tolerance, TOLERANCES),
        ("finding", rule.finding, FINDINGS),
    ):
        if value not in known:
            raise CatalogueError(
                f"{path}: {rule.rule_id} has the {name} {value!r}; known are {', '.join(known)}."
            )
    return rule


def _texts(value: str | list[str]) -> tuple[str, ...]:
    """One report's text, or those of several reports that are held against one another."""
    return (value,) if isinstance(value, str) else tuple(value)


def main() -> int:
    """Write the seed and the document."""
    rules = load_rules()
    SEED.write_text(seed_text(rules), encoding="utf-8")
    DOCUMENT.write_text(document_text(rules) + "\n", encoding="utf-8")
    print(f"{len(rules)} rules: {SEED}, {DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
