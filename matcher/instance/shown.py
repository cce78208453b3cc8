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

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """``previous``: sorted indices of options whose pair was shown; ``continuity`` (n,) 0 to 2."""

    previous: Integers
    continuity: Integers


def kept_of_shown(
    problem: Problem, mentee: Integers, mentor: Integers, coach: Integers, project: Integers
) -> Kept:
    """Return what each option keeps of the matches with status ``proposed``.

    A match that names no coach or no project says nothing of it. The coach counts for every
    mentee of the mentor: it is the mentor whom a coach follows.

    Parameters
    ----------
    mentee, mentor, coach, project
        (n,) indices into ``problem.waiting``, ``mentors``, ``coaches`` and ``projects``.
    """
    shown = [match for match in problem.matches if match.status is MatchStatus.PROPOSED]
    people, mentors = problem.waiting, problem.mentors
    pairs = _among(people, mentee, mentors, mentor, ((m.mentee, m.mentor) for m in shown))
    coaches = _among(mentors, mentor, problem.coaches, coach, ((m.mentor, m.coach) for m in shown))
    projects = _among(
        people, mentee, problem.projects, project, ((m.mentee, m.project) for m in shown)
    )
    return Kept(
        previous=np.flatnonzero(pairs).astype(np.int64),
        continuity=coaches.astype(np.int64) + projects.astype(np.int64),
    )


def _among(
    left: Sequence[Any],
    i: Integers,
    right: Sequence[Any],
    j: Integers,
    named: Iterable[tuple[str, str | None]],
) -> npt.NDArray[np.bool_]:
    """Return for which options the two ids stand together among those named."""
    of_left = {one.id: at for at, one in enumerate(left)}
    of_right = {one.id: at for at, one in enumerate(right)}
    width = max(1, len(right))
    wanted = {of_left[a] * width + of_right[b] for a, b in named if a in of_left and b in of_right}
    return np.isin(i * width + j, np.array(sorted(wanted), dtype=np.int64))
