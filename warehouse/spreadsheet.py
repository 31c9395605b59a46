"""What a spreadsheet takes for a formula when it opens a CSV, and what keeps it from doing so."""

ESCAPE = "'"  # before a text that begins with a trigger, or with this sign itself
# As OWASP's page on CSV injection lists them; spreadsheets in East Asian locales read full-width signs alike.
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text as a CSV holds it; taking one apostrophe from a text that begins with one gives it back."""
    return f"{ESCAPE}{text}" if text.startswith((ESCAPE, *TRIGGERS)) else text
