"""How large, slow and greedy one file may be. The settings can change each."""

from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """The limits of one run."""

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
