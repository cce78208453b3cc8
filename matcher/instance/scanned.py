"""Allowed options by a scan: allowed pairs are held, and no table of all pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from matcher.domain.problem import Problem
from matcher.instance.allowed import Allowed
from matcher.instance.barred import MIN_POINTS, barred
from matcher.instance.on_demand import masks_on_demand, points_on_demand, total_on_demand
from matcher.instance.scan import scan


def scanned_options(problem: Problem, *, progress: Callable[[str], None] | None = None) -> Allowed:
    """Return what `matcher.instance.allowed.tabled_options` returns, its tables worked out on demand."""
    bars = barred(problem, pairs=False)
    points = total_on_demand(problem)
    masks = masks_on_demand(problem, bars.keys, points, bars.bit(MIN_POINTS))
    m, c, p = bars.triples()
    start = np.searchsorted(m, np.arange(len(problem.mentors) + 1))
    parts = []
    for block in scan(problem, bars=bars, progress=progress):
        order = np.lexsort((block.mentor, block.mentee))
        mentor = block.mentor[order]
        first, count = start[mentor], np.diff(start)[mentor]
        before = np.cumsum(count) - count
        triple = np.arange(int(count.sum())) + np.repeat(first - before, count)
        pair = np.repeat(order, count)
        mentee = block.mentee[pair]
        kept = bars.ep[mentee, p[triple]] == 0
        triple, pair = triple[kept], pair[kept]
        parts.append((block.mentee[pair], m[triple], c[triple], p[triple], block.points[pair]))
    none = np.zeros(0, dtype=np.int64)
    columns = [np.concatenate(column) for column in zip((none,) * 5, *parts, strict=True)]
    return Allowed(replace(bars, em=masks), points_on_demand(problem), points, *columns)
