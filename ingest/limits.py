"""How large, slow and greedy one file may be. Every limit can be set by an environment variable."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from ingest.errors import LimitError

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """The limits of one run; the names in upper case after JIXIAO_ are the variables that set them."""

    max_file_mb: int = 20  # a report's file; a thousand times a usual report
    max_archive_mb: int = 500  # a zip archive of reports
    max_unpacked_mb: int = 200  # what one document may unpack to (a .docx is an archive too)
    max_archive_unpacked_mb: int = 2_000  # what an archive of reports may unpack to
    max_archive_files: int = 20_000
    max_pdf_objects: int = 50_000
    max_cell_lines: int = 5_000
    max_seconds: int = 120  # of processor time, for reading one document and again for extracting it
    max_memory_mb: int = 2_048  # of a process that reads or extracts

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mb * MEGABYTE

    @property
    def max_archive_bytes(self) -> int:
        return self.max_archive_mb * MEGABYTE

    @property
    def max_unpacked_bytes(self) -> int:
        return self.max_unpacked_mb * MEGABYTE

    @property
    def max_memory_bytes(self) -> int:
        return self.max_memory_mb * MEGABYTE


_LEAST = {"max_memory_mb": 512}  # below, not even the word lists have room


def limits_from_environment(environment: Mapping[str, str] = os.environ) -> Limits:
    """The default limits with those that the environment sets, such as JIXIAO_MAX_SECONDS=300.

    Raises LimitError for a value that is no whole number, or is too small.
    """
    given: dict[str, int] = {}
    for name in Limits._fields:
        variable = f"JIXIAO_{name.upper()}"
        text = environment.get(variable, "").strip()
        if not text:
            continue
        least = _LEAST.get(name, 1)
        if not (text.isascii() and text.isdigit()) or not least <= int(text) < 10**9:
            raise LimitError(f"{variable} is {text!r}; give a whole number of at least {least}, or unset it.")
        given[name] = int(text)
    return Limits(**given)
