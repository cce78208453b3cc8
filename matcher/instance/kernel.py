"""The inner loops of a scan, compiled: bitsets in, pairs and points out.

Positions are those of `matcher.instance.bits.Bits`: a left one (a mentee) has a list of rows for
each clause, and holds with the right ones (mentors, 64 to a word) whose bits stand in at least
one row of every clause. No function here knows what a clause means. What is compiled holds the
constants of this file alone: a change elsewhere would not make it anew.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.engine.jit import compiled
from matcher.instance.bits import Bits
from matcher.network.columns import ReachColumns

Array = npt.NDArray[Any]

ZERO = np.uint64(0)
ONE = np.uint64(1)
WORD = 64
SHIFT = np.uint64(58)
DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
"""Every run of six bits in it is another number (a de Bruijn sequence): it tells a lone bit's place."""

THOUSANDTH, THOUSANDTH_SHIFT = 536_871, 29
"""``n * THOUSANDTH >> THOUSANDTH_SHIFT`` is ⌊n / 1000⌋ for n in 0 … 10⁶, and needs no division."""


class Pairs(NamedTuple):
    """Pairs of a run of left positions, in which points are added up.

    Left position ``first + i`` has the pairs ``start[i] : start[i + 1]`` of ``right`` and
    ``points``, right positions ascending.
    """

    first: int
    start: Array
    right: Array
    points: Array


def _places() -> Array:
    places = np.zeros(WORD, dtype=np.int64)
    for place in range(WORD):
        product = (int(DE_BRUIJN) << place) & (2**WORD - 1)
        places[product >> int(SHIFT)] = place
    return places


PLACE = _places()


