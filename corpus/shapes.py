"""How a report is laid out once its words are known: shapes of tables, wrapped lines, spaced characters."""

from collections.abc import Callable, Sequence

LINE = 34  # characters of a wrapped line
PAGE = 30  # lines of a page

Rows = Sequence[Sequence[str]]


def tabbed(rows: Rows) -> str:
    """Word cells: one a line behind a tab, rows apart by a blank line."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows) + "\n"


def spaced(rows: Rows) -> str:
    """Cells of a web page: one a line, a blank line between all; blank cells vanish."""
    return "\n\n".join(cell for row in rows for cell in row if cell) + "\n"


def piped(rows: Rows) -> str:
    """Whole rows, a pipe behind every cell."""
    return "\n".join("".join(f"{cell} | " for cell in row).rstrip() for row in rows)


def lined(rows: Rows) -> str:
    """Whole rows with tabs between the cells."""
    return "\n".join("\t".join(row) for row in rows)


def printed(rows: Rows) -> str:
    """Whole rows with spaces between the cells, as a PDF gives them back."""
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows)


TABLES: dict[str, Callable[[Rows], str]] = {
    "tabbed": tabbed,
    "spaced": spaced,
    "piped": piped,
    "lined": lined,
    "printed": printed,
}


def flowing(text: str) -> str:
    return text


def wrapped(text: str) -> str:
    """Prose broken after so many characters, a page number between pages; short lines stay."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for begin in range(0, max(len(paragraph), 1), LINE):
            lines.append(paragraph[begin : begin + LINE])
            if len(lines) % PAGE == 0:
                lines += [f"- {len(lines) // PAGE} -", ""]
    return "\n".join(lines)


def indented(text: str) -> str:
    """Every paragraph behind two full-width spaces, as in a web page."""
    return "\n".join(f"　　{line}" if len(line) > 40 else line for line in text.split("\n"))


PROSE: dict[str, Callable[[str], str]] = {"flowing": flowing, "wrapped": wrapped, "indented": indented}
