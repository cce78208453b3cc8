"""Whom a mentor who is not there yet could be matched with, by the rules that hold for everybody.

The mentors stand in the place of the programme's own, and the same rules, criteria and points are
applied to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matcher.audit.advice_lacking import admitted, coaches_with_room
from matcher.audit.advice_profile import Profile, hypotheticals
from matcher.audit.matching import Matching
from matcher.instance.barred import barred
from matcher.instance.points import points_by_criterion

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """A profile's allowed pairs: mentees (indices of those who wait, rising) with points, and coaches.

    Every mentee goes with every coach; ``coaches`` are indices, rising.
    """

    profile: Profile
    project: int
    mentees: Integers
    points: Integers
    coaches: Integers


def open_pairs(matching: Matching, project: int, profiles: Sequence[Profile]) -> tuple[Open, ...]:
    """Return the allowed pairs of profiles of one project (an index); those without any left out."""
    problem = matching.problem
    people = np.array(admitted(matching, project), dtype=np.int64)
    if not people.size or not profiles:
        return ()
    waiting = tuple(problem.waiting[index] for index in people.tolist())
    there = replace(problem, mentees=waiting, mentors=hypotheticals(profiles, problem))
    bars = barred(there)
    total = np.zeros((len(waiting), len(profiles)), dtype=np.int64)
    for points in points_by_criterion(there).values():
        total += points
    allowed = (bars.em[...] == 0) & (total >= problem.rules.min_points)
    allowed &= bars.ep[:, [project]] == 0
    allowed &= bars.mp[:, project] == 0
    coaches = np.array(coaches_with_room(matching, project), dtype=np.int64)
    followed = bars.mc[:, coaches] == 0
    found = []
    for number, profile in enumerate(profiles):
        rows = np.flatnonzero(allowed[:, number])
        own = coaches[followed[number]]
        if rows.size and own.size:
            found.append(Open(profile, project, people[rows], total[rows, number], own))
    return tuple(found)
