"""Every reason for turning a file away is documented and known to the checks."""

import pickle
import re
from pathlib import Path

from ingest.errors import Refusal, RejectReason
from ingest.limits import Limits

ROOT = Path(__file__).parents[3]
CODES = {reason.code for reason in RejectReason}


def test_every_reason_is_documented() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)) == CODES


def test_every_reason_is_known_to_the_checks() -> None:
    suite = (ROOT / "expectations" / "suites" / "raw" / "rejected_document.yml").read_text(encoding="utf-8")
    (listed,) = re.findall(r"reason_code not in \((.*?)\)", suite, re.DOTALL)
    assert set(re.findall(r"'([a-z_]+)'", listed)) == CODES


def test_every_limit_is_documented() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    documented = {
        name.lower(): int(value)
        for name, value in re.findall(r"^\| `JIXIAO_(\w+)` \| (\d+) \|", text, re.MULTILINE)
    }
    assert documented == Limits()._asdict()


def test_a_refusal_survives_the_way_between_processes() -> None:
    refusal = pickle.loads(pickle.dumps(Refusal(RejectReason.TOO_LARGE, size=2, limit=1)))
    assert (refusal.reject, "2 bytes" in str(refusal)) == (RejectReason.TOO_LARGE, True)
