"""Inserting mentees one by one gives the best set and prices that prove it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matcher.engine.flow.insertion import Market
from matcher.engine.sparse.estimate import auction


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Draw options sorted by mentee, few or many places, many or few ties."""
    rng = np.random.default_rng(seed)
    people, helpers = int(rng.integers(1, 40)), int(rng.integers(1, 15))
    mentee, mentor = np.nonzero(rng.random((people, helpers)) < rng.choice([0.1, 0.5, 1.0]))
    weight = rng.integers(1, (4, 1000)[seed % 2], len(mentee))
    return mentee, mentor, weight, rng.integers(0, (2, 5)[seed // 2 % 2], helpers)


def best_total(
    mentee: np.ndarray, mentor: np.ndarray, weight: np.ndarray, capacity: np.ndarray
) -> int:
    """Return the best total by scipy, with one column per place."""
    matrix = np.zeros((int(mentee.max(initial=0)) + 1, len(capacity)), dtype=np.int64)
    matrix[mentee, mentor] = weight
    places = np.repeat(matrix, capacity, axis=1)
    return int(places[linear_sum_assignment(places, maximize=True)].sum())


@pytest.mark.parametrize("start", range(0, 200, 25))
def test_the_set_is_best_and_its_prices_prove_it(start: int) -> None:
    for seed in range(start, start + 25):
        mentee, mentor, weight, capacity = drawn(seed)
        market = Market.of(mentee, mentor, weight, capacity)
        market.insert(market.order())
        chosen = market.choice[market.choice >= 0]
        total = int(weight[chosen].sum())
        assert total == best_total(mentee, mentor, weight, capacity), f"seed {seed}"
        assert (np.bincount(mentor[chosen], minlength=len(capacity)) <= capacity).all()
        assert len(set(mentee[chosen].tolist())) == len(chosen)
        assert (market.profit[mentee] + market.price[mentor] >= weight).all()
        assert min(market.profit.min(initial=0), market.price.min()) == 0
        assert market.profit.sum() + (market.price * capacity).sum() == total


def test_after_each_insertion_those_present_have_the_best_set() -> None:
    for seed in range(0, 40, 3):
        mentee, mentor, weight, capacity = drawn(seed)
        market = Market.of(mentee, mentor, weight, capacity)
        for one in range(len(market.choice)):
            market.insert(np.array([one]))
            present = mentee <= one
            chosen = market.choice[market.choice >= 0]
            expected = best_total(mentee[present], mentor[present], weight[present], capacity)
            assert int(weight[chosen].sum()) == expected


def test_the_order_of_insertion_does_not_change_the_total() -> None:
    mentee, mentor, weight, capacity = drawn(7)
    totals = set()
    for seed in range(10):
        market = Market.of(mentee, mentor, weight, capacity)
        market.insert(np.random.default_rng(seed).permutation(len(market.choice)))
        totals.add(int(weight[market.choice[market.choice >= 0]].sum()))
    assert len(totals) == 1


def test_estimated_prices_are_within_a_step_per_mentee_of_a_bound_that_is_tight() -> None:
    for seed in range(1, 60, 2):
        mentee, mentor, weight, capacity = drawn(seed)
        if not len(mentee):
            continue
        price = auction(mentee, mentor, weight.astype(float), capacity)
        open_places = capacity[mentor] > 0
        left = np.where(open_places, weight - price[mentor], 0.0)
        profit = np.zeros(int(mentee.max()) + 1)
        np.maximum.at(profit, mentee, left)
        bound = float(profit.sum() + (price * capacity).sum())
        best = best_total(mentee, mentor, weight, capacity)
        assert price.min() >= 0
        step = float(weight.max()) / 400
        assert best - 1e-6 <= bound <= best + step * (len(profit) + 1)
