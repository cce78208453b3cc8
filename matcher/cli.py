"""The ``matcher`` command. Exit 0: done; 1: the check said no; 2: bad usage or input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from matcher.app.match import Result, match
from matcher.app.pairs import pairs_csv
from matcher.app.read import rules_of, today
from matcher.app.rules import rules_in_force
from matcher.app.suggest import adviser_of
from matcher.audit.overcommitted import overcommitments
from matcher.audit.pair import why_not
from matcher.audit.suggest import Suggestion
from matcher.audit.text import Language, explain_mentee, explain_pair
from matcher.audit.unmatched import unmatched_mentees
from matcher.domain.errors import MatcherError
from matcher.intake import Intake, read_folder
from matcher.intake.mapping import ImportReport, import_spreadsheet
from matcher.output.diff import diff
from matcher.output.diff_text import diff_page
from matcher.output.folder import read_run, write_folder
from matcher.output.plain import plain
from matcher.output.verify import verify

SHOWN_ROWS = 20
MATCH_STAGES = ("read", "compile", "solve", "audit", "write")
out = Console()
err = Console(stderr=True)


class Day(click.ParamType[date]):
    """A date such as 2026-11-02."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail with what was expected."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"expected a date such as 2026-11-02, got {value!r}.", param, ctx)


