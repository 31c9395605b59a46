"""`make export TARGET=folder`: write the published warehouse as open data, with its descriptor."""

import os
import sys
from pathlib import Path

from rich.console import Console

from open_data import export
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.settings import read_settings


def main() -> int:
    """Export into the folder that TARGET names; 0 where it was written, 1 with the reason on stderr where not."""
    target = os.environ.get("TARGET", "").strip()
    if not target:
        print("Name the folder to write to: make export TARGET=path/to/folder", file=sys.stderr)
        return 2
    console = Console(stderr=True)
    try:
        with console.status("") as status:
            done = export(
                Home.from_environment(),
                Path(target),
                data_license=read_settings().data_license,
                progress=lambda table, number, total: status.update(f"{number + 1} of {total}: {table}"),
            )
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{done.folder}: {done.tables} tables as CSV and Parquet, {done.rows:,} rows, {done.bytes / 1024**2:,.1f} MB, "
        f"of version {done.version_id}; described by datapackage.json"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
