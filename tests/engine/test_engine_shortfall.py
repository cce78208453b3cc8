"""Floats that stand in for large integers never claim more than the integers hold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.problem.folded import Folded, Weights, some, whole
from matcher.engine.problem.options import Family, Options
from matcher.engine.proof.certificate import check, worth
from matcher.engine.proof.shortfall import exact, rough

STAGE = st.integers(-(2**60), 2**60)
PRICE = st.integers(0, 2**150) | st.integers(0, 9)
ROW = st.tuples(STAGE, STAGE, st.integers(0, 2), st.integers(0, 2), st.integers(0, 2**40))
PRICES = st.lists(PRICE, min_size=3, max_size=3)


def made(rows: Sequence[tuple[int, ...]], top: int) -> tuple[Options, Folded]:
    """Return options of two families of three labels, the second used unequally, and weights."""
    first, second, left, right, usage = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    ones = np.ones(len(rows), dtype=np.int64)
    families = (
        Family(left, np.ones(3, dtype=np.int64), ones),
        Family(right, np.full(3, 2**50), usage),
    )
    options = Options(families, ones, np.zeros(3, dtype=np.int64), None, None, ())
    return options, Folded(np.array([first, second]), (top, 1))


def plain(rows: list[tuple[int, ...]], top: int, prices: list[list[int]]) -> list[int]:
    """Return weight − Σ price × usage in plain Python."""
    return [a * top + b - prices[0][i] - prices[1][j] * used for a, b, i, j, used in rows]


@pytest.mark.parametrize("top", [1, 2**62, 2**90])
@given(st.lists(ROW, min_size=1, max_size=6), PRICES, PRICES)
def test_the_exact_shortfall_lies_within_the_error_of_the_rough_one(
    top: int, rows: list[tuple[int, ...]], mine: list[int], theirs: list[int]
) -> None:
    options, folded = made(rows, top)
    prices = [np.array(price, dtype=object) for price in (mine, theirs)]
    every = np.arange(len(rows))
    expected = plain(rows, top, [mine, theirs])
    for weights in (folded, folded.whole()):
        assert exact(options, prices, weights, every).tolist() == expected
        found = rough(options, prices, weights, every)
        for low, value, high in zip(found.least, expected, found.most, strict=True):
            assert Fraction(float(low)) <= value <= Fraction(float(high))


@given(st.lists(ROW, min_size=1, max_size=6), PRICES, PRICES, st.sampled_from([1, 2**70]))
def test_a_price_one_below_an_options_weight_is_always_seen(
    rows: list[tuple[int, ...]], mine: list[int], theirs: list[int], top: int
) -> None:
    options, folded = made(rows, top)
    prices = [np.array(price, dtype=object) for price in (mine, theirs)]
    short = plain(rows, top, [mine, theirs])
    for price in range(3):  # raised until each label's worst option is covered exactly
        lacking = [n for n, row in zip(short, rows, strict=True) if row[2] == price]
        prices[0][price] += max([-prices[0][price], *lacking])
    none = np.zeros(0, dtype=np.int64)
    assert check(options, none, prices, folded).ok
    tight = exact(options, prices, folded, np.arange(len(rows)))
    at = next((i for i, n in enumerate(tight.tolist()) if n == 0 and prices[0][rows[i][2]]), None)
    if at is not None:
        prices[0][rows[at][2]] -= 1
        assert not check(options, none, prices, folded).ok


@pytest.mark.parametrize("huge", [10**400, 10**307])
def test_numbers_that_no_float_holds_are_compared_exactly(huge: int) -> None:
    options, folded = made([(2**60, 0, 0, 0, 1), (2**60, 1, 1, 1, 2**40)], huge)
    cost = np.array([2**60 * huge, 2**60 * huge + 1, 0], dtype=object)
    prices = [cost, np.zeros(3, dtype=object)]
    none = np.zeros(0, dtype=np.int64)
    assert check(options, none, prices, folded).ok
    cost[1] -= 1
    assert "option 1" in str(check(options, none, prices, folded).violation)


@pytest.mark.parametrize("top", [1, 2**70])
def test_folded_weights_come_out_alike_one_by_one_and_all_at_once(top: int) -> None:
    rows = np.array([2, 0])
    folded = Folded(np.array([[5, -3, 2**40], [1, 0, -7]]), (top, 1))
    expected = [5 * top + 1, -3 * top, 2**40 * top - 7]
    alike: list[Weights] = [folded, folded.whole()]
    for weights in alike:
        assert whole(weights).tolist() == expected
        assert some(weights, rows).tolist() == [expected[2], expected[0]]
    assert folded.whole().dtype == (np.int64 if top == 1 else np.object_)


def test_what_prices_add_up_to_is_the_weight_less_the_shortfall() -> None:
    rows = [(1, 2, 0, 1, 3), (4, 5, 2, 2, 0)]
    options, folded = made(rows, 2**80)
    prices = [np.array([1, 2, 2**90], dtype=object), np.array([7, 2**70, 9], dtype=object)]
    left = folded.whole() - exact(options, prices, folded, np.arange(2))
    assert left.tolist() == worth(options, prices).tolist()
