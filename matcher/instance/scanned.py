"""Allowed options by a scan: allowed pairs are held while they are few, and no table of all pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matcher.domain.problem import Problem
from matcher.instance.allowed import Allowed, held
from matcher.instance.barred import barred
from matcher.instance.columns import compile_columns
from matcher.instance.scan import tell
from matcher.instance.wide import Wide


def scanned_options(
    problem: Problem, *, most: int, progress: Callable[[str], None] | None = None
) -> Allowed:
    """Return what `matcher.instance.options.tabled_options` does, its tables worked out on demand.

    Where there are more than ``most`` options none is held.
    """
    bars = barred(problem, pairs=False)
    tell(progress)
    wide = Wide(problem, bars, compile_columns(problem, bars))
    parts, count = [], 0
    for block in wide.placed():
        parts.append(block)
        count += len(block)
        if count > most:
            return held(wide)
    return replace(held(wide, *parts), wide=None)
