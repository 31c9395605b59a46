"""The amount extractor's one entry: blocks of a report in, figures and stated relations out."""

import re

from ingest.amounts.model import AmountResult, Draft, Findings
from ingest.amounts.narrative import read_paragraph
from ingest.amounts.rules import project
from ingest.amounts.tables import read_table
from ingest.context import ReportContext
from ingest.indicators.privacy import mask
from ingest.records import Figure, StatedRelation, UnreadNumber
from ingest.structure.model import Block, Cell, Paragraph, Table
from ingest.vocabulary.vocabulary import load_vocabulary

_EVIDENCE_LENGTH = 400
_BESIDE = 500  # characters of a very long sentence that are looked at on each side of a number
_LONGEST_NAME = 40
_FIELD = re.compile(
    r"(?:名称|类[型别]|性质|单位|部门|金额|总额|[预决]算数?|执行数?|负责人|编码|代码|内容):?$"
)


def extract_amounts(blocks: list[Block], text: str, context: ReportContext) -> AmountResult:
    """The department's own amounts in `blocks`. `text` is the stored text that all offsets count in.

    Amounts of others' money come back as `foreign`; what should be an amount but cannot be told as
    `unread`. Figures are numbered in text order; `part_of` refers to such a number.
    """
    vocabulary = load_vocabulary()
    found = Findings()
    if vocabulary.is_project_report(context.kind_term):
        found.around.project = project.from_title(blocks, (*context.own_names, context.department_name or ""))
    found.around.unit = _unit_of_report(blocks)
    for block in blocks:
        if isinstance(block, Paragraph):
            found.around.project = project.from_line(block.text) or found.around.project
            _note_field(block.text, found)
            found.around.note_line(block.text)
            read_paragraph(block, vocabulary, context, found)
        else:
            found.unfinished = None
            read_table(block, vocabulary, context, found)
            _note_heads(block, found)
    return _result(found, text, context.report_id)


def _note_field(text: str, found: Findings) -> None:
    """A line 项目名称 names the project in the line below it."""
    above = found.around.short_lines[-1:]
    if above and project.is_field(above[0]) and len(text) <= _LONGEST_NAME and not _FIELD.search(text):
        found.around.project = project.named(text) or found.around.project


def _note_heads(table: Table, found: Findings) -> None:
    """Remembers heads: a table of words alone may be the torn-off head of the one that follows."""
    for head in (path[-1] for path in table.header_paths if path):
        found.around.note_mark(head)
    rows: list[list[Cell | None]] = [list(table.header_cells), *table.rows]
    texts = [c.text for row in rows for c in row if c is not None and c.text]
    if not any(map(str.isdigit, "".join(texts))):
        for text in texts:
            found.around.note_line(text)


def _unit_of_report(blocks: list[Block]) -> str | None:
    """The unit that nearly all amounts of the report bear: 万元 or 元, for tables that state none."""
    captions = {b.unit_text for b in blocks if isinstance(b, Table) and b.unit_text}
    if len(captions) == 1:
        return captions.pop()
    prose = [b.text for b in blocks if isinstance(b, Paragraph)]
    ten_thousands, yuan = sum(t.count("万元") for t in prose), sum(t.count("元") for t in prose)
    if ten_thousands >= 3 and ten_thousands >= 0.8 * yuan:
        return "万元"
    return None


class _Evidence:
    """The sentences and rows of one report, as evidence of the numbers in them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._wholes: dict[tuple[int, int], str] = {}  # a sentence is the evidence of many numbers

    def of(self, span: tuple[int, int], start: int, end: int) -> str:
        """The sentence or row, cut around the number where it is long, without personal data but the number."""
        text = self._text
        whole = self._wholes.get(span)
        if whole is None:
            whole = self._wholes[span] = mask(_flat(text[span[0] : span[1]]))[:_EVIDENCE_LENGTH]
        amount = _flat(text[start:end])
        if amount in whole:
            return whole
        before = mask(_flat(text[max(span[0], start - _BESIDE) : start]))[-_EVIDENCE_LENGTH // 2 :]
        after = mask(_flat(text[end : min(span[1], end + _BESIDE)]))[: _EVIDENCE_LENGTH // 2]
        return f"{before}{amount}{after}"


def _result(found: Findings, text: str, report_id: str) -> AmountResult:
    drafts = sorted((d for d in found.drafts if d.dropped is None), key=lambda d: (d.start, d.end))
    for no, draft in enumerate(drafts):
        draft.no = no
    evidence = _Evidence(text)
    return AmountResult(
        figures=[_figure(d, text, report_id, evidence) for d in drafts],
        relations=[
            StatedRelation(
                report_id,
                no,
                c.relation,
                _number_of(c.figure),
                _number_of(c.base),
                c.year,
                c.base_year,
                c.direction,
                c.value,
                c.unit,
                text[c.start : c.end],
                c.start,
                c.end,
                evidence.of(c.evidence, c.start, c.end),
            )
            for no, c in enumerate(sorted(found.claims, key=lambda c: c.start))
        ],
        foreign=sorted(found.foreign, key=lambda f: f.start),
        unread=[
            UnreadNumber(report_id, text[start:end], reason, start, end, evidence.of(span, start, end))
            for start, end, reason, span in sorted(found.unread)
        ],
    )


def _number_of(draft: Draft | None) -> int | None:
    return draft.no if draft is not None and draft.no >= 0 else None


def _figure(draft: Draft, text: str, report_id: str, evidence: _Evidence) -> Figure:
    return Figure(
        report_id=report_id,
        figure_no=draft.no,
        source_form=draft.source_form,
        rule=draft.rule,
        qualifier=draft.qualifier,
        fiscal_year=draft.year,
        budget_unit=draft.budget_unit,
        item_term=draft.item.term,
        item_role=draft.item.role,
        item_label=draft.item.label,
        measure_term=draft.measure,
        funding_term=draft.funding,
        amount_text=text[draft.start : draft.end],
        unit_text=draft.unit,
        value=draft.value,
        part_of=_number_of(draft.whole),
        char_start=draft.start,
        char_end=draft.end,
        evidence=evidence.of(draft.evidence, draft.start, draft.end),
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
