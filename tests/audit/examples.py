"""The texts that the checks are tried on: the examples of the catalogue, and the small reports of proofs.yml."""

from pathlib import Path
from typing import NamedTuple

import yaml

from orchestration.rules import Rule, load_rules

RULES: dict[str, Rule] = {rule.rule_id: rule for rule in load_rules()}


class Proof(NamedTuple):
    """A small report: the rules that fail in it with their finding, and the rule that passes in it, if one is to."""

    name: str
    text: str
    fails: dict[str, str]
    tried: str | None

    @property
    def source_name(self) -> str:
        """The name of the report."""
        return f"{self.name}.txt"


def _proofs() -> list[Proof]:
    entries = yaml.safe_load(Path(__file__).with_name("proofs.yml").read_text(encoding="utf-8"))
    return [Proof(e["name"], e["text"], e.get("fails", {}), e.get("tried")) for e in entries]


PROOFS = _proofs()


def reports() -> dict[str, str]:
    """Name of the report -> its text. Names of examples tell rule, side and place: R801.fires.2.txt."""
    examples = {
        f"{rule.rule_id}.{side}.{number}.txt": text
        for rule in RULES.values()
        for side in ("fires", "silent")
        for number, text in enumerate(getattr(rule, side), start=1)
    }
    return examples | {proof.source_name: proof.text for proof in PROOFS}
