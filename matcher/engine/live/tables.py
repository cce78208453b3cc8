"""What compiled loops read of a pool: places, people and pairs, as columns.

Labels are numbered over all kinds: a mentor, coach, project or promotor is a row of `Places`. What
an option adds by level is the sum of three parts: its pair, the mentee's project, the mentor's
coach. The *heft* of a part is the same as one integer, for guidance: the highest levels folded, as
many as 62 bits hold.
"""

from __future__ import annotations

from typing import NamedTuple

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import BoolArray, IntArray

MENTOR, COACH, PROJECT, PROMOTOR = range(4)
NONE = -1
NEVER = -(2**62)
"""Less than any heft."""


class Places(NamedTuple):
    """By label ``price`` (L, W), places ``free`` and ``used``, the ``first`` who holds it.

    ``owner`` is a project's promotor. The coaches of mentor m are rows from ``coach_at[m]``, the
    projects of set s rows from ``door_at[s]``.
    """

    price: IntArray
    free: IntArray
    used: IntArray
    owner: IntArray
    first: IntArray
    coach_at: IntArray
    coaches: IntArray
    coach: IntArray
    coach_worth: IntArray
    coach_heft: IntArray
    door_at: IntArray
    doors: IntArray
    door: IntArray


class People(NamedTuple):
    """By mentee the run of pairs and of ``own`` projects, and what they have now.

    ``holds`` (N, 4) are mentor, coach, project and promotor, or `NONE`; ``weight`` is its heft;
    ``after`` and ``before`` (N, 4) are who else holds the same label.
    """

    live: BoolArray
    pair_at: IntArray
    pairs: IntArray
    own_at: IntArray
    owns: IntArray
    own: IntArray
    own_worth: IntArray
    own_heft: IntArray
    holds: IntArray
    weight: IntArray
    after: IntArray
    before: IntArray


class Pairs(NamedTuple):
    """By pair its ``mentor`` and the ``projects`` that go with each coach, a set.

    Where combinations are listed instead, ``projects`` is -1 - the number of a list: rows from
    ``listed_at`` with a coach (counted in the mentor's run), an own project (counted in the
    mentee's run), points and their heft, which the pair's own do not count.
    """

    mentor: IntArray
    projects: IntArray
    worth: IntArray
    heft: IntArray
    listed_at: IntArray
    listed: IntArray
    coach: IntArray
    own: IntArray
    points: IntArray
    points_heft: IntArray


@compiled
def find_pair(people: People, pairs: Pairs, mentee: int, mentor: int) -> int:
    """Return the row of a pair, -1 when there is none."""
    start = people.pair_at[mentee]
    for row in range(start, start + people.pairs[mentee]):
        if pairs.mentor[row] == mentor:
            return row
    return -1


@compiled
def find_own(people: People, mentee: int, project: int) -> int:
    """Return the row of a mentee's project, -1 when there is none."""
    start = people.own_at[mentee]
    for row in range(start, start + people.owns[mentee]):
        if people.own[row] == project:
            return row
    return -1


@compiled
def find_coach(places: Places, mentor: int, coach: int) -> int:
    """Return the row of a mentor's coach, -1 when there is none."""
    start = places.coach_at[mentor]
    for row in range(start, start + places.coaches[mentor]):
        if places.coach[row] == coach:
            return row
    return -1


@compiled
def find_option(  # noqa: PLR0917 - plain arguments, as compiled code wants
    places: Places, people: People, pairs: Pairs, mentee: int, mentor: int, coach: int, project: int
) -> tuple[int, int, int, int]:
    """Return the rows of an option's pair, own project, coach and (-1: none) list; -1 four times
    where it is none.
    """  # noqa: D205 - one sentence
    pair = find_pair(people, pairs, mentee, mentor)
    own = find_own(people, mentee, project)
    other = find_coach(places, mentor, coach)
    if pair < 0 or own < 0 or other < 0:
        return -1, -1, -1, -1
    group = pairs.projects[pair]
    if group >= 0:
        for row in range(places.door_at[group], places.door_at[group] + places.doors[group]):
            if places.door[row] == project:
                return pair, own, other, -1
        return -1, -1, -1, -1
    start = pairs.listed_at[-1 - group]
    for row in range(start, start + pairs.listed[-1 - group]):
        if (
            pairs.coach[row] == other - places.coach_at[mentor]
            and pairs.own[row] == own - people.own_at[mentee]
        ):
            return pair, own, other, row
    return -1, -1, -1, -1


@compiled
def reached(places: Places, people: People, pairs: Pairs, level: int, total: IntArray) -> None:
    """Add up what all who have a place add by level, into ``total`` (W,); points are ``level``."""
    for mentee in range(len(people.live)):
        if people.holds[mentee, MENTOR] < 0:
            continue
        mentor, coach, project = people.holds[mentee, :3]
        pair, own, other, row = find_option(places, people, pairs, mentee, mentor, coach, project)
        for at in range(len(total)):
            total[at] += (
                pairs.worth[pair, at] + people.own_worth[own, at] + places.coach_worth[other, at]
            )
        if row >= 0:
            total[level] += pairs.points[row]


@compiled
def mentor_rows(people: People, pairs: Pairs, mentor: int, out: IntArray) -> None:
    """Write into ``out`` (N,) the pair rows of a mentor, by mentee; -1 without."""
    for mentee in range(len(people.live)):
        out[mentee] = -1
        if people.live[mentee]:
            out[mentee] = find_pair(people, pairs, mentee, mentor)
