"""What several modules of the header step look for: years, and columns of word lists."""

from functools import cache

from ingest.vocabulary.reading import read_vocabulary

YEAR = r"(?:19|20)[0-9]{2}"
CHINESE_YEAR = r"二[〇零○OoΟ0][〇零○OoΟ0一二三四五六七八九]{2}"


@cache
def column(vocabulary: str, name: str, **where: str) -> tuple[str, ...]:
    """The words of one column of a vocabulary, of the rows that agree with `where`."""
    return tuple(
        row[name]
        for row in read_vocabulary(vocabulary)
        if all(row[key] == value for key, value in where.items())
    )
