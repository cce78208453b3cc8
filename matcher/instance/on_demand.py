"""Tables over all pairs of which a row is worked out when someone asks for it.

An audit asks for a few mentees, of whom it wants to know every mentor, also those whom rules bar.
At scale no table of all pairs is ever made; a mentee's row takes well under a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import ROLES, Role, roles_of
from matcher.constraints.registry import hard_rules
from matcher.criteria.contract import Criterion
from matcher.criteria.registry import criteria
from matcher.domain.collector import collector_paused
from matcher.domain.problem import Problem
from matcher.instance.barred import HOME, Mask, Masks, Rows, enabled
from matcher.instance.bits import Bits, BitsBuilder, unpacked
from matcher.instance.columns import Columns, ScoreBuilder, bits_of
from matcher.instance.kernel import admit
from matcher.instance.scan import Integers, block_of

ROWS_KEPT = 64
NO_FLOOR = np.iinfo(np.int64).min
RowsOf = Callable[[int, int], npt.NDArray[Any]]
"""Returns the rows of so many mentees from one on, shape (height, mentors)."""


class OnDemand:
    """`Rows` worked out row by row.

    Parameters
    ----------
    make
        Called once, before the first row; returns what works out rows.
    """

    def __init__(self, make: Callable[[], RowsOf]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> RowsOf:
        return self._make()

    @cached_property
    def _row(self) -> Callable[[int], npt.NDArray[Any]]:
        return lru_cache(ROWS_KEPT)(_one_of(self._rows))

    def __getitem__(self, key: Any, /) -> Any:
        """Return rows (an index, or a slice), or cells (two indices, or arrays of one length)."""
        if isinstance(key, slice):
            return self._rows(key.start, key.stop - key.start)
        if not isinstance(key, tuple):
            return self._row(int(key))
        mentee, mentor = key
        if np.ndim(mentee) == 0:
            return self._row(int(mentee))[mentor]
        order = np.argsort(mentee, kind="stable")
        rows, first = np.unique(mentee[order], return_index=True)
        if not len(rows):
            return np.zeros(0, dtype=np.int64)
        parts = np.split(order, first[1:])
        cells = [self._row(int(row))[mentor[part]] for row, part in zip(rows, parts, strict=True)]
        sorted_cells = np.concatenate(cells)
        found = np.empty_like(sorted_cells)
        found[order] = sorted_cells
        return found


def points_on_demand(problem: Problem) -> Mapping[str, OnDemand]:
    """Return by enabled criterion its points for waiting mentees and mentors."""
    return {one.key: _points(problem, [one]) for one in criteria() if one.settings(problem).enabled}


def total_on_demand(problem: Problem) -> OnDemand:
    """Return the sum of points over the enabled criteria."""
    return _points(problem, [one for one in criteria() if one.settings(problem).enabled])


def masks_on_demand(
    problem: Problem, keys: Sequence[str], points: Rows, floor_bit: np.uint32
) -> OnDemand:
    """Return the masks of broken rules on mentee and mentor, as ``Barred.em`` has them.

    ``keys[i]`` names the rule of bit i; ``floor_bit`` is set where ``points`` are below the floor.
    """

    def make() -> RowsOf:
        rules = [(Mask(1 << keys.index(key)), bits) for key, bits in _pair_rules(problem)]
        width, floor = len(problem.mentors), problem.rules.min_points

        def rows(first: int, height: int) -> Masks:
            masks = np.zeros((height, width), dtype=Mask)
            if floor > 0:  # no points are below that
                masks |= (points[first : first + height] < floor) * floor_bit
            for bit, bits in rules:
                words = np.empty((height, bits.words), dtype=np.uint64)
                admit(bits, first, words)
                masks |= ~unpacked(words, width) * bit  # six times faster than `np.where`
            return masks

        return rows

    return OnDemand(make)


def _pair_rules(problem: Problem) -> list[tuple[str, Bits]]:
    people: dict[Role, Sequence[Any]] = {role: problem.of_role(role) for role in ROLES}
    found = []
    with collector_paused():
        for rule in enabled(hard_rules(), problem):
            clauses = [c for c in rule.encoding(problem) if HOME[roles_of(c)] == "em"]
            if clauses:
                found.append((rule.key, bits_of("mentee", "mentor", clauses, people)))
    return found


def _points(problem: Problem, scores: Sequence[Criterion[Any, Any]]) -> OnDemand:
    def make() -> RowsOf:
        columns = _for_all_pairs(problem, scores)
        return lambda first, height: block_of(columns, first, height).points.reshape(
            height, len(columns.order)
        )

    return OnDemand(make)


def _for_all_pairs(problem: Problem, scores: Sequence[Criterion[Any, Any]]) -> Columns:
    """Return columns in which every pair is allowed and mentors stand in their own order."""
    people: dict[Role, Sequence[Any]] = {
        "mentee": problem.waiting,
        "mentor": problem.mentors,
    }
    order: Integers = np.arange(len(problem.mentors), dtype=np.int64)
    with collector_paused():
        builder = ScoreBuilder(people, order)
        for criterion in scores:
            builder.add(criterion.columns(problem))
        return builder.build(BitsBuilder("mentee", "mentor", people).build(), NO_FLOOR)


def _one_of(rows: RowsOf) -> Callable[[int], npt.NDArray[Any]]:
    def row(mentee: int) -> npt.NDArray[Any]:
        values: npt.NDArray[Any] = rows(mentee, 1)[0]
        values.setflags(write=False)
        return values

    return row
