"""Recovers paragraphs, tables and headings from report text, with offsets into it."""

from ingest.structure.parse import parse

__all__ = ["parse"]
