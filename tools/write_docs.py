"""Writes the pages of ``docs/`` that follow from the code: the intake's columns and the rules.

python tools/write_docs.py
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matcher.app.rules import rules_in_force
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.intake.tables import TABLES
from matcher.rulesets import default_rules
from matcher.stream.events import KINDS
from matcher.stream.fields import EVERY, FIELDS, Cell, Changes, Field, Record

DOCS = Path(__file__).parents[1] / "docs"
NOTE = "<!-- Written by tools/write_docs.py: change the code, not this page. -->"


def intake_page() -> str:
    """Return the columns of every table, as the reader recognises them."""
    lines = [
        "# The intake folder",
        "",
        NOTE,
        "",
        "One CSV a table, or one .xlsx with a sheet a table. Case, spaces and dashes in headers do",
        "not matter; order is free. **Bold** columns must be there.",
    ]
    for table in TABLES:
        need = " (must be there)" if table.required else ""
        lines += ["", f"## {table.name}{need}", "", f"Dutch name: {', '.join(table.dutch)}.", ""]
        lines += ["| column | in Dutch also | expected | when empty |", "|---|---|---|---|"]
        for column in table.columns:
            name = f"**{column.name}**" if column.required else column.name
            default = "" if column.default in {None, ""} else str(column.default)
            expected = column.format.expected.en.replace("|", "\\|")
            lines.append(f"| {name} | {', '.join(column.dutch)} | {expected} | {default} |")
    return "\n".join(lines) + "\n"


def events_page() -> str:
    """Return every kind of event with its fields, as `matcher replay` reads them."""
    lines = [
        "# Events",
        "",
        NOTE,
        "",
        "One JSON object a line, each with `kind`, "
        + _fields(EVERY)
        + ". Lines stand in the order",
        "of their days; all events of a day count together at the end of it. `matcher replay` tries",
        "every line before it solves anything: one that cannot be ends it, with its line and field.",
    ]
    for name, kind in KINDS.items():
        lines += ["", f"## {name}", "", _first_line(kind), ""]
        lines += ["| field | expected |", "|---|---|"]
        for field, holds in FIELDS[name].items():
            needed = not isinstance(holds, Cell) or holds.needed
            lines.append(f"| {f'**{field}**' if needed else field} | {_expected(holds)} |")
    return "\n".join(lines) + "\n"


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").split("\n", maxsplit=1)[0].replace("``", "`")


def _fields(named: Mapping[str, Cell]) -> str:
    return " and ".join(f"`{name}` ({cell.format.expected.en})" for name, cell in named.items())


def _expected(holds: Field) -> str:
    if isinstance(holds, Record):
        return f"an object with the columns of [{holds.table}](intake.md#{holds.table})"
    if isinstance(holds, Changes):
        return f"an object with some columns of [{holds.table}](intake.md#{holds.table})"
    text = holds.format.expected.en.replace("|", "\\|")
    return text if isinstance(holds, Cell) else f"an object of ids, each with: {text}"


def rules_page() -> str:
    """Return every rule and criterion with its meaning, settings and defaults."""
    summary = {
        one.key: (type(one).__doc__ or "").split("\n")[0]
        for one in (*hard_rules(), *capacity_rules(), *criteria())
    }
    lines = [
        "# Rules and criteria",
        "",
        NOTE,
        "",
        "Each is one file; settings stand in the rule set under `[rules.KEY]` or `[criteria.KEY]`.",
        "Every one can be switched off with `enabled = false`.",
        "",
        "| key | kind | from | what | settings and defaults |",
        "|---|---|---|---|---|",
    ]
    for entry in rules_in_force(default_rules())["rules"]:
        settings = ", ".join(f"`{key} = {value}`" for key, value in entry["settings"].items())
        what = f"{entry['title']['en']}. {summary[entry['key']]}"
        lines.append(
            f"| `{entry['key']}` | {entry['kind']} | {entry['section']} | {what} | {settings} |"
        )
    return "\n".join(lines) + "\n"


PAGES = {"events.md": events_page, "intake.md": intake_page, "rules.md": rules_page}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
