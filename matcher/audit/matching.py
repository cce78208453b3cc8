"""A matching: an instance with the set that was chosen for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.audit.shut_out import ShutOut, shut_out
from matcher.audit.todo import Standings
from matcher.constraints.contract import Option
from matcher.domain.errors import MatcherError
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

    ``chosen`` are sorted indices of the instance's options. Where the instance holds only some of
    the allowed options, ``complete`` is the one mentee of whom it holds all, if any.
    """

    instance: Instance
    chosen: npt.NDArray[np.int64]
    complete: int | None = None

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
    def _starts(self) -> list[int]:
        """Where each waiting mentee's options begin, and at last where they end."""
        mentees = np.arange(len(self.problem.waiting) + 1)
        found: list[int] = np.searchsorted(self.instance.mentee, mentees).tolist()
        return found

    def around(self, mentee: int) -> Matching:
        """Return the matching with all allowed options of a waiting mentee (an index).

        Where the instance holds all options anyhow it is this one. Else it holds those of the
        mentee and the chosen ones, so that options have other indices there.
        """
        if not self.instance.partial or self.complete == mentee:
            return self
        instance = self.instance.around(mentee, self.chosen)
        picked = zip(
            *(
                column[self.chosen].tolist()
                for column in (
                    self.instance.mentee,
                    self.instance.mentor,
                    self.instance.coach,
                    self.instance.project,
                )
            ),
            strict=True,
        )
        chosen = [instance.option_at(*four) for four in picked]
        return Matching(instance, np.array(chosen, dtype=np.int64), mentee)

    def options_of(self, mentee: int) -> tuple[int, int]:
        """Return between which indices the options of a waiting mentee (an index) stand."""
        return self._starts[mentee], self._starts[mentee + 1]

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
    def standings(self) -> Standings:
        """How the waiting mentees stand towards each project."""
        return Standings(self.problem, self.instance.barred)

    @cached_property
    def shut_out(self) -> ShutOut:
        """How many each rule bars, over the mentees without proposal."""
        without = np.ones(len(self.problem.waiting), dtype=np.bool_)
        without[self.instance.mentee[self.chosen]] = False
        return shut_out(self.instance.barred, without)

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
        found = []
        for capacity, left in self._room:
            label = capacity.labels[index]
            room = left[label] if own is None else left[label] + _held(capacity, own, label)
            if room < capacity.usage[index]:
                found.append((capacity.key, capacity.names[label]))
        other = self._other_coach(index, own)
        return (*found, ("own_coach", other)) if other else tuple(found)

    @cached_property
    def _room(self) -> tuple[tuple[Capacity, list[int]], ...]:
        """What `left` holds, for a look at one label at a time."""
        return tuple((capacity, left.tolist()) for capacity, left in self.left)

    def _other_coach(self, index: int, own: int | None) -> str | None:
        """Return the coach other than the option's who follows another proposal of its mentor."""
        instance = self.instance
        if not instance.one_coach:
            return None
        for chosen in self._chosen_of_mentor.get(int(instance.mentor[index]), ()):
            if chosen != own and instance.coach[chosen] != instance.coach[index]:
                return str(self.problem.coaches[instance.coach[chosen]].id)
        return None

    @cached_property
    def _chosen_of_mentor(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index in self.chosen.tolist():
            found.setdefault(int(self.instance.mentor[index]), []).append(index)
        return found


def _held(capacity: Capacity, own: int, label: np.int64) -> int:
    """Return what a mentee's own proposal uses of a label."""
    return int(capacity.usage[own]) if capacity.labels[own] == label else 0
