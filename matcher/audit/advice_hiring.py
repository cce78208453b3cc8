"""What mentors who are not there yet would give: bounds from prices for all, exact where asked.

Any prices that cover every option bound what one more mentor gives: the most that an option of
theirs weighs above the prices along it, beside what the prices leave open already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.audit.advice_gain import Gain, gain_of, told_levels
from matcher.audit.advice_pairs import Open
from matcher.audit.advice_room import seats_of
from matcher.audit.matching import Matching
from matcher.engine import Solution, assign
from matcher.engine.answers.newcomers import Newcomer, with_newcomers
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Worths
from matcher.engine.problem.arrays import PriceArray
from matcher.engine.problem.levels import POINTS, SERVED, unfold
from matcher.engine.problem.options import read_options
from matcher.instance.solve import engine_arguments

Integers = npt.NDArray[np.int64]
MENTOR = 1
"""The family of mentors."""

FEW_OPTIONS = 20_000
"""Options up to which solving again takes no longer than laying out networks to search in."""


class Hiring:
    """A matching and the mentors who could be added to it, none of them with a place.

    Parameters
    ----------
    matching
        The set that was chosen.
    opens
        The mentors, by the pairs that rules allow them.
    proven
        Whether the set is known to be the best.
    seconds
        What one search may take; None: as long as it needs.
    """

    def __init__(
        self,
        matching: Matching,
        opens: Sequence[Open],
        *,
        proven: bool,
        seconds: float | None = None,
    ) -> None:
        self.matching = matching
        self.opens = tuple(opens)
        self.proven = proven
        self.seconds = seconds
        self._seats = seats_of(matching.instance)

    def at_most(self, numbers: Sequence[int]) -> dict[str, int]:
        """Return by level what mentors give together at most; one may be named twice."""
        bound = sum(self._surplus[number] for number in numbers) + self._gap
        levels = unfold(self._solution.levels, bound)
        return told_levels(levels, self.matching.problem, self._present)

    def panel(self, numbers: Sequence[int]) -> Panel:
        """Return exact answers on some of the mentors."""
        return Panel(self, numbers)

    def arguments(self, numbers: Sequence[int]) -> dict[str, Any]:
        """Return the arguments of `assign` with some of the mentors in, none with a place."""
        added = [self._newcomer(self.opens[number]) for number in numbers]
        return with_newcomers(engine_arguments(self.matching.instance), added)

    @cached_property
    def searches_paths(self) -> bool:
        """Whether paths in networks answer quicker than solving the parts again."""
        parts = self._solution.components
        crossing = sum(part.options for part in parts if part.method in {"milp", "greedy"})
        total = sum(part.options for part in parts)
        return total > FEW_OPTIONS and 2 * crossing < total

    @property
    def prices(self) -> tuple[PriceArray, ...]:
        """Prices that cover every option of who is there, mentors there first."""
        return self._solution.prices

    @cached_property
    def _solution(self) -> Solution:
        """The matching solved again beside one mentor without a place.

        That one holds the best option that any of the mentors offers each mentee, so that levels
        are folded with room for all of them.
        """
        return assign(
            **with_newcomers(engine_arguments(self.matching.instance), [self._ceiling]),
            objective=self.matching.problem.rules.objective,
            time_limit=self.seconds,
        )

    @cached_property
    def _present(self) -> frozenset[int]:
        seen = {*self.matching.instance.mentee.tolist(), *self._ceiling.mentee.tolist()}
        return frozenset(self.matching.problem.waiting[mentee].priority for mentee in seen)

    @cached_property
    def _gap(self) -> int:
        """By how much the prices pass the set that was chosen."""
        chosen = self._solution.weights[self.matching.chosen]
        return int(self._solution.weight_bound - sum(chosen.tolist()))

    @cached_property
    def _surplus(self) -> list[int]:
        """By mentor the most that an option weighs above the prices of all but the mentor."""
        worth = {level.name: level.multiplier for level in self._solution.levels}
        served = [
            worth.get(f"{SERVED}:{person.priority}", worth.get(SERVED, 0))
            for person in self.matching.problem.waiting
        ]
        # folded weights pass 64 bits: Python's integers do not
        own = np.array(served, dtype=np.object_) - self.prices[0].astype(np.object_)
        per_point = worth.get(POINTS, 0)
        found = []
        for one in self.opens:
            best = max((own[one.mentees] + one.points.astype(np.object_) * per_point).tolist())
            found.append(max(0, int(best) - self._cheapest(one)))
        return found

    def _cheapest(self, one: Open) -> int:
        """Return the least price of a coach and the project of a mentor's options."""
        project = 0
        coaches = np.zeros(len(one.coaches), dtype=np.object_)
        for seats, price in zip(self._seats, self.prices[2:], strict=True):
            if seats.role == "project":
                project += int(price[seats.labels[one.project]]) * bool(seats.usage[one.project])
            else:
                coaches = coaches + price[seats.labels[one.coaches]]
        return project + int(coaches.min())

    def _newcomer(self, one: Open) -> Newcomer:
        size, width = len(one.mentees), len(one.coaches)
        coach = np.tile(one.coaches, size)
        return self._with_labels(
            np.repeat(one.mentees, width),
            np.repeat(one.points, width),
            coach,
            np.full(len(coach), one.project, dtype=np.int64),
        )

    @cached_property
    def _ceiling(self) -> Newcomer:
        """Return a mentor with the best option that any of the mentors offers each mentee."""
        columns = [
            np.concatenate([np.zeros(0, dtype=np.int64), *values])
            for values in (
                [one.mentees for one in self.opens],
                [one.points for one in self.opens],
                [np.full(len(one.mentees), number) for number, one in enumerate(self.opens)],
            )
        ]
        order = np.lexsort((columns[2], -columns[1], columns[0]))
        mentee, points, number = (column[order] for column in columns)
        first = np.unique(mentee, return_index=True)[1]
        whose = [self.opens[i] for i in number[first].tolist()]
        return self._with_labels(
            mentee[first],
            points[first],
            np.array([one.coaches[0] for one in whose], dtype=np.int64),
            np.array([one.project for one in whose], dtype=np.int64),
        )

    def _with_labels(
        self, mentee: Integers, points: Integers, coach: Integers, project: Integers
    ) -> Newcomer:
        records = {"coach": coach, "project": project}
        return Newcomer(
            mentee=mentee,
            points=points,
            labels=tuple(seats.labels[records[seats.role]] for seats in self._seats),
            usage=tuple(seats.usage[records[seats.role]] for seats in self._seats),
        )


