"""What a level's relaxation leaves of a face, and searches over it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.crossing.closing import Effort, Units, close
from matcher.engine.crossing.pricing import Proof
from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.search import FLOAT_LIMIT
from matcher.engine.crossing.sifting import likely
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import Clock, OutOfTimeError

NODES = 200
"""Nodes of the search for a flow that reaches the bound, before a wider one is tried."""

SHARE = 0.15
"""Share of the time left that one search may take."""


def whole(woven: Woven) -> Face:
    """Return the face of all flows."""
    return Face(np.arange(woven.size), np.zeros(len(woven.problem.capacity), dtype=np.bool_), ())


@dataclass(frozen=True, slots=True)
class Search:
    """A level over a face, and what its relaxation proved; searches add ``extra`` weights (n,)."""

    woven: Woven
    face: Face
    level: int
    proof: Proof
    clock: Clock
    extra: IntArray | None = None

    @property
    def weights(self) -> IntArray:
        """The level's value of each part."""
        values: IntArray = self.woven.values[self.level]
        return values

    @property
    def target(self) -> int:
        """The bound: no flow in the face weighs more."""
        return self.proof.bound // self.proof.scale

    @property
    def reachable(self) -> bool:
        """Whether a flow may well reach the bound: it is whole, or one of a level that counts."""
        return self.whole or int(np.abs(self.weights).max(initial=0)) <= 1

    @property
    def whole(self) -> bool:
        """Whether the bound that the prices give is a whole number."""
        return self.target * self.proof.scale == self.proof.bound

    def value(self, flow: IntArray) -> int:
        """Return the weight of a flow."""
        return int(self.weights @ flow)

    def reached(self, flow: IntArray) -> bool:
        """Return whether a flow reaches the bound."""
        return self.value(flow) == self.target

    def tight(self, flow: IntArray) -> bool:
        """Return whether a flow weighs exactly what the prices say."""
        return self.value(flow) * self.proof.scale == self.proof.bound

    def kept_by(self, flow: IntArray) -> bool:
        """Return whether a flow is in the face and reaches the bound."""
        return self.contains(flow) and self.reached(flow)

    def rounded(self) -> IntArray | None:
        """Return the relaxation's own solution, where it is a flow that reaches the bound."""
        flow = np.round(self.proof.share).astype(np.int64)
        return flow if self.kept_by(flow) else None

    def contains(self, flow: IntArray) -> bool:
        """Return whether a flow is feasible and keeps what levels above fixed."""
        if not self.woven.feasible(flow):
            return False
        used = np.zeros(len(self.face.full), dtype=np.int64)
        np.add.at(used, self.woven.row, self.woven.usage * flow[self.woven.column])
        full = self.face.full
        if (used[full] < self.woven.problem.capacity[full]).any():
            return False
        return all(int(values @ flow) >= total for values, total in self.face.totals)

    def at_bound(self) -> Face:
        """Return the face of all flows that reach the bound.

        Where it is whole, by complementary slackness: they use parts without loss only, and fill
        every row with a price. Else the level's total becomes a constraint, from below, so that
        bounds of levels further down hold for every set that is at least as good.
        """
        return self.reaching_at_least(self.target)

    def reaching_at_least(self, total: int) -> Face:
        """Return the face of all flows of at least a total."""
        slack = self.proof.bound - total * self.proof.scale
        kept = self._whole_paths(self.face.columns[self.proof.loss <= slack])
        if slack:
            return Face(kept, self.face.full, (*self.face.totals, (self.weights, total)))
        return Face(kept, self.face.full | (self.proof.prices > 0), self.face.totals)

    def reaching(self, below: IntArray, columns: IntArray, share: float = SHARE) -> Units:
        """Return a flow over some parts, of those that reach the bound one that is good ``below``.

        Where the bound is whole only flows that reach it are looked at; else the level comes first
        and ``below``, the weights of the next one, second. ``share`` is what the search may take of
        the time left.
        """
        face, weights = self.face, below
        if self.whole:
            face = self.at_bound()
        else:
            most = int(np.abs(below).max(initial=0)) * self.woven.problem.mentees
            room = FLOAT_LIMIT // (2 * self.woven.problem.mentees)
            shift = max(0, most.bit_length() - room.bit_length() + 1)
            weights = self.weights * ((most >> shift) + 1) + (below >> shift)
        face = replace(face, columns=self._whole_paths(np.intersect1d(face.columns, columns)))
        return self._checked(
            close(face, weights, None, Effort(self._part(share), NODES), self.woven)
        )

    def _whole_paths(self, columns: IntArray) -> IntArray:
        return np.flatnonzero(self.woven.kept(columns))

    def over(
        self,
        columns: IntArray,
        start: IntArray | None,
        nodes: int | None = None,
        share: float = SHARE,
    ) -> Units:
        """Return the best flow over some parts of the face.

        ``nodes`` limits the search, ``share`` is what it may take of the time left.
        """
        part = replace(self.face, columns=self._whole_paths(columns))
        effort = Effort(self._part(share), nodes)
        weights = self.weights if self.extra is None else self.weights + self.extra
        return self._checked(close(part, weights, start, effort, self.woven))

    def losing_at_most(self, loss: int) -> IntArray:
        """Return the parts of the face that lose no more than ``loss``, in the proof's scale."""
        columns: IntArray = self.face.columns[self.proof.loss <= loss]
        return columns

    def bound_with(self, columns: IntArray, units: Units, found: IntArray) -> int:
        """Return a bound over the face, after a search over some parts that ended with ``units``.

        A flow that weighs more than ``found`` is one over these parts, or uses another and so
        weighs less than the relaxation's bound by that part's loss at least.
        """
        if units.bound is None:
            return self.target
        within = self.within(found)
        others = np.searchsorted(self.face.columns, np.setdiff1d(within, columns))
        losses: list[int] = self.proof.loss[others].tolist()
        outside = (self.proof.bound - min(losses)) // self.proof.scale if losses else units.bound
        return min(self.target, max(units.bound, outside, self.value(found)))

    def _checked(self, units: Units) -> Units:
        if units.late and not self.clock.partial:
            raise OutOfTimeError
        if units.flow is not None and not self.contains(units.flow):
            return replace(units, flow=None, closed=False)
        return units

    def _part(self, share: float = SHARE) -> Clock:
        if self.clock.deadline is None or not self.clock.partial:
            return self.clock
        return Clock.after(share * self.clock.seconds, partial=True)

    def within(self, flow: IntArray) -> IntArray:
        """Return the parts that a flow of at least this one's weight can use."""
        reach = self.proof.bound - self.value(flow) * self.proof.scale
        return self._whole_paths(self.face.columns[self.proof.loss <= reach])

    def likeliest(self, columns: IntArray, rank: IntArray, held: IntArray, count: int) -> IntArray:
        """Return some parts: those held, and the middles of least loss of each mentee and node."""
        loss = self.proof.loss[np.searchsorted(self.face.columns, columns)]
        order = np.lexsort((rank[columns], loss))
        place = np.full(self.woven.size, self.woven.size)
        place[columns[order]] = np.arange(len(columns))
        return likely(self.woven, columns, place, held, count)

    def narrowed(self, found: IntArray) -> Face:
        """Return the face of all flows as good as the one found."""
        return self.reaching_at_least(self.value(found))
