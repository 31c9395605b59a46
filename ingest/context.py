"""What the extractors of one report know about it before they read a number."""

from dataclasses import dataclass

from ingest.records import ReportHeader
from ingest.structure.model import Heading


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Identity of the report at hand, as the header step found it.

    `fiscal_year` is also the default year: the year of a statement that names none.
    `own_names` are the spellings under which the report calls its own department (folded, longest
    first, such as 某县文化馆, 县文化馆, 我馆): a table row so named is the department as a whole.
    """

    report_id: str
    fiscal_year: int | None = None
    department_name: str | None = None
    region_code: str | None = None
    kind_term: str | None = None
    own_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, header: ReportHeader, own_names: tuple[str, ...] = ()) -> "ReportContext":
        """The context that a header gives."""
        return cls(
            report_id=header.report_id,
            fiscal_year=header.fiscal_year,
            department_name=header.department_name,
            region_code=header.region_code,
            kind_term=header.kind_term,
            own_names=own_names,
        )

    def without_own_names(self, headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
        """The headings without the department's own names: 某县教育局2023年度部门预算 is no heading on 教育."""
        names = [name for name in (*self.own_names, self.department_name) if name]
        return tuple(_without(heading, names) for heading in headings)


def _without(heading: Heading, names: list[str]) -> Heading:
    text = heading.text
    for name in names:
        text = text.replace(name, "")
    return heading if text == heading.text else heading._replace(text=text)
