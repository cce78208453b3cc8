"""What it costs to let somebody in: the place they take, and where those go whom they displace.

Who gives up one of their labels moves on to the best place without it, which may displace another:
sweeps over all who have a place find what that costs along chains of as many moves (Bellman and
Ford's way to shortest paths). Costs are hefts, and moves of one chain may be in each other's way:
they show what to try, not what is so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.live.tables import (
    COACH,
    MENTOR,
    NEVER,
    NONE,
    PROJECT,
    PROMOTOR,
    Pairs,
    People,
    Places,
)
from matcher.engine.problem.arrays import IntArray

NOBODY = 2**61
"""The cost of a place that nobody can give up."""

FREE, TAKEN, VICTIM, HEFT = range(4)
"""Best among what is free, best of all at the cost of who has it, who that is; what it adds."""


class Costs(NamedTuple):
    """What giving up costs, and room for those who look.

    By mentee and kind of label (N, 4): the ``loss`` when they give it up, and ``to`` (N, 4, 4) the
    mentor, coach and project they go to then, with whom they displace. By label the ``cost`` (L,)
    of its cheapest holder. By mentor (L, 2) the best coach ``ease`` and who it is, and by mentee
    (N,) the row of the coach ``instead`` for who displaces them at their mentor. Who is displaced,
    a ``victim``, is 4 × the mentee + the kind of label that they give up.
    Beside a pair and a project no mentor (L,) brings more than ``most``.
    """

    loss: IntArray
    to: IntArray
    cost: IntArray
    victim: IntArray
    ease: IntArray
    ease_coach: IntArray
    instead: IntArray
    value: IntArray
    seen: IntArray
    group_value: IntArray
    group_project: IntArray
    group_seen: IntArray
    clock: IntArray
    most: IntArray


def costs_for(people: int, labels: int, groups: int) -> Costs:
    """Return room for so many of each."""

    def room(*shape: int) -> IntArray:
        return np.full(shape, NONE, dtype=np.int64)

    return Costs(
        room(people, 4),
        room(people, 4, 4),
        room(labels),
        room(labels),
        room(labels, 2),
        room(labels, 2),
        room(people),
        room(labels, 4),
        room(labels),
        room(groups, 2),
        room(groups, 2),
        room(groups),
        np.zeros(1, dtype=np.int64),
        room(labels),
    )


@compiled
def only_coach(  # noqa: PLR0917 - plain arguments and one loop, as compiled code wants
    first: IntArray, after: IntArray, holds: IntArray, mentor: int, mover: int, other: int
) -> int:
    """Return the coach that a mentor's duos beside those of two mentees have, `NONE` for none."""
    holder = first[mentor]
    while holder >= 0:
        if holder != mover and holder != other:  # noqa: PLR1714 - a set is slow in compiled code
            return int(holds[holder, COACH])
        holder = after[holder, MENTOR]
    return NONE


@compiled
def _coaches(  # noqa: PLR0917 - plain arguments and one loop, as compiled code wants
    free: IntArray,
    used: IntArray,
    coach: IntArray,
    heft: IntArray,
    cost: IntArray,
    start: int,
    stop: int,
    only: int,
    own: int,
    avoid: int,
    found: IntArray,
) -> None:
    """Write the best free coach of a run and the best: ``found`` (4,) heft, coach, heft, coach.

    Who looks gives up ``own``, may not have ``avoid``, and must have ``only``, if it is one.
    """
    found[0] = found[2] = NEVER
    found[1] = found[3] = NONE
    for row in range(start, stop):
        one = coach[row]
        if heft[row] <= found[0] or one == avoid or (only >= 0 and one != only):
            continue
        here = used[one] - (one == own) < free[one]
        value = heft[row] if here else heft[row] - cost[one]
        if free[one] <= 0:
            continue
        if here and value > found[0]:
            found[0], found[1] = value, one
        if value > found[2]:
            found[2], found[3] = value, one


@compiled
def _coach_instead(  # noqa: PLR0917 - plain arguments and one loop, as compiled code wants
    free: IntArray,
    used: IntArray,
    coach: IntArray,
    heft: IntArray,
    start: int,
    stop: int,
    only: int,
    own: int,
    theirs: int,
    avoid: int,
) -> int:
    """Return the row of the best free coach of a run when two give up theirs, `NONE` without."""
    found = NONE
    for row in range(start, stop):
        one = coach[row]
        if one == avoid or free[one] <= 0 or (only >= 0 and one != only):
            continue
        here = one == theirs or used[one] - (one == own) < free[one]
        if here and (found < 0 or heft[row] > heft[found]):
            found = row
    return found


