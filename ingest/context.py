"""What the extractors of one report know about it before they read a number."""

from dataclasses import dataclass

from ingest.records import ReportHeader


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
