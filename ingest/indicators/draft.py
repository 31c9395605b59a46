"""Building an Indicator: the fields that a rule states, everything else None."""

from ingest.context import ReportContext
from ingest.indicators.privacy import mask
from ingest.records import Indicator
from ingest.structure.model import Cell, Heading, Paragraph

_EVIDENCE_LENGTH = 300
_EMPTY = dict.fromkeys(Indicator._fields)


def draft(
    context: ReportContext,
    kind: str,
    rule: str,
    name: str,
    span: tuple[int, int],
    evidence: str,
    **fields: object,
) -> Indicator:
    """An indicator of `kind` at `span` (offsets into the stored text), not yet numbered.

    `name`, `evidence` and the texts among `fields` are masked; `evidence` is cut to 300 characters.
    """
    texts = {key: mask(value) if isinstance(value, str) else value for key, value in fields.items()}
    values = _EMPTY | {"source_form": "narrative", "fiscal_year": context.fiscal_year} | texts
    values |= {
        "report_id": context.report_id,
        "indicator_no": 0,
        "rule": rule,
        "indicator_kind": kind,
        "indicator_name": mask(name),
        "char_start": span[0],
        "char_end": span[1],
        "evidence": mask(evidence)[:_EVIDENCE_LENGTH],
    }
    return Indicator(**values)  # type: ignore[arg-type]


def as_paragraph(cell: Cell, headings: tuple[Heading, ...]) -> Paragraph:
    """A cell of prose, read like a paragraph."""
    return Paragraph(cell.text, cell.start, cell.offsets, headings)
