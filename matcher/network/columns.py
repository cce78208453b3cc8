"""Reach as columns for a compiled scan: nothing here grows with mentees × mentors.

A mentee has codes that it wants and a home, a mentor has ties; likeness by code and employer,
and nearness by home and employer, are looked up. For a pair, an employer suits by
⌊likeness × nearness⌋ of the best code, and each tie gives the units of ⌊tie × suits⌋, as in
`matcher.network.matrix`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem
from matcher.network.fit_table import likeness_by_code, nearness
from matcher.network.matrix import Integers, effective_ties
from matcher.network.scale import NetworkScale, Wanted
from matcher.network.units import thresholds, unit_table

Permille = npt.NDArray[np.int16]
RUN_BITS = 10
"""Units are looked up by runs of 2^10."""


class ReachColumns(NamedTuple):
    """What reach is computed from, pair by pair.

    Attributes
    ----------
    want_start, want
        Rows of ``likeness`` that each waiting mentee wants, as compressed rows.
    likeness
        Permille, shape (codes, employers).
    home
        Row of ``nearness`` of each waiting mentee.
    nearness
        Permille, shape (homes, employers).
    tie_start, tie_end, tie_permille
        Employers that each mentor reaches and how strongly, as compressed rows.
    units
        Units of each permille, 0 … 1000.
    bounds
        Fewest units for 1, 2, … points.
    guess
        Points for the first units of each run of 2^`RUN_BITS`, up to the run past the last bound.
    """

    want_start: Integers
    want: npt.NDArray[np.int32]
    likeness: Permille
    home: npt.NDArray[np.int32]
    nearness: Permille
    tie_start: Integers
    tie_end: npt.NDArray[np.int32]
    tie_permille: Permille
    units: npt.NDArray[np.int32]
    bounds: Integers
    guess: Integers

    def of_mentors(self, order: npt.NDArray[np.intp]) -> ReachColumns:
        """Return the same with the mentors in another order: ``order[i]`` becomes mentor i."""
        count = np.diff(self.tie_start)[order]
        start = np.concatenate(([0], np.cumsum(count)))
        tie = np.arange(start[-1]) + np.repeat(self.tie_start[order] - start[:-1], count)
        return self._replace(
            tie_start=start, tie_end=self.tie_end[tie], tie_permille=self.tie_permille[tie]
        )


def reach_columns(problem: Problem, scale: NetworkScale, weight: int) -> ReachColumns:
    """Return the columns that give floor(weight × reach) for waiting mentees and mentors.

    Parameters
    ----------
    problem
        Whose waiting mentees, mentors, employers and ties count.
    scale
        Strength of ties and likeness of jobs.
    weight
        Points for certain reach, 0–1000.
    """
    ties = effective_ties(problem, scale)
    # Without any tie nothing is wanted of an employer, and there may be no employers at all.
    seekers = problem.waiting if ties.start.size else ()
    wanted = [Wanted.by(mentee) for mentee in seekers]
    occupations = sorted(set(chain(*(w.occupations for w in wanted))))
    sectors = sorted(set(chain(*(w.sectors for w in wanted))))
    row = {("o", code): i for i, code in enumerate(occupations)}
    row |= {("s", code): len(row) + i for i, code in enumerate(sectors)}
    rows = [
        [*(row["o", code] for code in w.occupations), *(row["s", code] for code in w.sectors)]
        for w in wanted
    ]
    homes: dict[str | None, int] = {}
    home = [homes.setdefault(w.residence, len(homes)) for w in wanted]
    empty = np.zeros((0, 0), dtype=np.int16)
    bounds = np.array(thresholds(weight), dtype=np.int64)
    runs = np.arange((int(bounds.max(initial=0)) >> RUN_BITS) + 1, dtype=np.int64)
    return ReachColumns(
        want_start=_starts([len(own) for own in rows] or [0] * len(problem.waiting)),
        want=np.array(list(chain(*rows)), dtype=np.int32),
        likeness=likeness_by_code(occupations, sectors, problem.employers, scale.likeness).astype(
            np.int16
        )
        if rows
        else empty,
        home=np.array(home, dtype=np.int32),
        nearness=nearness(list(homes), problem.employers, scale).astype(np.int16)
        if rows
        else empty,
        tie_start=np.searchsorted(ties.start, np.arange(len(problem.mentors) + 1)).astype(np.int64),
        tie_end=ties.end.astype(np.int32),
        tie_permille=ties.permille.astype(np.int16),
        units=np.array(unit_table(), dtype=np.int32),
        bounds=bounds,
        guess=np.searchsorted(bounds, runs << RUN_BITS, side="right").astype(np.int64),
    )


def _starts(counts: Sequence[int]) -> Integers:
    return np.concatenate(([0], np.cumsum(np.array(counts, dtype=np.int64)))).astype(np.int64)
