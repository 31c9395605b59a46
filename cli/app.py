"""The commands of `jixiao`, with their arguments and help. Each imports what it needs when it runs.

So `jixiao --help` and completion answer at once: nothing heavier than typer is imported at the top.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.exits import Exit, NotFoundError
from ingest.errors import IngestError
from warehouse.errors import WarehouseError


class Group(TyperGroup):
    """Ends a command with its exit code, and says on stderr why one could not be done."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            code = super().invoke(ctx)
        except NotFoundError as error:
            raise _ended(str(error), Exit.MISSING) from None
        except (WarehouseError, IngestError) as error:
            raise _ended(str(error), Exit.FAILED) from None
        except KeyboardInterrupt:
            raise _ended("Stopped.", Exit.INTERRUPTED) from None
        except RuntimeError as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # what DuckDB makes of Ctrl-C
                raise _ended("Stopped.", Exit.INTERRUPTED) from None
            raise
        except BrokenPipeError:  # whoever read the answer has seen enough, as `head` does
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - nothing more can be written
            raise typer.Exit(Exit.DONE) from None
        raise typer.Exit(int(code or Exit.DONE))


def _ended(message: str, code: Exit) -> typer.Exit:
    from warehouse.terminal import shown

    print(shown(message), file=sys.stderr)  # it may quote a document
    return typer.Exit(int(code))


app = typer.Typer(
    name="jixiao",
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Government performance reports (绩效自评报告) as a warehouse: load them, query them, see the sentence "
    "behind every figure.",
    epilog="Exit codes: 0 done, 1 could not be done, 2 wrong arguments, 3 done and there is something to see to, "
    "4 no such report, fact or version, 130 stopped by Ctrl-C. docs/cli.md has more.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, for programs.")]
Rows = Annotated[int | None, typer.Option("--rows", min=1, help="How many rows to show at most.")]


def _version(wanted: bool) -> None:
    if wanted:
        import tomllib

        from warehouse.settings import REPOSITORY

        project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        print(f"{project['name']} {project['version']}")
        raise typer.Exit


@app.callback()
def everything(
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            "-H",
            help="Folder of the warehouse; otherwise JIXIAO_HOME, or warehouse/data.",
            file_okay=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version of this program.")
    ] = False,
) -> None:
    if home is not None:
        os.environ["JIXIAO_HOME"] = str(home)


@app.command(
    epilog=_examples(
        "jixiao run                                         # the sample reports, or the folder REPORTS",
        "jixiao run reports/2024",
        "jixiao --home warehouses/county-a run reports/county-a",
        "jixiao run --json | jq .contradictions             # progress goes to stderr",
    )
)
def run(
    reports: Annotated[
        Path | None,
        typer.Argument(help="The folder of reports; otherwise REPORTS, or the samples.", file_okay=False),
    ] = None,
    accept_drift: Annotated[
        str | None,
        typer.Option("--accept-drift", help="Why this version may differ much from the last one; is kept."),
    ] = None,
    as_json: Json = False,
) -> Exit:
    """Load the reports, build, check and publish the warehouse.

    Only when every check of severity error has passed does the published file change. A second load waits for the
    first.
    """
    from cli import load as command

    return command.run(reports, accept_drift, as_json)


@app.command(
    epilog=_examples(
        'jixiao sql "select * from marts.dim_report"',
        "jixiao sql                                         # a prompt with history",
        'jixiao sql --format csv -o facts.csv "from marts.fct_budget"',
        "jixiao sql --format json < query.sql | jq .",
    )
)
def sql(
    statement: Annotated[
        str | None,
        typer.Argument(
            envvar="QUERY",
            show_envvar=False,
            help="One SELECT, DESCRIBE or EXPLAIN. Without it: a prompt, or the statement from stdin.",
        ),
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or parquet.")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", dir_okay=False, help="The file to write to.")
    ] = None,
    rows: Rows = None,
) -> Exit:
    """Query the published version, read-only, or ask at a prompt.

    A table shows JIXIAO_QUERY_ROWS rows; the other formats give all. A query reaches no other file and no network,
    and ends after JIXIAO_QUERY_SECONDS.
    """
    from cli import sql as command

    if form not in [known.value for known in command.Format]:
        raise typer.BadParameter(f"{form!r} is none of table, csv, json, parquet.", param_hint="--format")
    if statement is None and sys.stdin.isatty():
        from cli import prompt

        return prompt.run(rows)
    text = (statement if statement is not None else sys.stdin.read()).strip()
    if not text:
        raise typer.BadParameter("Give a query, such as: select * from marts.dim_report")
    return command.run(text, command.Format(form), output, rows)


