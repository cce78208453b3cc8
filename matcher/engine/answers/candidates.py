"""Which few of all options have least slack, gathered while blocks pass by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matcher.engine.problem.arrays import BoolArray
from matcher.engine.problem.options import Options
from matcher.engine.sparse.kernels import Floats
from matcher.engine.sparse.source import join

THIN = 4
"""Candidates are thinned out when there are this many times as many as were left before."""


@dataclass(slots=True)
class Candidates:
    """Gathers options of least slack from block to block; ``limit`` falls as more are seen.

    Beside the ``count`` of least slack, up to ``limit``, are kept the best option of each mentee,
    and of each label of the other families one more than it has places, so that it limits those
    kept where it limits all.
    """

    count: int
    limit: float
    pieces: list[tuple[Options, Floats]] = field(default_factory=list)
    waiting: int = 0
    left: int = 0

    def offer(self, options: Options, slack: Floats) -> None:
        """Take from a block what is good enough; the slack of what no set can hold is infinite."""
        self._add(options, slack)
        if len(self.pieces) > 1 and self.waiting > THIN * max(self.left, self.count):
            self._thin()

    def best(self) -> tuple[Options | None, float]:
        """Return the options, None of no block, and the slack up to which they are all."""
        if not self.pieces:
            return None, np.inf
        if len(self.pieces) > 1:
            self._thin()
        return self.pieces[0][0], self.limit

    def _add(self, options: Options, slack: Floats) -> None:
        if self.count < len(slack):
            self.limit = min(self.limit, float(np.partition(slack, self.count - 1)[self.count - 1]))
        fitting = np.isfinite(slack)
        rows = np.flatnonzero(fitting & ((slack <= self.limit) | self._needed(options, slack)))
        self.pieces.append((options.take(rows), slack[rows]))
        self.waiting += len(rows)

    def _thin(self) -> None:
        options = join([piece[0] for piece in self.pieces])
        slack = np.concatenate([piece[1] for piece in self.pieces])
        self.pieces, self.waiting = [], 0
        self._add(options, slack)
        self.left = self.waiting

    def _needed(self, options: Options, slack: Floats) -> BoolArray:
        """Return which options are the best of a mentee, or of a label that may be short."""
        fitting = np.flatnonzero(np.isfinite(slack))
        order = fitting[np.argsort(slack[fitting], kind="stable")]
        out = np.zeros(options.size, dtype=np.bool_)
        people = len(options.families[0].capacity)
        for number, family in enumerate(options.families):
            wanted = np.where(family.capacity < people, family.capacity + 1, 0)
            if number == 0:
                wanted = np.ones_like(family.capacity)
            if not wanted.any():
                continue
            labels = family.labels[order]
            # numpy sorts numbers of two bytes by their digits, which is several times faster
            narrow = labels.astype(np.uint16) if len(wanted) < 2**16 else labels
            rows = np.argsort(narrow, kind="stable")
            labels = labels[rows]
            first = np.searchsorted(labels, np.arange(len(wanted)))
            out[order[rows[np.arange(len(rows)) - first[labels] < wanted[labels]]]] = True
        return out
