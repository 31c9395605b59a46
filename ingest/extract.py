"""Extracts one report: structure, header, amounts, indicators, and the accounts of its numbers."""

from datetime import UTC, datetime
from typing import NamedTuple

from ingest.accounting import account
from ingest.amounts import extract_amounts
from ingest.context import ReportContext
from ingest.header import read_header
from ingest.indicators import extract_indicators
from ingest.indicators.roster import Roster
from ingest.layout import load_layout
from ingest.plausible import Limits
from ingest.records import Document, Extraction, Figure, Indicator, ReportHeader, StatedRelation, UnreadNumber
from ingest.structure import parse
from ingest.version import extractor_version


class ExtractionResult(NamedTuple):
    """The records of one report: single ones and lists of them."""

    extraction: Extraction
    header: ReportHeader
    figures: list[Figure]
    relations: list[StatedRelation]
    indicators: list[Indicator]
    unread: list[UnreadNumber]


def extract(document: Document, now: datetime | None = None) -> ExtractionResult:
    """Everything that one document states. `now` is stamped on the extraction (default: the time of day).

    Pure: the result depends on the document's text, layout and file name, the vocabularies and the year of `now`.
    """
    blocks = parse(document.text, load_layout(document.layout))
    moment = now or datetime.now(UTC)
    limits = Limits(last_year=moment.year + 1)
    identity = read_header(document.report_id, document.text, document.source_name)
    identity = identity._replace(header=limits.header(identity.header))
    context = ReportContext.of(identity.header, identity.own_names)
    amounts = extract_amounts(blocks, document.text, context)
    amounts.figures = limits.figures(amounts.figures)
    amounts.relations = limits.relations(amounts.relations, amounts.figures)
    indicators = limits.indicators(extract_indicators(blocks, context, amounts))
    accounts = account(document.text, blocks, identity, amounts, indicators)
    extraction = Extraction(
        report_id=document.report_id,
        extractor_version=extractor_version(),
        extracted_at=moment,
        number_count=accounts.number_count,
        fact_count=accounts.fact_count,
        context_count=accounts.context_count,
        unread_count=len(accounts.unread),
    )
    roster = Roster(blocks)
    return ExtractionResult(
        extraction,
        roster.masked(identity.header),
        roster.without(amounts.figures),
        roster.without(amounts.relations),
        roster.without(indicators),
        roster.without(accounts.unread),
    )