@app.command(
    epilog=_examples(
        "jixiao reports --year 2022 --region 3301",
        "jixiao reports --contradictions",
        "jixiao reports r_417c108611a2820c                  # or the name of its file",
        "jixiao reports --json | jq '.[].department_name'",
    )
)
def reports(
    report: Annotated[
        str | None, typer.Argument(help="The report to show: its id or the name of its file.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Only of this fiscal year.")] = None,
    department: Annotated[str | None, typer.Option(help="Only departments with this in their name.")] = None,
    region: Annotated[
        str | None, typer.Option(help="Only of places whose code begins so, or with this in their name.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this report_kind.")] = None,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Only reports that contradict themselves.")
    ] = False,
    left: Annotated[bool, typer.Option("--all", help="Also reports whose file is gone.")] = False,
    rows: Rows = None,
    as_json: Json = False,
) -> Exit:
    """List the reports, or show one with its figures, indicators and contradictions."""
    from cli import reports as command
    from cli.facts import Filters

    filters = Filters(year, department, region, kind, contradictions, left)
    return command.run(report, filters, rows, as_json)


@app.command(
    epilog=_examples(
        "jixiao explain a_4496297f7b2f6f04                  # an amount",
        "jixiao explain c_167530e851d6b58d                  # a check, with both sides",
        "jixiao explain i_0123456789abcdef --json",
    )
)
def explain(
    fact: Annotated[
        str, typer.Argument(help="The id of an amount (a_…), an indicator (i_…) or a check (c_…).")
    ],
    as_json: Json = False,
) -> Exit:
    """Show the sentence, the rule, the place and the checks behind a figure.

    The figure stands between « and » in its sentence. Of a check, both sides are shown with their figures marked.
    """
    from cli import explain as command

    return command.run(fact, as_json)


@app.command(
    epilog=_examples(
        "jixiao check report.docx",
        "jixiao check 2024-self-evaluation.pdf && echo ready to publish",
        "jixiao check report.xlsx --json | jq '.reports[].checks[] | select(.finding)'",
    )
)
def check(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="A report in any format that is read, or an archive."
        ),
    ],
    rows: Rows = None,
    as_json: Json = False,
) -> Exit:
    """Check one report before it is published, without loading it.

    Shows what would be read and which figures contradict each other.

    Read as a load reads it, with the same rules, in a place of its own: the published version stays as it is. What
    only a whole warehouse can tell, such as last year's carry-over, is not checked.
    """
    from cli import check as command

    return command.run(file, rows, as_json)


@app.command(
    epilog=_examples(
        "jixiao diff                                        # the version before this one, and this one",
        "jixiao diff 20260101-020000-1a2b3c4d",
        "jixiao diff 20260101-020000-1a2b3c4d 20260102-020000-5e6f7a8b --json",
        "make rollback LIST=1                               # which versions there are",
    )
)
def diff(
    old: Annotated[
        str | None, typer.Argument(help="The id of a kept version; otherwise the one before.")
    ] = None,
    new: Annotated[
        str | None, typer.Argument(help="The id of another one; otherwise the published one.")
    ] = None,
    rows: Rows = None,
    as_json: Json = False,
) -> Exit:
    """Show what came, went or changed between two published versions.

    Reports, facts and checks, with their sentences. A corrected file is held against the one that it replaced.
    """
    from cli import diff as command

    return command.run(old, new, rows, as_json)


@app.command(
    epilog=_examples(
        "jixiao export open-data                            # the licence that JIXIAO_DATA_LICENSE names",
        "jixiao export open-data --json | jq .version_id",
    )
)
def export(
    folder: Annotated[
        Path,
        typer.Argument(file_okay=False, help="The folder to write; an earlier export in it is replaced."),
    ],
    as_json: Json = False,
) -> Exit:
    """Write the published version as open data: CSV and Parquet, described as a Data Package."""
    from cli import export as command

    return command.run(folder, as_json)


@app.command(
    epilog=_examples("jixiao doctor", "jixiao doctor --json | jq '.[] | select(.state != \"good\")'")
)
def doctor(as_json: Json = False) -> Exit:
    """See whether everything is in order here, and say what to do about what is not."""
    from cli import doctor as command

    return command.run(as_json)


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    # Telemetry off in every tool that a command may import.
    os.environ.setdefault("DO_NOT_TRACK", "1")
    app(prog_name="jixiao")
