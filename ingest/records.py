"""The typed records that ingestion emits, one class per table of schema `raw`.

This is the only definition of those tables: polars frames, the DuckDB tables and the test that
compares dbt's `sources.yml` with them are all derived from the classes below.

Extraction states what stands in the text. The `*_term` fields hold vocabulary terms exactly as the
dbt seeds spell them; dbt joins the seeds to decide codes, scales and signs.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


class Document(NamedTuple):
    """One report as it was read. `text` is the text that every offset counts in (by character)."""

    report_id: str
    source_name: str
    source_uri: str
    media_type: str
    encoding: str
    byte_count: int
    content_sha256: str
    text: str
    loaded_at: datetime
    retired_at: datetime | None  # when the file was last found to be gone from the inbox
    layout: str | None = (
        None  # tables that the format states, as JSON (see ingest.layout); None for plain text
    )


class RejectedDocument(NamedTuple):
    """A file that was not loaded, and why. `content_sha256` is NULL where it could not be read."""

    source_name: str
    source_uri: str
    content_sha256: str | None
    reason_code: str
    reason: str
    rejected_at: datetime


class Extraction(NamedTuple):
    """That one report was extracted, by which rules, and how its numbers ended."""

    report_id: str
    extractor_version: str
    extracted_at: datetime
    number_count: int  # every number in the text = fact_count + context_count + unread_count
    fact_count: int
    context_count: int
    unread_count: int


class ReportHeader(NamedTuple):
    """Who reports, for which place and year, and how it scores itself."""

    report_id: str
    title: str | None
    kind_term: str | None  # a term of seed report_kind_term
    department_name: str | None  # as the report writes it, without a year or report words
    region_code: str | None  # GB/T 2260, 6 digits
    township_name: str | None  # set where the reporter is a township or street
    fiscal_year: int | None
    self_score: Decimal | None
    self_grade: str | None
    published_on: date | None


class Figure(NamedTuple):
    """One amount of money of the department's own, as it stands in the text."""

    report_id: str
    figure_no: int  # order of appearance in the report, from 0
    source_form: str  # narrative | table
    rule: str  # a rule of seed extraction_rule, which gives the confidence
    qualifier: str | None  # a qualifier of seed figure_qualifier: approximate, zero_word, ...
    fiscal_year: int | None
    budget_unit: str | None  # as written; NULL for the department as a whole
    item_term: str | None  # a term of seed item_term; NULL for a named project or anything else
    item_role: str | None  # `project.item` or `other` where item_term is NULL
    item_label: str | None  # the item as the report writes it
    measure_term: str | None  # a term of seed measure_term
    funding_term: str | None  # a term of seed funding_term
    amount_text: str  # text[char_start:char_end]
    unit_text: str  # a unit of seed money_unit
    value: Decimal  # in unit_text, without the sign that the measure's word gives
    part_of: int | None  # figure_no of the whole that this is a part of
    char_start: int
    char_end: int
    evidence: str


class StatedRelation(NamedTuple):
    """A share, rate or change that the text states of a figure: never a level."""

    report_id: str
    relation_no: int
    # share_of_whole | execution_rate | in_place_rate | change_pct | change_amount | budget_difference |
    # budget_order | year_order | small_firm_contracts | per_person | per_vehicle; an order is words alone
    # and has no value
    relation: str
    figure_no: int | None  # the figure that it is said of
    base_figure_no: int | None  # the figure that it is compared with, where the text names one
    fiscal_year: int | None
    base_year: int | None
    direction: int | None  # +1 increase, -1 decrease, 0 unchanged
    value: Decimal | None
    unit_text: str | None  # % or a unit of seed money_unit
    value_text: str
    char_start: int
    char_end: int
    evidence: str


class Indicator(NamedTuple):
    """A goal with its result, a scoring line or a sum of such lines, a claim, a head count or an asset."""

    report_id: str
    indicator_no: int
    source_form: str
    rule: str
    fiscal_year: int | None
    budget_unit: str | None
    indicator_kind: str  # performance | evaluation | achievement | staffing | asset | sheet_sum
    level1: str | None
    level2: str | None
    level3: str | None
    indicator_name: str
    project_name: str | None
    target_text: str | None
    target_value: Decimal | None
    target_unit: str | None
    target_operator: str | None  # = | >= | <=
    actual_text: str | None
    actual_value: Decimal | None
    actual_unit: str | None
    completion_rate: Decimal | None  # per cent, only where the report states it
    yoy_pct: Decimal | None
    weight: Decimal | None
    score: Decimal | None
    sheet_no: int | None  # scoring sheet of the report that the line or sum is of; 0 for lines in prose
    char_start: int
    char_end: int
    evidence: str


class UnreadNumber(NamedTuple):
    """A number that became neither a fact nor part of one, and why."""

    report_id: str
    number_text: str
    reason_code: str
    char_start: int
    char_end: int
    evidence: str
