"""The same report in any format gives the same facts."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.formats import writers
from tests.formats.facts import facts
from tests.formats.printed import Printed, printed

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "reports").glob("*.txt"))
WRITERS: dict[str, Callable[[Sequence[Printed]], bytes]] = {
    "docx": writers.to_docx,
    "html": writers.to_html,
    "xlsx": writers.to_xlsx,
    "pdf": lambda blocks: writers.to_pdf(blocks, running_title="部门绩效自评材料"),
}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("suffix", WRITERS)
def test_same_facts_as_the_text(sample: Path, suffix: str, request: pytest.FixtureRequest) -> None:
    if suffix == "pdf":
        request.getfixturevalue("chinese_font")
    expected = facts(sample.name, sample.read_bytes())
    found = facts(f"{sample.stem}.{suffix}", WRITERS[suffix](printed(sample)))
    assert (expected - found, found - expected) == (Counter(), Counter())
