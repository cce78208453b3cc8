"""The live engine brought up to date with a problem: it is told what differs, and nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache

from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.values import MatchStatus
from matcher.engine import LiveAssignment
from matcher.instance.solve import Duo
from matcher.stream.limits import Limits, limits_of
from matcher.stream.lots import Lots
from matcher.stream.options import (
    Options,
    Pair,
    Place,
    all_options,
    options_of_mentees,
    options_of_mentors,
)
from matcher.stream.touched import Touched, touched

FEW = 3
"""Pairs of one mentee up to which each is changed by itself.

Past that, and where a pair is no longer allowed, the mentee comes anew: one path out and one in,
however many pairs there are.
"""

Row = dict[str, Pair]
Shown = dict[str, tuple[Match, ...]]
Given = int | dict[tuple[Hashable, Hashable], int]
_LIMITED = ("matches", "mentors", "coaches", "projects", "promotors")
"""Tables that limits are read from."""


class Following:
    """A live engine that holds what a problem allows.

    Parameters
    ----------
    problem
        The problem to begin with.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._bonus = problem.rules.stability_points
        self._engine = LiveAssignment(
            problem.rules.objective,
            lottery=Lots(problem.rules),
            one_coach="own_coach" not in problem.rules.switched_off,
        )
        self._priority: dict[str, int] = {}
        self._rows: dict[str, Row] = {}
        self._around: dict[str, tuple[Place, ...]] = {}
        self._admitted: dict[str, frozenset[str]] = {}
        self._here: set[str] = set()
        self._limits: Limits = {}
        self._shown: Shown = {}
        for key in sorted({one.promotor for one in problem.projects}):
            self._engine.set_capacity("promotor", key, None)
        for project in problem.projects:
            self._engine.add_project(project.id, project.promotor)
        self._take(problem, all_options(problem), Touched(everyone=True))

    @property
    def status(self) -> str:
        """``optimal`` or ``bounded``."""
        return self._engine.status

    @property
    def limits(self) -> Limits:
        """What commitments leave of every limit."""
        return self._limits

    def settle(self) -> None:
        """Prove what is only bounded."""
        self._engine.settle()

    def duos(self) -> dict[str, Duo]:
        """Return the best set by mentee."""
        return {
            str(mentee): Duo(str(mentee), str(place.mentor), str(place.coach), str(place.project))
            for mentee, place in self._engine.chosen.items()
        }

    def points(self, duos: Mapping[str, Duo]) -> int:
        """Return the points of duos together, without any bonus of stability."""
        return sum(self._rows[duo.mentee][duo.mentor].points for duo in duos.values())

    def follow(self, problem: Problem) -> None:
        """Bring the engine up to date with a problem of the same programme."""
        who = touched(self._problem, problem)
        self._take(problem, self._options(problem, who), who)

    # -- what is allowed --------------------------------------------------------------------------

    def _options(self, problem: Problem, who: Touched) -> Options:
        """Return whole rows of the mentees whose row can differ, and what is around mentors."""
        if who.everyone:
            return all_options(problem)
        rows = dict(options_of_mentees(problem, who.mentees)) if who.mentees else {}
        if not who.mentors:
            return Options(rows, {})
        column = options_of_mentors(problem, who.mentors)
        for mentee in self._rows.keys() | column.pairs.keys():
            own, new = self._rows.get(mentee, {}), column.pairs.get(mentee, {})
            if mentee not in who.mentees and (new or not who.mentors.isdisjoint(own)):
                rest = {key: pair for key, pair in own.items() if key not in who.mentors}
                rows[mentee] = {**rest, **new}
        return Options(rows, column.around)

    # -- telling the engine -----------------------------------------------------------------------

    def _take(self, problem: Problem, found: Options, who: Touched) -> None:
        """Tell the engine all that differs: who goes first, then places, then who comes."""
        old, self._problem = self._problem, problem
        priority = self._priority
        if who.everyone or who.mentees:
            priority = {one.id: one.priority for one in problem.waiting}
        shown = _shown(problem)
        self._go_first(found, who)
        rows = self._rows_to_tell(found, who, priority, shown)
        anew = {key for key in rows if self._comes_anew(key, rows[key], priority)}
        for key in sorted((self._priority.keys() - priority.keys()) | anew):
            if key in self._priority:
                self._engine.remove_mentee(key)
                self._rows.pop(key, None)
        if not self._limits or any(
            getattr(old, name) is not getattr(problem, name) for name in _LIMITED
        ):
            self._set_limits(problem)
        before, self._shown = self._shown, shown
        for mentor in sorted({mentor for row in rows.values() for mentor in row} - self._here):
            self._come(mentor, {key: rows[key] for key in rows if key not in anew})
        self._show(before)
        for key, row in rows.items():
            self._tell(key, row, anew, priority)
        self._priority = priority

    def _rows_to_tell(
        self, found: Options, who: Touched, priority: Mapping[str, int], shown: Shown
    ) -> dict[str, Row]:
        keys = set(found.pairs) | set(who.mentees)
        if who.everyone:
            keys |= self._rows.keys() | priority.keys()
        rows = {key: found.pairs.get(key, {}) for key in sorted(keys) if key in priority}
        if self._bonus:
            for key in sorted(priority.keys() & (self._shown.keys() | shown.keys())):
                if self._shown.get(key) != shown.get(key):
                    rows.setdefault(key, self._rows.get(key, {}))
        return rows

    def _comes_anew(self, key: str, row: Row, priority: Mapping[str, int]) -> bool:
        if self._priority.get(key) != priority[key]:
            return True
        own = self._rows.get(key, {})
        differing = sum(own.get(mentor) != row.get(mentor) for mentor in own.keys() | row.keys())
        return differing > FEW or not own.keys() <= row.keys()

    def _go_first(self, found: Options, who: Touched) -> None:
        """Take out mentors who have nobody left, or other coaches or projects around them."""
        keys = set(who.mentors)
        if who.everyone:
            keys = self._around.keys() | found.around.keys()
        if not keys:
            return
        had = {mentor for row in found.pairs.values() for mentor in row}
        for key in sorted(keys):
            around = found.around.get(key)
            if key in self._here and (key not in had or around != self._around[key]):
                self._go(key)
            if around is not None:
                self._around[key] = around

    def _set_limits(self, problem: Problem) -> None:
        limits = limits_of(problem)
        for (kind, key), places in limits.items():
            here = kind != "mentor" or key in self._here
            if here and self._limits.get((kind, key), -1) != places:
                self._engine.set_capacity(kind, key, places)
        self._limits = limits

    def _go(self, mentor: str) -> None:
        """Take a mentor out, and out of every row, so that all pairs are told anew."""
        self._here.discard(mentor)
        self._engine.remove_mentor(mentor)
        for row in self._rows.values():
            row.pop(mentor, None)

    def _come(self, mentor: str, rows: Mapping[str, Row]) -> None:
        """Put a mentor in, with the pairs of those of these rows who are there already."""
        self._here.add(mentor)
        around = self._around[mentor]
        coaches, projects = (tuple(sorted(set(keys))) for keys in zip(*around, strict=True))
        points: dict[Hashable, Given] = {}
        for key, row in rows.items():
            if mentor in row:
                points[key] = self._given(key, mentor, row[mentor])
                self._rows[key][mentor] = row[mentor]
        limit = self._limits["mentor", mentor]
        self._engine.add_mentor(mentor, limit, coaches, projects, points)

    def _show(self, before: Shown) -> None:
        for key in sorted(before.keys() | self._shown.keys()):
            was, now = before.get(key, ()), self._shown.get(key, ())
            if was == now:
                continue
            self._engine.unshow(key)
            for one in now:
                self._engine.show(key, one.mentor, one.coach, one.project)

    def _tell(self, key: str, row: Row, anew: set[str], priority: Mapping[str, int]) -> None:
        own = self._rows.get(key, {})
        self._rows[key] = dict(row)
        if key in anew:
            admitted = _projects(pair.places for pair in row.values())
            self._admitted[key] = admitted
            points: dict[Hashable, Given] = {
                mentor: self._given(key, mentor, pair) for mentor, pair in sorted(row.items())
            }
            self._engine.add_mentee(key, points, admitted, priority=priority[key])
            return
        for mentor, pair in sorted(row.items()):
            if own.get(mentor) != pair or self._bonus:
                self._engine.set_points(key, mentor, self._given(key, mentor, pair))

    def _given(self, mentee: str, mentor: str, pair: Pair) -> Given:
        shown = any(one.mentor == mentor for one in self._shown.get(mentee, ()))
        points = pair.points + (self._bonus if shown else 0)
        if pair.places == _every(self._around[mentor], self._admitted[mentee]):
            return points
        places: Iterable[tuple[Hashable, Hashable]] = pair.places
        return dict.fromkeys(places, points)


@lru_cache(maxsize=1 << 16)
def _every(around: tuple[Place, ...], admitted: frozenset[str]) -> tuple[Place, ...]:
    """Return every combination of a mentor's coaches and those projects that admit a mentee."""
    coaches = sorted({coach for coach, _ in around})
    projects = sorted({project for _, project in around} & admitted)
    return tuple((coach, project) for coach in coaches for project in projects)


def _projects(places: Iterable[tuple[Place, ...]]) -> frozenset[str]:
    return frozenset(project for some in set(places) for _, project in some)


def _shown(problem: Problem) -> Shown:
    """Return the proposals shown to each mentee."""
    found: Shown = {}
    for match in problem.matches:
        if match.status is MatchStatus.PROPOSED:
            found[match.mentee] = (*found.get(match.mentee, ()), match)
    return found
