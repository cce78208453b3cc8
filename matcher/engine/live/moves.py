"""Moves along chains, each kept only when all together gain by it."""

from __future__ import annotations

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.live.chains import Costs, look, only_coach, sweep
from matcher.engine.live.tables import (
    MENTOR,
    NEVER,
    NONE,
    Pairs,
    People,
    Places,
    find_option,
)
from matcher.engine.problem.arrays import BoolArray, IntArray

LONGEST = 12
"""So many mentees move at most along one chain."""

TRIED = 12
"""After so many chains in a row that did not gain what they promised there is no looking further."""


@compiled
def release(places: Places, people: People, mentee: int) -> None:
    """Take a mentee's place away."""
    for kind in range(4):
        label = people.holds[mentee, kind]
        if label < 0:
            continue
        before, after = people.before[mentee, kind], people.after[mentee, kind]
        if before < 0:
            places.first[label] = after
        else:
            people.after[before, kind] = after
        if after >= 0:
            people.before[after, kind] = before
        places.used[label] -= 1
        people.holds[mentee, kind] = NONE
    people.weight[mentee] = 0


@compiled
def take(  # noqa: PLR0917 - plain arguments, as compiled code wants
    places: Places, people: People, mentee: int, mentor: int, coach: int, project: int, heft: int
) -> None:
    """Give a mentee who has none a place."""
    holds = people.holds
    holds[mentee, 0], holds[mentee, 1], holds[mentee, 2] = mentor, coach, project
    holds[mentee, 3] = places.owner[project]
    for kind in range(4):
        label = holds[mentee, kind]
        if label < 0:
            continue
        after = places.first[label]
        places.first[label] = mentee
        people.before[mentee, kind], people.after[mentee, kind] = NONE, after
        if after >= 0:
            people.before[after, kind] = mentee
        places.used[label] += 1
    people.weight[mentee] = heft


@compiled
def fits(  # noqa: PLR0917 - likewise
    places: Places,
    people: People,
    mentor: int,
    coach: int,
    project: int,
    one_coach: bool,
) -> bool:
    """Return whether a place is free."""
    for label in (mentor, coach, project):
        if places.used[label] >= places.free[label]:
            return False
    owner = places.owner[project]
    if owner >= 0 and places.used[owner] >= places.free[owner]:
        return False
    only = NONE
    if one_coach:
        only = only_coach(places.first, people.after, people.holds, mentor, NONE, NONE)
    return bool(only < 0 or only == coach)


@compiled
def weigh(  # noqa: PLR0917 - likewise
    places: Places, people: People, pairs: Pairs, mentee: int, mentor: int, coach: int, project: int
) -> int:
    """Return the heft of an option, `NEVER` where it is none."""
    pair, own, other, row = find_option(places, people, pairs, mentee, mentor, coach, project)
    if pair < 0:
        return NEVER
    heft = pairs.heft[pair] + people.own_heft[own] + places.coach_heft[other]
    if row >= 0:
        heft += pairs.points_heft[row]
    return int(heft)


