"""Small integer-array tools that the engine's parts share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
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

    Keys of non-negative integers are packed into one when they fit 63 bits, which sorts several
    times faster.
    """
    packed = pack(keys)
    if packed is None:
        return np.lexsort(tuple(reversed(keys))).astype(np.int64)
    return _order(packed)


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
    packed = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        packed = packed * (int(key.max()) + 1) + key
    return packed


def distinct(keys: Sequence[IntArray]) -> tuple[IntArray, IntArray]:
    """Return the first row of each distinct row of keys, sorted by keys, and each row's rank."""
    packed = pack(keys)
    if packed is not None and packed.size:
        size = int(packed.max()) + 1
        if size <= SPARE * packed.size:
            first = first_of(packed, size)
            found = first >= 0
            return first[found], (np.cumsum(found) - 1)[packed]
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


def first_of(labels: IntArray, size: int) -> IntArray:
    """Return the first row of each of ``size`` labels; -1 where there is none."""
    first = np.full(size, -1, dtype=np.int64)
    # of several values for one place the last one stays
    first[labels[::-1]] = np.arange(len(labels) - 1, -1, -1, dtype=np.int64)
    return first


def max_by(labels: IntArray, values: IntArray, size: int, least: int = 0) -> IntArray:
    """Return the largest value per label, at least ``least``; ``least`` where there is none."""
    best = np.full(size, least, dtype=np.int64)
    if labels.size and _ascends(labels):
        start = np.flatnonzero(np.diff(labels, prepend=-1))
        best[labels[start]] = np.maximum(least, np.maximum.reduceat(values, start))
        return best
    np.maximum.at(best, labels, values)
    return best


def connected(size: int, left: IntArray, right: IntArray) -> IntArray:
    """Return for each of ``size`` nodes the lowest node that its edges connect it with.

    Each round hooks the higher of two roots below the lower one and then halves every path until
    all point at a root, so that the number of rounds grows with the logarithm of the size.
    """
    root = np.arange(size, dtype=np.int64)
    while left.size:
        one, other = root[left], root[right]
        open_edges = one != other
        if not open_edges.any():
            break
        left, right = left[open_edges], right[open_edges]
        one, other = one[open_edges], other[open_edges]
        np.minimum.at(root, np.maximum(one, other), np.minimum(one, other))
        while True:
            jumped = root[root]
            if np.array_equal(jumped, root):
                break
            root = jumped
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
