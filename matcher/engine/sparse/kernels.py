"""Compiled loops over blocks of options: extremes, exact slack, and the best few per label."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import BoolArray, IntArray

Floats = npt.NDArray[np.float64]

WHOLE_WORD = 62
"""Shifts beyond this leave only the sign of a 64-bit integer."""


@compiled
def extremes(labels: IntArray, values: IntArray, best: IntArray, worst: IntArray) -> None:
    """Raise ``best`` and lower ``worst`` per label to the values seen."""
    for i in range(len(labels)):
        label, value = labels[i], values[i]
        best[label] = max(best[label], value)
        worst[label] = min(worst[label], value)


@compiled
def surplus(  # noqa: PLR0917 - compiled loops take plain arrays
    stages: IntArray,
    labels: IntArray,
    usage: IntArray,
    weighted: BoolArray,
    digits: IntArray,
    base: IntArray,
    shifts: IntArray,
    out: Floats,
) -> None:
    """Write each option's weight less the prices along it, in units of the first stage.

    The sign is exact; the amount is rounded. ``stages`` (S, n); ``labels`` (F, n) number all
    labels of all families; ``usage`` (F, n) is read where ``weighted`` (F,); ``digits`` (S, labels)
    are prices and ``base`` (S,) is added to each option. Stage s counts 2^``shifts``[s] in stage s + 1.
    """
    depth, families = stages.shape[0], labels.shape[0]
    for i in range(stages.shape[1]):
        carry = np.int64(0)
        fraction = 0.0
        for s in range(depth - 1, -1, -1):
            left = base[s] + stages[s, i] + carry
            for f in range(families):
                price = digits[s, labels[f, i]]
                if weighted[f]:
                    price *= usage[f, i]
                left -= price
            if s == 0:
                out[i] = left + fraction
            else:
                shift = shifts[s - 1]
                if shift > WHOLE_WORD:
                    carry = np.int64(-1) if left < 0 else np.int64(0)
                    rest = left + (2.0**shift if left < 0 else 0.0)
                else:
                    carry = left >> shift
                    rest = float(left - (carry << shift))
                fraction = (rest + fraction) / 2.0**shift


@compiled
def placed_surplus(  # noqa: PLR0917 - compiled loops take plain arrays
    mentee: IntArray,
    place: IntArray,
    points: IntArray,
    previous: IntArray,
    continuity: IntArray,
    lots: IntArray,
    mine: IntArray,
    theirs: IntArray,
    units: IntArray,
    shifts: IntArray,
    out: Floats,
) -> None:
    """Write what `surplus` does for options of a mentee and a place.

    ``mine`` (S, mentees) and ``theirs`` (S, places) are added up; ``units`` (S, 4) is what a point,
    a previous option, one of continuity and one of the lot count. ``previous`` and ``continuity``
    are empty where all are 0; ``lots`` has one entry for all or none where the options share it.
    """
    depth = mine.shape[0]
    shown, steady = len(previous) > 0, len(continuity) > 0
    shared, drawn = len(lots) == 1, len(lots) > 1
    for i in range(len(mentee)):
        carry = np.int64(0)
        fraction = 0.0
        for s in range(depth - 1, -1, -1):
            left = mine[s, mentee[i]] + theirs[s, place[i]] + points[i] * units[s, 0] + carry
            if shown:
                left += previous[i] * units[s, 1]
            if steady:
                left += continuity[i] * units[s, 2]
            if shared:
                left += lots[0] * units[s, 3]
            elif drawn:
                left += lots[i] * units[s, 3]
            if s == 0:
                out[i] = left + fraction
            else:
                shift = shifts[s - 1]
                if shift > WHOLE_WORD:
                    carry = np.int64(-1) if left < 0 else np.int64(0)
                    rest = left + (2.0**shift if left < 0 else 0.0)
                else:
                    carry = left >> shift
                    rest = float(left - (carry << shift))
                fraction = (rest + fraction) / 2.0**shift


@compiled
def rough_surplus(  # noqa: PLR0917 - compiled loops take plain arrays
    mentee: IntArray,
    place: IntArray,
    points: IntArray,
    mine: Floats,
    theirs: Floats,
    unit: float,
    more: float,
    error: float,
    out: Floats,
) -> None:
    """Write what `placed_surplus` gives at most, in floating point.

    ``more`` is what an option can have beside its points; ``error`` the rounding relative to the
    largest number added up.
    """
    for i in range(len(mentee)):
        a, b, c = mine[mentee[i]], theirs[place[i]], points[i] * unit
        out[i] = a + b + c + more + error * (abs(a) + abs(b) + abs(c) + more)


@compiled
def mixed(labels: IntArray, i: int) -> np.int64:
    """Return a number that depends on an option's labels only, to break ties without favour."""
    value = np.uint64(0x9E3779B97F4A7C15)
    for f in range(labels.shape[0]):
        value = (value ^ np.uint64(labels[f, i])) * np.uint64(0xBF58476D1CE4E5B9)
        value ^= value >> np.uint64(29)
    return np.int64(value >> np.uint64(1))


@compiled
def keep_best(  # noqa: PLR0917 - compiled loops take plain arrays
    score: Floats,
    floor: float,
    labels: IntArray,
    owner: IntArray,
    skip: BoolArray,
    best: Floats,
    keys: IntArray,
    marked: BoolArray,
) -> None:
    """Mark options that are among the best seen so far of their ``owner`` (n,).

    ``best`` and ``keys`` (owners, k) hold the scores and tie-breaks, worst first; only options
    with a score above ``floor`` and not to ``skip`` count.
    """
    size = best.shape[1]
    for i in range(len(score)):
        value = score[i]
        if not value > floor or skip[i]:
            continue
        mine = owner[i]
        if value < best[mine, 0]:
            continue
        key = mixed(labels, i)
        if value == best[mine, 0] and key <= keys[mine, 0]:
            continue
        at = 0
        while at + 1 < size and (
            best[mine, at + 1] < value or (best[mine, at + 1] == value and keys[mine, at + 1] < key)
        ):
            best[mine, at] = best[mine, at + 1]
            keys[mine, at] = keys[mine, at + 1]
            at += 1
        best[mine, at] = value
        keys[mine, at] = key
        marked[i] = True


@compiled
def still_best(  # noqa: PLR0917 - compiled loops take plain arrays
    score: Floats, labels: IntArray, owner: IntArray, best: Floats, keys: IntArray, kept: BoolArray
) -> None:
    """Keep the options marked earlier that no better ones have pushed out since."""
    for i in range(len(score)):
        least = best[owner[i], 0]
        kept[i] = score[i] > least or (score[i] == least and mixed(labels, i) >= keys[owner[i], 0])
