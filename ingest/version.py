"""The version of the extraction rules: a hash, so that changed rules re-extract by themselves."""

import hashlib
from functools import cache
from pathlib import Path

from ingest.vocabulary.reading import SEEDS

INGEST = Path(__file__).parent


@cache
def extractor_version() -> str:
    """12 hex digits over everything that decides what is extracted: code, vocabularies and seeds."""
    digest = hashlib.sha256()
    for folder, pattern in ((INGEST, "**/*.py"), (INGEST, "**/*.csv"), (SEEDS, "*.csv")):
        for path in sorted(folder.glob(pattern)):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
