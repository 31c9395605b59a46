"""The DuckDB files: where they lie, how one is built aside, published and queried.

Knows neither Dagster nor dbt; `orchestration` calls it.
"""
