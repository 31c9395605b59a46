"""Plain text (.txt): any common Chinese encoding, found by `ingest.decode`. It states no tables."""

from ingest.decode import Decoded, decode
from ingest.errors import Refusal
from ingest.limits import Limits
from ingest.readers.blocks import Reading


def read(data: bytes, limits: Limits) -> Reading:
    """The text as it is. Raises Refusal where it is empty, binary or in no known encoding."""
    decoded = decode(data)
    if isinstance(decoded, Decoded):
        return Reading(decoded.text, decoded.encoding, [])
    raise Refusal(decoded.reject, what=decoded.what)
