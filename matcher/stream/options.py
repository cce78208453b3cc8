"""The allowed options with points of some people, exactly as the whole programme compiles them.

The people asked for are compiled as a problem of their own, with those whom they may be matched
with at most. What rules and criteria say of a mentee and a mentor depends on those two, on coaches
and projects, and on whom the mentor knows: so mentors are compiled with the mentors they know.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.instance.options import allowed_options
from matcher.stream.narrowing import narrowed

Place = tuple[str, str]
"""A coach and a project, by id."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An allowed pair: its points, and the coaches and projects that go with it, sorted."""

    points: int
    places: tuple[Place, ...]


Pairs = dict[str, dict[str, Pair]]
"""Allowed pairs by mentee and mentor; who has none may be missing."""


@dataclass(frozen=True, slots=True)
class Options:
    """Allowed pairs, and by mentor every coach and project that go with that mentor."""

    pairs: Pairs
    around: Mapping[str, tuple[Place, ...]]


def all_options(problem: Problem) -> Options:
    """Return the options of all waiting mentees and all mentors."""
    return _read(problem)


def options_of_mentees(problem: Problem, mentees: Collection[str]) -> Pairs:
    """Return the allowed pairs of some mentees with all mentors; who does not wait has none."""
    wanted = [one for one in problem.waiting if one.id in mentees]
    return _between(problem, *narrowed(problem, wanted, problem.mentors))


def options_of_mentors(problem: Problem, mentors: Collection[str]) -> Options:
    """Return the options of some mentors with all waiting mentees."""
    wanted = [one for one in problem.mentors if one.id in mentors]
    alone = _read(replace(problem, mentees=(), mentors=tuple(wanted)))
    pairs = _between(problem, *narrowed(problem, problem.waiting, wanted))
    return Options(pairs, alone.around)


def _between(problem: Problem, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Pairs:
    """Return the allowed pairs of these people; whom the mentors know is compiled along."""
    if not mentees or not mentors:
        return {}
    wanted = {one.id for one in mentors}
    known = {a.other_mentor for a in problem.acquaintances if a.mentor in wanted}
    known |= {a.mentor for a in problem.acquaintances if a.other_mentor in wanted}
    some = tuple(one for one in problem.mentors if one.id in wanted or one.id in known)
    found = _read(replace(problem, mentees=tuple(mentees), mentors=some)).pairs
    kept = {
        mentee: {mentor: pair for mentor, pair in row.items() if mentor in wanted}
        for mentee, row in found.items()
    }
    return {mentee: row for mentee, row in kept.items() if row}


_MOST = 1 << 62
"""However many options there are, all are held."""


def _read(problem: Problem) -> Options:
    found = allowed_options(problem, most=_MOST)
    mentees = [one.id for one in problem.waiting]
    mentors = [one.id for one in problem.mentors]
    coaches = [one.id for one in problem.coaches]
    projects = [one.id for one in problem.projects]
    around: dict[str, list[Place]] = {}
    for m, c, p in zip(*(axis.tolist() for axis in found.barred.triples()), strict=True):
        around.setdefault(mentors[m], []).append((coaches[c], projects[p]))
    places: dict[tuple[int, int], tuple[int, list[Place]]] = {}
    for e, m, c, p, points in zip(
        found.mentee.tolist(),
        found.mentor.tolist(),
        found.coach.tolist(),
        found.project.tolist(),
        found.option_points.tolist(),
        strict=True,
    ):
        places.setdefault((e, m), (points, []))[1].append((coaches[c], projects[p]))
    shared: dict[tuple[Place, ...], tuple[Place, ...]] = {}
    pairs: Pairs = {}
    for (e, m), (points, own) in places.items():
        key = tuple(own)
        pairs.setdefault(mentees[e], {})[mentors[m]] = Pair(points, shared.setdefault(key, key))
    return Options(pairs, {mentor: tuple(own) for mentor, own in around.items()})