@compiled
def _relieved(  # noqa: PLR0917 - plain arguments and one loop, as compiled code wants
    free: IntArray,
    used: IntArray,
    owner: IntArray,
    holds: IntArray,
    project: int,
    mover: int,
    victim: int,
) -> bool:
    """Return whether a project has a place when a victim gives up theirs too."""
    own, theirs = holds[mover, PROJECT] == project, holds[victim, PROJECT] == project
    if not theirs and used[project] - own >= free[project]:
        return False
    above = owner[project]
    if above < 0 or holds[victim, PROMOTOR] == above:
        return True
    return bool(used[above] - (holds[mover, PROMOTOR] == above) < free[above])


@compiled
def _open_projects(  # noqa: PLR0917 - likewise
    places: Places,
    people: People,
    costs: Costs,
    mentee: int,
    avoid: int,
    free_only: bool,
) -> None:
    """Write what a mentee's projects are worth, with a stamp of the clock."""
    stamp = costs.clock[0]
    for row in range(people.own_at[mentee], people.own_at[mentee] + people.owns[mentee]):
        project = people.own[row]
        owner = places.owner[project]
        if project == avoid or places.free[project] <= 0:
            continue
        if owner >= 0 and (owner == avoid or places.free[owner] <= 0):
            continue
        mine = people.holds[mentee, PROJECT] == project
        full = places.used[project] - mine >= places.free[project]
        over = owner >= 0 and (
            places.used[owner] - (people.holds[mentee, PROMOTOR] == owner) >= places.free[owner]
        )
        heft = people.own_heft[row]
        costs.seen[project] = stamp
        costs.value[project, FREE] = costs.value[project, TAKEN] = heft
        costs.value[project, VICTIM], costs.value[project, HEFT] = NONE, heft
        if full or over:
            costs.value[project, FREE] = NEVER
            costs.value[project, VICTIM] = costs.victim[project] if full else costs.victim[owner]
            cost = costs.cost[project] if full else costs.cost[owner]
            costs.value[project, TAKEN] = NEVER if free_only or cost >= NOBODY else heft - cost


@compiled
def _group(  # noqa: PLR0917 - plain arguments and one loop, as compiled code wants
    door: IntArray,
    start: int,
    stop: int,
    seen: IntArray,
    stamp: int,
    value: IntArray,
    best: IntArray,
    project: IntArray,
) -> None:
    """Write the best of a set of projects, (2,): among what is free, and of all."""
    for side in (FREE, TAKEN):
        best[side], project[side] = NEVER, NONE
        for row in range(start, stop):
            one = door[row]
            if seen[one] == stamp and value[one, side] > best[side]:
                best[side], project[side] = value[one, side], one


@compiled
def _offer(out: IntArray, value: int, mentor: int, coach: int, project: int, victim: int) -> None:  # noqa: PLR0917 - plain arguments and one loop, as compiled code wants
    if value > out[0]:
        out[0], out[1], out[2], out[3], out[4] = value, mentor, coach, project, victim


@compiled
def _listed(  # noqa: C901, PLR0917 - likewise
    places: Places,
    people: People,
    pairs: Pairs,
    costs: Costs,
    mentee: int,
    pair: int,
    avoid: int,
    one_coach: bool,
    free_only: bool,
    out: IntArray,
) -> None:
    """Offer the combinations that a pair lists."""
    mentor, number = pairs.mentor[pair], -1 - pairs.projects[pair]
    free, used, holds = places.free, places.used, people.holds
    room = used[mentor] - (holds[mentee, MENTOR] == mentor) < free[mentor]
    only = only_coach(places.first, people.after, holds, mentor, mentee, NONE)
    if not one_coach:
        only = NONE
    for row in range(pairs.listed_at[number], pairs.listed_at[number] + pairs.listed[number]):
        project = people.own[people.own_at[mentee] + pairs.own[row]]
        other = places.coach_at[mentor] + pairs.coach[row]
        coach = places.coach[other]
        if costs.seen[project] != costs.clock[0] or coach == avoid or places.free[coach] <= 0:
            continue
        heft = pairs.heft[pair] + pairs.points_heft[row] + places.coach_heft[other]
        idle = used[coach] - (holds[mentee, COACH] == coach) < free[coach]
        alone, taken = costs.value[project, FREE], costs.value[project, TAKEN]
        if room:
            if only >= 0 and coach != only:
                continue
            if idle and taken > NEVER:
                _offer(out, heft + taken, mentor, coach, project, costs.value[project, VICTIM])
            elif alone > NEVER and not free_only and costs.cost[coach] < NOBODY:
                victim = costs.victim[coach]
                _offer(out, heft + alone - costs.cost[coach], mentor, coach, project, victim)
            continue
        if free_only:
            continue
        own = heft + costs.value[project, HEFT]
        holder = places.first[mentor]
        while holder >= 0:
            if holder != mentee and (idle or people.holds[holder, COACH] == coach):
                bound = only_coach(places.first, people.after, holds, mentor, mentee, holder)
                bound = bound if one_coach else NONE
                if (bound < 0 or bound == coach) and _relieved(
                    free, used, places.owner, holds, project, mentee, holder
                ):
                    value = own - costs.loss[holder, MENTOR]
                    _offer(out, value, mentor, coach, project, 4 * holder + MENTOR)
            holder = people.after[holder, MENTOR]


