"""Which mentors to look for: the profiles that would give most, exact, and two or three together.

Profiles stand in the order of what they give, then of what they ask, the least first. Of one
project and language the best is told. Bounds from prices say which of them need no search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matcher.audit.advice_gain import Gain, Rank
from matcher.audit.advice_hiring import Hiring
from matcher.audit.advice_profile import Profile
from matcher.audit.advice_together import Together, grown

PARTNERS = 6
"""Rows among which two or three are put together."""

MOST_TOGETHER = 3

_Key = tuple[tuple[int, ...], object]
"""Orders profiles: less what they give, then what they ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A mentor to look for.

    ``profiles`` are alternatives that give the same: other languages, or other projects; it is the
    first whose people ``gain`` names. ``any_sector`` is what the first gives when the sector
    is left open, None where it is open. ``fitting`` are the people without a proposal whom the
    rules allow the first.
    """

    profiles: tuple[Profile, ...]
    gain: Gain
    any_sector: Gain | None
    fitting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruits:
    """The mentors to look for, the best first, and what two and three of them give together."""

    rows: tuple[Row, ...]
    together: tuple[Together, ...]


def recruits(hiring: Hiring, top: int) -> Recruits:
    """Return the ``top`` mentors that would give most, those that give anything."""
    search = _Search(hiring)
    rows: list[Row] = []
    wanted = 0
    while len(rows) < top:
        wanted += top - len(rows)
        best = search.best(wanted)
        rows = _merged(search.rows(best))
        if len(best) < wanted:
            break
    heads = [search.number_of[row.profiles[0]] for row in rows[:PARTNERS]]
    panel = hiring.panel(heads)
    found = grown(
        [row.gain for row in rows[:PARTNERS]],
        lambda members: panel.gain([heads[member] for member in members]),
        lambda members: tuple(hiring.at_most([heads[member] for member in members]).values()),
        MOST_TOGETHER,
    )
    return Recruits(rows=tuple(rows[:top]), together=found)


class _Search:
    """Works out profiles exactly, those first that could give most, until the best are known."""

    def __init__(self, hiring: Hiring) -> None:
        self._hiring = hiring
        self._gains: dict[int, Gain] = {}
        self.number_of = {one.profile: number for number, one in enumerate(hiring.opens)}
        self._demands = [(one.profile.demands, one.profile.project) for one in hiring.opens]
        self._group = [(one.profile.project, one.profile.languages[0]) for one in hiring.opens]

    @cached_property
    def _hopes(self) -> list[_Key]:
        """By profile the key that it has when it gives what it can at most."""
        return [
            self._key(number, tuple(self._hiring.at_most([number]).values()))
            for number in range(len(self._hiring.opens))
        ]

    def _key(self, number: int, rank: Rank) -> _Key:
        return tuple(-amount for amount in rank), self._demands[number]

    def best(self, wanted: int) -> list[int]:
        """Return the best profile of each project and language, as many as are wanted.

        Prices are mostly right of one profile of a project and language, and then of all; where
        they are not, four times as many are worked out each time.
        """
        width = 1
        while True:
            best = self._best_known()
            ranked = sorted(best.values(), key=self._exact)
            last = self._exact(ranked[wanted - 1]) if len(ranked) >= wanted else None
            batch: list[int] = []
            taken: Counter[tuple[str, str]] = Counter()
            for number in self._order:
                hope, group = self._hopes[number], self._group[number]
                if (
                    len(batch) >= wanted * width
                    or not any(hope[0])
                    or (last is not None and hope > last)
                ):
                    break
                if number in self._gains or taken[group] == width:
                    continue
                if group not in best or hope < self._exact(best[group]):
                    taken[group] += 1
                    batch.append(number)
            if not batch:
                return [number for number in ranked if self._gains[number].helps][:wanted]
            self._work_out(batch)
            width *= 4

    @cached_property
    def _order(self) -> list[int]:
        return sorted(range(len(self._hopes)), key=self._hopes.__getitem__)

    def _best_known(self) -> dict[tuple[str, str], int]:
        """Return by project and language the best of those worked out."""
        best: dict[tuple[str, str], int] = {}
        for number in self._gains:
            known = best.get(self._group[number])
            if known is None or self._exact(number) < self._exact(known):
                best[self._group[number]] = number
        return best

    def _exact(self, number: int) -> _Key:
        return self._key(number, self._gains[number].rank)

    def _work_out(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        panel = self._hiring.panel(numbers)
        for number in numbers:
            self._gains[number] = panel.gain([number])

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Return what is told of profiles."""
        opens = self._hiring.opens
        open_sector = {
            number: self.number_of.get(replace(opens[number].profile, sector=None))
            for number in numbers
            if opens[number].profile.sector is not None
        }
        self._work_out(
            [one for one in open_sector.values() if one is not None and one not in self._gains]
        )
        found = []
        for number in numbers:
            alone = open_sector.get(number)
            row = Row(
                profiles=(opens[number].profile,),
                gain=self._gains[number],
                any_sector=None if alone is None else self._gains[alone],
                fitting=self._fitting(number),
            )
            found.append(row)
        return found

    def _fitting(self, number: int) -> tuple[str, ...]:
        matching = self._hiring.matching
        without = [
            mentee
            for mentee in self._hiring.opens[number].mentees.tolist()
            if mentee not in matching.option_of
        ]
        return tuple(sorted(matching.problem.waiting[mentee].id for mentee in without))


def _merged(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with those made one that give the same and differ in one thing they ask."""
    found = list(rows)
    for same in (_but_languages, _but_project):
        kept: dict[object, Row] = {}
        for row in found:
            key = (row.gain.rank, row.any_sector and row.any_sector.rank, same(row))
            first = kept.get(key)
            if first is None:
                kept[key] = row
            else:
                kept[key] = replace(first, profiles=(*first.profiles, *row.profiles))
        found = list(kept.values())
    return found


def _but_languages(row: Row) -> object:
    profile = row.profiles[0]
    return profile.project, profile.sector, profile.residence


def _but_project(row: Row) -> object:
    profile = row.profiles[0]
    return tuple(one.languages for one in row.profiles), profile.sector, profile.residence
