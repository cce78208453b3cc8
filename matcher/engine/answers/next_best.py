"""For many mentees at once: the other mentors that cost everybody together least.

In a network the answers are those of `Regrets`, exact. Elsewhere an exact answer may take a solver
for each mentor; here the prices alone tell what choosing one costs, or what at least, so that
anybody can work the same figures out from a certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from matcher.engine.answers.nearest import Nearest
from matcher.engine.answers.pair_ways import PairWays
from matcher.engine.answers.regret import Regret, Regrets
from matcher.engine.answers.rerouting import Change
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.levels import POINTS, SERVED
from matcher.engine.problem.options import OptionsError


@dataclass(frozen=True)
class NextBest:
    """Answers for one solved problem; what several answers need is built once."""

    settled: Settled
    _searches: dict[int, Nearest] = field(default_factory=dict)
    _pairs: dict[int, PairWays] = field(default_factory=dict)

    def of(self, mentees: Iterable[int], k: int) -> dict[int, tuple[Regret, ...]]:
        """Return by mentee the k mentors beside the own that cost least, then by mentor.

        A regret that is not exact says what choosing that mentor costs at least, against the best
        set there is. It has no ``moves``; its option is the one with that mentor of which least
        can be said. Outside networks one that is exact is so in people and points; in the levels
        below them it may cost less.

        Raises
        ------
        OptionsError
            When there is no such mentee, or k is below 1.
        """
        settled = self.settled
        asked = np.unique(np.fromiter(mentees, dtype=np.int64))
        people = len(settled.options.priority)
        for mentee in asked[(asked < 0) | (asked >= people)][:1].tolist():
            raise OptionsError(f"Expected mentees below {people}, got {mentee}.")
        if k < 1:
            raise OptionsError(f"Expected k >= 1, got {k}.")
        found: dict[int, tuple[Regret, ...]] = dict.fromkeys(asked.tolist(), ())
        by_flow: dict[int, list[int]] = {}
        ground = settled.live
        of_mentee = settled.options.mentee[ground.rows]
        first, end = np.searchsorted(of_mentee, asked), np.searchsorted(of_mentee, asked + 1)
        for mentee, low, high in zip(asked.tolist(), first.tolist(), end.tolist(), strict=True):
            if low == high:
                continue
            component = int(ground.parts.component[low])
            number = int(ground.flow[component])
            if number >= 0:
                by_flow.setdefault(number, []).append(mentee)
            else:
                found[mentee] = self._crossing(mentee, component, k)
        for number, members in by_flow.items():
            found |= self._by_path(number, members, k)
        return found

    def _by_path(self, number: int, mentees: list[int], k: int) -> dict[int, tuple[Regret, ...]]:
        """Return exact answers; ``mentees`` are sorted."""
        flow = self.settled.live.flows[number]
        middle = flow.network.families.index(0)
        labels = flow.network.labels[middle]
        nodes = np.flatnonzero(np.isin(labels, mentees))
        nodes = nodes[np.argsort(labels[nodes])].tolist()
        if number not in self._searches:
            self._searches[number] = Nearest(flow.ways, middle)
        regrets = Regrets(self.settled)
        found: dict[int, tuple[Regret, ...]] = {}
        cycles = self._searches[number].cycles(nodes, k)
        for mentee, every in zip(mentees, cycles, strict=True):
            told: list[Regret] = []
            for steps in every:
                changes = flow.router.changes(steps)
                told.append(regrets.record(self._taken(mentee, changes), changes))
            found[mentee] = tuple(told)
        return found

    def _crossing(self, mentee: int, component: int, k: int) -> tuple[Regret, ...]:
        """Return answers of a part that is no network."""
        if component not in self._pairs:
            self._pairs[component] = PairWays(self.settled, component)
        ways = self._pairs[component].cheapest(mentee, k)
        return tuple(self._between(bound, option, changes) for bound, option, changes in ways)

    def _between(self, bound: int, option: int, changes: list[Change] | None) -> Regret:
        """Return the regret of which a bound is known, and perhaps changes that bring it about."""
        settled, regrets = self.settled, Regrets(self.settled)
        if changes is not None:
            found = regrets.record(
                self._taken(int(settled.options.mentee[option]), changes), changes
            )
            if _shown(found.levels) == _shown(settled.levels_of(bound)):
                return found
        return regrets.record(option, [], max(0, bound))

    def _taken(self, mentee: int, changes: list[Change]) -> int:
        """Return the option that a mentee has after changes."""
        mentee_of = self.settled.options.mentee
        return next(new for _, new in changes if new is not None and mentee_of[new] == mentee)


def _shown(levels: Mapping[str, int]) -> list[int]:
    """Return the levels up to points and people; what stands below them breaks ties."""
    return [n for level, n in levels.items() if level == POINTS or level.startswith(SERVED)]
