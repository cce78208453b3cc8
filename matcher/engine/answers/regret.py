"""What it costs everybody together when one mentee has another mentor, and who moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matcher.engine.answers.rerouting import Change
from matcher.engine.answers.resolving import solve_again
from matcher.engine.answers.settled import Flow, Settled
from matcher.engine.problem.arrays import IntArray
from matcher.engine.problem.levels import Objective
from matcher.engine.problem.options import Options, OptionsError
from matcher.engine.problem.solution import Solution


@dataclass(frozen=True, slots=True)
class Regret:
    """What one mentor for one mentee costs.

    Attributes
    ----------
    mentor
        The mentor.
    option
        The option that the mentee then has: the best with that mentor.
    loss
        Folded weight lost by all together, >= 0.
    levels
        The loss unfolded.
    exact
        False when a search did not close: then the loss is at least ``loss``, and ``moves`` the
        best that was found.
    moves
        (old option or None, new option or None) of everybody whose option changes.
    """

    mentor: int
    option: int
    loss: int
    levels: dict[str, int]
    exact: bool
    moves: tuple[Change, ...]


class Regrets:
    """Answers for one solution; what all answers need is built once."""

    def __init__(self, settled: Settled, *, seconds: float | None = None) -> None:
        """Answer for a solved problem; each search that a crossing part needs has a time limit."""
        self._settled = settled
        self._seconds = seconds

    @classmethod
    def read(
        cls,
        given: Options,
        objective: Objective,
        solution: Solution,
        *,
        seconds: float | None = None,
    ) -> Regrets:
        """Answer for what `assign` returned for these options."""
        return cls(Settled.of(given, objective, solution), seconds=seconds)

    def of(
        self, mentee: int, k: int | None = None, mentors: Collection[int] | None = None
    ) -> tuple[Regret, ...]:
        """Return what each mentor costs, the least first, then by mentor.

        Parameters
        ----------
        mentee
            The mentee.
        k
            How many mentors at most; None: all.
        mentors
            Which mentors are asked about; None: all. Those with whom the mentee has no option
            that fits by itself are left out.

        Raises
        ------
        OptionsError
            When there is no such mentee, or k is below 1.
        """
        settled = self._settled
        if not 0 <= mentee < len(settled.options.priority):
            raise OptionsError(
                f"Expected a mentee below {len(settled.options.priority)}, got {mentee}."
            )
        if k is not None and k < 1:
            raise OptionsError(f"Expected k >= 1, got {k}.")
        ground = settled.live
        of_mentee = settled.options.mentee[ground.rows]
        first, end = np.searchsorted(of_mentee, [mentee, mentee + 1]).tolist()
        if first == end:
            return ()
        component = int(ground.parts.component[first])
        number = int(ground.flow[component])
        own = ground.rows[first:end]
        if mentors is not None:
            asked = np.array(sorted(mentors), dtype=np.int64)
            own = own[np.isin(settled.options.families[1].labels[own], asked)]
        if not own.size:
            return ()
        if number >= 0:
            found = self._by_path(ground.flows[number], mentee, own, k)
        else:
            found = self._by_solving(component, own, k)
        return tuple(sorted(found, key=lambda regret: (regret.loss, regret.mentor))[:k])

    def record(self, option: int, changes: list[Change], loss: int | None = None) -> Regret:
        """Return the record of an option and its changes; ``loss`` when it is only a bound."""
        settled = self._settled
        cost = settled.loss(changes) if loss is None else loss
        return Regret(
            mentor=int(settled.options.families[1].labels[option]),
            option=int(settled.order[option]),
            loss=cost,
            levels=settled.levels_of(cost),
            exact=loss is None,
            moves=settled.named(changes),
        )

    def _by_path(self, flow: Flow, mentee: int, own: IntArray, k: int | None) -> list[Regret]:
        network, ways = flow.network, flow.ways
        middle = network.families.index(0)
        node = int(np.flatnonzero(network.labels[middle] == mentee)[0])
        arcs = network.arcs[middle]
        span = slice(int(arcs.start[node]), int(arcs.start[node + 1]))
        offset = ways.graph.span["arc", middle].start
        labels = network.labels[middle + 1][arcs.head[span]]
        asked = np.isin(labels, self._settled.options.families[1].labels[own])
        here = np.arange(span.start, span.stop)[asked] + offset
        current = here[ways.flow[here] > 0]
        found = [self.record(flow.router.chosen[node], []) for _ in current]
        others = here[ways.flow[here] == 0].tolist()
        if others:
            mentee_of = self._settled.options.mentee
            for steps in ways.back(others, k or len(others)):
                changes = flow.router.changes(steps)
                option = next(
                    new for _, new in changes if new is not None and mentee_of[new] == mentee
                )
                found.append(self.record(option, changes))
        return found

    def _by_solving(self, component: int, own: IntArray, k: int | None) -> list[Regret]:
        """Solve the part again for each mentor, those first whom prices say cost least."""
        settled = self._settled
        rows, gap = settled.live.rows_of(component), settled.gaps[component]
        least = [max(0, slack - gap) for slack in settled.slack(own)]
        mentor = settled.options.families[1].labels[own].tolist()
        by_mentor: dict[int, list[tuple[int, int]]] = {}
        for bound, option, who in sorted(zip(least, own.tolist(), mentor, strict=True)):
            by_mentor.setdefault(who, []).append((bound, option))
        found: list[Regret] = []
        for options in by_mentor.values():
            if k is not None and len(found) >= k:
                losses = sorted(regret.loss for regret in found)
                if options[0][0] > losses[k - 1]:
                    break
            tried: list[Regret] = []
            for bound, option in options:
                if tried and bound >= min(regret.loss for regret in tried):
                    break
                tried.append(self._forced(rows, option, bound))
            found.append(min(tried, key=lambda regret: regret.loss))
        return found

    def _forced(self, rows: IntArray, option: int, bound: int) -> Regret:
        """Return the regret of one option: it is taken out with what it uses, the rest solved."""
        settled = self._settled
        before = settled.picked(rows)
        if option in before and settled.proven:
            return self.record(option, [])
        options = settled.options
        left = rows[options.mentee[rows] != options.mentee[option]]
        for choice in options.choices:
            same = choice.group[left] == choice.group[option]
            left = left[~same | (choice.choice[left] == choice.choice[option])]
        capacities = [family.capacity.copy() for family in options.families]
        for capacity, family in zip(capacities, options.families, strict=True):
            capacity[family.labels[option]] -= family.usage[option]
        rest, closed = solve_again(settled, left, capacities, self._seconds)
        changes = settled.compare(before, np.append(rest, option))
        return self.record(option, changes, None if closed and settled.proven else bound)
