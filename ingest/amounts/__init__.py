"""Reads amounts of money: from structured text to figures of the department's own."""

from ingest.amounts.extract import extract_amounts
from ingest.amounts.model import AmountResult, ForeignAmount

__all__ = ["AmountResult", "ForeignAmount", "extract_amounts"]
