"""Building an Indicator: the fields that a rule states, everything else None."""

from ingest.context import ReportContext
from ingest.indicators.privacy import mask
from ingest.records import Indicator

_EVIDENCE_LENGTH = 300
_EMPTY: dict[str, object] = dict.fromkeys(Indicator._fields) | {"indicator_no": 0, "source_form": "narrative"}


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
    values = _EMPTY | {"fiscal_year": context.fiscal_year}  # in the order of the fields
    for key, value in fields.items():
        values[key] = mask(value) if isinstance(value, str) else value
    values.update(
        report_id=context.report_id,
        rule=rule,
        indicator_kind=kind,
        indicator_name=mask(name),
        char_start=span[0],
        char_end=span[1],
        evidence=mask(evidence)[:_EVIDENCE_LENGTH],
    )
    return Indicator._make(values.values())