AS_OF = click.option(
    "--as-of", type=Day(), default=None, help="The day that counts; default today."
)
RULES = click.option(
    "--rules",
    "rules_file",
    type=click.Path(path_type=Path),
    help="A rule set in TOML, or the name of a shipped one.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
INTAKE = click.argument("intake", type=click.Path(path_type=Path))
FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Match mentees with mentors: proven best, and explained."""


@main.command("match")
@INTAKE
@click.option("--out", "target", required=True, type=click.Path(path_type=Path))
@AS_OF
@RULES
@click.option("--strict", is_flag=True, help="Stop with exit 2 when a row cannot be read.")
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds for the solver.")
@JSON
def match_command(
    *,
    intake: Path,
    target: Path,
    as_of: date | None,
    rules_file: Path | None,
    strict: bool,
    time_limit: float | None,
    as_json: bool,
) -> None:
    """Match an intake folder (or .xlsx) and write proposals, audits and certificate to a folder."""
    with _errors(as_json), _progress(as_json, *MATCH_STAGES) as say:
        read = read_folder(
            intake,
            as_of=as_of or today(),
            rules=rules_of(rules_file),
            strict=strict,
            progress=_counting(say),
        )
        result = match(read.problem, time_limit=time_limit, progress=say)
        say("audit")
        files = result.files(read.contacts)
        say("write")
        write_folder(files, target)
    if as_json:
        _print_json(_summary(read, result))
    else:
        _show_report(read)
        _show_result(result, target)


@main.command("pairs")
@INTAKE
@click.option("--out", "target", required=True, type=click.Path(path_type=Path))
@AS_OF
@RULES
@JSON
def pairs_command(
    intake: Path, target: Path, as_of: date | None, rules_file: Path | None, as_json: bool
) -> None:
    """Write every allowed pair with its points to a CSV file."""
    with _errors(as_json), _progress(as_json, "read", "compile", "write") as say:
        read = read_folder(
            intake, as_of=as_of or today(), rules=rules_of(rules_file), progress=_counting(say)
        )
        say("compile")
        content = pairs_csv(read.problem)
        say("write")
        target.write_bytes(content)
    count = content.count(b"\n") - 1
    if as_json:
        _print_json({"pairs": count, "file": target.name, "report": _report(read)})
    else:
        _show_report(read)
        out.print(f"{count} allowed pairs written to {target}.")


@main.command("verify")
@FOLDER
@JSON
def verify_command(folder: Path, as_json: bool) -> None:
    """Check an output folder from its facts alone, without a solver."""
    with _errors(as_json), _progress(as_json, "facts", "prices", "documents", "digests") as say:
        found = verify(folder, say)
    if as_json:
        _print_json(plain(found))
    elif not found.ok:
        err.print(f"[red]Not verified.[/red] {_safe(found.problem)}")
    else:
        out.print(
            f"[green]Verified.[/green] {found.served} proposals, {found.points} points, "
            f"checked against {found.options} allowed options. Status: {found.status}."
        )
        if found.gap_by_level:
            gap = ", ".join(f"{value} {name}" for name, value in found.gap_by_level.items())
            out.print(f"The prices leave a gap: {gap}.")
    if not found.ok:
        sys.exit(1)


@main.command("explain")
@FOLDER
@click.argument("mentee")
@click.option("--mentor", help="Ask why not this mentor.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@JSON
def explain_command(
    folder: Path, mentee: str, mentor: str | None, lang: Language, as_json: bool
) -> None:
    """Tell in plain words why a mentee has this proposal, or none, or not this mentor."""
    with _errors(as_json):
        matching = read_run(folder).matching
        page = (
            explain_pair(matching, mentee, mentor, lang)
            if mentor
            else explain_mentee(matching, mentee, lang)
        )
        answer = plain(why_not(matching, mentee, mentor)) if mentor and as_json else None
    if as_json:
        _print_json({"mentee": mentee, "mentor": mentor, "text": str(page), "answer": answer})
    else:
        click.echo(str(page))


@main.command("diff")
@click.argument("before", metavar="DIR1", type=click.Path(path_type=Path))
@click.argument("now", metavar="DIR2", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--quick", is_flag=True, help="Do not compute what keeping a proposal would cost.")
@JSON
def diff_command(before: Path, now: Path, *, lang: Language, quick: bool, as_json: bool) -> None:
    """Tell what changed between two results, and why."""
    with _errors(as_json):
        found = diff(before, now, exact=not quick)
    if as_json:
        _print_json(plain(found))
    else:
        click.echo(str(diff_page(found, lang)))


@main.command("suggest")
@click.argument("mentee")
@click.option(
    "--run", "folder", required=True, type=click.Path(path_type=Path), help="An output folder."
)
@click.option("-k", "count", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@JSON
def suggest_command(
    mentee: str, *, folder: Path, count: int, lang: Language, as_json: bool
) -> None:
    """Rank the allowed mentors of a mentee by what choosing each costs everybody together."""
    with _errors(as_json):
        found = adviser_of(read_run(folder)).suggest(mentee, count)
    if as_json:
        _print_json([{**plain(one), "says": plain(one.sentence())} for one in found])
        return
    table = Table(title=f"Mentors for {mentee}")
    for heading in ("mentor", "coach", "project", "points", "cost"):
        table.add_column(heading, overflow="fold")
    for one in found:
        cells = (one.mentor, one.coach, one.project, str(one.points), one.sentence()[lang])
        table.add_row(*map(_safe, cells))
    out.print(table)
    for one in found:
        if one.moves:
            out.print(_safe(f"{one.mentor}: {_chain(one)}"), soft_wrap=True)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", required=True, type=click.Path(path_type=Path))
@click.option("--out", "target", required=True, type=click.Path(path_type=Path))
@JSON
def import_command(file: Path, mapping: Path, target: Path, as_json: bool) -> None:
    """Turn any spreadsheet into an intake folder, by a mapping in TOML."""
    with _errors(as_json), _progress(as_json, "read", "write") as say:
        report = import_spreadsheet(file, mapping, target, progress=_counting(say))
    if as_json:
        _print_json(report.as_document())
    else:
        _show_import(report, target)


@main.command("rules")
@RULES
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@JSON
def rules_command(rules_file: Path | None, lang: Language, as_json: bool) -> None:
    """Show the rules in force with their settings."""
    with _errors(as_json):
        found = rules_in_force(rules_of(rules_file))
    if as_json:
        _print_json(found)
        return
    identity = found["ruleset"]
    table = Table(title=f"{identity['name']} {identity['version']} ({found['digest'][:12]})")
    for heading in ("rule", "kind", "", "on", "settings"):
        table.add_column(heading, overflow="fold")
    for entry in found["rules"]:
        settings = ", ".join(f"{key}={value}" for key, value in entry["settings"].items())
        table.add_row(
            entry["key"],
            entry["kind"],
            entry["title"][lang],
            "yes" if entry["enabled"] else "no",
            _safe(settings),
        )
    out.print(table)


@contextmanager
def _errors(as_json: bool) -> Iterator[None]:
    """Turn an error that the user can act on into a message and exit 2."""
    try:
        yield
    except MatcherError as error:
        _fail(str(error), as_json)
    except OSError as error:
        _fail(f"{Path(error.filename or '').name}: {error.strerror}", as_json)


def _fail(message: str, as_json: bool) -> NoReturn:
    if as_json:
        _print_json({"error": message})
    else:
        err.print(f"[red]Error.[/red] {_safe(message)}", soft_wrap=True)
    sys.exit(2)


@contextmanager
def _progress(as_json: bool, *stages: str) -> Iterator[Callable[[str], None]]:
    """Show a bar over the stages on a terminal; what is told begins with the stage's name."""
    if as_json or not err.is_terminal:
        yield lambda _: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=len(stages))

        def say(step: str) -> None:
            stage = step.split(" ", 1)[0]
            done = stages.index(stage) if stage in stages else None
            bar.update(task, description=_safe(step), completed=done)

        yield say


