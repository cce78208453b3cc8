"""A part that is only bounded, to be solved apart from the caller, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.engine.live.export import Exported
from matcher.engine.live.facts import KINDS, Key, Kind, Place
from matcher.engine.live.levels import Vector
from matcher.engine.problem.levels import SERVED
from matcher.engine.running.limits import Cancel


@dataclass(frozen=True, slots=True)
class Proof:
    """The best set of a part, and its prices by level.

    ``optimal`` when it is proven; ``revision`` is that of the `Proving`, ``mentees`` its people,
    ``labels`` the capacities that it speaks of: one without a price has price 0.
    """

    revision: int
    mentees: frozenset[Key]
    chosen: dict[Key, Place]
    labels: frozenset[tuple[Kind, Key]]
    prices: dict[tuple[Kind, Key], Vector]
    optimal: bool


@dataclass(frozen=True, slots=True)
class Proving:
    """A problem to solve; ``levels`` are the names of those in use, ``revision`` the moment."""

    revision: int
    levels: tuple[str, ...]
    exported: Exported

    def solve(self, *, time_limit: float | None = None, cancel: Cancel | None = None) -> Proof:
        """Solve it with `matcher.engine.assign`; it knows nothing of where it came from.

        Raises
        ------
        SolverDiedError
            When a solving process ends by itself.
        """
        from matcher.engine.solving.assign import assign  # noqa: PLC0415 - solvers load when solving

        exported = self.exported
        people = frozenset(exported.labels[0])
        if not exported.options:
            return Proof(self.revision, people, {}, frozenset(), {}, optimal=True)
        solution = assign(**exported.arguments, time_limit=time_limit, cancel=cancel)
        prices: dict[tuple[Kind, Key], Vector] = {}
        for kind, keys, found in zip(KINDS, exported.labels[1:], solution.prices[1:], strict=True):
            for key, price in zip(keys, found.tolist(), strict=False):
                if price and key is not None:
                    amounts = self._named(solution.unfold(price))
                    prices[kind, key] = tuple(amounts.get(name, 0) for name in self.levels)
        return Proof(
            revision=self.revision,
            mentees=people,
            chosen=dict(exported.options[option] for option in solution.chosen.tolist()),
            labels=frozenset(
                (kind, key)
                for kind, keys in zip(KINDS, exported.labels[1:], strict=True)
                for key in keys
                if key is not None
            ),
            prices=prices,
            optimal=solution.status == "optimal",
        )

    def _named(self, amounts: dict[str, int]) -> dict[str, int]:
        """Return amounts by the names of the levels in use: a single class is named by it."""
        classes = {int(one) for one in self.exported.arguments["priority"].tolist()}
        only = f"{SERVED}:{classes.pop()}" if len(classes) == 1 else SERVED
        return {only if name == SERVED else name: amount for name, amount in amounts.items()}
