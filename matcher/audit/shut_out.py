"""Whom each rule bars, counted over all mentees without proposal and all mentors at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.instance.barred import Barred, Mask, Masks

Integers = npt.NDArray[np.int64]
BLOCK_CELLS = 1 << 16
"""Mentees × mentors that are counted together: what a processor keeps at hand."""
MOST_ROWS = 255
"""Mentees counted together at most, so that a mentor's count fits in a byte."""


@dataclass(frozen=True, slots=True, eq=False)
class ShutOut:
    """By mentee (``of_mentee``, a row) and by mentor (``of_mentor``) how many each rule bars.

    Column i counts the rule ``keys[i]``; keys are sorted. Each pair counts by the option that
    breaks fewest rules. Rows of mentees who have a proposal are 0.
    """

    keys: tuple[str, ...]
    of_mentee: Integers
    of_mentor: Integers

    def mentors_barred(self, mentee: int) -> dict[str, int]:
        """Return by rule how many mentors it bars for a mentee without proposal (an index)."""
        return self._named(self.of_mentee[mentee])

    def mentees_barred(self, mentor: int) -> dict[str, int]:
        """Return by rule how many mentees without proposal it bars from a mentor (an index)."""
        return self._named(self.of_mentor[mentor])

    def _named(self, counts: Integers) -> dict[str, int]:
        return {key: count for key, count in zip(self.keys, counts.tolist(), strict=True) if count}


def shut_out(bars: Barred, without: npt.NDArray[np.bool_]) -> ShutOut:
    """Count by rule the pairs that it bars, of the mentees who are True in ``without``."""
    mentees, mentors = len(without), len(bars.mp)
    of_mentee = np.zeros((mentees, len(bars.keys)), dtype=np.int64)
    of_mentor = np.zeros((mentors, len(bars.keys)), dtype=np.int64)
    height = max(1, min(MOST_ROWS, BLOCK_CELLS // max(1, mentors)))
    for low in range(0, mentees, height):
        rows = np.flatnonzero(without[low : low + height])
        masks = bars.nearest_of(low, min(mentees, low + height))[rows]
        _count(masks, low + rows, of_mentee, of_mentor)
    order = sorted(range(len(bars.keys)), key=bars.keys.__getitem__)
    keys = tuple(bars.keys[i] for i in order)
    return ShutOut(keys, of_mentee[:, order], of_mentor[:, order])


def _count(masks: Masks, rows: Integers, of_mentee: Integers, of_mentor: Integers) -> None:
    """Add the bits of these masks, shape (rows, mentors), to both counts."""
    present = int(np.bitwise_or.reduce(masks, axis=None))
    for i in range(of_mentee.shape[1]):
        if present >> i & 1:
            barred = (masks & Mask(1 << i)) != 0
            of_mentee[rows, i] = np.bitwise_count(np.packbits(barred, axis=1)).sum(axis=1)
            of_mentor[:, i] += barred.view(np.uint8).sum(axis=0, dtype=np.uint8)
