"""What the command shows on a terminal: tables, remarks, a bar, errors."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from matcher.app.match import Result
from matcher.audit.overcommitted import overcommitments
from matcher.audit.suggest import Suggestion
from matcher.audit.unmatched import unmatched_mentees
from matcher.domain.errors import MatcherError
from matcher.intake import Intake
from matcher.intake.mapping import ImportReport
from matcher.output.plain import plain

SHOWN_ROWS = 20
out = Console()
err = Console(stderr=True)


@contextmanager
def errors(as_json: bool) -> Iterator[None]:
    """Turn an error that the user can act on into a message and exit 2."""
    try:
        yield
    except MatcherError as error:
        _fail(str(error), as_json)
    except OSError as error:
        where = Path(error.filename).name if error.filename else "Reading or writing failed"
        _fail(f"{where}: {error.strerror or error}", as_json)
    except MemoryError:
        _fail("Expected more memory than this process may have.", as_json)


def _fail(message: str, as_json: bool) -> NoReturn:
    if as_json:
        print_json({"error": message})
    else:
        err.print(f"[red]Error.[/red] {safe(message)}", soft_wrap=True)
    sys.exit(2)


@contextmanager
def progress(as_json: bool, *stages: str) -> Iterator[Callable[[str], None]]:
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
            bar.update(task, description=safe(step), completed=done)

        yield say


def chain(suggestion: Suggestion) -> str:
    """Return who would move, one after the other."""
    return "; ".join(f"{m.mentee} {m.before or '–'} → {m.after or '–'}" for m in suggestion.moves)


def counting(say: Callable[[str], None]) -> Callable[[str, int], None]:
    """Return a teller of table and rows read."""
    return lambda table, rows: say(f"read {table}: {rows} rows")


def report(read: Intake) -> dict[str, Any]:
    """Return what reading an intake remarked, as data."""
    return {
        "errors": [str(row) for row in read.report.errors],
        "warnings": [
            *(str(notice) for notice in read.report.warnings),
            *(over.sentence.en for over in overcommitments(read.problem)),
        ],
        "unknown_columns": plain(read.report.unknown_columns),
    }


def show_report(read: Intake) -> None:
    """Show what reading an intake remarked."""
    remarks = report(read)
    for kind, colour in (("errors", "red"), ("warnings", "yellow")):
        rows = remarks[kind]
        for row in rows[:SHOWN_ROWS]:
            err.print(f"[{colour}]{kind[:-1]}[/{colour}] {safe(row)}", soft_wrap=True)
        if len(rows) > SHOWN_ROWS:
            err.print(f"… and {len(rows) - SHOWN_ROWS} more {kind}; --json shows all.")
    if remarks["unknown_columns"]:
        err.print(f"[yellow]unknown columns[/yellow] {safe(str(remarks['unknown_columns']))}")


def show_import(report: ImportReport, target: Path) -> None:
    """Show what an import did."""
    counts = ", ".join(f"{rows} {table}" for table, rows in report.tables.items())
    out.print(f"{counts} written to {target}.")
    for row in report.errors[:SHOWN_ROWS]:
        err.print(f"[red]error[/red] {safe(str(row))}", soft_wrap=True)
    if len(report.errors) > SHOWN_ROWS:
        err.print(f"… and {len(report.errors) - SHOWN_ROWS} more errors; --json shows all.")
    if report.rows_of_no_table:
        err.print(f"[yellow]rows of no table[/yellow] {safe(str(report.rows_of_no_table))}")
    for item in report.invented:
        out.print(f"[yellow]invented[/yellow] {safe(item)}")
    if report.unused_columns:
        out.print(f"{len(report.unused_columns)} columns were not used; --json names them.")


def summary(read: Intake, result: Result) -> dict[str, Any]:
    """Return a run in short, as data."""
    return {
        "status": result.status,
        "served": result.served,
        "points": result.objective,
        "waiting": len(result.problem.waiting),
        "options": len(result.matching.instance.mentee),
        "unmatched": _unmatched(result),
        "report": report(read),
    }


def _unmatched(result: Result) -> dict[str, int]:
    counts: dict[str, int] = {}
    for mentee in unmatched_mentees(result.matching):
        counts[mentee.reason.value] = counts.get(mentee.reason.value, 0) + 1
    return dict(sorted(counts.items()))


def show_result(result: Result, target: Path) -> None:
    """Show the first proposals, how many people have one, and why others have none."""
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
            safe(duo.mentee),
            safe(duo.mentor),
            safe(duo.coach),
            safe(duo.project),
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
    if result.status != "optimal":
        out.print(
            f"Not proven best: the solver was stopped, or could not close the gap. No set serves "
            f"more than {result.solution.bound_served}."
        )
    reasons = ", ".join(f"{count} {reason}" for reason, count in _unmatched(result).items())
    if reasons:
        out.print(f"Without proposal: {reasons}.")
    out.print(f"Written to {target}. Check it with: matcher verify {target}")


def safe(text: str | None) -> str:
    """Return text that the console prints as it is."""
    return (text or "").replace("[", "\\[")


def print_json(document: Any) -> None:
    """Print a document as JSON."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))
