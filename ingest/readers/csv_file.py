"""Tables as comma-separated values (.csv), in any common Chinese encoding; also parted by tabs or semicolons."""

import csv
import io

from ingest.decode import Decoded, decode
from ingest.errors import Refusal
from ingest.limits import Limits
from ingest.readers.blocks import Reading, write
from ingest.readers.container import damaged
from ingest.readers.sheet import SheetCell, sheet_blocks

_SEPARATORS = ",\t;"
_SAMPLE_LINES = 50
_FORMAT = "CSV table"


def read(data: bytes, limits: Limits) -> Reading:
    """The rows as tables. Raises Refusal."""
    decoded = decode(data)
    if not isinstance(decoded, Decoded):
        raise Refusal(decoded.reject, what=decoded.what)
    csv.field_size_limit(limits.max_file_bytes)
    try:
        rows = list(csv.reader(io.StringIO(decoded.text), delimiter=_separator(decoded.text)))
    except csv.Error as error:
        raise damaged(_FORMAT, error) from error
    return write(
        sheet_blocks([SheetCell(text.strip()) for text in row] for row in rows), decoded.encoding, limits
    )


def _separator(text: str) -> str:
    """The separator that stands in most of the first lines."""
    lines = text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda separator: sum(separator in line for line in lines))
