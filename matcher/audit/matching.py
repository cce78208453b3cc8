"""A matching: an instance with the set that was chosen for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.audit.todo import Standing, standings
from matcher.constraints.contract import Option
from matcher.domain.errors import MatcherError
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.instance.compile import Capacity, Instance
from matcher.instance.solve import Duo, duos

ID_DIGITS = 12


def proposal_id(duo: Duo) -> str:
    """Return a proposal's id: the same four people and project always get the same one."""
    text = f"{duo.mentee}\x1f{duo.mentor}\x1f{duo.coach}\x1f{duo.project}"
    return "P" + hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]


@dataclass(frozen=True)
class Matching:
    """What audits speak of: who was matched with whom, under which capacities.

    ``chosen`` are sorted indices of the instance's options.
    """

    instance: Instance
    chosen: npt.NDArray[np.int64]

    @property
    def problem(self) -> Problem:
        """The people and rules."""
        return self.instance.problem

    @cached_property
    def duos(self) -> tuple[Duo, ...]:
        """The proposed duos, sorted by mentee."""
        return duos(self.instance, self.chosen)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The proposals' ids, in the order of `duos`.

        Raises
        ------
        MatcherError
            When two duos share one, which takes a collision of 48 bits.
        """
        found = tuple(proposal_id(duo) for duo in self.duos)
        if len(set(found)) != len(found):
            raise MatcherError("Expected distinct proposal ids, two are equal.")
        return found

    @cached_property
    def option_of(self) -> dict[int, int]:
        """The chosen option by index of its mentee."""
        return {int(self.instance.mentee[i]): int(i) for i in self.chosen}

    @cached_property
    def left(self) -> tuple[tuple[Capacity, npt.NDArray[np.int64]], ...]:
        """Each capacity (mentor first) with what commitments and proposals leave of each label."""
        every = (self.instance.mentor_capacity, *self.instance.capacities)
        return tuple((c, c.limit - self._used(c)) for c in every)

    def _used(self, capacity: Capacity) -> npt.NDArray[np.int64]:
        used = np.zeros(len(capacity.limit), dtype=np.int64)
        np.add.at(used, capacity.labels[self.chosen], capacity.usage[self.chosen])
        return used

    @cached_property
    def _standings(self) -> dict[str, tuple[Standing, ...]]:
        return {}

    def standings(self, mentee: Mentee) -> tuple[Standing, ...]:
        """Return how a mentee stands towards each project; found out once."""
        known = self._standings
        if mentee.id not in known:
            known[mentee.id] = standings(mentee, self.problem)
        return known[mentee.id]

    def option(self, index: int) -> Option:
        """Return an option's four records."""
        instance = self.instance
        return Option(
            mentee=self.problem.waiting[instance.mentee[index]],
            mentor=self.problem.mentors[instance.mentor[index]],
            coach=self.problem.coaches[instance.coach[index]],
            project=self.problem.projects[instance.project[index]],
        )

    def full(self, index: int) -> tuple[tuple[str, str], ...]:
        """Return the (rule, label) of each capacity that has no room for this option.

        What the option's own mentee holds now counts as free: they would leave it. Where one
        coach must follow all of a mentor's duos, another coach with a proposal fills the choice.
        """
        own = self.option_of.get(int(self.instance.mentee[index]))
        found = [
            (capacity.key, capacity.names[capacity.labels[index]])
            for capacity, left in self.left
            if left[capacity.labels[index]] + self._held(capacity, own, index)
            < capacity.usage[index]
        ]
        other = self._other_coach(index, own)
        return (*found, ("own_coach", other)) if other else tuple(found)

    def _held(self, capacity: Capacity, own: int | None, index: int) -> int:
        """Return what the mentee's proposal uses of the label of another option."""
        if own is None or capacity.labels[own] != capacity.labels[index]:
            return 0
        return int(capacity.usage[own])

    def _other_coach(self, index: int, own: int | None) -> str | None:
        """Return the coach other than the option's who follows another proposal of its mentor."""
        instance = self.instance
        if not instance.one_coach:
            return None
        beside = self.chosen[instance.mentor[self.chosen] == instance.mentor[index]]
        for chosen in beside.tolist():
            if chosen != own and instance.coach[chosen] != instance.coach[index]:
                return str(self.problem.coaches[instance.coach[chosen]].id)
        return None
