"""Extracts indicators: goals with results, scoring lines, claims, head counts and assets."""

from ingest.indicators.extraction import extract_indicators

__all__ = ["extract_indicators"]
