"""The example texts of the catalogue as reports: which text belongs to which rule and side."""

from orchestration.rules import Rule, load_rules

RULES: dict[str, Rule] = {rule.rule_id: rule for rule in load_rules()}


def reports() -> dict[str, str]:
    """Name of the report -> its text. Names tell rule, side and place: R801.fires.2.txt."""
    return {
        f"{rule.rule_id}.{side}.{number}.txt": text
        for rule in RULES.values()
        for side in ("fires", "silent")
        for number, text in enumerate(getattr(rule, side), start=1)
    }
