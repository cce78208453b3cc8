"""Small integer-array tools that the engine's parts share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matcher.engine.problem import kernels

IntArray = kernels.IntArray
BoolArray = kernels.BoolArray
PriceArray = npt.NDArray[np.object_] | IntArray
"""Integers that may pass 64 bits: Python ints in an object array when they do."""

INT64_SAFE = 2**61
"""Sums below this leave room for a few more additions in 64 bits."""

DIGIT_BITS = 16
"""Bits of a digit that numpy sorts without comparing."""

RADIX_FROM = 1_000
"""Rows from which sorting digit by digit is the faster way."""

SPARE = 4
"""Cells per row up to which a table of all possible rows beats sorting the rows there are."""


def lex_order(keys: Sequence[IntArray]) -> IntArray:
    """Return the stable order that sorts rows by the first key, then the second, and so on.

    Last keys in whose order the rows stand already need no sorting, as it is stable. Keys of
    non-negative integers are packed into one when they fit 63 bits, which sorts several times
    faster.
    """
    size = len(keys[0])
    for count in range(len(keys)):
        if ties(keys[count:]) is not None:
            keys = keys[:count]
            break
    if not keys:
        return np.arange(size, dtype=np.int64)
    packed = pack(keys)
    if packed is None:
        return np.lexsort(tuple(reversed(keys))).astype(np.int64)
    return _order(packed)


def ties(keys: Sequence[IntArray]) -> BoolArray | None:
    """Return which rows equal the one after them; None where the rows do not ascend by keys."""
    tied = np.ones(max(0, len(keys[0]) - 1), dtype=np.bool_)
    for key in keys:
        if not kernels.still_tied(plain(key), tied):
            return None
    return tied


def plain(values: IntArray) -> IntArray:
    """Return the same numbers as compiled loops take them: in 64 bits, side by side, writable.

    Machine code is made for each kind of array that comes; so there is one kind.
    """
    return np.require(values, np.int64, ["C", "W"])


def taken(values: IntArray, rows: IntArray) -> IntArray:
    """Return the values of some rows; where all values are alike, as usages often are, a view."""
    if 0 < len(rows) <= len(values) and bool((values == values[0]).all()):
        return values[: len(rows)]
    return values[rows]


def among(values: IntArray, ordered: IntArray) -> BoolArray:
    """Return which values are among sorted ones: each is looked up, and neither is sorted anew."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.searchsorted(ordered, values)
    found: BoolArray = ordered[np.minimum(at, len(ordered) - 1)] == values
    return found


def _order(packed: IntArray) -> IntArray:
    """Return the stable order of non-negative integers.

    Digits of 16 bits are sorted one after the other, lowest first, each in linear time; past three
    digits a sort by comparison costs as much.
    """
    if _ascends(packed):
        return np.arange(packed.size, dtype=np.int64)
    largest = int(packed.max())
    if packed.size < RADIX_FROM or largest >= 1 << 3 * DIGIT_BITS:
        return np.argsort(packed, kind="stable").astype(np.int64)
    order = np.argsort(packed.astype(np.uint16), kind="stable")
    for shift in range(DIGIT_BITS, largest.bit_length(), DIGIT_BITS):
        digit = (packed >> shift).astype(np.uint16)[order]
        order = order[np.argsort(digit, kind="stable")]
    return order.astype(np.int64, copy=False)


def _ascends(values: IntArray) -> bool:
    return bool((values[1:] >= values[:-1]).all())


def pack(keys: Sequence[IntArray]) -> IntArray | None:
    """Return one integer per row that orders as the keys do; None when it takes over 63 bits."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.int64)
    if any(int(key.min()) < 0 for key in keys):
        return None
    size = 1
    for key in keys:
        size *= int(key.max()) + 1
    if size >= 2**63:
        return None
    packed = keys[0].astype(np.int64)
    for key in keys[1:]:
        packed *= int(key.max()) + 1
        packed += key
    return packed


def distinct(keys: Sequence[IntArray]) -> tuple[IntArray, IntArray]:
    """Return the first row of each distinct row of keys, sorted by keys, and each row's rank."""
    packed = pack(keys)
    if packed is not None and packed.size:
        size = int(packed.max()) + 1
        if size <= SPARE * packed.size:
            first, rank = np.empty((2, packed.size), dtype=np.int64)
            count = kernels.number(packed, np.zeros(size, dtype=np.int64), first, rank)
            return first[:count], rank
        order = _order(packed)
        ordered = packed[order]
        fresh = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    else:
        order = lex_order(keys)
        fresh = np.zeros(len(order), dtype=np.bool_)
        fresh[:1] = True
        for key in keys:
            ordered = key[order]
            fresh[1:] |= ordered[1:] != ordered[:-1]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.cumsum(fresh) - 1
    return order[fresh], rank


def distinct_count(keys: Sequence[IntArray]) -> int:
    """Return how many distinct rows keys have."""
    packed = pack(keys)
    if packed is None or not packed.size:
        return len(distinct(keys)[0])
    size = int(packed.max()) + 1
    # a mark takes an eighth of the room that a number takes
    if size > 8 * SPARE * packed.size:
        return len(distinct(keys)[0])
    return int(kernels.count_values(packed, np.zeros(size, dtype=np.bool_)))


def first_of(labels: IntArray, size: int) -> IntArray:
    """Return the first row of each of ``size`` labels; -1 where there is none."""
    first = np.full(size, -1, dtype=np.int64)
    kernels.write_first(plain(labels), first)
    return first


def max_by(labels: IntArray, values: IntArray, size: int, least: int = 0) -> IntArray:
    """Return the largest value per label, at least ``least``; ``least`` where there is none."""
    best = np.full(size, least, dtype=np.int64)
    kernels.write_most(plain(labels), plain(values), best)
    return best


def connected(size: int, left: IntArray, right: IntArray) -> IntArray:
    """Return for each of ``size`` nodes the lowest node that its edges connect it with."""
    root = np.arange(size, dtype=np.int64)
    kernels.join(root, plain(left), plain(right))
    kernels.find_roots(root)
    return root


def exact_dot(values: PriceArray, counts: IntArray) -> int:
    """Return the sum of products as a Python int, whatever its size."""
    used = np.flatnonzero(values != 0)
    total = 0
    for value, count in zip(values[used].tolist(), counts[used].tolist(), strict=True):
        total += value * count
    return total


def compact(values: npt.NDArray[np.object_]) -> PriceArray:
    """Return the values as int64 when a few of them can be added in 64 bits, else unchanged."""
    if values.size == 0:
        return values.astype(np.int64)
    if int(values.max()) < INT64_SAFE // 64 and int(values.min()) > -INT64_SAFE // 64:
        return values.astype(np.int64)
    return values
