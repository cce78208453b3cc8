"""What would have to change for a rule to hold: a fact of someone, said in words and as an edit.

A rule offers changes only of facts that someone can and may change: never where people come from
or live, their gender, age, diploma or work, a refusal, an exclusion or a wish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

Table = Literal["mentees", "mentors", "coaches", "projects", "promotors", "rules"]


class Who(StrEnum):
    """Who could make a change."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    PROMOTOR = "promotor"
    VDAB = "vdab"
    RULE_SET = "rule_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One fact of one record: what is set, or added to a mapping, set or list of names.

    ``id`` is the record's; with ``table`` ``rules`` the rule set itself is meant.
    """

    table: Table
    id: str = ""
    field: str
    value: Any

    def on(self, record: Any) -> Any:
        """Return the record with this fact changed."""
        old = getattr(record, self.field)
        new = self.value
        if isinstance(old, Mapping):
            new = {**old, **new}
        elif isinstance(old, frozenset):
            new = old | new
        elif isinstance(old, tuple):
            new = tuple(dict.fromkeys((*old, *new)))
        return replace(record, **{self.field: new})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change after which a rule would hold.

    ``condition`` says it as a clause, "als …" and "if …", to the mentee; ``besides`` are further
    clauses that belong to the same change. ``assumed`` tells that a fact that nobody gave is taken
    to be the one that helps most.
    """

    rule: str
    who: Who
    condition: Sentence
    edits: tuple[Edit, ...]
    besides: tuple[Sentence, ...] = ()
    assumed: bool = False

    @property
    def conditions(self) -> tuple[Sentence, ...]:
        """Every clause of it."""
        return self.condition, *self.besides

    @property
    def facts(self) -> frozenset[tuple[str, str]]:
        """The (table, field) of each fact that it changes."""
        return frozenset((edit.table, edit.field) for edit in self.edits)


def changed(problem: Problem, changes: Iterable[Change]) -> Problem:
    """Return a problem with these changes made, one after the other."""
    for change in changes:
        for edit in change.edits:
            problem = _edited(problem, edit)
    return problem


def _edited(problem: Problem, edit: Edit) -> Problem:
    if edit.table == "rules":
        return replace(problem, rules=edit.on(problem.rules))
    rows = tuple(edit.on(one) if one.id == edit.id else one for one in getattr(problem, edit.table))
    return replace(problem, **{edit.table: rows})  # type: ignore[arg-type]  # a table by its name
