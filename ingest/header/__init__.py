"""Identity of a report: who reports, for which place and year, what kind it is, how it scores itself."""

from typing import NamedTuple

from ingest.header.department import find_department
from ingest.header.gazetteer import gazetteer
from ingest.header.kind import find_kind
from ingest.header.names import mentions, without_parent, without_place
from ingest.header.pages import Pages
from ingest.header.region import find_region, township_of
from ingest.header.score import find_self_score
from ingest.header.title import find_title, title_of_file_name
from ingest.header.year import find_fiscal_year, find_published_on
from ingest.records import ReportHeader


class HeaderReading(NamedTuple):
    """The header record, the names by which the report calls its department, and the score's place."""

    header: ReportHeader
    own_names: tuple[str, ...]
    score_span: tuple[int, int] | None


def read_header(report_id: str, text: str, source_name: str) -> HeaderReading:
    """Reads the identity of one report from its stored text and its file name.

    Fields that the report leaves open are None; nothing is guessed.
    """
    pages = Pages.of(text)
    regions = gazetteer()
    file_name = title_of_file_name(source_name)
    title = find_title(pages, file_name)
    kind = find_kind(title, file_name, pages)
    published_on = find_published_on(pages.body)
    year = find_fiscal_year(
        pages, title, file_name, kind is not None and kind.kind == "department_budget", published_on
    )
    places = regions.find(pages.body)
    department = find_department(pages, title, file_name, list(mentions(pages.body, places, regions)))
    name = department.name
    score = find_self_score(pages, kind is not None and kind.kind == "project_expenditure")
    header = ReportHeader(
        report_id=report_id,
        title=pages.as_written(title) if title else None,
        kind_term=kind.term if kind else None,
        department_name=pages.as_written(name) if name else None,
        region_code=find_region(name, title, pages.body, places, regions, year),
        township_name=township_of(name) if name else None,
        fiscal_year=year,
        self_score=score.score,
        self_grade=score.grade,
        published_on=published_on,
    )
    own_names = {
        shorter
        for spelling in department.spellings
        for shorter in (spelling, without_place(spelling), without_parent(spelling))
    }
    return HeaderReading(header, tuple(sorted(own_names, key=len, reverse=True)), score.span)
