"""Dagster: what is built from what, when, and what may stop it. The work itself is done elsewhere."""
