"""Rounds of pricing by relaxations, before any search for a whole set."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from matcher.engine.running.limits import Limits
from matcher.engine.solving.runner import Progress
from matcher.engine.sparse.core import crosses, relax_core
from matcher.engine.sparse.keeping import Pool
from matcher.engine.sparse.known import Known, StoppedError
from matcher.engine.sparse.placed import PlacedSource
from matcher.engine.sparse.relaxing import patience
from matcher.engine.sparse.scan import Scanner

DEEP = 40
"""Options per mentor that relaxations start with besides, whatever class they serve: without, next
to nothing asks for a place that the classes above leave, and its price falls too low."""

WIDE = 20
"""Options taken in per mentee and round."""

MARGIN = 30
"""Options stay that fall short of their prices by up to so many times what is taken in."""

NARROW = 2
"""After so many rounds all options stay, so that there is an end."""


class Relaxed(NamedTuple):
    """What rounds came to; ``priced``: the prices known hold for every option as they are."""

    scanner: Scanner
    pool: Pool
    rounds: int
    priced: bool


def relax_rounds(
    scanner: Scanner, pool: Pool, known: Known, limits: Limits, progress: Progress | None
) -> Relaxed:
    """Take in options until relaxations want none, where a large part of what is held crosses.

    It ends early, unpriced, where none does or a limit is near.
    """
    rounds = 0
    if limits.reached() is not None or not crosses(pool.options, scanner.recipe):
        return Relaxed(scanner, pool, rounds, priced=False)
    clock = patience(limits)
    deep = scanner.deep(DEEP) if isinstance(scanner.source, PlacedSource) else None
    if deep is not None:
        pool = pool.joined(deep)
    while True:
        solved = relax_core(pool.options, scanner.recipe, limits, clock)
        if solved is None:
            return Relaxed(scanner, pool, rounds, priced=False)
        rounds += 1
        scanner = replace(scanner, recipe=solved.recipe)
        known.offer_set(pool, solved)
        check = known.checking(limits)
        try:
            more, rise = scanner.wanted(solved.prices, solved.near, pool.index, WIDE, check)
        except StoppedError:
            return Relaxed(scanner, pool, rounds, priced=False)
        known.offer_prices(solved.prices, rise, scanner.survey.shape.capacity)
        if progress is not None:
            added = 0 if more is None else len(more.index)
            progress(f"round {rounds}: {len(pool.index)} options relaxed, {added} more wanted")
        if more is None:
            return Relaxed(scanner, pool, rounds, priced=True)
        if rounds <= NARROW:
            pool = scanner.around(pool, solved.prices, MARGIN * solved.near)
        pool = pool.joined(more)
