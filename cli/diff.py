"""`jixiao diff`: what changed between two published versions, with the sentences of both."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.text import Text

from cli import evidence, output
from cli.exits import Exit, NotFoundError
from cli.facts import Row
from warehouse import difference, versions
from warehouse.home import Home
from warehouse.settings import read_settings

SHOWN = 50  # differences of each subject, where nothing else is asked for
_SIGNS = {difference.CHANGED: ("~", "yellow"), difference.WENT: ("-", "red"), difference.CAME: ("+", "green")}


def run(old: str | None, new: str | None, rows: int | None, as_json: bool) -> Exit:
    """Compare two versions; FOUND where they differ. Raises NotFoundError where a version is not kept."""
    home = Home.from_environment()
    later = new or versions.published(home).version_id
    earlier = old or _before(home, later)
    with output.aside().status(f"comparing {earlier} with {later}"):
        found = difference.compare(_file(home, earlier), _file(home, later), read_settings().query_memory_mb)
    if as_json:
        output.print_json({"old": earlier, "new": later} | found)
    else:
        show(output.console(), earlier, later, found, rows or SHOWN)
    return Exit.FOUND if any(found.values()) else Exit.DONE


def _before(home: Home, version_id: str) -> str:
    older = [known for known in versions.kept(home) if known < version_id]
    if not older:
        raise NotFoundError(
            f"No version older than {version_id} is kept in {home.versions}. `make rollback LIST=1` lists them."
        )
    return older[0]


def _file(home: Home, version_id: str) -> Path:
    if version_id == versions.published(home).version_id:
        return home.published
    if version_id not in (known := versions.kept(home)):
        raise NotFoundError(
            f"There is no version {version_id!r} in {home.versions}; name one of these: {', '.join(known) or 'none'}."
        )
    return home.version(version_id)


def show(console: Console, earlier: str, later: str, found: dict[str, list[Row]], rows: int) -> None:
    """Print the differences, at most `rows` of each subject, and how many there are."""
    console.print(f"[bold]{earlier} → {later}[/]")
    whole = {one["report_id"] for one in found["reports"] if one["change"] != difference.CHANGED}
    for subject, differences in found.items():
        counts = Counter(one["change"] for one in differences)
        told = ", ".join(f"{counts[change]} {change}" for change in _SIGNS if counts[change])
        console.print(f"\n[bold]{subject}[/]: {told or 'no difference'}")
        listed = sorted((one for one in differences if not _is_of_whole(subject, one, whole)), key=_weight)
        for one in listed[:rows]:
            sign, style = _SIGNS[one["change"]]
            console.print(Text(f"{sign} ", style=style).append_text(_LINES[subject](one)))
        if len(listed) > rows:
            console.print(f"  … and {len(listed) - rows} more (--rows, --json)", style="dim")
        if others := len(differences) - len(listed):
            console.print(
                f"  {others} of them came or went with their reports (--json lists them)", style="dim"
            )


def _is_of_whole(subject: str, one: Row, whole: set[str]) -> bool:
    return subject != "reports" and one["report_id"] in whole


def _weight(one: Row) -> tuple[int, bool]:
    """What is read first: changes before the rest, findings before checks that passed."""
    return list(_SIGNS).index(one["change"]), not _either(one).get("finding")


def _either(one: Row) -> Row:
    row: Row = one["new"] or one["old"]
    return row


def _report(one: Row) -> Text:
    row, old, new = _either(one), one["old"], one["new"]
    head = f"{row['report_id']} {row['source_name']}: {row['department_name']}, {row['fiscal_year']}"
    if not (old and new):
        return output.words(head)
    if old["report_id"] != new["report_id"]:
        head += f" (its file held {old['report_id']})"
    changed = [
        f"\n    {name}: {old[name]} → {new[name]}"
        for name in old
        if old[name] != new[name] and name not in ("report_id", "superseded_by")
    ]
    return output.words(head + "".join(changed))


def _figure(one: Row) -> Text:
    row = _either(one)
    funds = "" if row["funding_source"] == "all" else f" ({row['funding_source']})"
    unit = f" {row['budget_unit']}" if row["budget_unit"] else ""
    head = f"{row['id']} of {one['report_id']}: {row['fiscal_year']}{unit} {row['item_name'] or row['item_code']} {row['measure']}{funds} "
    amounts = " → ".join(output.money(side["amount_cny"]) for side in (one["old"], one["new"]) if side)
    return output.words(head + amounts).append_text(_sentences(one, "evidence"))


def _indicator(one: Row) -> Text:
    row = _either(one)
    told = " → ".join(
        " / ".join(
            str(side[name])
            for name in ("target_text", "actual_text", "score", "weight")
            if side[name] is not None
        )
        for side in (one["old"], one["new"])
        if side
    )
    head = f"{row['id']} of {one['report_id']}: {row['fiscal_year']} {row['indicator_kind']} {row['indicator_name']}: {told}"
    return output.words(head).append_text(_sentences(one, "evidence"))


def _check(one: Row) -> Text:
    row = _either(one)
    results = " → ".join(
        dict.fromkeys(side["finding"] or side["status"] for side in (one["old"], one["new"]) if side)
    )
    text = output.words(
        f"{row['id']} of {one['report_id']}: {row['rule_id']} {row['description']}: {results}"
    )
    for side in (one["old"], one["new"]):
        if side:
            text.append_text(output.words(f"\n    {side['left_label']}  =  {side['right_label']}"))
    return text.append_text(_sentences(one, "left_evidence", "right_evidence"))


def _sentences(one: Row, *columns: str) -> Text:
    """The sentences of both sides, each once; in those of a change, the numbers that the other side lacks are marked."""
    told: dict[str, list[evidence.Span]] = {}
    for column in columns:
        for side, opposite in (("old", "new"), ("new", "old")):
            sentence = (one[side] or {}).get(column)
            if sentence:
                other = (one[opposite] or {}).get(column) or sentence
                told.setdefault(sentence, evidence.differing(sentence, other))
    text = Text()
    for sentence, marks in told.items():
        text.append("\n    ").append_text(output.sentence(sentence, marks))
    return text


_LINES = {"reports": _report, "figures": _figure, "indicators": _indicator, "checks": _check}
