"""Better sets that are one step away: what no claim of optimality survives.

Where prices leave a gap, a set is called best on the solver's word. That word is not taken when
one mentee could have a better option within the room that the others leave, or two could
exchange theirs for more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.audit.matching import Matching
from matcher.engine.problem.arrays import PriceArray

Integers = npt.NDArray[np.int64]


def better_step(matching: Matching, weights: PriceArray) -> tuple[int, ...]:
    """Return one or two options that would make the chosen set weigh more; empty without any.

    Parameters
    ----------
    matching
        Options and those that were chosen.
    weights
        (n,) the folded weight of each option.
    """
    own = np.full(len(matching.problem.waiting), -1, dtype=np.int64)
    own[matching.instance.mentee[matching.chosen]] = matching.chosen
    return _move(matching, weights, own) or _exchange(matching, weights, own)


def _move(matching: Matching, weights: PriceArray, own: Integers) -> tuple[int, ...]:
    """Return an option that outweighs its mentee's own and has room."""
    instance = matching.instance
    mine = own[instance.mentee]
    better = weights > np.where(mine >= 0, weights[mine], 0)
    for capacity, left in matching.left:
        returned = (mine >= 0) & (capacity.labels[mine] == capacity.labels)
        room = left[capacity.labels] + np.where(returned, capacity.usage[mine], 0)
        better &= room >= capacity.usage
    if instance.one_coach:
        better &= _keeps_coach(matching, mine)
    return tuple(np.flatnonzero(better)[:1].tolist())


def _keeps_coach(matching: Matching, mine: Integers) -> npt.NDArray[np.bool_]:
    """Return which options leave their mentor the coach of the mentor's other duos."""
    instance, chosen = matching.instance, matching.chosen
    size = len(matching.problem.mentors)
    coach = np.full(size, -1, dtype=np.int64)
    coach[instance.mentor[chosen]] = instance.coach[chosen]
    duos = np.bincount(instance.mentor[chosen], minlength=size)
    others = duos[instance.mentor] - ((mine >= 0) & (instance.mentor[mine] == instance.mentor))
    return np.asarray((others == 0) | (coach[instance.mentor] == instance.coach), dtype=np.bool_)


def _exchange(matching: Matching, weights: PriceArray, own: Integers) -> tuple[int, ...]:
    """Return an option for a mentee in another's place, and one for the other in theirs.

    Mentor, coach and project keep what they use when mentees change places, so there is room.
    A mentee without a place takes one for nothing in return.
    """
    instance, chosen = matching.instance, matching.chosen
    shape = (
        len(matching.problem.mentors),
        len(matching.problem.coaches),
        len(matching.problem.projects),
    )
    place = np.ravel_multi_index((instance.mentor, instance.coach, instance.project), shape)
    holders: dict[int, list[int]] = {}
    for option in chosen.tolist():
        holders.setdefault(int(place[option]), []).append(option)
    gains: dict[tuple[int, int], tuple[int, int]] = {}
    for option in np.flatnonzero(np.isin(place, place[chosen])).tolist():
        mine = int(own[instance.mentee[option]])
        for theirs in holders[int(place[option])]:
            gain = int(weights[option]) - int(weights[theirs])
            if mine < 0 < gain:
                return (option,)
            gains[mine, theirs] = option, gain
    for (mine, theirs), (option, gain) in gains.items():
        back, loss = gains.get((theirs, mine), (option, -gain))
        if gain + loss > 0:
            return option, back
    return ()
