"""The cells that a mapping makes: looked up, joined, checked against their column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from matcher.domain.sentence import Sentence
from matcher.intake.cells import CellError
from matcher.intake.columns import Table
from matcher.intake.mapping_file import ColumnRule, SheetMapping, folded, literal_text
from matcher.intake.rows import RowProblem


def filled(
    name: str, rule: ColumnRule, found: str, table: Table, numbers: Mapping[str, int]
) -> str:
    """Return the text that a rule makes of a spreadsheet's cell.

    Parameters
    ----------
    name
        The column to fill.
    rule
        How.
    found
        The cell, empty for a constant or template.
    table
        The table of the column.
    numbers
        The ``row`` and ``number`` of templates.

    Raises
    ------
    RowProblem
        When a part of the cell is not among the rule's values and must be.
    """
    if rule.constant is not None:
        return literal_text(rule.constant)
    if rule.template is not None:
        return rule.template.format_map(numbers)
    parts = [found] if rule.split is None else found.split(rule.split)
    texts = [part.strip() if rule.strip else part for part in parts if part.strip()]
    if rule.values:
        texts = [_looked_up(name, rule, text, table) for text in texts]
    out = rule.join.join(text for text in texts if text)
    return out or ("" if rule.default is None else literal_text(rule.default))


def _looked_up(name: str, rule: ColumnRule, text: str, table: Table) -> str:
    by_key = {folded(key): value for key, value in rule.values.items()}
    mapped = by_key.get(folded(text))
    if mapped is not None:
        return mapped
    if rule.unmapped != "error":
        return text if rule.unmapped == "keep" else ""
    near = get_close_matches(folded(text), list(by_key), n=1, cutoff=0.6)
    spelt = next((key for key in rule.values if near and folded(key) == near[0]), None)
    shown = table.column_by_name[name].shown
    expected = Sentence("een waarde uit de mapping", "a value of the mapping")
    raise RowProblem(name, text if shown else None, expected, spelt if shown else None)


def checked(table: Table, name: str, text: str) -> str:
    """Return a cell's text in the canonical form of its column; empty when it is empty.

    Raises
    ------
    RowProblem
        When the column cannot hold it.
    """
    column = table.column_by_name[name]
    text = text.strip()
    if not text:
        if column.required:
            raise RowProblem(name, "", column.format.expected)
        return ""
    try:
        value: Any = column.format.parse(text)
    except CellError as error:
        hint = error.suggestion if column.shown else None
        raise RowProblem(name, text if column.shown else None, error.expected, hint) from None
    return column.format.write(value)


def invented(rules: SheetMapping) -> Iterator[str]:
    """Yield what the mapping makes up, one line each."""
    for table in rules.table:
        if table.invented and table.rows:
            rows = "1 row" if len(table.rows) == 1 else f"{len(table.rows)} rows"
            yield f"{table.name}: {rows} written out in the mapping"
        for name, rule in table.columns.items():
            if rule.invented or table.invented:
                told = rule.constant if rule.constant is not None else rule.template
                if told is None:
                    told = f"from {rule.column!r} as the mapping says"
                yield f"{table.name}.{name}: {told}"
