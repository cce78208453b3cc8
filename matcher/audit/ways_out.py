"""Ways out for someone whom no mentor is allowed: the fewest rules that would have to give way.

Every option of the mentee has a mask of the rules that bar it. From the smallest masks up, each
rule offers changes of facts (`HardRule.changes`); what they bring about is judged again, so that a
way is told only where it leads to an allowed pair and no part of it does. No solver is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from matcher.audit.matching import Matching
from matcher.audit.one_option import OneOption, OptionsOf
from matcher.constraints.change import Change
from matcher.constraints.contract import HardRule
from matcher.constraints.registry import hard_rules
from matcher.domain.sentence import Sentence
from matcher.instance.barred import MIN_POINTS, Barred, Mask

_Words = frozenset[Sentence]

MOST_CHANGES = 3
"""Changes that a way may ask for together."""
MOST_RULES = 5
"""Rules that may bar an option that is looked at: one change may settle two."""
MOST_WAYS = 12
"""Ways that are told."""
MOST_ALIKE = 3
"""Ways that are told of the same rules and the same people who could make the changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An option that the changes would allow, by its ids."""

    mentor: str
    coach: str
    project: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """Changes that together would allow a pair, said in the same words for each mentor.

    Each of ``openings`` is one mentor's, sorted by mentor: what is asked of "the mentor" or of
    "a coach" is asked of that one.
    """

    openings: tuple[Opening, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, as made for the first mentor."""
        return self.openings[0].changes

    @property
    def mentors(self) -> tuple[str, ...]:
        """Each mentor who would be possible."""
        return tuple(opening.mentor for opening in self.openings)

    @property
    def example(self) -> Opening:
        """One option that would be allowed."""
        return self.openings[0]


def ways_out(matching: Matching, mentee: int) -> tuple[WayOut, ...]:
    """Return the ways out of a waiting mentee (an index) with no allowed mentor.

    Fewest changes first, then most mentors opened. Empty where some mentor is allowed already, or
    where nobody could change what stands in the way.
    """
    low, high = matching.around(mentee).options_of(mentee)
    if low < high:
        return ()
    found = _Search(matching, mentee).ways()
    return _told(_widened(way, found) for way in _minimal(found))


