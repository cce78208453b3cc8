"""The ``matcher`` command. Exit 0: done; 1: the check said no; 2: bad usage or input."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from matcher.app.advise import advice_document, advice_of
from matcher.app.match import match
from matcher.app.pairs import pairs_csv
from matcher.app.read import rules_of, today
from matcher.app.replay import read_replay, replay, replay_document, replay_lines
from matcher.app.rules import rules_in_force
from matcher.app.suggest import adviser_of
from matcher.audit.advice_text import advice_page
from matcher.audit.pair import why_not
from matcher.audit.text import Language, explain_mentee, explain_pair
from matcher.intake import read_folder
from matcher.intake.mapping import import_spreadsheet
from matcher.output.diff import diff
from matcher.output.diff_text import diff_page
from matcher.output.folder import read_run
from matcher.output.plain import plain
from matcher.output.verify import verify
from matcher.output.writing import expect_place, write_file, write_folder
from matcher.terminal import (
    chain,
    counting,
    err,
    errors,
    out,
    print_json,
    progress,
    report,
    safe,
    show_import,
    show_report,
    show_result,
    summary,
)

MEGABYTE = 10**6
MATCH_STAGES = ("read", "compile", "solve", "audit", "write")


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
@click.option(
    "--memory-limit", type=click.IntRange(min=1), help="MB for the solver, in its own process."
)
@JSON
def match_command(
    *,
    intake: Path,
    target: Path,
    as_of: date | None,
    rules_file: Path | None,
    strict: bool,
    time_limit: float | None,
    memory_limit: int | None,
    as_json: bool,
) -> None:
    """Match an intake folder (or .xlsx) and write proposals, audits and certificate to a folder.

    However it ends, that folder holds the earlier result or the new one, whole.
    """
    with errors(as_json), progress(as_json, *MATCH_STAGES) as say:
        expect_place(target)
        read = read_folder(
            intake,
            as_of=as_of or today(),
            rules=rules_of(rules_file),
            strict=strict,
            progress=counting(say),
        )
        result = match(
            read.problem,
            time_limit=time_limit,
            memory_limit=None if memory_limit is None else memory_limit * MEGABYTE,
            progress=say,
        )
        say("audit")
        files = result.files(read.contacts)
        say("write")
        write_folder(files, target)
    if as_json:
        print_json(summary(read, result))
    else:
        show_report(read)
        show_result(result, target)


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
    with errors(as_json), progress(as_json, "read", "compile", "write") as say:
        read = read_folder(
            intake, as_of=as_of or today(), rules=rules_of(rules_file), progress=counting(say)
        )
        say("compile")
        content = pairs_csv(read.problem)
        say("write")
        write_file(content, target)
    count = content.count(b"\n") - 1
    if as_json:
        print_json({"pairs": count, "file": target.name, "report": report(read)})
    else:
        show_report(read)
        out.print(f"{count} allowed pairs written to {target}.")


@main.command("verify")
@FOLDER
@JSON
def verify_command(folder: Path, as_json: bool) -> None:
    """Check an output folder from its facts alone, without a solver."""
    with errors(as_json), progress(as_json, "facts", "prices", "documents", "digests") as say:
        found = verify(folder, say)
    if as_json:
        print_json(plain(found))
    elif not found.ok:
        err.print(f"[red]Not verified.[/red] {safe(found.problem)}")
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
    with errors(as_json):
        stored = read_run(folder)
        matching, adviser = stored.matching, adviser_of(stored)
        page = (
            explain_pair(matching, mentee, mentor, lang, adviser)
            if mentor
            else explain_mentee(matching, mentee, lang, adviser)
        )
        answer = plain(why_not(matching, mentee, mentor, adviser)) if mentor and as_json else None
    if as_json:
        print_json({"mentee": mentee, "mentor": mentor, "text": str(page), "answer": answer})
    else:
        click.echo(str(page))


@main.command("advise")
@FOLDER
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True)
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds for each search.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@JSON
def advise_command(
    folder: Path, *, top: int, time_limit: float | None, lang: Language, as_json: bool
) -> None:
    """Tell where one more place would give most, and which mentors to look for."""
    with errors(as_json):
        found = advice_of(read_run(folder), top, seconds=time_limit)
    if as_json:
        print_json(advice_document(found))
    else:
        click.echo(str(advice_page(found, lang)))


@main.command("diff")
@click.argument("before", metavar="DIR1", type=click.Path(path_type=Path))
@click.argument("now", metavar="DIR2", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--quick", is_flag=True, help="Do not compute what keeping a proposal would cost.")
@JSON
def diff_command(before: Path, now: Path, *, lang: Language, quick: bool, as_json: bool) -> None:
    """Tell what changed between two results, and why."""
    with errors(as_json):
        found = diff(before, now, exact=not quick)
    if as_json:
        print_json(plain(found))
    else:
        click.echo(str(diff_page(found, lang)))


@main.command("replay")
@click.argument("events", type=click.Path(path_type=Path))
@click.option("--intake", required=True, type=click.Path(path_type=Path), help="Where it begins.")
@click.option(
    "--as-of", type=Day(), help="The day that it begins; default that of the first event."
)
@RULES
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@JSON
def replay_command(
    events: Path,
    *,
    intake: Path,
    as_of: date | None,
    rules_file: Path | None,
    lang: Language,
    as_json: bool,
) -> None:
    """Tell what each event of a JSON Lines file changes in the best set, and why."""
    with errors(as_json), progress(as_json, "read", "replay") as say:
        read, happened = read_replay(
            events, intake, as_of=as_of, rules=rules_file, progress=counting(say)
        )
        found = replay(read.problem, happened, progress=say)
    if as_json:
        print_json({**replay_document(found), "report": report(read)})
        return
    show_report(read)
    for line in replay_lines(found, lang):
        click.echo(line)


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
    with errors(as_json):
        found = adviser_of(read_run(folder)).suggest(mentee, count)
    if as_json:
        print_json([{**plain(one), "says": plain(one.sentence())} for one in found])
        return
    table = Table(title=f"Mentors for {mentee}")
    for heading in ("mentor", "coach", "project", "points", "cost"):
        table.add_column(heading, overflow="fold")
    for one in found:
        cells = (one.mentor, one.coach, one.project, str(one.points), one.sentence()[lang])
        table.add_row(*map(safe, cells))
    out.print(table)
    for one in found:
        if one.moves:
            out.print(safe(f"{one.mentor}: {chain(one)}"), soft_wrap=True)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", required=True, type=click.Path(path_type=Path))
@click.option("--out", "target", required=True, type=click.Path(path_type=Path))
@JSON
def import_command(file: Path, mapping: Path, target: Path, as_json: bool) -> None:
    """Turn any spreadsheet into an intake folder, by a mapping in TOML."""
    with errors(as_json), progress(as_json, "read", "write") as say:
        report = import_spreadsheet(file, mapping, target, progress=counting(say))
    if as_json:
        print_json(report.as_document())
    else:
        show_import(report, target)


@main.command("rules")
@RULES
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@JSON
def rules_command(rules_file: Path | None, lang: Language, as_json: bool) -> None:
    """Show the rules in force with their settings."""
    with errors(as_json):
        found = rules_in_force(rules_of(rules_file))
    if as_json:
        print_json(found)
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
            safe(settings),
        )
    out.print(table)


if __name__ == "__main__":
    main()
