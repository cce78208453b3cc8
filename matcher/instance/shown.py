"""What of the proposals shown before an option would keep.

First the pair, mentee and mentor. Between sets that keep as many pairs, the coach that a mentor
was shown with and the project that a mentee was shown, each worth one. Each part speaks of two
roles that stand side by side in a network, so that no component stops being one over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem
from matcher.domain.values import MatchStatus
from matcher.engine.problem.arrays import among

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """``previous``: sorted indices of options whose pair was shown; ``continuity`` (n,) 0 to 2."""

    previous: Integers
    continuity: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Some pairs of indices on two sides; ``codes`` sorted, ``width`` as many as on the right."""

    codes: Integers
    width: int

    @classmethod
    def of(
        cls,
        left: Sequence[Any],
        right: Sequence[Any],
        named: Iterable[tuple[str, str | None]],
    ) -> Together:
        """Find the pairs of ids among the records of both sides."""
        of_left = {one.id: at for at, one in enumerate(left)}
        of_right = {one.id: at for at, one in enumerate(right)}
        width = max(1, len(right))
        found = {
            of_left[a] * width + of_right[b] for a, b in named if a in of_left and b in of_right
        }
        return cls(np.array(sorted(found), dtype=np.int64), width)

    @property
    def left(self) -> Integers:
        """The indices on the left, sorted."""
        return np.unique(self.codes // self.width)

    def among(self, i: Integers, j: Integers) -> npt.NDArray[np.bool_]:
        """Return which of the pairs (i, j) are among these."""
        return among(i * self.width + j, self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The matches with status ``proposed``.

    A match that names no coach or no project says nothing of it. The coach counts for every
    mentee of the mentor: it is the mentor whom a coach follows.
    """

    pairs: Together
    coaches: Together
    projects: Together

    @classmethod
    def of(cls, problem: Problem) -> Shown:
        """Look them up."""
        shown = [match for match in problem.matches if match.status is MatchStatus.PROPOSED]
        people, mentors = problem.waiting, problem.mentors
        return cls(
            Together.of(people, mentors, ((m.mentee, m.mentor) for m in shown)),
            Together.of(mentors, problem.coaches, ((m.mentor, m.coach) for m in shown)),
            Together.of(people, problem.projects, ((m.mentee, m.project) for m in shown)),
        )

    def kept(self, mentee: Integers, mentor: Integers, coach: Integers, project: Integers) -> Kept:
        """Return what each option keeps.

        Parameters
        ----------
        mentee, mentor, coach, project
            (n,) indices into ``problem.waiting``, ``mentors``, ``coaches`` and ``projects``.
        """
        pairs = self.pairs.among(mentee, mentor)
        coaches = self.coaches.among(mentor, coach)
        projects = self.projects.among(mentee, project)
        return Kept(
            previous=np.flatnonzero(pairs).astype(np.int64),
            continuity=coaches.astype(np.int64) + projects.astype(np.int64),
        )
