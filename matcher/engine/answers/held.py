"""The few options of many that answers are found among, and more of them when an answer asks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.engine.answers.catalogue import Catalogue
from matcher.engine.answers.holding import Holding, hold
from matcher.engine.answers.regret import Regret
from matcher.engine.answers.rerouting import Change
from matcher.engine.answers.settled import Among, Flow, Ground, Settled
from matcher.engine.answers.tighten import Tight
from matcher.engine.answers.told import Told
from matcher.engine.answers.visit import Visits
from matcher.engine.answers.worth import Worth
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.levels import Objective
from matcher.engine.sparse.scan import Pool

PER_MENTEE = 3
"""Options of least slack held at first, for each mentee."""


class Held:
    """Some options of a catalogue, settled: all of up to a slack, and what was taken beside them.

    ``open`` is what prices leave open: Σ price × capacity less the weight of the set chosen.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        objective: Objective,
        chosen: IntArray,
        *,
        proven: bool,
        gap: PriceArray | None,
    ) -> None:
        """Hold the first options; parameters as `Answers`."""
        self.catalogue = catalogue
        self._objective: Objective = objective
        self._chosen = chosen
        self._proven = proven
        self._gap = gap
        self._mine = self._extra = catalogue.numbered(chosen)
        self.open = catalogue.open(self._extra.options)
        self._hold(None, PER_MENTEE * len(catalogue.shape.capacity[0]) + 1)

    @property
    def numbers(self) -> IntArray:
        """The numbers of the options held, sorted; `settled` was given them in this order."""
        return self._holding.pool.index

    def gap(self, option: int) -> int:
        """Return what prices leave open in the part of all options that one belongs to."""
        return self.open if self._gap is None else int(self._gap[option])

    def take(self, pool: Pool) -> None:
        """Hold some more options in any case."""
        new = np.flatnonzero(~np.isin(pool.index, self.numbers))
        if new.size:
            more = Pool(pool.options.take(new), pool.index[new])
            self._extra = self._extra.joined(pool)
            self._settle(Holding(self._holding.pool.joined(more), self._holding.reach))

    def covers(self, slack: int) -> bool:
        """Return whether no option of up to a slack is outside."""
        return self._holding.covers(slack)

    def grown(self, slack: int) -> bool:
        """Return whether options of up to a slack were outside: then more of them are held."""
        if self._holding.covers(slack):
            return False
        self._hold(slack, 2 * len(self.numbers))
        return True

    def closed(self, tight: Catalogue, known: IntArray, need: int, most: int) -> bool | None:
        """Return whether other prices show that no option outside matters; else take some in.

        None when the prices do not hold for the options held, so that they show nothing.

        Parameters
        ----------
        tight
            The catalogue with other prices.
        known
            Sorted numbers of options that are at hand beside those held.
        need
            The slack up to which options are wanted, but for what the prices leave open.
        most
            How many are taken in for each mentee, those of least slack.
        """
        if not tight.holds_for(self._holding.pool):
            return None
        reach = max(0, need + tight.open(self._mine.options))
        found = tight.near(reach, most, np.union1d(known, self.numbers))
        if found is None:
            return True
        self.take(found)
        return False

    def tight(self, ground: Ground, flow: Flow) -> Tight:
        """Return a network of a ground made ready for other prices."""
        key = id(flow)
        if key not in self._tight:
            self._tight[key] = Tight(ground, flow)
        return self._tight[key]

    def visits(self, network: int) -> Visits:
        """Return a network of the ground made ready for visits."""
        if network not in self._visits:
            self._visits[network] = Visits(self.settled, self.settled.live.flows[network])
        return self._visits[network]

    def visited(self, own: Pool) -> Told:
        """Return what tells of a visit with all options of a mentee, in canonical order."""
        weights = self.catalogue.weights(own.options)
        return Told(self.settled, self.numbers, own, weights)

    def people(self) -> IntArray:
        """Return the mentees of the options of the ground, sorted."""
        if not self._people:
            self._people.append(self.settled.options.mentee[self.settled.live.rows])
        return self._people[0]

    def regret(self, found: Regret) -> Regret:
        """Return a regret with options numbered as the catalogue does."""
        option = int(self.numbers[found.option])
        return replace(found, option=option, moves=self._moves(found.moves))

    def worth(self, found: Worth) -> Worth:
        """Return a worth with options numbered as the catalogue does."""
        return replace(found, moves=self._moves(found.moves))

    def _moves(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        def number(option: int | None) -> int | None:
            return None if option is None else int(self.numbers[option])

        return tuple((number(old), number(new)) for old, new in changes)

    def _hold(self, slack: int | None, count: int) -> None:
        self._settle(hold(self.catalogue, slack, count, self._extra))

    def _settle(self, holding: Holding) -> None:
        index = holding.pool.index
        gap: PriceArray = np.full(len(index), self.open, dtype=np.object_)
        if self._gap is not None:
            gap = self._gap[index]
        self._holding = holding
        self.settled = Settled(
            holding.pool.options,
            self._objective,
            np.searchsorted(index, self._chosen),
            self.catalogue.prices,
            proven=self._proven,
            among=Among(self.catalogue.levels, gap),
        )
        self._visits: dict[int, Visits] = {}
        self._tight: dict[int, Tight] = {}
        self._people: list[IntArray] = []