@compiled
def admit(bits: Bits, first: int, out: Array) -> None:
    """Fill ``out`` with who holds with each left position from ``first`` on, shape (n, words)."""
    for i in range(out.shape[0]):
        left = first + i
        out[i, :] = ZERO
        begin, end = _window(bits, left)
        for w in range(begin, end):
            out[i, w] = bits.rows[0, w]
        for k in range(bits.starts.shape[0]):
            s, t = bits.starts[k, left], bits.starts[k, left + 1]
            if t == s + 1:
                row = bits.rows[bits.ids[s]]
                for w in range(begin, end):
                    out[i, w] &= row[w]
            else:
                for w in range(begin, end):
                    out[i, w] &= _any_of(bits, s, t, w)
        for j in range(bits.barred_start[left], bits.barred_start[left + 1]):
            barred = bits.barred[j]
            out[i, barred // WORD] &= ~(ONE << np.uint64(barred % WORD))


@compiled
def _window(bits: Bits, left: int) -> tuple[int, int]:
    """Return the words outside which some clause leaves nobody, before any word is read."""
    begin, end = bits.low[0], bits.high[0]
    for k in range(bits.starts.shape[0]):
        low, high = bits.rows.shape[1], 0
        for j in range(bits.starts[k, left], bits.starts[k, left + 1]):
            low = min(low, bits.low[bits.ids[j]])
            high = max(high, bits.high[bits.ids[j]])
        begin, end = max(begin, low), min(end, high)
    return begin, end


@compiled
def _any_of(bits: Bits, s: int, t: int, w: int) -> Any:
    """Return word ``w`` of the rows ``ids[s:t]`` taken together."""
    word = ZERO
    for j in range(s, t):
        word |= bits.rows[bits.ids[j], w]
    return word


@compiled
def spread(words: Array, right: Array) -> None:
    """Write the place of every bit into ``right``, row by row, ascending."""
    n = 0
    for i in range(words.shape[0]):
        for w in range(words.shape[1]):
            word = words[i, w]
            while word != ZERO:
                alone = word & (~word + ONE)
                right[n] = w * WORD + PLACE[(alone * DE_BRUIJN) >> SHIFT]
                n += 1
                word ^= alone


@compiled
def join(first: Array, second: Array, only: Array, out: Array) -> None:
    """Set bit c of row a in ``out`` where some b has (a, b) in ``first`` and (b, c) in ``second``.

    Only bits that ``only`` has, which is of the shape of ``out``.
    """
    for i in range(first.shape[0]):
        for w in range(first.shape[1]):
            word = first[i, w]
            while word != ZERO:
                alone = word & (~word + ONE)
                b = w * WORD + PLACE[(alone * DE_BRUIJN) >> SHIFT]
                for x in range(out.shape[1]):
                    out[i, x] |= second[b, x]
                word ^= alone
        for x in range(out.shape[1]):
            out[i, x] &= only[i, x]


@compiled
def settle(  # noqa: PLR0917 - compiled loops take plain arrays
    mentee: Array,
    mentor: Array,
    start: Array,
    project: Array,
    admitted: Array,
    pair: Array,
    place: Array,
) -> int:
    """Write for each pair the places that it can take, and return how many there are.

    The places of a mentor are ``start[mentor]`` up to ``start[mentor + 1]``; a pair can take those
    whose ``project`` is ``admitted`` for the mentee, a table of mentees and projects.
    """
    n = 0
    for i in range(len(mentee)):
        for t in range(start[mentor[i]], start[mentor[i] + 1]):
            if admitted[mentee[i], project[t]]:
                pair[n], place[n] = i, t
                n += 1
    return n


@compiled
def add_cells(left_codes: Array, right_codes: Array, table: Array, pairs: Pairs) -> None:
    """Add ``table[left code, right code]`` to the points of every pair."""
    for i in range(pairs.start.shape[0] - 1):
        row = table[left_codes[pairs.first + i]]
        for n in range(pairs.start[i], pairs.start[i + 1]):
            pairs.points[n] += row[right_codes[pairs.right[n]]]


@compiled
def add_best(bits: Bits, steps: Array, allowed: Array, pairs: Pairs) -> None:
    """Add to each pair the points of the first step whose condition holds; ``steps`` fall.

    Clause k of ``bits`` is the condition of step k; ``allowed`` has the bits of the pairs.
    """
    found = np.zeros(allowed.shape[1] * WORD, dtype=np.int64)
    left_over = np.zeros(allowed.shape[1], dtype=np.uint64)
    for i in range(allowed.shape[0]):
        begin, end = pairs.start[i], pairs.start[i + 1]
        if begin == end:
            continue
        left_over[:] = allowed[i]
        low, high = pairs.right[begin] // WORD, pairs.right[end - 1] // WORD + 1
        for k in range(steps.shape[0]):
            s, t = bits.starts[k, pairs.first + i], bits.starts[k, pairs.first + i + 1]
            if s != t:
                for w in range(low, high):
                    word = _any_of(bits, s, t, w) & left_over[w]
                    left_over[w] ^= word
                    _mark(word, w, steps[k], found)
        for n in range(begin, end):
            pairs.points[n] += found[pairs.right[n]]
            found[pairs.right[n]] = 0


@compiled
def _mark(word: Any, w: int, value: int, found: Array) -> None:
    """Write a value at the place of every bit of word ``w``."""
    while word != ZERO:
        alone = word & (~word + ONE)
        found[w * WORD + PLACE[(alone * DE_BRUIJN) >> SHIFT]] = value
        word ^= alone


@compiled
def add_reach(reach: ReachColumns, run_bits: int, pairs: Pairs) -> None:
    """Add to each pair the points of the mentor's reach; see `matcher.network.columns`.

    ``run_bits`` is that module's ``RUN_BITS``.
    """
    suits = np.zeros(reach.likeness.shape[1], dtype=np.int16)
    for i in range(pairs.start.shape[0] - 1):
        begin, end = pairs.start[i], pairs.start[i + 1]
        left = pairs.first + i
        if begin == end or reach.want_start[left] == reach.want_start[left + 1]:
            continue
        _fit(reach, left, suits)
        for n in range(begin, end):
            total = 0
            mentor = pairs.right[n]
            for j in range(reach.tie_start[mentor], reach.tie_start[mentor + 1]):
                through = reach.tie_permille[j] * suits[reach.tie_end[j]]
                total += reach.units[(through * THOUSANDTH) >> THOUSANDTH_SHIFT]
            pairs.points[n] += _reached(reach, total, run_bits)


@compiled
def _fit(reach: ReachColumns, left: int, suits: Array) -> None:
    """Write how well each employer suits a mentee, in permille."""
    suits[:] = 0
    for j in range(reach.want_start[left], reach.want_start[left + 1]):
        row = reach.likeness[reach.want[j]]
        for e in range(suits.shape[0]):
            suits[e] = max(suits[e], row[e])
    near = reach.nearness[reach.home[left]]
    for e in range(suits.shape[0]):
        suits[e] = (suits[e] * near[e] * THOUSANDTH) >> THOUSANDTH_SHIFT


@compiled
def _reached(reach: ReachColumns, total: int, run_bits: int) -> int:
    """Return how many bounds a number of units reaches."""
    most = len(reach.bounds)
    if total >> run_bits >= len(reach.guess):
        return most
    points = int(reach.guess[total >> run_bits])
    while points < most and reach.bounds[points] <= total:
        points += 1
    return points