class Panel:
    """Exact answers on some of the mentors of a `Hiring`."""

    def __init__(self, hiring: Hiring, numbers: Sequence[int]) -> None:
        self._hiring = hiring
        matching = hiring.matching
        first = len(matching.problem.mentors)
        prices: list[PriceArray] = list(hiring.prices)
        # who is looked for has no place yet, so that a price costs nothing
        free = np.zeros(len(numbers), dtype=np.object_)
        prices[MENTOR] = np.concatenate([prices[MENTOR][:first].astype(np.object_), free])
        self._settled = Settled(
            read_options(**hiring.arguments(numbers)),
            matching.problem.rules.objective,
            matching.chosen,
            prices,
            proven=hiring.proven,
        )
        self._worths = Worths(self._settled, seconds=hiring.seconds)
        self._label = {number: first + place for place, number in enumerate(numbers)}

    def gain(self, numbers: Sequence[int]) -> Gain:
        """Return what mentors give together; one named twice stands for two who are alike."""
        labels = [(MENTOR, self._label[number]) for number in numbers]
        one = len(labels) == 1 and self._hiring.searches_paths
        return gain_of(
            self._settled,
            self._worths.of(*labels[0]) if one else self._worths.together(labels),
            self._hiring.matching.problem,
            self._hiring.at_most(numbers),
        )
