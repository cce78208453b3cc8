"""Rough mentor prices by an auction, to tell which options deserve a place in the solver.

Mentees bid for their best mentor as much as it is better than their second best, and a step more;
a full mentor drops its lowest bid and asks that much from then on (Bertsekas, *The auction
algorithm*, 1988). Prices end within a step of optimal ones. Nothing exact rests on them.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import IntArray
from matcher.engine.sparse.kernels import Floats

STEPS = 400
"""The heaviest option counts so many steps."""

BIDS = 400
"""Bids per mentee after which the auction ends as it is."""


def auction(mentee: IntArray, mentor: IntArray, score: Floats, capacity: IntArray) -> Floats:
    """Return a price >= 0 per mentor, in units of ``score`` (n,), an option's weight."""
    order = np.argsort(mentee, kind="stable")
    order = order[capacity[mentor[order]] > 0]
    people = int(mentee.max(initial=-1)) + 1
    start = np.searchsorted(mentee[order], np.arange(people + 1)).astype(np.int64)
    asked = np.bincount(mentor, minlength=len(capacity))
    places = np.minimum(capacity, asked + 1)  # one that all can have is never full
    room = np.concatenate([[0], np.cumsum(places)]).astype(np.int64)
    price = np.zeros(len(capacity))
    step = float(score[order].max(initial=0.0)) / STEPS
    _bid(start, mentor[order], score[order], room, step, BIDS * people, price)
    return price


@compiled
def _rise(offer: Floats, holder: IntArray, at: int, bid: float, mine: int) -> None:
    """Add a bid at the end of a heap of ``at`` bids."""
    while at > 0 and offer[(at - 1) // 2] > bid:
        offer[at], holder[at] = offer[(at - 1) // 2], holder[(at - 1) // 2]
        at = (at - 1) // 2
    offer[at], holder[at] = bid, mine


@compiled
def _sink(offer: Floats, holder: IntArray, bid: float, mine: int) -> None:
    """Put a bid in the place of a heap's lowest."""
    at, child = 0, 1
    while child < len(offer):
        if child + 1 < len(offer) and offer[child + 1] < offer[child]:
            child += 1
        if offer[child] >= bid:
            break
        offer[at], holder[at] = offer[child], holder[child]
        at, child = child, 2 * child + 1
    offer[at], holder[at] = bid, mine


@compiled
def _best_two(mentor: IntArray, score: Floats, price: Floats) -> tuple[int, float, float]:
    """Return the best mentor, -1 for none of worth, its worth, and that of another or of none."""
    first, second, pick = 0.0, 0.0, -1
    for at in range(len(mentor)):
        value = score[at] - price[mentor[at]]
        if value > first:
            if mentor[at] != pick:
                second = first
            first, pick = value, mentor[at]
        elif value > second and mentor[at] != pick:
            second = value
    return pick, first, second


@compiled
def _bid(  # noqa: PLR0917 - compiled loops take plain arrays
    start: IntArray,
    mentor: IntArray,
    score: Floats,
    room: IntArray,
    step: float,
    bids: int,
    price: Floats,
) -> None:
    """Run the auction. The places of mentor j are ``room[j]:room[j + 1]``, a heap once all taken."""
    people = len(start) - 1
    offer = np.zeros(room[-1])
    holder = np.zeros(room[-1], dtype=np.int64)
    taken = np.zeros(len(price), dtype=np.int64)
    waiting = np.arange(people)[::-1].copy()
    left = people
    while left > 0 and bids > 0:
        bids -= 1
        left -= 1
        mine = waiting[left]
        own = slice(start[mine], start[mine + 1])
        pick, first, second = _best_two(mentor[own], score[own], price)
        if pick < 0:
            continue
        bid = price[pick] + first - second + step
        low, size = room[pick], room[pick + 1] - room[pick]
        offers, holders = offer[low : low + size], holder[low : low + size]
        if taken[pick] < size:
            _rise(offers, holders, taken[pick], bid, mine)
            taken[pick] += 1
        else:
            waiting[left] = holders[0]
            left += 1
            _sink(offers, holders, bid, mine)
        if taken[pick] == size:
            price[pick] = offers[0]
