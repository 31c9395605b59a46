"""Open data: the published warehouse as Parquet and CSV, described by a Frictionless Data Package.

`export` writes a folder; `make export TARGET=folder` calls it. docs/open_data.md says what is in it.
"""

from open_data.export import Exported, OpenDataError, export

__all__ = ["Exported", "OpenDataError", "export"]
