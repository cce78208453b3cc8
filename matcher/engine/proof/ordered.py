"""Options in canonical order, and the way back to the caller's numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import IntArray, ties
from matcher.engine.problem.options import Options


@dataclass(frozen=True, slots=True)
class Ordered:
    """Options in canonical order: option i is the caller's ``order[i]``, whose i is ``back``."""

    options: Options
    order: IntArray
    back: IntArray

    @property
    def same(self) -> bool:
        """Whether the caller's options stood in this order already."""
        return self.order is self.back

    @classmethod
    def of(cls, given: Options) -> Ordered:
        """Put checked options in order; nothing is copied where they stand so already."""
        if _ascends(given):
            same = np.arange(given.size, dtype=np.int64)
            return cls(given, same, same)
        order = given.canonical_order()
        back = np.empty(given.size, dtype=np.int64)
        back[order] = np.arange(given.size)
        return cls(given.take(order), order, back)


def _ascends(options: Options) -> bool:
    """Return whether each option's labels and choices come after those of the one before."""
    keys = [family.labels for family in options.families]
    keys += [key for choice in options.choices for key in (choice.group, choice.choice)]
    tied = ties(keys)
    return tied is not None and not tied.any()
