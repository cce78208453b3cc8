"""What another mentor costs in a part that is no network, found by mentees and mentors alone.

A set falls short of Σ price × capacity by the slack of its options and by what it leaves unused of
priced capacity; the chosen set by the gap. Of that shortfall count only what is new beside the
chosen set, and of capacity only mentees and mentors. The least that any set with a certain duo
falls short is then a cheapest way in the residual graph of mentees and mentors, where all ways
cost >= 0. Less the gap, it says what the duo costs at least; and where the set to which it leads
is allowed, that set says what the duo costs at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from matcher.engine.answers.nearest import WORD, Arrival, cheapest
from matcher.engine.answers.rerouting import Change
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.arrays import IntArray
from matcher.engine.problem.options import Options

NOBODY = -1
"""The node of all who have no mentor, and of all places that nobody has."""


class Use:
    """What a set uses without some of its options; others can be added while they fit."""

    def __init__(
        self,
        options: Options,
        used: Sequence[IntArray],
        holders: Sequence[Mapping[int, list[int]]],
        old: set[int],
    ) -> None:
        """Start from what the set uses of each label, and who it holds in each group of a choice."""
        self._options, self._used, self._holders, self._old = options, used, holders, old
        self._more: list[dict[int, int]] = [defaultdict(int) for _ in options.families]
        self._made: dict[tuple[int, int], int] = {}
        for option in old:
            self._count(option, -1)

    def fits(self, option: int) -> bool:
        """Return whether there is room for an option, and it makes no other choice."""
        for family, used, more in zip(self._options.families, self._used, self._more, strict=True):
            label = family.labels[option]
            if used[label] + more[int(label)] + family.usage[option] > family.capacity[label]:
                return False
        for number, choice in enumerate(self._options.choices):
            made = self._choice(number, int(choice.group[option]))
            if made is not None and made != choice.choice[option]:
                return False
        return True

    def take(self, option: int) -> None:
        """Add an option."""
        self._count(option, 1)
        for number, choice in enumerate(self._options.choices):
            self._made[number, int(choice.group[option])] = int(choice.choice[option])

    def _count(self, option: int, sign: int) -> None:
        for family, more in zip(self._options.families, self._more, strict=True):
            more[int(family.labels[option])] += sign * int(family.usage[option])

    def _choice(self, number: int, group: int) -> int | None:
        """Return the choice that holds in a group; None where nobody made one."""
        if (number, group) in self._made:
            return self._made[number, group]
        staying = (option for option in self._holders[number][group] if option not in self._old)
        first = next(staying, None)
        return None if first is None else int(self._options.choices[number].choice[first])


class PairWays:
    """Searches in one part.

    Parameters
    ----------
    settled
        The solved problem.
    component
        The part, as `Settled.live` numbers it.

    Notes
    -----
    Nodes are mentors, and `NOBODY`. Ways are numbered: the option that a mentee comes by, then,
    beyond all options, mentees who go, mentors with a place to spare, and mentors who lose one.
    """

    def __init__(self, settled: Settled, component: int) -> None:
        self._settled, self._component = settled, component
        self._rows = settled.live.rows_of(component)
        options = settled.options
        self._mentee, self._mentor = options.mentee, options.families[1].labels
        chosen = settled.picked(self._rows).tolist()
        self._chosen = {int(self._mentee[option]): option for option in chosen}
        self._size = options.size
        self._people, self._mentors = len(options.priority), len(options.families[1].capacity)

    def cheapest(self, mentee: int, most: int) -> list[tuple[int, int, list[Change] | None]]:
        """Return for the mentors beside the own that cost least: amount, option and who changes.

        The amount is what the mentor costs at least, against the best set there is; below 0 where
        prices are too far from proving anything. The changes lead to an allowed set with that
        mentor, which may cost more; they are None where none was found.
        """
        own = self._chosen.get(mentee)
        target = NOBODY if own is None else int(self._mentor[own])
        heads = {
            mentor: (slack, option)
            for slack, mentor, option in self._best[mentee]
            if mentor != target
        }
        gap = self._settled.gaps[self._component]
        found, through = cheapest(target, heads, self._arrivals, most)
        return [
            (loss - gap, option, self._placed(self._changes(option, target, through)))
            for loss, option in found
        ]

    @cached_property
    def _pairs(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """By mentee and mentor the slack of each option, the least first."""
        found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        rows = self._rows.tolist()
        pairs = zip(
            self._mentee[self._rows].tolist(), self._mentor[self._rows].tolist(), strict=True
        )
        for pair, slack, option in zip(pairs, self._settled.slack(self._rows), rows, strict=True):
            found[pair].append((slack, option))
        for options in found.values():
            options.sort()
        return found

    @cached_property
    def _best(self) -> dict[int, list[tuple[int, int, int]]]:
        """By mentee the least slack with each mentor, the mentor, and the option of it."""
        found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for (mentee, mentor), options in self._pairs.items():
            slack, option = options[0]
            found[mentee].append((slack, mentor, option))
        return found

    @cached_property
    def _into(self) -> dict[int, list[Arrival]]:
        """The ways into each node."""
        settled = self._settled
        size, people = self._size, self._people
        prices = [settled.prices[family] for family in (0, 1)]
        into: dict[int, list[Arrival]] = defaultdict(list)
        used: dict[int, int] = defaultdict(int)
        for mentee, pairs in self._best.items():
            option = self._chosen.get(mentee)
            at = NOBODY if option is None else int(self._mentor[option])
            for slack, mentor, other in pairs:
                into[mentor].append((_cost(slack), at, other))
            if option is not None:
                used[at] += 1
                into[NOBODY].append((_cost(int(prices[0][mentee])), at, size + mentee))
        capacity = settled.live.parts.layers[1].capacity
        for mentor in sorted({mentor for _, mentor in self._pairs}):
            if used[mentor] < capacity[mentor]:
                into[NOBODY].append((_cost(0), mentor, size + people + mentor))
            if used[mentor]:
                way = size + people + self._mentors + mentor
                into[mentor].append((_cost(int(prices[1][mentor])), NOBODY, way))
        return into

    def _arrivals(self, node: int) -> Iterable[Arrival]:
        return self._into[node]

    def _changes(self, option: int, target: int, through: dict[int, int]) -> list[Change]:
        """Return who changes when an option is taken and the way back from its mentor."""
        mentee = int(self._mentee[option])
        changes: list[Change] = [(self._chosen.get(mentee), option)]
        node = int(self._mentor[option])
        while node != target:
            way = through[node]
            if way < self._size:
                changes.append((self._chosen.get(int(self._mentee[way])), way))
                node = int(self._mentor[way])
            elif way < self._size + self._people:
                changes.append((self._chosen[way - self._size], None))
                node = NOBODY
            else:
                mentor = way - self._size - self._people - self._mentors
                node = mentor if mentor >= 0 else NOBODY
        return changes

    def _placed(self, changes: list[Change]) -> list[Change] | None:
        """Return the changes, each by the best option of its pair for which there is room."""
        old = {before for before, _ in changes if before is not None}
        use = Use(self._settled.options, self._used, self._holders, old)
        placed: list[Change] = []
        for before, after in changes:
            fitting = after
            if after is not None:
                pair = int(self._mentee[after]), int(self._mentor[after])
                fitting = next(
                    (option for _, option in self._pairs[pair] if use.fits(option)), None
                )
                if fitting is None:
                    return None
                use.take(fitting)
            placed.append((before, fitting))
        return placed

    @cached_property
    def _used(self) -> list[IntArray]:
        """By family what the whole set uses of each label."""
        chosen, found = self._settled.chosen, []
        for family in self._settled.options.families:
            used = np.zeros(len(family.capacity), dtype=np.int64)
            np.add.at(used, family.labels[chosen], family.usage[chosen])
            found.append(used)
        return found

    @cached_property
    def _holders(self) -> list[dict[int, list[int]]]:
        """By choice the chosen options of each group."""
        found: list[dict[int, list[int]]] = []
        for choice in self._settled.options.choices:
            held: dict[int, list[int]] = defaultdict(list)
            for option in self._settled.chosen.tolist():
                held[int(choice.group[option])].append(option)
            found.append(held)
        return found


def _cost(amount: int) -> int:
    """Return an amount as the cost of one way."""
    return (amount << WORD) + 1