class _Search:
    def __init__(self, matching: Matching, mentee: int) -> None:
        self._bars = matching.instance.barred
        self._mentee = mentee
        self._options = OptionsOf(matching, mentee)
        self._roles = {rule.key: rule.roles for rule in hard_rules()}
        self._roles[MIN_POINTS] = ("mentee", "mentor")
        self._offers: dict[tuple[object, ...], tuple[Change, ...]] = {}
        self._resolved: set[frozenset[str]] = set()
        self._ways: dict[_Words, dict[str, _Found]] = {}

    def ways(self) -> list[_Way]:
        """Return what was found, one entry for each set of words."""
        for mask, *at in _options(self._bars, self._mentee):
            keys = frozenset(self._bars.names(mask))
            if self._worth_a_look(keys, at):
                option = self._options.at(*at)
                for changes in _sufficient(option):
                    self._add(_Found(option=option, changes=changes))
        return [_Way(words, tuple(by.values())) for words, by in self._ways.items()]

    def _worth_a_look(self, keys: frozenset[str], at: list[int]) -> bool:
        """Tell whether every rule offers something, and no smaller way leaves the rest as it is."""
        facts = {}
        for key in keys:
            offers = self._offered(key, at)
            if not offers:
                return False
            facts[key] = frozenset(fact for change in offers for fact in change.facts)
        return all(_touch(facts, rules) for rules in self._resolved if rules < keys)

    def _offered(self, key: str, at: list[int]) -> tuple[Change, ...]:
        """Return what a rule offers, asked once for the same people and project that it reads."""
        roles = dict(zip(("mentor", "coach", "project"), at, strict=True))
        read = (key, *(index for role, index in roles.items() if role in self._roles[key]))
        if read not in self._offers:
            self._offers[read] = self._options.at(*at).offered(key)
        return self._offers[read]

    def _add(self, found: _Found) -> None:
        self._ways.setdefault(_said(found.changes), {}).setdefault(found.mentor, found)
        self._resolved.add(found.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    option: OneOption
    changes: tuple[Change, ...]

    @property
    def mentor(self) -> str:
        return self.option.option.mentor.id

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(change.rule for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Way:
    words: _Words
    found: tuple[_Found, ...]


def _said(changes: Iterable[Change]) -> _Words:
    return frozenset(condition for change in changes for condition in change.conditions)


def _options(bars: Barred, mentee: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (mask, mentor, coach, project) of the options that might be changed, few rules first.

    Of the coaches of a mentor and project that break the same rules the first stands for all.
    """
    fixed = Mask(0)
    for rule in hard_rules():
        if type(rule).changes is HardRule.changes:
            fixed |= bars.bit(rule.key)
    own, ways = np.asarray(bars.em[mentee]), bars.ep[mentee]
    free_mentors = (own & fixed) == 0
    parts = []
    for p in np.flatnonzero((ways & fixed) == 0).tolist():
        m = np.flatnonzero(free_mentors & ((bars.mp[:, p] & fixed) == 0))
        c = np.flatnonzero((bars.cp[:, p] & fixed) == 0)
        around = (own[m] | ways[p] | bars.mp[m, p])[:, None] | bars.cp[c, p]
        masks = around | bars.mc[np.ix_(m, c)]
        i, k = np.nonzero(((masks & fixed) == 0) & (np.bitwise_count(masks) <= MOST_RULES))
        parts.append(np.stack([masks[i, k].astype(np.int64), m[i], c[k], np.full(len(i), p)]))
    if not parts:
        return
    mask, mentor, coach, project = np.concatenate(parts, axis=1)
    order = np.lexsort((coach, project, mentor, mask, np.bitwise_count(mask)))
    before: tuple[int, int, int] | None = None
    for i in order.tolist():
        same = int(mask[i]), int(mentor[i]), int(project[i])
        if same != before:
            yield same[0], same[1], int(coach[i]), same[2]
        before = same


def _touch(facts: Mapping[str, frozenset[tuple[str, str]]], rules: frozenset[str]) -> bool:
    """Tell whether a change for these rules could settle one of the others too.

    It can where both change one fact; and any change of facts may change points.
    """
    others = set(facts) - rules
    mine = {fact for key in rules for fact in facts[key]}
    return MIN_POINTS in others or any(mine & facts[key] for key in others)


def _sufficient(option: OneOption) -> list[tuple[Change, ...]]:
    """Return every set of changes that allows the option while no part of it does."""
    found: dict[frozenset[Sentence], tuple[Change, ...]] = {}

    def extend(now: OneOption, chosen: tuple[Change, ...]) -> None:
        offers = now.first_barring()
        if offers is None:
            for part in _smallest(option, chosen):
                found.setdefault(_said(part), part)
        elif len(chosen) < MOST_CHANGES:
            for change in offers:
                extend(now.after((change,)), (*chosen, change))

    extend(option, ())
    return list(found.values())


def _smallest(option: OneOption, chosen: tuple[Change, ...]) -> list[tuple[Change, ...]]:
    """Return the parts of these changes that are enough while no smaller part is."""
    found: list[tuple[Change, ...]] = []
    for size in range(1, len(chosen) + 1):
        found += [
            part
            for part in combinations(chosen, size)
            if not any(_said(known) <= _said(part) for known in found)
            and option.after(part).first_barring() is None
        ]
    return found


def _minimal(ways: list[_Way]) -> list[_Way]:
    """Leave out each way that asks for more rules, or more in words, than another one."""
    rules = {one.rules for way in ways for one in way.found}
    least = {one for one in rules if not any(other < one for other in rules)}
    kept = [_Way(way.words, tuple(one for one in way.found if one.rules in least)) for way in ways]
    words = {way.words for way in ways}
    return [way for way in kept if way.found and not any(o < way.words for o in words)]


def _widened(way: _Way, ways: list[_Way]) -> WayOut:
    """Add the mentors whom the mentee's own change opens though less would do for them."""
    first = way.found[0].changes
    found = {one.mentor: one for one in way.found}
    rules = {one.rules for one in way.found}
    if all(edit.table == "mentees" for change in first for edit in change.edits):
        for one in (one for other in ways for one in other.found if one.rules in rules):
            if one.mentor not in found and one.option.after(first).first_barring() is None:
                found[one.mentor] = replace(one, changes=first)
    return WayOut(openings=tuple(_opening(found[mentor]) for mentor in sorted(found)))


def _opening(found: _Found) -> Opening:
    option = found.option.option
    assert option.coach is not None  # noqa: S101 -- an option was searched with all four
    assert option.project is not None  # noqa: S101 -- likewise
    return Opening(
        mentor=option.mentor.id,
        coach=option.coach.id,
        project=option.project.id,
        changes=found.changes,
    )


def _told(ways: Iterable[WayOut]) -> tuple[WayOut, ...]:
    def order(way: WayOut) -> tuple[int, int, list[str]]:
        words = [said.nl for change in way.changes for said in change.conditions]
        return len(way.changes), -len(way.openings), words

    told: list[WayOut] = []
    alike: dict[frozenset[tuple[str, str]], int] = {}
    for way in sorted(ways, key=order):
        kind = frozenset((change.rule, change.who.value) for change in way.changes)
        alike[kind] = alike.get(kind, 0) + 1
        if alike[kind] <= MOST_ALIKE:
            told.append(way)
    return tuple(told[:MOST_WAYS])
