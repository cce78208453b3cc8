"""Writes the pages of ``docs/`` that follow from the code: the intake's columns and the rules.

python tools/write_docs.py
"""

from __future__ import annotations

from pathlib import Path

from matcher.app.rules import rules_in_force
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.intake.tables import TABLES
from matcher.rulesets import default_rules

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


PAGES = {"intake.md": intake_page, "rules.md": rules_page}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