def _chain(suggestion: Suggestion) -> str:
    return "; ".join(f"{m.mentee} {m.before or '–'} → {m.after or '–'}" for m in suggestion.moves)


def _counting(say: Callable[[str], None]) -> Callable[[str, int], None]:
    """Return a teller of table and rows read."""
    return lambda table, rows: say(f"read {table}: {rows} rows")


def _report(read: Intake) -> dict[str, Any]:
    return {
        "errors": [str(row) for row in read.report.errors],
        "warnings": [
            *(str(notice) for notice in read.report.warnings),
            *(over.sentence.en for over in overcommitments(read.problem)),
        ],
        "unknown_columns": plain(read.report.unknown_columns),
    }


def _show_report(read: Intake) -> None:
    report = _report(read)
    for kind, colour in (("errors", "red"), ("warnings", "yellow")):
        rows = report[kind]
        for row in rows[:SHOWN_ROWS]:
            err.print(f"[{colour}]{kind[:-1]}[/{colour}] {_safe(row)}", soft_wrap=True)
        if len(rows) > SHOWN_ROWS:
            err.print(f"… and {len(rows) - SHOWN_ROWS} more {kind}; --json shows all.")
    if report["unknown_columns"]:
        err.print(f"[yellow]unknown columns[/yellow] {_safe(str(report['unknown_columns']))}")


def _show_import(report: ImportReport, target: Path) -> None:
    counts = ", ".join(f"{rows} {table}" for table, rows in report.tables.items())
    out.print(f"{counts} written to {target}.")
    for row in report.errors[:SHOWN_ROWS]:
        err.print(f"[red]error[/red] {_safe(str(row))}", soft_wrap=True)
    if len(report.errors) > SHOWN_ROWS:
        err.print(f"… and {len(report.errors) - SHOWN_ROWS} more errors; --json shows all.")
    if report.rows_of_no_table:
        err.print(f"[yellow]rows of no table[/yellow] {_safe(str(report.rows_of_no_table))}")
    for item in report.invented:
        out.print(f"[yellow]invented[/yellow] {_safe(item)}")
    if report.unused_columns:
        out.print(f"{len(report.unused_columns)} columns were not used; --json names them.")


def _summary(read: Intake, result: Result) -> dict[str, Any]:
    return {
        "status": result.status,
        "served": result.served,
        "points": result.objective,
        "waiting": len(result.problem.waiting),
        "options": len(result.matching.instance.mentee),
        "unmatched": _unmatched(result),
        "report": _report(read),
    }


def _unmatched(result: Result) -> dict[str, int]:
    counts: dict[str, int] = {}
    for mentee in unmatched_mentees(result.matching):
        counts[mentee.reason.value] = counts.get(mentee.reason.value, 0) + 1
    return dict(sorted(counts.items()))


def _show_result(result: Result, target: Path) -> None:
    table = Table(title=f"Proposals as of {result.problem.as_of}")
    for heading in ("mentee", "mentor", "coach", "project"):
        table.add_column(heading)
    table.add_column("points", justify="right")
    instance = result.matching.instance
    points = dict(
        zip(
            instance.mentee[result.matching.chosen].tolist(),
            instance.option_points[result.matching.chosen].tolist(),
            strict=True,
        )
    )
    index = {m.id: i for i, m in enumerate(result.problem.waiting)}
    for duo in result.matching.duos[:SHOWN_ROWS]:
        table.add_row(
            _safe(duo.mentee),
            _safe(duo.mentor),
            _safe(duo.coach),
            _safe(duo.project),
            str(points[index[duo.mentee]]),
        )
    out.print(table)
    if result.served > SHOWN_ROWS:
        out.print(f"… and {result.served - SHOWN_ROWS} more in {target}/proposals.csv.")
    waiting = len(result.problem.waiting)
    out.print(
        f"{result.served} of {waiting} waiting mentees have a proposal, "
        f"{result.objective} points in all. Status: {result.status}."
    )
    reasons = ", ".join(f"{count} {reason}" for reason, count in _unmatched(result).items())
    if reasons:
        out.print(f"Without proposal: {reasons}.")
    out.print(f"Written to {target}. Check it with: matcher verify {target}")


def _safe(text: str | None) -> str:
    """Return text that the console prints as it is."""
    return (text or "").replace("[", "\\[")


def _print_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
