"""The exceptions of ingestion, and the reasons for which a file is not loaded.

A file that cannot be loaded is data (a row of `raw.rejected_document`), not an exception;
exceptions are for what stops the run as a whole.
"""

from enum import Enum


class IngestError(Exception):
    """Base of everything that ingestion raises on purpose; the message says what to do."""


class InboxError(IngestError):
    """The inbox folder as a whole cannot be read."""


class VocabularyError(IngestError):
    """A vocabulary or seed file is missing or malformed."""


class RejectReason(Enum):
    """Why a file was not loaded: the code that is stored, and the sentence that explains it.

    The sentence may name `{fields}`, which the caller fills in.
    """

    EMPTY_FILE = ("empty_file", "The file holds no text. Export the report again.")
    BINARY_CONTENT = (
        "binary_content",
        "The file is not text (it holds {what}). Convert the report to a .txt file first.",
    )
    UNKNOWN_ENCODING = (
        "unknown_encoding",
        "The text is neither UTF-8 nor UTF-16, GB18030 or Big5 ({what}). Save it as UTF-8.",
    )
    UNREADABLE = ("unreadable", "The file could not be read: {what}. Check its permissions.")
    TOO_LARGE = (
        "too_large",
        "The file has {size} bytes, more than the {limit} of a report. Split it, or leave it out.",
    )
    UNSUPPORTED_FORMAT = (
        "unsupported_format",
        "Files of type {suffix} are not read; known are: {known}. Convert the report first.",
    )
    OUTSIDE_INBOX = (
        "outside_inbox",
        "The link leads out of the inbox, to {target}. Copy the file into the inbox instead.",
    )
    DUPLICATE_CONTENT = (
        "duplicate_content",
        "The content equals that of {first}, which was loaded. Remove one of the two.",
    )
    EXTRACTION_FAILED = (
        "extraction_failed",
        "The text was read, but its extraction crashed ({what}). Please report this with the file.",
    )

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence

    def explain(self, **fields: object) -> str:
        """The sentence with its fields filled in."""
        return self.sentence.format(**fields)