@compiled
def push(  # noqa: C901, PLR0912, PLR0917 - likewise
    places: Places,
    people: People,
    pairs: Pairs,
    costs: Costs,
    one_coach: bool,
    mentee: int,
    goal: IntArray,
) -> bool:
    """Move a mentee to a place as `look` found it, and on along the chain; undo it without gain."""
    kept = np.empty((LONGEST, 5), dtype=np.int64)
    out = np.empty(5, dtype=np.int64)
    mentor, coach, project, victim = goal[1], goal[2], goal[3], goal[4]
    kept[0, 0], kept[0, 4] = mentee, people.weight[mentee]
    kept[0, 1:4] = people.holds[mentee, :3]
    count = 1
    release(places, people, mentee)
    while True:
        displaced = NONE
        if victim >= 0 and count < LONGEST:
            displaced = victim // 4
            again = people.holds[displaced, MENTOR] < 0
            for row in range(count):
                again = again or kept[row, 0] == displaced
            if again:
                displaced = NONE
        if displaced >= 0:
            kept[count, 0], kept[count, 4] = displaced, people.weight[displaced]
            kept[count, 1:4] = people.holds[displaced, :3]
            count += 1
            release(places, people, displaced)
        heft = NEVER
        if mentor >= 0:
            heft = weigh(places, people, pairs, mentee, mentor, coach, project)
        if heft > 0 and fits(places, people, mentor, coach, project, one_coach):
            take(places, people, mentee, mentor, coach, project, heft)
        else:
            look(places, people, pairs, costs, mentee, NONE, one_coach, True, False, 0, out)  # noqa: FBT003
            if out[1] >= 0:
                take(places, people, mentee, out[1], out[2], out[3], out[0])
        if displaced < 0:
            break
        mentee = displaced
        goal = costs.to[mentee, victim % 4]
        mentor, coach, project, victim = goal[0], goal[1], goal[2], goal[3]
    gain = 0
    for row in range(count):
        gain += people.weight[kept[row, 0]] - kept[row, 4]
    if gain > 0:
        return True
    for row in range(count):
        release(places, people, kept[row, 0])
    for row in range(count):
        if kept[row, 1] >= 0:
            take(
                places, people, kept[row, 0], kept[row, 1], kept[row, 2], kept[row, 3], kept[row, 4]
            )
    return False


@compiled
def place_all(
    places: Places,
    people: People,
    pairs: Pairs,
    one_coach: bool,
    wanted: IntArray,
) -> None:
    """Give out places (n, 4), mentee, mentor, coach and project, in turn, as far as they are free."""
    for row in range(len(wanted)):
        mentee, mentor, coach, project = wanted[row]
        heft = weigh(places, people, pairs, mentee, mentor, coach, project)
        free = heft > NEVER and people.holds[mentee, MENTOR] < 0
        if free and fits(places, people, mentor, coach, project, one_coach):
            take(places, people, mentee, mentor, coach, project, heft)


@compiled
def let_in(  # noqa: PLR0917 - likewise
    places: Places,
    people: People,
    pairs: Pairs,
    costs: Costs,
    one_coach: bool,
    mentee: int,
) -> int:
    """Move a mentee to where all together gain most: 1, 0 when nobody gains, -1 when it failed."""
    out = np.empty(5, dtype=np.int64)
    waits = people.holds[mentee, MENTOR] < 0
    look(places, people, pairs, costs, mentee, NONE, one_coach, False, waits, 0, out)  # noqa: FBT003
    if out[0] <= people.weight[mentee]:
        return 0
    return 1 if push(places, people, pairs, costs, one_coach, mentee, out) else -1


@compiled
def improve(  # noqa: C901, PLR0917 - likewise
    places: Places,
    people: People,
    pairs: Pairs,
    costs: Costs,
    one_coach: bool,
    sweeps: int,
    most: int,
) -> int:
    """Move whoever gains most for all, again and again, at most so many times; return how often.

    Nobody moves twice, as costs are those before the first move; what it leaves open is seen by
    costs found anew. With 0 ``sweeps`` those at hand are taken.
    """
    out, best = np.empty(5, dtype=np.int64), np.empty(5, dtype=np.int64)
    barred: BoolArray = np.zeros(len(people.live), dtype=np.bool_)
    moves, failed = 0, 0
    if sweeps > 0:
        sweep(places, people, pairs, costs, one_coach, sweeps)
    while moves < most and failed < TRIED:
        gain, who = 0, NONE
        for mentee in range(len(people.live)):
            if not people.live[mentee] or barred[mentee]:
                continue
            if people.holds[mentee, MENTOR] >= 0:
                for kind in range(4):
                    if people.holds[mentee, kind] >= 0 and -costs.loss[mentee, kind] > gain:
                        gain, who = -costs.loss[mentee, kind], mentee
                        best[1:] = costs.to[mentee, kind]
                continue
            look(places, people, pairs, costs, mentee, NONE, one_coach, False, True, gain, out)  # noqa: FBT003
            if out[0] > gain:
                gain, who = out[0], mentee
                best[:] = out
        if who < 0:
            break
        barred[who] = True
        if push(places, people, pairs, costs, one_coach, who, best):
            moves += 1
            failed = 0
        else:
            failed += 1
    return moves
