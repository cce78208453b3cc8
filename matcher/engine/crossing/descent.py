"""Solves a woven component level by level: duals first, then as little search as they leave.

As `milp` does over options: each level is relaxed, the duals are made an exact bound with an
exact loss for every part, and parts whose loss passes the distance to a set already found are out.
What is left is first searched where all bounds would be reached: parts without loss only, priced
rows full. A set found there is proven.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from matcher.engine.crossing.aiming import aim
from matcher.engine.crossing.closing import Units
from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.facing import NODES, Search, whole
from matcher.engine.crossing.filling import fill, fill_by
from matcher.engine.crossing.milp import Solved
from matcher.engine.crossing.pieces import regrouped
from matcher.engine.crossing.pricing import Floats, Prices, prove
from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.search import FLOAT_LIMIT
from matcher.engine.crossing.sifting import Likely, relax
from matcher.engine.crossing.stepping import bounded
from matcher.engine.crossing.together import relax_together
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.running.clock import Clock, OutOfTimeError

SHARE_OF_TIME = 0.7
"""Share of the time left that solvers are told of: they look at the clock now and then only."""

SECONDS_OVER = 25.0
"""They pass it by some seconds, however long the time is: of a long time they are told all but these."""

COUNTS = (0, 1, 4, 12)
"""Middles per mentee and per node in searches over some, beside those held; those of least loss."""

MOST = 0.75
"""Share of a face's parts above which a search may as well have all of them."""

LONG_SHARE = 0.6
"""Share of the time left for a search that leaves nothing to search after it."""


def descend(problem: Crossing, woven: Woven, clock: Clock) -> Solved:
    """Return the best set of one component, as far as it is proven, and its prices.

    With a ``clock`` that takes part of an answer, the best set at its deadline is returned.

    Raises
    ------
    OutOfTimeError
        When the deadline passes before there are prices, or the clock wants all or nothing.
    """
    if clock.partial and clock.deadline is not None:
        left = clock.seconds
        clock = Clock.after(max(SHARE_OF_TIME * left, left - SECONDS_OVER), partial=True)
    run = _Descent(woven, clock)
    try:
        run.all_levels()
    except OutOfTimeError:
        if not (clock.partial and run.total):
            raise
        run.closed = False
    chosen = woven.chosen(run.found)
    if not run.closed:
        # what is not proven best is at least no worse than what takes no search
        chosen = max(chosen, problem.start(), key=lambda some: _totals(problem, some))
    return Solved(problem.rows[chosen], run.best_prices(), run.closed, tuple(run.bounds))


