"""A part that is only bounded, to be solved apart from the caller, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matcher.engine.live.export import Exported
from matcher.engine.live.facts import KINDS, Key, Kind, Place
from matcher.engine.live.levels import Vector
from matcher.engine.live.parting import Parted
from matcher.engine.problem.levels import SERVED
from matcher.engine.running.limits import Cancel

Labels = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The best set of a part, and its prices by level.

    ``optimal`` when it is proven; ``revision`` is that of the `Proving`, ``mentees`` its people,
    ``prices`` those of all capacities that it speaks of, ``shut`` the capacities that had no place
    to give out, so that their prices say nothing.
    """

    revision: int
    mentees: frozenset[Key]
    chosen: dict[Key, Place]
    prices: dict[tuple[Kind, Key], Vector]
    shut: frozenset[tuple[Kind, Key]]
    optimal: bool


@dataclass(frozen=True, slots=True)
class Proving:
    """A problem to solve; ``levels`` are the names of those in use, ``revision`` the moment."""

    revision: int
    levels: tuple[str, ...]
    problem: Exported | Parted
    shut: frozenset[tuple[Kind, Key]]

    def solve(self, *, time_limit: float | None = None, cancel: Cancel | None = None) -> Proof:
        """Solve it with `matcher.engine.assign`, or `assign_sparse` where there are many options.

        It knows nothing of where it came from, and of events since.

        Raises
        ------
        SolverDiedError
            When a solving process ends by itself.
        """
        if isinstance(self.problem, Parted):
            return self._solve_parted(self.problem, time_limit, cancel)
        return self._solve_exported(self.problem, time_limit, cancel)

    def _solve_exported(
        self, exported: Exported, time_limit: float | None, cancel: Cancel | None
    ) -> Proof:
        from matcher.engine.solving.assign import assign  # noqa: PLC0415 - solvers load when solving

        people = frozenset(exported.labels[0])
        if not exported.options:
            return Proof(self.revision, people, {}, {}, self.shut, optimal=True)
        solution = assign(**exported.arguments, time_limit=time_limit, cancel=cancel)
        priority = exported.arguments["priority"]
        classes = set(priority[exported.arguments["mentee"]].tolist())
        chosen: dict[Key, Place] = dict(
            exported.options[option] for option in solution.chosen.tolist()
        )
        found = [price.tolist() for price in solution.prices[1:]]
        prices = self._prices(exported.labels[1:], found, solution.unfold, classes)
        return Proof(self.revision, people, chosen, prices, self.shut, solution.status == "optimal")

    def _solve_parted(
        self, parted: Parted, time_limit: float | None, cancel: Cancel | None
    ) -> Proof:
        from matcher.engine.sparse.assign import assign_sparse  # noqa: PLC0415 - likewise

        mentors, *others = parted.capacities
        solution = assign_sparse(
            parted.part,
            mentor_capacity=mentors,
            capacities=others,
            objective=parted.objective,
            priority=parted.priority,
            time_limit=time_limit,
            cancel=cancel,
        )
        part, labels = parted.part, parted.labels
        count = max(1, len(part.place_mentor))
        chosen: dict[Key, Place] = {}
        for option in solution.chosen.tolist():
            mentee, place = divmod(option, count)
            chosen[parted.people[mentee]] = Place(
                labels[0][part.place_mentor[place]],
                labels[1][part.place_coach[place]],
                labels[2][part.place_project[place]],
            )
        found = [price.tolist() for price in solution.prices[1:]]
        prices = self._prices(labels, found, solution.unfold, parted.classes)
        people, optimal = frozenset(parted.people), solution.status == "optimal"
        return Proof(self.revision, people, chosen, prices, self.shut, optimal)

    def _prices(
        self,
        labels: Labels,
        found: Iterable[list[int]],
        unfold: Callable[[int], dict[str, int]],
        classes: set[int],
    ) -> dict[tuple[Kind, Key], Vector]:
        """Return prices by level, by the names of the levels in use: a single class is named by it."""
        only = f"{SERVED}:{min(classes)}" if len(classes) == 1 else SERVED
        prices: dict[tuple[Kind, Key], Vector] = {}
        for kind, keys, some in zip(KINDS, labels, found, strict=True):
            for key, price in zip(keys, some, strict=False):
                if key is not None:
                    amounts = unfold(price)
                    amounts = {only if n == SERVED else n: amounts[n] for n in amounts}
                    prices[kind, key] = tuple(amounts.get(name, 0) for name in self.levels)
        return prices
