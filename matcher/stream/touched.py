"""Whose options can differ between two states: only those are compiled again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from matcher.constraints.catalogue.own_coach import followed_by
from matcher.domain.problem import Problem
from matcher.domain.values import MatchStatus

_LIMITS = {
    "mentors": ("capacity",),
    "coaches": ("caseload",),
    "projects": ("places", "places_total", "budget_eur"),
    "promotors": ("capacity",),
}
"""Fields that limit how many and bar nobody."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Mentees and mentors whose options can differ; ``everyone`` where all can."""

    mentees: frozenset[str] = frozenset()
    mentors: frozenset[str] = frozenset()
    everyone: bool = False


def touched(old: Problem, new: Problem) -> Touched:
    """Return whose options can differ between two problems of one programme."""
    if (
        old.as_of != new.as_of
        or old.rules is not new.rules
        or old.employers is not new.employers
        or old.lots is not new.lots
        or any(_changed(old, new, table) for table in ("coaches", "projects", "promotors"))
    ):
        return Touched(everyone=True)
    return Touched(
        mentees=frozenset(
            _changed(old, new, "mentees")
            | (old.in_a_duo ^ new.in_a_duo)
            | {mentee for mentee, _ in _barred_pairs(old) ^ _barred_pairs(new)}
        ),
        mentors=frozenset(
            _changed(old, new, "mentors")
            | _differing(old.once(followed_by), new.once(followed_by))
            | _networks(old, new)
        ),
    )


def _changed(old: Problem, new: Problem, table: str) -> set[str]:
    before, now = getattr(old, table), getattr(new, table)
    if before is now:
        return set()
    limits = _LIMITS.get(table, ())

    def alike(one: Any, other: Any) -> bool:
        return one is other or other == replace(
            one, **{name: getattr(other, name) for name in limits}
        )

    first, last = _alike_ends(before, now)
    was = {one.id: one for one in before[first : len(before) - last]}
    will = {one.id: one for one in now[first : len(now) - last]}
    found = was.keys() ^ will.keys()
    return found | {key for key in was.keys() & will.keys() if not alike(was[key], will[key])}


def _alike_ends(before: tuple[Any, ...], now: tuple[Any, ...]) -> tuple[int, int]:
    """Return how many records both tables begin with, and how many they end with beside those."""
    most = min(len(before), len(now))
    first = 0
    while first < most and before[first] is now[first]:
        first += 1
    last = 0
    while last < most - first and before[-1 - last] is now[-1 - last]:
        last += 1
    return first, last


def _barred_pairs(problem: Problem) -> frozenset[tuple[str, str]]:
    return problem.once(_pairs)


def _pairs(problem: Problem) -> frozenset[tuple[str, str]]:
    stopped = (m for m in problem.matches if m.status is MatchStatus.STOPPED)
    both: Iterable[Any] = (*stopped, *problem.exclusions)
    return frozenset((one.mentee, one.mentor) for one in both)


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    if old == new:
        return set()
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _networks(old: Problem, new: Problem) -> set[str]:
    """Return the mentors with other ties, and those who know mentors with other contacts."""
    found: set[str] = set()
    if old.acquaintances is not new.acquaintances:
        for one in set(old.acquaintances) ^ set(new.acquaintances):
            found |= {one.mentor, one.other_mentor}
    if old.contacts is not new.contacts:
        richer = {one.mentor for one in set(old.contacts) ^ set(new.contacts)}
        found |= richer
        for known in new.acquaintances:
            if known.mentor in richer or known.other_mentor in richer:
                found |= {known.mentor, known.other_mentor}
    return found
