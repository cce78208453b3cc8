"""What room someone lacks whom other people's duos outbid, while the proposals stay as they are."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.audit.matching import Matching
from matcher.constraints.capacity import CapacityRule
from matcher.constraints.change import Change
from matcher.constraints.registry import capacity_rules
from matcher.domain.problem import Problem

_Lacking = frozenset[tuple[str, str, int]]

MOST_PLACES = 2
"""Places that may be lacking together."""
MOST_ROOMS = 6
"""Rooms that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreRoom:
    """Changes of limits that leave room for an option, and the mentors who would be open.

    With these alone, and every present proposal kept, an allowed option of the mentee is free.
    """

    changes: tuple[Change, ...]
    mentors: tuple[str, ...]


def more_room(matching: Matching, mentee: int) -> tuple[MoreRoom, ...]:
    """Return the fewest limits that would have to rise for a waiting mentee (an index) to fit.

    For a mentee without proposal, all whose allowed options are full. No limit is named that
    need not rise. Fewest changes first, then most mentors.
    """
    if mentee in matching.option_of:
        return ()
    matching = matching.around(mentee)
    low, high = matching.options_of(mentee)
    mentors: dict[_Lacking, set[str]] = {}
    for index in range(low, high):
        lacking = _lacking(matching, index)
        if lacking is not None and 0 < len(lacking) <= MOST_PLACES:
            mentors.setdefault(lacking, set()).add(matching.option(index).mentor.id)
    possible = {lacking: _changes(lacking, matching.problem) for lacking in mentors}
    possible = {lacking: changes for lacking, changes in possible.items() if changes}
    found = [
        MoreRoom(changes=changes, mentors=tuple(sorted(mentors[lacking])))
        for lacking, changes in possible.items()
        if not any(_within(other, lacking) for other in possible)
    ]
    return tuple(sorted(found, key=_order)[:MOST_ROOMS])


def _order(room: MoreRoom) -> tuple[int, int, list[str]]:
    words = [change.condition.nl for change in room.changes]
    return len(room.changes), -len(room.mentors), words


def _changes(lacking: _Lacking, problem: Problem) -> tuple[Change, ...]:
    """Return the changes that give what is lacking; none where one of them cannot be made."""
    rules = {rule.key: rule for rule in capacity_rules()}
    changes = [rules[key].more(label, units, problem) for key, label, units in sorted(lacking)]
    made = tuple(change for change in changes if change is not None)
    return made if len(made) == len(changes) else ()


def _within(small: _Lacking, large: _Lacking) -> bool:
    """Tell whether a part of the labels, or fewer units of them, would do already."""
    units = {(key, label): n for key, label, n in large}
    return small != large and all(n <= units.get((key, label), 0) for key, label, n in small)


def _lacking(matching: Matching, index: int) -> _Lacking | None:
    """Return (rule, label, units) of what an option lacks; None where no place is what it lacks."""
    full = matching.full(index)
    if any(key == "own_coach" for key, _ in full):
        return None
    rules = {rule.key: rule for rule in capacity_rules()}
    lacking = []
    for capacity, left in matching.left:
        at = capacity.labels[index]
        label = capacity.names[at]
        if (capacity.key, label) in full:
            over = _overcommitted(rules[capacity.key], label, matching.problem)
            units = int(capacity.usage[index] - left[at]) + over
            lacking.append((capacity.key, label, units))
    return frozenset(lacking)


def _overcommitted(rule: CapacityRule, label: str, problem: Problem) -> int:
    """Return by how much commitments pass a limit: it must rise by that before anything is free."""
    limit = rule.limit(label, problem)
    assert limit is not None  # noqa: S101 -- what has no limit is never full
    return max(0, rule.used(problem).get(label, 0) - limit)
