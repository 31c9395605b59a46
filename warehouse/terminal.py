"""Text of documents and file names, made fit for a terminal: it must not move the cursor, recolour or rename anything."""

from ingest.names import printable


def shown(text: str) -> str:
    """The text with every control character written out (\\x1b), also those that turn the direction of writing.

    Line breaks stay; a tab becomes blanks.
    """
    return "\n".join(printable(line.expandtabs()) for line in text.split("\n"))