@compiled
def look(  # noqa: C901, PLR0912, PLR0915, PLR0917 - likewise
    places: Places,
    people: People,
    pairs: Pairs,
    costs: Costs,
    mentee: int,
    avoid: int,
    one_coach: bool,
    free_only: bool,
    known: bool,
    floor: int,
    out: IntArray,
) -> None:
    """Find the best place of a mentee but for a label to avoid, when they give up their own.

    ``out`` (5,) is what it brings, mentor, coach, project and whom it displaces. ``free_only``
    looks at what displaces nobody; ``known`` asks `tabulate`, for who has no place. Only what brings
    more than ``floor`` is found.
    """
    out[0] = floor
    out[1] = out[2] = out[3] = out[4] = NONE
    costs.clock[0] += 1
    _open_projects(places, people, costs, mentee, avoid, free_only)
    stamp = costs.clock[0]
    free, used, first, owner = places.free, places.used, places.first, places.owner
    holds, after = people.holds, people.after
    coach_at, coaches, coach, coach_heft = (
        places.coach_at,
        places.coaches,
        places.coach,
        places.coach_heft,
    )
    door_at, doors, door = places.door_at, places.doors, places.door
    seen, value, cost, loss, victims = (
        costs.seen,
        costs.value,
        costs.cost,
        costs.loss,
        costs.victim,
    )
    best, project, grouped = costs.group_value, costs.group_project, costs.group_seen
    found = np.empty(4, dtype=np.int64)
    own_mentor, own_coach = holds[mentee, MENTOR], holds[mentee, COACH]
    top = NEVER
    for row in range(people.own_at[mentee], people.own_at[mentee] + people.owns[mentee]):
        top = max(top, people.own_heft[row])
    for pair in range(people.pair_at[mentee], people.pair_at[mentee] + people.pairs[mentee]):
        mentor, group = pairs.mentor[pair], pairs.projects[pair]
        if mentor == avoid or free[mentor] <= 0:
            continue
        if known and group >= 0 and pairs.heft[pair] + top + costs.most[mentor] <= out[0]:
            continue
        room = used[mentor] - (own_mentor == mentor) < free[mentor]
        if free_only and not room:
            continue
        if group < 0:
            _listed(places, people, pairs, costs, mentee, pair, avoid, one_coach, free_only, out)
            continue
        door_start, door_stop = door_at[group], door_at[group] + doors[group]
        if grouped[group] != stamp:
            grouped[group] = stamp
            _group(door, door_start, door_stop, seen, stamp, value, best[group], project[group])
        heft = pairs.heft[pair]
        start, stop = coach_at[mentor], coach_at[mentor] + coaches[mentor]
        if room:
            if known:
                for side in (FREE, TAKEN):
                    found[2 * side] = costs.ease[mentor, side]
                    found[2 * side + 1] = costs.ease_coach[mentor, side]
            else:
                only = NONE
                if one_coach and first[mentor] >= 0:
                    only = only_coach(first, after, holds, mentor, mentee, NONE)
                _coaches(
                    free, used, coach, coach_heft, cost, start, stop, only, own_coach, avoid, found
                )
            at = project[group, FREE]
            if at >= 0 and found[1] >= 0:
                _offer(out, heft + best[group, FREE] + found[0], mentor, found[1], at, NONE)
            if free_only:
                continue
            if at >= 0 and found[3] != found[1] and found[2] > NEVER // 2:
                gain = heft + best[group, FREE] + found[2]
                _offer(out, gain, mentor, found[3], at, victims[found[3]])
            at = project[group, TAKEN]
            if at >= 0 and found[1] >= 0:
                gain = heft + best[group, TAKEN] + found[0]
                _offer(out, gain, mentor, found[1], at, value[at, VICTIM])
            continue
        holder = first[mentor]
        while holder >= 0:
            if holder != mentee:
                if known:
                    row = costs.instead[holder]
                else:
                    only = NONE
                    if one_coach and used[mentor] > 1:
                        only = only_coach(first, after, holds, mentor, mentee, holder)
                    theirs = holds[holder, COACH]
                    row = _coach_instead(
                        free, used, coach, coach_heft, start, stop, only, own_coach, theirs, avoid
                    )
                if row >= 0:
                    gain = heft + coach_heft[row] - loss[holder, MENTOR]
                    for door_row in range(door_start, door_stop):
                        at = door[door_row]
                        if seen[at] != stamp:
                            continue
                        open_here = value[at, FREE] > NEVER or _relieved(
                            free, used, owner, holds, at, mentee, holder
                        )
                        more = gain + value[at, HEFT]
                        if open_here and more > out[0]:
                            _offer(out, more, mentor, coach[row], at, 4 * holder + MENTOR)
            holder = after[holder, MENTOR]


