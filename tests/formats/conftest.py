"""What the machine must have for some of these tests. Where it is absent they are skipped, unless it is required."""

import os
import shutil
from pathlib import Path

import pytest

from tests.formats import writers

_SAMPLES = Path(__file__).parents[2] / "samples" / "reports"


def _absent(what: str) -> None:
    if os.environ.get("JIXIAO_SYSTEM_PACKAGES") == "required":
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def chinese_font() -> Path:
    """The font that PDFs are printed with."""
    if not writers.FONT.exists():
        _absent("Debian's fonts-wqy-zenhei")
    return writers.FONT


@pytest.fixture(scope="session")
def office() -> str:
    """LibreOffice, which also makes the .doc files of the tests."""
    program = shutil.which("soffice")
    if program is None:
        _absent("LibreOffice (libreoffice-writer-nogui)")
    return str(program)


@pytest.fixture(scope="session")
def antiword() -> str:
    program = shutil.which("antiword")
    if program is None:
        _absent("antiword")
    return str(program)


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The bundled sample reports."""
    return sorted(_SAMPLES.glob("*.txt"))
