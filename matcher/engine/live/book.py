"""What is known of people and places, checked before anything changes, and every option's worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from matcher.domain.errors import PointsOverflowError, UnknownNameError
from matcher.engine.live.facts import (
    KINDS,
    NOWHERE,
    CapacityError,
    Fixed,
    Group,
    Key,
    Kind,
    Lottery,
    MenteeFacts,
    MentorFacts,
    Node,
    Place,
    Points,
    Shown,
)
from matcher.engine.live.levels import CONTINUITY, LARGEST, LOTTERY, PREVIOUS, Levels
from matcher.engine.live.lots import MENTEE_MENTOR, MENTEE_PROJECT, MENTOR_COACH, Lots, Wanted
from matcher.engine.problem.arrays import IntArray
from matcher.engine.problem.levels import POINTS, SERVED, Objective
from matcher.engine.problem.options import OptionsError


@dataclass(slots=True)
class Book:
    """All facts of a live assignment.

    ``limits`` by kind and key (None: no limit), ``promotor_of`` by project, ``fixed`` mentees with
    where they are, ``shown`` what was shown before, ``followed`` how often a mentor was shown with
    a coach. ``lottery`` has the lots of all pairs here.
    """

    levels: Levels
    lottery: Lots | None
    one_coach: bool
    mentees: dict[Key, MenteeFacts] = field(default_factory=dict)
    mentors: dict[Key, MentorFacts] = field(default_factory=dict)
    limits: dict[Kind, dict[Key, int | None]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )
    promotor_of: dict[Key, Key | None] = field(default_factory=dict)
    fixed: dict[Key, Fixed] = field(default_factory=dict)
    fixed_at: dict[tuple[Kind, Key], int] = field(default_factory=dict)
    shown: dict[Key, tuple[Shown, ...]] = field(default_factory=dict)
    followed: dict[tuple[Key, Key], int] = field(default_factory=dict)
    _common: dict[Any, frozenset[Key]] = field(default_factory=dict)
    _group_of: dict[Key, Group] = field(default_factory=dict)
    _groups: dict[Group, Group] = field(default_factory=dict)

    @classmethod
    def empty(cls, objective: Objective, lottery: Lottery | None, *, one_coach: bool) -> Book:
        """Return a book without anybody."""
        lots = None if lottery is None else Lots(lottery)
        return cls(Levels(objective, lottery=lottery is not None), lots, one_coach)

    # -- reading ------------------------------------------------------------------------------

    def labels(self, place: Place) -> tuple[tuple[Kind, Key], ...]:
        """Return every capacity that a duo at a place uses."""
        found: list[tuple[Kind, Key]] = [
            ("mentor", place.mentor),
            ("coach", place.coach),
            ("project", place.project),
        ]
        promotor = self.promotor_of.get(place.project)
        if promotor is not None:
            found.append(("promotor", promotor))
        return tuple(found)

    def free(self, kind: Kind, key: Key) -> int | None:
        """Return how many places are left beside those fixed; None: no limit."""
        limit = self.limits[kind][key]
        return None if limit is None else limit - self.fixed_at.get((kind, key), 0)

    def common(self, mentee: MenteeFacts, mentor: MentorFacts) -> frozenset[Key]:
        """Return the projects that mentee and mentor have in common."""
        return self._shared(mentor.projects, mentee.projects)

    def _shared(self, served: tuple[Key, ...], admitted: frozenset[Key] | None) -> frozenset[Key]:
        pair = (served, admitted)
        found = self._common.get(pair)
        if found is None:
            found = frozenset(served)
            if admitted is not None:
                found &= admitted
            self._common[pair] = found
        return found

    def combinations(self, mentee: MenteeFacts, mentor: Key) -> dict[tuple[Key, Key], int]:
        """Return the points of a pair by coach and project."""
        points, helper = mentee.pairs[mentor], self.mentors[mentor]
        if isinstance(points, Mapping):
            return {one: worth for one, worth in points.items() if one[0] in helper.coaches}
        common = self.common(mentee, helper)
        projects = [project for project in helper.projects if project in common]
        return {(coach, project): points for project in projects for coach in helper.coaches}

    def regular(self, mentee: MenteeFacts, mentor: Key) -> tuple[frozenset[Key], int] | None:
        """Return a pair's projects and points when each goes with every coach, else None.

        Without projects, and without coaches, there is no option.
        """
        points, helper = mentee.pairs[mentor], self.mentors[mentor]
        if not helper.coaches:
            return NOWHERE, 0
        if type(points) is int:
            return self._shared(helper.projects, mentee.projects), points
        found = self.combinations(mentee, mentor)
        projects = frozenset(project for _, project in found)
        same = set(found.values())
        if len(same) > 1 or len(found) != len(projects) * len(helper.coaches):
            return None
        return projects, same.pop() if same else 0

    def places(
        self, mentee: Key, mentors: Iterable[Key] | None = None
    ) -> Iterator[tuple[Place, int]]:
        """Yield where a mentee can be, with some of their mentors or any, and the points."""
        facts = self.mentees[mentee]
        for mentor in facts.pairs if mentors is None else mentors:
            for (coach, project), points in self.combinations(facts, mentor).items():
                yield Place(mentor, coach, project), points

    def tangled_mentor(self, key: Key) -> bool:
        """Return whether a mentor's duos must share a coach who is not known yet."""
        limit = self.limits["mentor"][key]
        several = limit is None or limit > 1
        return self.one_coach and several and len(self.mentors[key].coaches) > 1

    def home(self, mentor: Key) -> Node:
        """Return a coach, project or promotor that a mentor needs."""
        facts = self.mentors[mentor]
        if facts.home is None:
            facts.home = self.nodes(mentor)[0]
        return facts.home

    def nodes(self, mentor: Key) -> list[Node]:
        """Return the coaches, projects and promotors that a mentor ties together."""
        facts = self.mentors[mentor]
        found: list[Node] = [("project", project) for project in facts.projects]
        found += [("coach", coach) for coach in facts.all_coaches]
        owners = [self.promotor_of[project] for project in facts.projects]
        found += [("promotor", owner) for owner in owners if owner is not None]
        return found or [("mentor", mentor)]

    # -- writing ------------------------------------------------------------------------------

    def join(self, mentee: Key, mentor: Key, points: Points) -> None:
        """Write down a pair."""
        facts, helper = self.mentees[mentee], self.mentors[mentor]
        facts.pairs[mentor] = points
        helper.mentees.add(mentee)
        self._count(facts, mentor, 1)

    def let_in(self, key: Key, facts: MentorFacts) -> None:
        """Write down a mentor, who has no pairs yet."""
        self.mentors[key] = facts
        group = Group(self.home(key), facts.projects, bool(facts.coaches))
        # the same object for the same group, which is found faster when counted
        self._group_of[key] = self._groups.setdefault(group, group)

    def let_go(self, key: Key) -> None:
        """Cross out a mentor, who has no pairs any more."""
        del self.mentors[key], self._group_of[key]

    def described(
        self, priority: int, projects: frozenset[Key] | None, points: dict[Key, Points]
    ) -> MenteeFacts:
        """Return the facts of a mentee who is to come with these pairs."""
        facts = MenteeFacts(priority, projects, points)
        homes, sets = facts.homes, facts.sets
        if set(map(type, points.values())) <= {int}:
            for group, count in Counter(map(self._group_of.__getitem__, points)).items():
                homes[group.home] = homes.get(group.home, 0) + count
                common = self._shared(group.projects, projects) if group.followed else NOWHERE
                if common:
                    sets[common] = sets.get(common, 0) + count
            return facts
        for mentor in points:
            self._count(facts, mentor, 1)
        return facts

    def welcome(self, mentee: Key, facts: MenteeFacts) -> None:
        """Write down a mentee with all pairs."""
        self.mentees[mentee] = facts
        mentors = self.mentors
        for mentor in facts.pairs:
            mentors[mentor].mentees.add(mentee)

    def farewell(self, mentee: Key) -> MenteeFacts:
        """Cross out a mentee with all pairs; return who they were."""
        facts, mentors = self.mentees.pop(mentee), self.mentors
        for mentor in facts.pairs:
            mentors[mentor].mentees.discard(mentee)
        return facts

    def draw(self, mentee: Key, facts: MenteeFacts) -> None:
        """Draw the lots of a mentee who is to come."""
        if self.lottery is None:
            return
        projects = set().union(*facts.sets)
        if set(map(type, facts.pairs.values())) != {int}:
            for mentor, points in facts.pairs.items():
                projects |= self._projects(facts, self.mentors[mentor], points)
        self.lottery.draw(
            [
                (MENTEE_PROJECT, [mentee] * len(projects), ordered(projects)),
                (MENTEE_MENTOR, [mentee] * len(facts.pairs), [*facts.pairs]),
            ]
        )

    def draw_pairs(self, mentor: Key, helper: MentorFacts, points: Mapping[Key, Points]) -> None:
        """Draw the lots of a mentor, here or to come, and of pairs with mentees who are here."""
        if self.lottery is None:
            return
        wanted: list[Wanted] = [
            (MENTOR_COACH, [mentor] * len(helper.all_coaches), helper.all_coaches),
            (MENTEE_MENTOR, [*points], [mentor] * len(points)),
        ]
        owners: list[Key] = []
        projects: list[Key] = []
        for mentee, amount in points.items():
            some = self._projects(self.mentees[mentee], helper, amount)
            owners += [mentee] * len(some)
            projects += some if len(some) == 1 else ordered(some)
        self.lottery.draw([*wanted, (MENTEE_PROJECT, owners, projects)])

    def _projects(self, facts: MenteeFacts, helper: MentorFacts, points: Points) -> frozenset[Key]:
        """Return the projects that a pair can ever be in."""
        if isinstance(points, Mapping):
            return frozenset(project for _, project in points)
        return self.common(facts, helper)

    def forget_mentee(self, mentee: Key) -> None:
        """Forget the lots of a mentee who left."""
        if self.lottery is not None:
            self.lottery.forget_all(MENTEE_MENTOR, mentee)
            self.lottery.forget_all(MENTEE_PROJECT, mentee)

    def forget_mentor(self, mentor: Key, mentees: Iterable[Key]) -> None:
        """Forget the lots of a mentor who left and of all their pairs."""
        if self.lottery is not None:
            self.lottery.forget_all(MENTOR_COACH, mentor)
            for mentee in mentees:
                self.lottery.forget(MENTEE_MENTOR, mentee, mentor)

    def part(self, mentee: Key, mentor: Key) -> Points:
        """Cross a pair out; return its points."""
        facts = self.mentees[mentee]
        self._count(facts, mentor, -1)
        self.mentors[mentor].mentees.discard(mentee)
        return facts.pairs.pop(mentor)

    def _count(self, facts: MenteeFacts, mentor: Key, one: int) -> None:
        helper = self.mentors[mentor]
        home, found = helper.home or self.home(mentor), self.regular(facts, mentor)
        facts.homes[home] = facts.homes.get(home, 0) + one
        if not facts.homes[home]:
            del facts.homes[home]
        if found is None:
            facts.odd += one
        elif found[0]:
            facts.sets[found[0]] = facts.sets.get(found[0], 0) + one
            if not facts.sets[found[0]]:
                del facts.sets[found[0]]

    def most_points(self) -> int:
        """Return the points when each mentee had their best option, and nobody a negative one."""
        return sum(
            max([0, *(points for _, points in self.places(mentee))]) for mentee in self.mentees
        )

    # -- worth --------------------------------------------------------------------------------

    def pair_worth(self, mentee: Key, mentor: Key, points: int) -> IntArray:
        """Return what a pair adds by level (W,), but for coach and project."""
        at, found = self.levels.at, np.zeros(len(self.levels), dtype=np.int64)
        found[at[f"{SERVED}:{self.mentees[mentee].priority}"]] = 1
        found[at[POINTS]] = points
        if any(one.mentor == mentor for one in self.shown.get(mentee, ())):
            found[at[PREVIOUS]] = 1
        if self.lottery is not None:
            found[at[LOTTERY]] = self.lottery(MENTEE_MENTOR, mentee, mentor)
        return found

    def pairs_worth(self, mentee: Key, mentors: list[Key], points: list[int]) -> IntArray:
        """Return what pairs of a mentee add by level, (M, W)."""
        at, found = self.levels.at, np.zeros((len(mentors), len(self.levels)), dtype=np.int64)
        found[:, at[f"{SERVED}:{self.mentees[mentee].priority}"]] = 1
        found[:, at[POINTS]] = points
        for one in self.shown.get(mentee, ()):
            if one.mentor in mentors:
                found[mentors.index(one.mentor), at[PREVIOUS]] = 1
        if self.lottery is not None:
            found[:, at[LOTTERY]] = self.lottery.row(MENTEE_MENTOR, mentee, mentors)
        return found

    def project_worth(self, mentee: Key, project: Key) -> IntArray:
        """Return what a project adds to a mentee's options by level, (W,)."""
        at, found = self.levels.at, np.zeros(len(self.levels), dtype=np.int64)
        shown = self.shown.get(mentee, ())
        if any(one.project is not None and one.project == project for one in shown):
            found[at[CONTINUITY]] = 1
        if self.lottery is not None:
            found[at[LOTTERY]] = self.lottery(MENTEE_PROJECT, mentee, project)
        return found

    def mentor_worth(self, mentor: Key, pairs: list[tuple[Key, Key, int]]) -> IntArray:
        """Return what pairs of a mentor add by level, but for coach, (n, W).

        ``pairs`` gives mentee, project and points of each.
        """
        at, found = self.levels.at, np.zeros((len(pairs), len(self.levels)), dtype=np.int64)
        served = {one: at[f"{SERVED}:{one}"] for one in self.levels.classes}
        rows = [served[self.mentees[mentee].priority] for mentee, _, _ in pairs]
        found[np.arange(len(pairs)), rows] = 1
        found[:, at[POINTS]] = [points for _, _, points in pairs]
        if self.shown:
            for row, (mentee, project, _) in enumerate(pairs):
                for one in self.shown.get(mentee, ()):
                    if one.mentor == mentor:
                        found[row, at[PREVIOUS]] = 1
                    if one.project is not None and one.project == project:
                        found[row, at[CONTINUITY]] = 1
        if self.lottery is not None:
            lot = self.lottery
            found[:, at[LOTTERY]] = [
                lot(MENTEE_MENTOR, mentee, mentor) + lot(MENTEE_PROJECT, mentee, project)
                for mentee, project, _ in pairs
            ]
        return found

    def coach_worth(self, mentor: Key, coach: Key) -> IntArray:
        """Return what a coach adds to a mentor's options by level, (W,)."""
        at, found = self.levels.at, np.zeros(len(self.levels), dtype=np.int64)
        if self.followed.get((mentor, coach)):
            found[at[CONTINUITY]] = 1
        if self.lottery is not None:
            found[at[LOTTERY]] = self.lottery(MENTOR_COACH, mentor, coach)
        return found

    def worth(self, mentee: Key, place: Place, points: int) -> IntArray:
        """Return what an option adds by level, (W,)."""
        pair = self.pair_worth(mentee, place.mentor, points)
        project = self.project_worth(mentee, place.project)
        return pair + project + self.coach_worth(place.mentor, place.coach)

    # -- checking -----------------------------------------------------------------------------

    def check_mentee(self, key: Key) -> MenteeFacts:
        """Return who has this key.

        Raises
        ------
        UnknownNameError
            When nobody does.
        """
        if key not in self.mentees:
            raise UnknownNameError(f"Expected one of {len(self.mentees)} mentees, got {key!r}.")
        return self.mentees[key]

    def check_mentor(self, key: Key) -> MentorFacts:
        """Return who has this key.

        Raises
        ------
        UnknownNameError
            When nobody does.
        """
        if key not in self.mentors:
            raise UnknownNameError(f"Expected one of {len(self.mentors)} mentors, got {key!r}.")
        return self.mentors[key]

    def check_fixed(self, key: Key) -> Fixed:
        """Return the duo of a mentee whose duo is fixed.

        Raises
        ------
        UnknownNameError
            When it is not.
        """
        if key not in self.fixed:
            raise UnknownNameError(f"Expected one of {len(self.fixed)} fixed mentees, got {key!r}.")
        return self.fixed[key]

    def check_new(self, key: Key) -> None:
        """Refuse a mentee who is there.

        Raises
        ------
        OptionsError
            When they are.
        """
        if key in self.mentees or key in self.fixed:
            raise OptionsError(f"Expected a new mentee, got {key!r} twice.")

    def taken(self, kind: Kind, key: Key) -> CapacityError:
        """Return the error that all places are fixed."""
        return CapacityError(
            f"Expected a free place at {kind} {key!r}, got {self.fixed_at.get((kind, key), 0)} "
            f"fixed of {self.limits[kind][key]}."
        )

    def check_pairs(self, mentee: Key, points: Mapping[Key, Points]) -> dict[Key, Points]:
        """Return the pairs of a mentee to come in the form that is kept.

        Raises
        ------
        OptionsError, PointsOverflowError
            As `check_points`.
        UnknownNameError
            When a mentor is not there.
        """
        amounts = points.values()
        if set(map(type, amounts)) == {int} and points.keys() <= self.mentors.keys():
            plain = cast("dict[Key, int]", points).values()
            if min(plain) > -LARGEST and max(plain) < LARGEST:
                return dict(points)
        return {
            mentor: self.check_points(mentee, mentor, one, self.check_mentor(mentor))
            for mentor, one in points.items()
        }

    def check_points(self, mentee: Key, mentor: Key, points: Points, helper: MentorFacts) -> Points:
        """Return a pair's points in the form that is kept.

        Raises
        ------
        OptionsError
            When they are no integers, or name a coach or project that the mentor does not have.
        PointsOverflowError
            When they are too large to be added up along a path.
        """
        if type(points) is int and abs(points) < LARGEST:
            return points
        if not isinstance(points, Mapping):
            return self.check_integer(points, f"points of {mentee!r} with {mentor!r}")
        kept: dict[tuple[Key, Key], int] = {}
        for combination, amount in points.items():
            coach, project = combination
            if coach not in helper.all_coaches or project not in helper.projects:
                raise OptionsError(
                    f"Expected a coach and a project of mentor {mentor!r}, got {combination!r}."
                )
            kept[combination] = self.check_integer(amount, f"points of {mentee!r} with {mentor!r}")
        return kept

    def check_capacity(self, kind: Kind, key: Key, capacity: int | None) -> int | None:
        """Return a capacity, None for no limit.

        Raises
        ------
        CapacityError
            When it is less than what is fixed.
        OptionsError
            When it is no integer from 0 on.
        """
        if capacity is None:
            return None
        number = self.check_integer(capacity, f"capacity of {kind} {key!r}")
        if number < 0:
            raise OptionsError(f"Expected a capacity >= 0 of {kind} {key!r}, got {number}.")
        fixed = self.fixed_at.get((kind, key), 0)
        if number < fixed:
            raise CapacityError(
                f"Expected a capacity of {kind} {key!r} of at least {fixed}, which are fixed, "
                f"got {number}."
            )
        return number

    @staticmethod
    def check_integer(value: object, name: str) -> int:
        """Return an integer that can be added up.

        Raises
        ------
        OptionsError
            When it is none.
        PointsOverflowError
            When it is too large.
        """
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise OptionsError(f"Expected an integer as {name}, got {value!r}.")
        if abs(int(value)) >= LARGEST:
            raise PointsOverflowError(f"Expected {name} below 2^40, got {value}.")
        return int(value)

    # -- copying ------------------------------------------------------------------------------

    def copy(self) -> Book:
        """Return the same book, apart."""
        return Book(
            levels=self.levels.copy(),
            lottery=None if self.lottery is None else self.lottery.copy(),
            one_coach=self.one_coach,
            mentees={key: one.copy() for key, one in self.mentees.items()},
            mentors={
                key: replace(one, mentees=set(one.mentees)) for key, one in self.mentors.items()
            },
            limits={kind: dict(limits) for kind, limits in self.limits.items()},
            promotor_of=dict(self.promotor_of),
            fixed=dict(self.fixed),
            fixed_at=dict(self.fixed_at),
            shown=dict(self.shown),
            followed=dict(self.followed),
            _group_of=dict(self._group_of),
            _groups=dict(self._groups),
        )


def ordered(keys: Iterable[Key]) -> list[Any]:
    """Return keys in order; those that cannot be compared by what they are written as."""
    found = list(keys)
    try:
        return sorted(found)
    except TypeError:
        return sorted(found, key=repr)