def _totals(problem: Crossing, chosen: IntArray) -> list[int]:
    """Return what a set adds up to, level by level."""
    return [sum(values[chosen].tolist()) for values in problem.values]


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
        self.aimed = self.best = -1
        self.left = False
        self.last: Search | None = None
        self.ahead: list[Search] | None = None

    def _filled(self, values: IntArray) -> IntArray:
        """Return a flow of middles tried by weight."""
        own = values[:, self.woven.lefts : self.woven.first_right]
        return fill(self.woven, np.lexsort(tuple(-v for v in own[::-1])), self.rank)

    def _filled_by(self, search: Search) -> IntArray:
        """Return a flow of the parts that the relaxation has most of, then those of least loss."""
        return fill_by(self.woven, search.face.columns, search.proof, self.rank)

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
                bound = self._widen(search)
                self.closed &= bound == search.value(self.found)
                self._settle(search, bound)
                face = search.narrowed(self.found)
                proven += 1
            start += proven + 1

    def _dive(self, start: int, face: Face) -> list[Search]:
        """Relax one level after the other over the face that reaches all bounds before it.

        It ends at a level of which no set can reach the bound, unless that level only counts.
        """
        chain: list[Search] = []
        for level in range(start, len(self.woven.values)):
            try:
                search = self._relaxed(level, face)
            except OutOfTimeError:
                if chain and self.clock.partial:
                    break  # what was relaxed so far has prices
                raise
            chain.append(search)
            if not search.reachable:
                break
            face = search.at_bound()
        return chain

    def _relaxed(self, level: int, face: Face) -> Search:
        """Relax a level over a face, unless that was just done."""
        woven = self.woven
        if self.ahead is None:
            self.ahead = relax_together(
                woven, Likely(self.rank, np.flatnonzero(self.found)), self.clock
            )
            shares = [search.proof.share for search in self.ahead[-1:]]
            self.support = np.flatnonzero(np.array(shares).any(axis=0))
        for known in (*self.ahead, self.last):
            if known is not None and known.level == level and known.face.same(face):
                return known
        support = np.union1d(self.support, np.flatnonzero(self.found))
        likeliest = Likely(self.rank, support)
        proof = relax(woven, face, woven.values[level], likeliest, self.clock)
        self.support = np.flatnonzero(proof.share > 0)
        self.last = Search(woven, face, level, proof, self.clock)
        return self.last

    def _deepest(self, chain: list[Search]) -> int:
        """Find a flow that reaches as many of the bounds as can be; return the last one's place."""
        for place in range(len(chain) - 1, -1, -1):
            search = chain[place]
            if not search.reachable:
                continue
            below = self._below(search.level + 1)
            face = search.at_bound()
            if self._aimed_at(search):
                if search.kept_by(self.found):
                    return place
                continue
            for count in COUNTS if search.whole else COUNTS[:1]:
                if search.kept_by(self.found):
                    return place
                columns = search.likeliest(face.columns, self.rank, self._held(search), count)
                if len(columns) > MOST * len(face.columns):
                    columns = face.columns
                units = self._reaching(search, below, columns, last=columns is face.columns)
                self._offer(units.flow)
                if units.flow is None and len(columns) == len(face.columns):
                    break
            if search.kept_by(self.found):
                return place
        return -1

    def _reaching(self, search: Search, below: IntArray, columns: IntArray, *, last: bool) -> Units:
        """Return a flow over some parts that reaches a bound and is good ``below``.

        Over the ``last`` parts, all there are, one that is best by the one level that is left need
        not be looked for again: such a search may take long.
        """
        level = search.level + 1
        if not (last and search.whole and level + 1 == len(self.woven.values)):
            return search.reaching(below, columns)
        units = search.reaching(self.woven.values[level], columns, LONG_SHARE)
        if units.closed and units.flow is not None:
            self.best = level
        return units

    def _aimed_at(self, search: Search) -> bool:
        """Take what the relaxation gives at once; tell whether the bound was aimed at, with success."""
        self._offer(search.rounded())
        if search.kept_by(self.found):
            return True
        self._offer(self._filled_by(search))
        if search.whole or search.level + 1 == len(self.woven.values):
            return False
        flow = aim(search, partial(self._relaxed, search.level + 1), self.found)
        self._offer(flow)
        if flow is not None:
            self.aimed = search.level
        return flow is not None

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

    def _widen(self, search: Search) -> int:
        """Improve the flow by a level; return a bound that no flow in the face passes.

        The middles of least loss are searched first, and all that can matter only if those leave
        a gap: a search over some bounds all flows, since every part outside loses something.
        Where a number was aimed at already there is no time for that: the next level goes by
        pieces and the parts of least loss, and what is below a level left open takes no search.
        """
        bound = search.target
        if search.level == self.best:
            return search.value(self.found)
        if self.aimed >= 0 and self.clock.partial:
            if search.level == self.aimed or self.left:
                return bound
            stepped = bounded(search, regrouped(search, self.found))
            self._offer(stepped.flow)
            self.left = search.value(self.found) < stepped.bound
            return stepped.bound
        for count in (COUNTS[0], COUNTS[2], self.woven.middles):
            if search.value(self.found) == bound:
                break
            within = search.within(self.found)
            columns = search.likeliest(within, self.rank, self._held(search), count)
            columns = np.union1d(columns, np.flatnonzero(self.found))
            last = bool(np.isin(within, columns).all())
            units = search.over(columns, self.found, None if last else NODES)
            self._offer(units.flow)
            if units.closed and np.isin(search.within(self.found), columns).all():
                return search.value(self.found)
            bound = min(bound, search.bound_with(columns, units, self.found))
            if last:
                break
        return bound

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
