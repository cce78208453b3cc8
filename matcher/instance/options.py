"""Finds the options that every rule allows: by tables of all pairs, or by a scan.

Both ways give the same arrays. Tables are the plain way and the quicker one for a programme of
today's size; past `MANY_PAIRS` they would not fit in memory, and a scan holds allowed pairs alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from matcher.domain.problem import Problem
from matcher.instance.allowed import Allowed
from matcher.instance.barred import MIN_POINTS, barred
from matcher.instance.points import points_by_criterion

MANY_PAIRS = 1 << 21
"""Waiting mentees × mentors from which pairs are scanned."""
MOST_HELD = 1 << 20
"""Options up to which all are held: the solver takes them at once in a few seconds."""


def allowed_options(
    problem: Problem,
    *,
    progress: Callable[[str], None] | None = None,
    many: int = MANY_PAIRS,
    most: int = MOST_HELD,
) -> Allowed:
    """Return the options that no rule bars.

    Parameters
    ----------
    problem
        Whose waiting mentees are paired.
    progress
        Called with a sentence before the scan's machine code is made.
    many
        Pairs from which they are scanned instead of tabled.
    most
        Options up to which all are held, where pairs are scanned.
    """
    if len(problem.waiting) * len(problem.mentors) < many:
        return tabled_options(problem)
    from matcher.instance.scanned import scanned_options  # noqa: PLC0415 -- numba loads when needed

    return scanned_options(problem, progress=progress, most=most)


def tabled_options(problem: Problem) -> Allowed:
    """Return the options by tables of all pairs."""
    bars = barred(problem)
    by_criterion = points_by_criterion(problem)
    shape = (len(problem.waiting), len(problem.mentors))
    points = sum(by_criterion.values(), start=np.zeros(shape, dtype=np.int64))
    floor = np.where(points < problem.rules.min_points, bars.bit(MIN_POINTS), np.uint32(0))
    em = bars.em[...] | floor
    m, c, p = bars.triples()
    mentee, triple = np.nonzero((em[:, m] | bars.ep[:, p]) == 0)
    mentor = m[triple]
    return Allowed(
        barred=replace(bars, em=em),
        criterion_points=by_criterion,
        points=points,
        mentee=mentee,
        mentor=mentor,
        coach=c[triple],
        project=p[triple],
        option_points=points[mentee, mentor],
    )
