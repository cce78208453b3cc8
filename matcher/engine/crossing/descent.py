"""Solves a woven component level by level: duals first, then as little search as they leave.

As `milp` does over options: each level is relaxed, the duals are made an exact bound with an
exact loss for every part, and parts whose loss passes the distance to a set already found are out.
What is left is first searched where all bounds would be reached: parts without loss only, priced
rows full. A set found there is proven.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.facing import NODES, Search, whole
from matcher.engine.crossing.filling import fill
from matcher.engine.crossing.milp import Solved
from matcher.engine.crossing.pricing import Floats, Prices, prove
from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.search import FLOAT_LIMIT
from matcher.engine.crossing.sifting import Likely, relax
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.running.clock import Clock, OutOfTimeError

SHARE_OF_TIME = 0.7
"""Share of the time left that solvers are told of: they look at the clock now and then only."""

COUNTS = (0, 1, 4, 12)
"""Middles per mentee and per node in searches over some, beside those held; those of least loss."""


def descend(problem: Crossing, woven: Woven, clock: Clock) -> Solved:
    """Return the best set of one component, as far as it is proven, and its prices.

    With a ``clock`` that takes part of an answer, the best set at its deadline is returned.

    Raises
    ------
    OutOfTimeError
        When the deadline passes before there are prices, or the clock wants all or nothing.
    """
    if clock.partial and clock.deadline is not None:
        clock = Clock.after(SHARE_OF_TIME * clock.seconds, partial=True)
    run = _Descent(woven, clock)
    try:
        run.all_levels()
    except OutOfTimeError:
        if not (clock.partial and run.total):
            raise
        run.closed = False
    chosen = problem.rows[woven.chosen(run.found)]
    return Solved(chosen, run.best_prices(), run.closed, tuple(run.bounds))


class _Descent:
    """Where a solve stands: the face that the levels so far leave, and the best flow in it."""

    def __init__(self, woven: Woven, clock: Clock) -> None:
        self.woven, self.clock = woven, clock
        order = np.lexsort(tuple(-values for values in woven.values[::-1]))
        self.rank = np.empty(woven.size, dtype=np.int64)
        self.rank[order] = np.arange(woven.size)
        self.found = self._filled(woven.values)
        self.closed = self.tight = True
        self.total: list[PriceArray] = []
        self.bounds: list[int] = []
        self.support = np.zeros(0, dtype=np.int64)

    def _filled(self, values: IntArray) -> IntArray:
        """Return a flow of middles tried by weight."""
        own = values[:, self.woven.lefts : self.woven.first_right]
        return fill(self.woven, np.lexsort(tuple(-v for v in own[::-1])), self.rank)

    def all_levels(self) -> None:
        """Find the best flow by all levels.

        The relaxations are solved one inside the other, as if each bound could be reached; then
        the deepest face that holds a flow proves all levels above it at once.
        """
        start, face = 0, whole(self.woven)
        while start < len(self.woven.values):
            chain = self._dive(start, face)
            proven = self._deepest(chain)
            for search in chain[: proven + 1]:
                self._settle(search, search.target)
            if proven + 1 < len(chain):
                search = chain[proven + 1]
                best = self._widen(search)
                self.closed &= best
                self._settle(search, search.value(self.found) if best else search.target)
                face = search.narrowed(self.found)
                proven += 1
            start += proven + 1

    def _dive(self, start: int, face: Face) -> list[Search]:
        """Relax one level after the other over the face that reaches all bounds before it.

        It ends at a level of which no set can reach the bound, unless that level only counts.
        """
        woven = self.woven
        held = np.flatnonzero(self.found)
        chain: list[Search] = []
        for level in range(start, len(woven.values)):
            support = np.union1d(self.support, held)
            likeliest = Likely(self.rank, support)
            try:
                proof = relax(woven, face, woven.values[level], likeliest, self.clock)
            except OutOfTimeError:
                if chain and self.clock.partial:
                    break  # what was relaxed so far has prices
                raise
            self.support = np.flatnonzero(proof.share > 0)
            search = Search(woven, face, level, proof, self.clock)
            chain.append(search)
            if not search.reachable:
                break
            face = search.at_bound()
        return chain

    def _deepest(self, chain: list[Search]) -> int:
        """Find a flow that reaches as many of the bounds as can be; return the last one's place."""
        for place in range(len(chain) - 1, -1, -1):
            search = chain[place]
            if not search.reachable:
                continue
            below = self._below(search.level + 1)
            face = search.at_bound()
            self._offer(search.rounded())
            for count in COUNTS if search.whole else COUNTS[:1]:
                if search.kept_by(self.found):
                    return place
                columns = search.likeliest(face.columns, self.rank, self._held(search), count)
                units = search.reaching(below, columns)
                self._offer(units.flow)
                if units.flow is None and len(columns) == len(face.columns):
                    break
            if search.kept_by(self.found):
                return place
        return -1

    def _held(self, search: Search) -> IntArray:
        """Return the parts of the best flow and of the relaxation's."""
        return np.flatnonzero((self.found > 0) | (search.proof.share > 0))

    def _offer(self, flow: IntArray | None) -> None:
        """Take a feasible flow if it is better, all levels considered."""
        if flow is None:
            return
        mine, other = (tuple((self.woven.values @ f).tolist()) for f in (self.found, flow))
        if other > mine:
            self.found = flow

    def _below(self, level: int) -> IntArray:
        """Return the weights of a level, cut off to the range of floats; 0 where there is none."""
        if level >= len(self.woven.values):
            return np.zeros(self.woven.size, dtype=np.int64)
        weights: IntArray = self.woven.values[level]
        most = int(np.abs(weights).max(initial=0)) * self.woven.problem.mentees
        return weights >> max(0, most.bit_length() - FLOAT_LIMIT.bit_length() + 1)

    def _settle(self, search: Search, bound: int) -> None:
        """Keep the bound of a level, and its prices as long as prices prove all levels above."""
        proof, unit = search.proof, self.woven.problem.folds[search.level]
        self.bounds.append(bound)
        if not self.tight:
            return
        before = self.total[-1] if self.total else np.zeros(len(proof.prices), dtype=np.object_)
        self.total.append(before - (-proof.prices.astype(np.object_) * unit // proof.scale))
        self.tight = search.tight(self.found)

    def _widen(self, search: Search) -> bool:
        """Improve the flow by a level; return whether it is proven best.

        The middles of least loss are searched first, and all that can matter only if those leave
        a gap: a search over some proves its flow best over all when every part outside loses more
        than the distance between flow and bound.
        """
        for count in (COUNTS[0], COUNTS[2], self.woven.middles):
            if search.reached(self.found):
                return True
            within = search.within(self.found)
            columns = search.likeliest(within, self.rank, self._held(search), count)
            columns = np.union1d(columns, np.flatnonzero(self.found))
            last = len(columns) >= len(within)
            units = search.over(columns, self.found, None if last else NODES)
            self._offer(units.flow)
            if units.closed and np.isin(search.within(self.found), columns).all():
                return True
            if last:
                break
        return search.reached(self.found)

    def best_prices(self) -> PriceArray:
        """Return the folded prices, of the last two levels, that give the lower bound."""
        woven, problem = self.woven, self.woven.problem
        weights = np.zeros(woven.size, dtype=np.object_)
        for values, fold in zip(woven.values, problem.folds, strict=True):
            weights = weights + values.astype(np.object_) * fold
        none: Floats = np.zeros(0)
        proofs = [
            prove(whole(woven), Prices(np.maximum(prices, 0), (), 1, none), weights, woven)
            for prices in self.total[-2:]
        ]
        return min(proofs, key=lambda proof: proof.bound).prices
