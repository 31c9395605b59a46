"""Recovers paragraphs, tables and headings from report text, with offsets into it."""
