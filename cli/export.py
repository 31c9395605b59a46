"""`jixiao export`: the published version as open data, which package `open_data` writes."""

from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cli import output
from cli.exits import Exit
from open_data import export
from warehouse.home import Home
from warehouse.settings import read_settings


def run(folder: Path, as_json: bool) -> Exit:
    """Write the export. Raises WarehouseError where the folder cannot be used or nothing is published."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=output.aside(), transient=True) as progress:
        task = progress.add_task("opening", total=None)

        def tell(table: str, done: int, total: int) -> None:
            progress.update(task, description=table, completed=done, total=total)

        written = export(
            Home.from_environment(), folder, data_license=read_settings().data_license, progress=tell
        )
    if as_json:
        output.print_json(written._asdict())
    else:
        output.console().print(
            output.words(
                f"{written.folder}: {written.tables} tables as CSV and Parquet, {written.rows:,} rows, "
                f"{written.bytes / 1024**2:,.1f} MB, of version {written.version_id}; described by datapackage.json"
            )
        )
    return Exit.DONE
