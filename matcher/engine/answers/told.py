"""Puts what changes in a visit into the words of an answer, options numbered as the source does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.engine.answers.regret import Regret
from matcher.engine.answers.rerouting import Change
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.sparse.scan import Pool


@dataclass(frozen=True)
class Told:
    """What is needed to tell of one mentee's visit.

    ``numbers`` are those of the options held, ``own`` all options of the mentee and ``weights``
    theirs. A visit calls option j of ``own`` j more than there are options held.
    """

    settled: Settled
    numbers: IntArray
    own: Pool
    weights: PriceArray

    def regret(self, mentor: int, changes: Sequence[Change]) -> Regret:
        """Return the record of changes that give the mentee a mentor."""
        moves = sorted(changes, key=self._who)
        loss = sum(self._weight(old) - self._weight(new) for old, new in moves)
        mine = [new for _, new in moves if new is not None and new >= self._size]
        option = self._number(mine[0]) if mine else self._present
        assert option is not None  # noqa: S101 -- the mentee has an option then
        levels = self.settled.levels_of(loss)
        told = tuple((self._number(old), self._number(new)) for old, new in moves)
        return Regret(mentor, option, loss, levels, exact=True, moves=told)

    @property
    def _size(self) -> int:
        return self.settled.options.size

    @cached_property
    def _present(self) -> int | None:
        """The option that the mentee has."""
        mentee = int(self.own.options.mentee[0])
        for option in self.settled.chosen.tolist():
            if self.settled.options.mentee[option] == mentee:
                return self._number(option)
        return None

    def _number(self, option: int | None) -> int | None:
        if option is None:
            return None
        if option < self._size:
            return int(self.numbers[self.settled.order[option]])
        return int(self.own.index[option - self._size])

    def _weight(self, option: int | None) -> int:
        if option is None:
            return 0
        if option < self._size:
            return int(self.settled.weights[option])
        return int(self.weights[option - self._size])

    def _who(self, change: Change) -> int:
        option = change[1] if change[0] is None else change[0]
        assert option is not None  # noqa: S101 -- a change has a side
        if option < self._size:
            return int(self.settled.options.mentee[option])
        return int(self.own.options.mentee[0])
