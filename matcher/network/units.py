"""Chances combined exactly: logarithms as integers, so that no order of adding can matter.

The chance that at least one of several independent ways works is 1 − Π(1 − p). Its logarithm is
a sum; with each term rounded once to an integer, the sum is exact whatever the order. Terms
are rounded up, so that one way alone gives back its own chance and not a permille less.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import ROUND_CEILING, Decimal, localcontext
from functools import cache

UNIT_BITS = 20
HIGHEST_PERMILLE = 999
"""A certain way would weigh infinitely much; it counts as this many permille."""

_DIGITS = 50


@cache
def unit_table() -> tuple[int, ...]:
    """Return −ln(1 − p/1000) · 2^20, rounded up, for p in 0 … 1000 permille."""
    chances = (min(p, HIGHEST_PERMILLE) for p in range(1001))
    return tuple(_units(1000 - chance, 1000) for chance in chances)


@cache
def thresholds(most: int) -> tuple[int, ...]:
    """Return, for each k in 1 … most − 1, the fewest units that give k out of ``most``.

    These invert floor(most · (1 − exp(−units / 2^20))). The bound is never a whole number (the
    logarithm of a fraction is irrational), so rounding up is exact.
    """
    return tuple(_units(most - k, most) for k in range(1, most))


def _units(part: int, whole: int) -> int:
    """Return −ln(part / whole) · 2^20, rounded up."""
    with localcontext() as context:
        context.prec = _DIGITS
        units = -(Decimal(part) / whole).ln() * (1 << UNIT_BITS)
        return int(units.to_integral_value(ROUND_CEILING))


def share(units: int, most: int) -> int:
    """Return floor(most · (1 − exp(−units / 2^20))), computed without a float."""
    return bisect_right(thresholds(most), units)
