"""Which few of all options to hold: those of little slack, and enough of everybody's."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matcher.engine.answers.catalogue import Catalogue, Priced, pairs_of, pooled
from matcher.engine.problem.arrays import BoolArray
from matcher.engine.problem.options import Options
from matcher.engine.sparse.kernels import Floats
from matcher.engine.sparse.scan import Pool
from matcher.engine.sparse.source import join

THIN = 4
"""Candidates are thinned out when there are this many times as many as were left before."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Some options; ``reach`` is a slack up to which there are none outside, None for any."""

    pool: Pool
    reach: int | None

    def covers(self, slack: int) -> bool:
        """Return whether no option of up to that slack is outside."""
        return self.reach is None or slack <= self.reach


def hold(catalogue: Catalogue, slack: int | None, count: int, extra: Pool) -> Holding:
    """Return options to hold.

    Parameters
    ----------
    catalogue
        All options.
    slack
        All options of up to this slack are wanted, None for any, as far as they are the ``count``
        of least slack.
    count
        See there; >= 1.
    extra
        Options that are held in any case.

    Notes
    -----
    Beside them are held: the best option of each mentee; of each label of the other families one
    more than it has places, so that it limits those held where it limits all; and all options of
    a pair of mentee and mentor of whom one is held, as a network has all of them or none.
    """
    limit = np.inf if slack is None else catalogue.limit(slack)
    some = _Candidates(catalogue, count, limit)
    for block in catalogue.blocks():
        some.offer(block)
    options, limit = some.best()
    pairs = np.unique(
        np.concatenate([pairs_of(catalogue, options), pairs_of(catalogue, extra.options)])
    )
    start, pieces = 0, []
    for block in catalogue.blocks():
        end = block.start + block.options.size
        wanted = np.isin(pairs_of(catalogue, block.options), pairs) & np.isfinite(block.slack)
        asked = extra.index[slice(*np.searchsorted(extra.index, [start, end]))]
        wanted[asked - start] = True
        rows = np.flatnonzero(wanted)
        pieces.append(Pool(block.options.take(rows), start + rows))
        start = end
    reach = catalogue.sure(limit) if np.isfinite(limit) else None
    return Holding(pooled(catalogue, pieces), reach)


@dataclass(slots=True)
class _Candidates:
    """Gathers the options to hold from block to block; ``limit`` falls as more are seen."""

    catalogue: Catalogue
    count: int
    limit: float
    pieces: list[tuple[Options, Floats]] = field(default_factory=list)
    waiting: int = 0
    left: int = 0

    def offer(self, block: Priced) -> None:
        self._add(block.options, block.slack)
        if len(self.pieces) > 1 and self.waiting > THIN * max(self.left, self.count):
            self._thin()

    def best(self) -> tuple[Options, float]:
        """Return the options and the slack up to which they are all."""
        if not self.pieces:
            return self.catalogue.none().options, np.inf
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
        people = len(self.catalogue.shape.capacity[0])
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
