"""Regret and worth over all options of an instance of which only a few are held.

Let x be the set chosen, y the prices, and G what they leave open: Σ price × capacity less the
weight of x. The slack of an option is the sum of the prices along it less its weight; it is >= 0
for every option that fits by itself. Any set X that respects the capacities b weighs

    Σ (prices along its options) − Σ (their slacks)  <=  b·y − Σ slack  =  weight(x) + G − Σ slack,

as y >= 0. So what is lost with X is at least Σ slack − G, where each option of X, however many of
them nobody has looked at yet, adds its own slack >= 0. Nothing else is used: not that X comes from
x by one path, nor that labels without a price have room left, nor that options are a network; who
must choose one coach for several mentees only has fewer sets X. Where all options fall apart into
parts that share no capacity, a best X differs from x in one part only, and G is that part's.

**Regret.** X holds an option j of the pair asked about. If the best X of options held loses R,
one that loses less has Σ slack < R + G, j's included: each of its other options has a slack below
R + G − slack(j). With all of j's mentee's options at hand, and all options of up to that slack,
there is no such X outside, and R is exact.

**Worth.** With one more unit of a label of price p the same sum gives gain(X) <= p + G − Σ slack.
If the best X of options held gains g, a better one has options of a slack below p + G − g. With
units of several labels, p is the sum of their prices. Options that fit only with the units, because
they take all of a label, may have a slack below 0. They are taken in when the label is asked about.
A set of capacity b has room for none of them in that label; for u units more it has room for at most
u, as each takes b + 1 or more. Where the slack of each is at least −d, with d >= 0, they add at most
u·d, and p + u·d stands for p. A mentor who is not there yet is a label without capacity.

Any prices that hold for all options serve, and each question may have its own: where those at hand
ask for many options, `matcher.engine.answers.tighten` looks for prices that ask for few.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from matcher.engine.answers.catalogue import Catalogue, Kept
from matcher.engine.answers.held import Held
from matcher.engine.answers.raised import Raised
from matcher.engine.answers.regret import Regret, Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.visit import Visit
from matcher.engine.answers.worth import Label, Worth
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.components import split
from matcher.engine.problem.levels import LevelScale, Objective
from matcher.engine.problem.options import Array, Options, OptionsError
from matcher.engine.proof.prove import component_gaps
from matcher.engine.sparse.assign import SparseSolution
from matcher.engine.sparse.scan import Pool
from matcher.engine.sparse.source import Source

GROWTH = 2
"""How many times as many options are taken in for each mentee as in the round before."""


class Answers:
    """Answers for one solution, exact over all options; those held grow with what is asked.

    Options are numbered as the source or the caller does.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        objective: Objective,
        chosen: IntArray,
        *,
        proven: bool = True,
        seconds: float | None = None,
        gap: PriceArray | None = None,
    ) -> None:
        """Answer for a solved instance.

        Parameters
        ----------
        catalogue
            All options, with prices.
        objective
            ``fit`` or ``participation``.
        chosen
            Numbers of the options picked.
        proven
            Whether the set is known to be the best.
        seconds
            Time limit of each search that a crossing part needs, None for none.
        gap
            (options,) what prices leave open in the part of all options that an option belongs to;
            None: what they leave open in all.
        """
        self._seconds = seconds
        self._held = Held(catalogue, objective, np.sort(chosen), proven=proven, gap=gap)
        self._raised = Raised(self._held, seconds)

    @classmethod
    def of(
        cls,
        options: Options,
        objective: Objective,
        chosen: IntArray,
        prices: Sequence[PriceArray],
        levels: Sequence[LevelScale],
        *,
        proven: bool = True,
        seconds: float | None = None,
    ) -> Answers:
        """Answer for a solution over options in memory, see `read_options`."""
        catalogue = Kept(options, prices, levels)
        left = catalogue.open(options.take(chosen))
        gap: PriceArray | None = None
        if left:
            rows = np.flatnonzero(~options.barred())
            parts = split(options.take(rows))
            weights = catalogue.weights(options)
            # a price of a label that several parts share would be open in one of them alone
            shared = any(
                ((price != 0) & (family.capacity > 0) & ~layer.binding[:-1]).any()
                for price, family, layer in zip(prices, options.families, parts.layers, strict=True)
            )
            if not shared:
                by_part = component_gaps(parts, rows, prices, weights, chosen)
                gap = np.full(options.size, left, dtype=np.object_)
                gap[rows] = by_part[parts.component]
        return cls(catalogue, objective, chosen, proven=proven, seconds=seconds, gap=gap)

    @classmethod
    def sparse(
        cls,
        source: Source,
        solution: SparseSolution,
        *,
        mentor_capacity: Array,
        capacities: Sequence[Array] = (),
        objective: Objective = "fit",
        priority: Array | None = None,
        seconds: float | None = None,
    ) -> Answers:
        """Answer for what `assign_sparse` returned, given the same arguments."""
        limits = [np.asarray(given, dtype=np.int64) for given in (mentor_capacity, *capacities)]
        catalogue = Catalogue.read(
            source,
            solution.prices,
            solution.levels,
            capacity=limits,
            priority=None if priority is None else np.asarray(priority, dtype=np.int64),
            objective=objective,
        )
        proven = solution.status == "optimal"
        return cls(catalogue, objective, solution.chosen, proven=proven, seconds=seconds)

    @property
    def settled(self) -> Settled:
        """The options held, solved; they are `numbers` in the order given."""
        return self._held.settled

    @property
    def numbers(self) -> IntArray:
        """The sorted numbers of the options held."""
        return self._held.numbers

    def regrets(
        self, mentee: int, k: int | None = None, mentors: Collection[int] | None = None
    ) -> tuple[Regret, ...]:
        """Return what each mentor costs, parameters as `Regrets.of`.

        Raises
        ------
        OptionsError
            When there is no such mentee, or k is below 1.
        """
        catalogue = self._held.catalogue
        people = len(catalogue.shape.capacity[0])
        if not 0 <= mentee < people:
            raise OptionsError(f"Expected a mentee below {people}, got {mentee}.")
        if k is not None and k < 1:
            raise OptionsError(f"Expected k >= 1, got {k}.")
        own = catalogue.of_mentee(mentee)
        rows = np.flatnonzero(~own.options.barred())
        own = Pool(own.options.take(rows), own.index[rows])
        least = _least(own.options, catalogue.slack(own.options))
        wanted = sorted(least if mentors is None else least.keys() & mentors)
        if not wanted:
            return ()
        gap = self._held.gap(int(own.index[0]))
        most = 1
        while True:
            visit, found = self._visited(own, wanted, k)
            if visit is None:
                self._held.take(own)
                told = Regrets(self.settled, seconds=self._seconds).of(mentee, k, wanted)
                found = tuple(self._held.regret(regret) for regret in told)
            losses = _losses(found, wanted, k)
            need = max((loss - least[who] for who, loss in losses.items()), default=0) + gap
            if self._held.covers(need):
                return found
            if visit is not None:
                closed = self._closed(visit, own, losses, most, gap)
                if closed:
                    return found
                most *= GROWTH
                if closed is False:
                    continue
            self._held.grown(need)

    def worth(self, family: int, label: int) -> Worth:
        """Return what one more unit of capacity of a label gives, as `Worths.of`.

        Raises
        ------
        OptionsError
            When there is no such family or label, or the family is the mentees'.
        """
        return self._raised.of([(family, label)])

    def together(self, labels: Sequence[Label]) -> Worth:
        """Return what one more unit of each of some labels gives, as `Worths.together`.

        Raises
        ------
        OptionsError
            As `worth`.
        """
        return self._raised.of(labels)

    def top(
        self, family: int, k: int, wanted: Callable[[int], bool] = lambda _: True
    ) -> tuple[Worth, ...]:
        """Return the labels of a family that one more unit gives most, as `Worths.top`.

        Raises
        ------
        OptionsError
            When there is no such family, or k is below 1.
        """
        return self._raised.top(family, k, wanted)

    def _visited(
        self, own: Pool, wanted: Sequence[int], k: int | None
    ) -> tuple[Visit | None, tuple[Regret, ...]]:
        """Return regrets by letting a mentee's options into their network, if they can be let in."""
        held, ground = self._held, self.settled.live
        mentee = int(own.options.mentee[0])
        first, end = np.searchsorted(held.people(), [mentee, mentee + 1]).tolist()
        network = int(ground.flow[ground.parts.component[first]]) if first < end else -1
        if network < 0:
            return None, ()
        order = own.options.canonical_order()
        own = Pool(own.options.take(order), own.index[order])
        visit = held.visits(network).open(own.options)
        if visit is None:
            return None, ()
        asked = np.isin(visit.mentors, np.array(wanted, dtype=np.int64))
        told = held.visited(own)
        found = [
            told.regret(mentor, changes)
            for mentor, changes in visit.changes(asked, k or len(visit.mentors))
        ]
        return visit, tuple(sorted(found, key=lambda one: (one.loss, one.mentor))[:k])

    def _closed(
        self, visit: Visit, own: Pool, losses: Mapping[int, int], most: int, gap: int
    ) -> bool | None:
        """Return whether prices tightened for a mentee show that no option outside matters.

        Else some options are taken in, or None is returned where such prices show nothing. What
        they leave open in other parts than the mentee's does not matter: ``gap`` is that part's.
        """
        held = self._held
        tight = held.tight(self.settled.live, visit.flow)
        slack = dict(zip(visit.mentors.tolist(), tight.folded(visit.slack).tolist(), strict=True))
        reach = max(loss - slack[who] for who, loss in losses.items())
        prices = tight.prices(visit.target, max(0, reach), held.catalogue.prices)
        if prices is None:
            return None
        catalogue = held.catalogue.repriced(prices)
        least = _least(own.options, catalogue.slack(own.options))
        if min(least.values()) < 0:
            return None
        need = max(loss - least[who] for who, loss in losses.items())
        return held.closed(catalogue, own.index, need + gap - held.open, most)


def _least(options: Options, slack: Sequence[int]) -> dict[int, int]:
    """Return by mentor the least slack of some options."""
    found: dict[int, int] = {}
    for who, value in zip(options.families[1].labels.tolist(), slack, strict=True):
        found[who] = min(value, found.get(who, value))
    return found


def _losses(found: Sequence[Regret], wanted: Sequence[int], k: int | None) -> dict[int, int]:
    """Return by mentor the loss below which nothing may be outside, for the answers to hold.

    That is what was found, and for those who are not among the first k the last of these.
    """
    losses = {one.mentor: one.loss for one in found if one.exact}
    if k is not None and len(found) == k:
        told = {one.mentor for one in found}
        losses |= {who: found[-1].loss for who in wanted if who not in told}
    return losses
