"""What differs between the facts of two results: the day, the settings, and who came and went."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.domain.problem import Problem
from matcher.output.facts import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """A setting that differs, as ``section.key.setting``; values as JSON text, None: not there."""

    path: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """The rows of a table that came, went or say something else now, by id.

    A table without ids names a row by its first two columns and has no altered rows.
    """

    table: str
    arrived: tuple[str, ...]
    left: tuple[str, ...]
    altered: tuple[str, ...]


def changed_settings(before: Problem, now: Problem) -> tuple[SettingChange, ...]:
    """Return every setting of the rule sets that differs, in order of path."""
    old, new = (dict(_leaves(p.rules.document)) for p in (before, now))
    return tuple(
        SettingChange(path=path, before=old.get(path), now=new.get(path))
        for path in sorted({*old, *new})
        if old.get(path) != new.get(path)
    )


def changed_tables(before: Problem, now: Problem) -> tuple[TableChange, ...]:
    """Return the tables of which some row differs, in the order of ``problem.json``."""
    found = []
    for name, kind in TABLES.items():
        keyed = "id" in {field.name for field in dataclasses.fields(kind)}
        old, new = _rows(before, name, now), _rows(now, name, before)
        change = TableChange(
            table=name,
            arrived=tuple(sorted(_named(new, keyed=keyed) - _named(old, keyed=keyed))),
            left=tuple(sorted(_named(old, keyed=keyed) - _named(new, keyed=keyed))),
            altered=_altered(old, new) if keyed else (),
        )
        if change.arrived or change.left or change.altered:
            found.append(change)
    return tuple(found)


def _rows(problem: Problem, name: str, other: Problem) -> tuple[Any, ...]:
    """Return a table's rows; gender only where both results kept it, as it is left out unread."""
    rows: tuple[Any, ...] = getattr(problem, name)
    beside: tuple[Any, ...] = getattr(other, name)
    if name in {"mentees", "mentors"} and any(
        all(one.gender is None for one in table) for table in (rows, beside)
    ):
        return tuple(dataclasses.replace(one, gender=None) for one in rows)
    return rows


def _named(rows: tuple[Any, ...], *, keyed: bool) -> frozenset[str]:
    if keyed:
        return frozenset(row.id for row in rows)
    first = [[str(getattr(row, f.name)) for f in dataclasses.fields(row)[:2]] for row in rows]
    return frozenset(" – ".join(pair) for pair in first)


def _altered(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[str, ...]:
    was = {row.id: row for row in old}
    return tuple(sorted(row.id for row in new if row.id in was and was[row.id] != row))


def _leaves(document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", json.dumps(value, ensure_ascii=False)
