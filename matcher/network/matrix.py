"""Reach of every mentor for every mentee at once: the same figures as walking the graph.

Ties and fits are integers, so a tie and an employer make few distinct columns. One 0/1 matrix
says which mentor has which column, a second holds the units that a column gives a mentee
profile; their product adds up the units. Profiles are worked through in blocks, so memory is the
result and little more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matcher.domain.problem import Problem
from matcher.network.fit_table import profiles_of
from matcher.network.scale import FULL, NetworkScale
from matcher.network.units import thresholds, unit_table

Integers = npt.NDArray[np.int64]
BLOCK_CELLS = 1 << 21


@dataclass(frozen=True, slots=True)
class Links:
    """A list of weighted links; three 1-D arrays of one length, ``permille`` above 0."""

    start: Integers
    end: Integers
    permille: Integers


def reach_points(problem: Problem, scale: NetworkScale, weight: int) -> Integers:
    """Return floor(weight × reach) for all pairs.

    Parameters
    ----------
    problem
        Whose waiting mentees, mentors, employers and ties count.
    scale
        Strength of ties and likeness of jobs.
    weight
        Points for certain reach, 0–1000.

    Returns
    -------
    ndarray of int64
        Shape (waiting mentees, mentors), in the problem's order.
    """
    points = np.zeros((len(problem.waiting), len(problem.mentors)), dtype=np.int64)
    ties = effective_ties(problem, scale)
    if not weight or not points.size or not ties.start.size:
        return points
    columns, column = np.unique(ties.end * (FULL + 1) + ties.permille, return_inverse=True)
    has = sparse.csr_array(
        (np.ones(len(column), dtype=np.int64), (ties.start, column)),
        shape=(len(problem.mentors), len(columns)),
    )
    employer, tie = np.divmod(columns, FULL + 1)
    tie = tie.astype(np.int32)
    profiles = profiles_of(problem.waiting, problem.employers, scale)
    units = np.array(unit_table(), dtype=np.int64)
    bounds = np.array(thresholds(weight), dtype=np.int64)

    mentees = np.argsort(profiles.of_mentee, kind="stable")
    sorted_profiles = profiles.of_mentee[mentees]
    width = max(1, BLOCK_CELLS // max(len(columns), len(problem.mentors)))
    for first in range(0, len(profiles.job), width):
        fit = profiles.fit(slice(first, first + width)).T
        total = has @ units[tie[:, None] * fit[employer] // FULL]
        block = np.searchsorted(bounds, total, side="right").T
        low, high = np.searchsorted(sorted_profiles, (first, first + width))
        points[mentees[low:high]] = block[sorted_profiles[low:high] - first]
    return points


def effective_ties(problem: Problem, scale: NetworkScale) -> Links:
    """Return the strongest tie of each mentor to each employer within two steps.

    ``start`` are positions in ``problem.mentors``, ``end`` in ``problem.employers``; sorted by
    both.
    """
    mentor = {m.id: i for i, m in enumerate(problem.mentors)}
    employer = {e.id: i for i, e in enumerate(problem.employers)}
    contacts = _strongest(
        [
            (mentor[c.mentor], employer[c.employer], scale.tie(c.tie))
            for c in problem.contacts
            if c.mentor in mentor and c.employer in employer
        ]
    )
    acquaintances = _strongest(
        [
            (mentor[one], mentor[other], scale.tie(a.tie))
            for a in problem.acquaintances
            for one, other in ((a.mentor, a.other_mentor), (a.other_mentor, a.mentor))
            if one in mentor and other in mentor and one != other
        ]
    )
    low = np.searchsorted(contacts.start, acquaintances.end, side="left")
    count = np.searchsorted(contacts.start, acquaintances.end, side="right") - low
    step = np.repeat(np.arange(len(count)), count)
    contact = np.arange(len(step)) + np.repeat(low - (np.cumsum(count) - count), count)
    second = np.column_stack(
        (
            acquaintances.start[step],
            contacts.end[contact],
            acquaintances.permille[step]
            * contacts.permille[contact]
            * scale.second_step
            // FULL**2,
        )
    )
    direct = np.column_stack((contacts.start, contacts.end, contacts.permille))
    return _strongest(np.concatenate((direct, second)))


def _strongest(rows: Integers | list[tuple[int, int, int]]) -> Links:
    """Return one link for each start and end, the strongest, sorted; none of 0."""
    links = np.array(rows, dtype=np.int64).reshape(-1, 3)
    links = links[links[:, 2] > 0]
    links = links[np.lexsort((-links[:, 2], links[:, 1], links[:, 0]))]
    first = np.ones(len(links), dtype=bool)
    first[1:] = np.any(links[1:, :2] != links[:-1, :2], axis=1)
    links = links[first]
    return Links(links[:, 0], links[:, 1], links[:, 2])
