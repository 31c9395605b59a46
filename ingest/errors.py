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
        "The file is not what its name says (it holds {what}). Give it the ending of its format, or convert it.",
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
    UNSAFE_NAME = (
        "unsafe_name",
        "The name holds {what}, which no report's name needs. Rename the file.",
    )
    CHANGED_WHILE_READING = (
        "changed_while_reading",
        "The file changed while it was read. Load again when it is complete.",
    )
    DAMAGED_FILE = (
        "damaged_file",
        "The file is no complete {format} ({what}). Fetch or export it again.",
    )
    PASSWORD_PROTECTED = (
        "password_protected",
        "The file can only be read with a password. Save a copy without one.",
    )
    NO_TEXT_LAYER = (
        "no_text_layer",
        "The PDF holds pictures of {pages} pages and no text: it was scanned. Run text recognition (OCR) on it.",
    )
    TOO_MANY_OBJECTS = (
        "too_many_objects",
        "The PDF has more objects than the {limit} of a report. Print it to a new PDF, or leave it out.",
    )
    OVERSIZED_CELL = (
        "oversized_cell",
        "A single table cell has {count} lines, more than {limit}. Split it, or leave the file out.",
    )
    UNSAFE_XML = (
        "unsafe_xml",
        "The part {part} declares XML entities, which no office program writes. Do not trust the file.",
    )
    ARCHIVE_BOMB = (
        "archive_bomb",
        "The archive unpacks to more than {limit}. Do not trust the file, or split it.",
    )
    NESTED_ARCHIVE = (
        "nested_archive",
        "An archive within an archive is not opened. Unpack the outer one first.",
    )
    UNSAFE_PATH = (
        "unsafe_path",
        "The archive's entry {what}. Do not trust the archive; unpack it by hand if you must.",
    )
    NO_CONVERTER = (
        "no_converter",
        "Reading old Word files (.doc) takes antiword or LibreOffice. Install one, or save the report as .docx.",
    )
    LOSSY_CONVERSION = (
        "lossy_conversion",
        "antiword loses {count} cells of the file's tables. Install LibreOffice, or save the report as .docx.",
    )
    READING_FAILED = (
        "reading_failed",
        "The file could not be read: the reader crashed ({what}). Please report this with the file.",
    )
    TOO_SLOW = (
        "too_slow",
        "Reading it took more than {limit} seconds. Split the report, or raise JIXIAO_MAX_SECONDS.",
    )
    TOO_MUCH_MEMORY = (
        "too_much_memory",
        "Reading it took more than {limit} MB of memory. Split the report, or raise JIXIAO_MAX_MEMORY_MB.",
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


class Refusal(IngestError):
    """Raised while one file is read: why it will not be loaded. Its reading turns it into a rejection."""

    def __init__(self, reject: RejectReason, **fields: object) -> None:
        super().__init__(reject.explain(**fields))
        self.reject = reject
        self.fields = fields

    def __reduce__(self) -> tuple[object, ...]:
        """So that it can be handed from one process to another."""
        return _refusal, (self.reject, self.fields)


def _refusal(reject: RejectReason, fields: dict[str, object]) -> Refusal:
    return Refusal(reject, **fields)
