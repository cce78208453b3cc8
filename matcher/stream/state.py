"""The state that events change, the tools to change it, and what every change checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from matcher.constraints.words import counted
from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.stream.clock import Pause
from matcher.stream.errors import EventError
from matcher.stream.events import Event

R = TypeVar("R")
_NAMES = {
    "mentees": Sentence("mentee", "mentee"),
    "mentors": Sentence("mentor", "mentor"),
    "coaches": Sentence("mentorcoach", "mentor coach"),
    "projects": Sentence("project", "project"),
    "promotors": Sentence("organisatie", "organisation"),
    "employers": Sentence("werkgever", "employer"),
    "matches": Sentence("voorstel of duo", "proposal or pair"),
}
_SUGGESTED_FROM = 20_000
"""How many ids a suggestion is sought among."""


@dataclass(frozen=True, kw_only=True)
class State:
    """A programme on a day: the problem, the pauses that are not over, the events that counted."""

    problem: Problem
    pauses: tuple[Pause, ...] = ()
    seen: frozenset[str] = frozenset()

    @property
    def day(self) -> date:
        """The clock's day."""
        return self.problem.as_of


@dataclass(frozen=True, kw_only=True)
class Step:
    """A state after an event, and what someone should look at."""

    state: State
    warnings: tuple[Sentence, ...] = field(default=())


def step(state: State, *warnings: Sentence, **tables: Any) -> Step:
    """Return the state with tables of its problem replaced."""
    return Step(
        state=replace(state, problem=replace(state.problem, **tables)), warnings=tuple(warnings)
    )


def refuse(event: Event, nl: str, en: str) -> EventError:
    """Return the error that this event cannot be, to be raised."""
    return EventError(event, Sentence(nl, en))


def record(event: Event, state: State, table: str, key: str) -> Any:
    """Return the record of a table with this id.

    Raises
    ------
    EventError
        When there is none.
    """
    by_id = by_id_of(state.problem, table)
    if key not in by_id:
        name, hint = _NAMES[table], Sentence("", "")
        near = get_close_matches(key, sorted(by_id)[:_SUGGESTED_FROM], n=1, cutoff=0.6)
        if near:
            hint = Sentence(f" Bedoelde u {near[0]!r}?", f" Did you mean {near[0]!r}?")
        raise refuse(
            event,
            f"verwacht de id van een {name.nl} die bekend is, gevonden {key!r}.{hint.nl}",
            f"expected the id of a known {name.en}, got {key!r}.{hint.en}",
        )
    return by_id[key]


def by_id_of(problem: Problem, table: str) -> dict[str, Any]:
    """Return the records of a table by id."""
    if table == "matches":
        return problem.once(_matches)
    name = {"coaches": "coach"}.get(table, table.removesuffix("s"))
    found: dict[str, Any] = getattr(problem, f"{name}_by_id")
    return found


def _matches(problem: Problem) -> dict[str, Match]:
    return {match.id: match for match in problem.matches}


def fresh(event: Event, state: State, table: str, key: str) -> None:
    """Check that an id is not in use yet.

    Raises
    ------
    EventError
        When it is.
    """
    if key in by_id_of(state.problem, table):
        name = _NAMES[table]
        raise refuse(
            event,
            f"verwacht een nieuwe id, gevonden {key!r}: zo heet al een {name.nl}.",
            f"expected a new id, got {key!r}: a {name.en} has it already.",
        )


def known(event: Event, state: State, table: str, keys: Iterable[str | None]) -> None:
    """Check that ids exist, where given; see `record`."""
    for key in keys:
        if key is not None:
            record(event, state, table, key)


def added(rows: tuple[R, ...], one: R, key: Callable[[R], Any]) -> tuple[R, ...]:
    """Return a sorted table with a record more."""
    return tuple(sorted((*rows, one), key=key))


def swapped(rows: tuple[R, ...], old: R, new: R | None) -> tuple[R, ...]:
    """Return a table with one record replaced, or left out where there is no new one."""
    at = next(i for i, one in enumerate(rows) if one is old)
    return (*rows[:at], *(() if new is None else (new,)), *rows[at + 1 :])


def id_of(one: Any) -> Any:
    """Return a record's id."""
    return one.id


def committed_of(problem: Problem, mentor: str) -> list[Match]:
    """Return the duos of a mentor that run or were accepted."""
    return [match for match in problem.committed if match.mentor == mentor]


def duos_in_words(count: int) -> Sentence:
    """Return so many duos in words."""
    return counted(count, Sentence("duo", "pair"), Sentence("duo's", "pairs"))