@compiled
def tabulate(places: Places, people: People, costs: Costs, one_coach: bool) -> None:  # noqa: C901 - plain arguments and one loop, as compiled code wants
    """Write by label what its cheapest holder asks, and by mentor the best coach there is then."""
    costs.cost[:] = NOBODY
    costs.victim[:] = NONE
    for mentee in range(len(people.live)):
        for kind in range(4):
            label = people.holds[mentee, kind]
            if label >= 0 and costs.loss[mentee, kind] < costs.cost[label]:
                costs.cost[label] = costs.loss[mentee, kind]
                costs.victim[label] = 4 * mentee + kind
    found = np.empty(4, dtype=np.int64)
    for mentor in range(len(places.free)):
        if places.coaches[mentor] == 0 or places.free[mentor] <= 0:
            continue
        start, stop = places.coach_at[mentor], places.coach_at[mentor] + places.coaches[mentor]
        if places.used[mentor] < places.free[mentor]:
            only = NONE
            if one_coach:
                only = only_coach(places.first, people.after, people.holds, mentor, NONE, NONE)
            _coaches(
                places.free,
                places.used,
                places.coach,
                places.coach_heft,
                costs.cost,
                start,
                stop,
                only,
                NONE,
                NONE,
                found,
            )
            for side in (FREE, TAKEN):
                costs.ease[mentor, side] = found[2 * side]
                costs.ease_coach[mentor, side] = found[2 * side + 1]
            costs.most[mentor] = found[2]
            continue
        costs.most[mentor] = NEVER
        holder = places.first[mentor]
        while holder >= 0:
            only = NONE
            if one_coach:
                only = only_coach(places.first, people.after, people.holds, mentor, holder, NONE)
            costs.instead[holder] = _coach_instead(
                places.free,
                places.used,
                places.coach,
                places.coach_heft,
                start,
                stop,
                only,
                NONE,
                people.holds[holder, COACH],
                NONE,
            )
            row = costs.instead[holder]
            if row >= 0:
                worth = places.coach_heft[row] - costs.loss[holder, MENTOR]
                costs.most[mentor] = max(costs.most[mentor], worth)
            holder = people.after[holder, MENTOR]


@compiled
def sweep(  # noqa: PLR0917 - likewise
    places: Places,
    people: People,
    pairs: Pairs,
    costs: Costs,
    one_coach: bool,
    sweeps: int,
) -> None:
    """Find what everybody who has a place loses by giving it up, along chains of ``sweeps`` moves."""
    out = np.empty(5, dtype=np.int64)
    for mentee in range(len(people.live)):
        costs.loss[mentee] = people.weight[mentee]
        costs.to[mentee] = NONE
    for _ in range(sweeps):
        tabulate(places, people, costs, one_coach)
        for mentee in range(len(people.live)):
            if people.holds[mentee, MENTOR] < 0:
                continue
            for kind in range(4):
                label = people.holds[mentee, kind]
                tight = label >= 0 and places.used[label] >= places.free[label]
                if not tight and kind != MENTOR:
                    continue
                look(places, people, pairs, costs, mentee, label, one_coach, False, False, 0, out)  # noqa: FBT003
                costs.loss[mentee, kind] = people.weight[mentee] - out[0]
                costs.to[mentee, kind] = out[1:]
    tabulate(places, people, costs, one_coach)
