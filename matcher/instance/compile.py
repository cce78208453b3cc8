"""Compiles a problem: allowed options with points, lots and capacities, in a canonical order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem
from matcher.engine.sparse.placed import PlacedBlock
from matcher.instance.allowed import Allowed, held
from matcher.instance.barred import Barred, Rows
from matcher.instance.capacities import Capacity, capacities_of
from matcher.instance.lottery import Lottery
from matcher.instance.options import MANY_PAIRS, MOST_HELD, allowed_options
from matcher.instance.shown import Shown

if TYPE_CHECKING:
    from matcher.instance.wide import Wide

__all__ = ["Capacity", "Instance", "compile_instance", "instance_of"]

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A problem as arrays.

    Options are sorted by mentee, mentor, coach, project, each an index into ``problem.waiting``,
    ``problem.mentors``, ``problem.coaches``, ``problem.projects``. ``points`` is (E, M);
    ``criterion_points`` holds it by criterion; of a large problem both are worked out for who is
    asked after. ``option_points`` are an option's points, ``weighed`` the same with the bonus of
    stability. ``priority`` has one class per waiting mentee, ``previous`` lists the options
    whose pair was proposed before, ``continuity`` counts what else an option keeps of what was
    shown, ``lottery`` has one number an option.

    Of a problem with too many options to hold (``partial``) some stand here, and ``wide`` reads all.
    """

    problem: Problem
    barred: Barred
    criterion_points: Mapping[str, Rows]
    points: Rows
    option_points: Integers
    mentee: Integers
    mentor: Integers
    coach: Integers
    project: Integers
    weighed: Integers
    priority: Integers
    previous: Integers
    continuity: Integers
    lottery: Integers
    mentor_capacity: Capacity
    capacities: tuple[Capacity, ...]
    one_coach: bool
    wide: Wide | None = None

    @property
    def partial(self) -> bool:
        """Whether there are more allowed options than are held here; ``wide`` reads all of them."""
        return self.wide is not None

    def option_at(self, mentee: int, mentor: int, coach: int, project: int) -> int | None:
        """Return the index of an option by its four indices, None where it is not allowed."""
        low, high = np.searchsorted(self.mentee, [mentee, mentee + 1])
        same = (
            (self.mentor[low:high] == mentor)
            & (self.coach[low:high] == coach)
            & (self.project[low:high] == project)
        )
        found = np.flatnonzero(same)
        return int(low + found[0]) if len(found) else None

    def holding(
        self, mentee: Integers, mentor: Integers, coach: Integers, project: Integers
    ) -> Instance:
        """Return the instance that holds of these options (four indices each) those allowed.

        Where all are held anyhow it is this one.
        """
        if self.wide is None:
            return self
        found = self.wide.found(mentee, mentor, coach, project)
        return instance_of(self.problem, held(self.wide, found))

    def mentors_of(self, some: Flags) -> tuple[Flags, Flags]:
        """Return which mentors have an allowed option, and which with one of ``some`` mentees.

        ``some`` are flags of the waiting mentees. All allowed options count, held or not.
        """
        size = len(self.problem.mentors)
        allowed, theirs = np.zeros((2, size), dtype=np.bool_)
        pairs = [(self.mentee, self.mentor)] if self.wide is None else self.wide.pairs()
        for mentee, mentor in pairs:
            allowed[mentor] = True
            theirs[mentor[some[mentee]]] = True
        return allowed, theirs

    def around(self, mentee: int, options: Integers) -> Instance:
        """Return the instance that holds some options held here, and all those of a mentee.

        Where all are held anyhow it is this one.
        """
        if self.wide is None:
            return self
        rows = options[self.mentee[options] != mentee]
        place = self.wide.place_of(self.mentor[rows], self.coach[rows], self.project[rows])
        some = PlacedBlock(self.mentee[rows], place, self.option_points[rows])
        return instance_of(self.problem, held(self.wide, some, self.wide.of_mentee(mentee)))


def compile_instance(
    problem: Problem,
    *,
    progress: Callable[[str], None] | None = None,
    many: int = MANY_PAIRS,
    most: int = MOST_HELD,
) -> Instance:
    """Compile a problem. The result depends on its content alone, not on the order of its tables.

    ``progress`` is called with a sentence before machine code is made, which large problems need.
    ``many`` and ``most`` say from how many pairs on they are scanned, and up to how many options
    all are held, see `matcher.instance.allowed.allowed_options`.
    """
    found = allowed_options(problem, progress=progress, many=many, most=most)
    return instance_of(problem, found)


def instance_of(problem: Problem, found: Allowed) -> Instance:
    """Return allowed options as an instance."""
    mentee, mentor, coach, project = found.mentee, found.mentor, found.coach, found.project
    shown = found.wide.shown if found.wide else Shown.of(problem)
    kept = shown.kept(mentee, mentor, coach, project)
    lottery = found.wide.lottery if found.wide else Lottery.of(problem)
    weighed = found.option_points.copy()
    weighed[kept.previous] += problem.rules.stability_points
    capacities = found.capacities or capacities_of(problem, mentor, coach, project)
    return Instance(
        problem=problem,
        barred=found.barred,
        criterion_points=found.criterion_points,
        points=found.points,
        option_points=found.option_points,
        mentee=mentee,
        mentor=mentor,
        coach=coach,
        project=project,
        weighed=weighed,
        priority=np.array([e.priority for e in problem.waiting], dtype=np.int64),
        previous=kept.previous,
        continuity=kept.continuity,
        lottery=lottery.draw(mentee, mentor, coach, project),
        mentor_capacity=capacities[0],
        capacities=capacities[1:],
        one_coach="own_coach" not in problem.rules.switched_off,
        wide=found.wide,
    )
