"""Raw report files to typed records. Pure Python: nothing here knows Dagster, dbt or DuckDB."""
