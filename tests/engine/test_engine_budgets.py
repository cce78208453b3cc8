"""Crossing components under budgets: bounds hold, sets are whole, whatever was searched."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array
from test_engine_crossing import component, programme, without_lottery

from matcher.engine.crossing import aiming, descent, facing, hinted, pieces, sifting, stepping
from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.sifting import Likely, relax
from matcher.engine.crossing.weaving import weave
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import ENDLESS, Clock

SEEDS = range(4)
POINTS = 2
"""The level of points, below two priority classes."""


def short(seed: int) -> tuple[Crossing, Woven, list[int]]:
    """Return a component under budgets, its parts, and the best total of each level."""
    instance = without_lottery(programme(seed, budgets=True))
    problem = component(instance)
    best = instance.best_totals()
    assert len(problem.rows) == instance.size  # one component, so that its best is the whole's
    return problem, weave(problem), best


def relaxed(woven: Woven, face: facing.Face, level: int) -> facing.Search:
    """Return a level relaxed over a face."""
    start = Likely(np.arange(woven.size), np.zeros(0, dtype=np.int64))
    proof = relax(woven, face, woven.values[level], start, ENDLESS)
    return facing.Search(woven, face, level, proof, Clock.after(1_000, partial=True))


def at_best(woven: Woven, best: list[int]) -> facing.Search:
    """Return points relaxed over the flows that serve as many of each class as can be."""
    totals = tuple(zip(woven.values[:POINTS], best[:POINTS], strict=True))
    return relaxed(woven, replace(facing.whole(woven), totals=totals), POINTS)


def levels(woven: Woven, flow: IntArray) -> list[int]:
    return [int(total) for total in woven.values @ flow]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_flow_is_one_of_the_face(seed: int) -> None:
    _, woven, best = short(seed)
    search = at_best(woven, best)
    flow = stepping.first_flow(search)
    if flow is not None:
        assert search.contains(flow)
        assert levels(woven, flow)[:POINTS] == best[:POINTS]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("reach", [0.05, 0.7, 1.0])
def test_a_bound_by_parts_of_least_loss_holds_for_the_best_set(
    seed: int, reach: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, woven, best = short(seed)
    search = at_best(woven, best)
    some = search.over(search.face.columns, None).flow
    assert some is not None
    worse = search.woven.values[POINTS] * 0
    units = replace(search, extra=worse - 2 * search.weights).over(search.face.columns, None)
    assert units.flow is not None
    monkeypatch.setattr(stepping, "BOUND_SHARE", reach)
    stepped = stepping.bounded(search, units.flow)
    assert stepped.flow is not None
    assert search.contains(stepped.flow)
    assert search.value(units.flow) <= search.value(stepped.flow) <= best[POINTS] <= stepped.bound
    assert stepped.bound <= search.target


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bound_over_all_parts_is_the_best_total(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, woven, best = short(seed)
    search = at_best(woven, best)
    start = search.over(search.face.columns, None).flow
    assert start is not None
    monkeypatch.setattr(stepping, "BOUND_SHARE", 1.0)
    monkeypatch.setattr(stepping, "BOUND_NODES", None)
    assert stepping.bounded(search, start).bound == best[POINTS]


@pytest.mark.parametrize("seed", SEEDS)
def test_mentors_of_two_promotors_lie_in_two_pieces(seed: int) -> None:
    problem, woven, _ = short(seed)
    piece = pieces.pieces(woven)
    middles = np.arange(woven.lefts, woven.first_right)
    mentor = np.empty(woven.middles, dtype=np.int64)
    for option, path in zip(woven.options.tolist(), woven.paths.tolist(), strict=True):
        wide = int(np.bincount(woven.ends.left_block).max())
        deep = int(np.bincount(woven.ends.right_node).max())
        mentor[path // (wide * deep)] = problem.mentor[option]
    assert (piece[middles] == piece[middles[np.argmin(mentor % 2)]]).tolist() == (
        mentor % 2 == mentor[np.argmin(mentor % 2)] % 2
    ).tolist()
    assert piece.max() == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_flow_put_together_and_searched_by_pieces_is_whole_and_gets_no_worse(seed: int) -> None:
    _, woven, best = short(seed)
    search = at_best(woven, best)
    extra = 10_000 * woven.values[:POINTS].sum(axis=0)
    flow = pieces.assembled(search, extra)
    assert woven.feasible(flow)
    better = pieces.regrouped(search, flow)
    assert woven.feasible(better)
    assert levels(woven, better) >= levels(woven, flow)
    assert levels(woven, better)[:POINTS] >= levels(woven, flow)[:POINTS]


@pytest.mark.parametrize("seed", SEEDS)
def test_searching_all_parts_of_both_pieces_finds_the_best_set(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, woven, best = short(seed)
    search = at_best(woven, best)
    worst = replace(search, extra=-2 * search.weights).over(search.face.columns, None).flow
    assert worst is not None
    monkeypatch.setattr(pieces, "REACH", 1)
    monkeypatch.setattr(pieces, "PAIR_NODES", 10_000)
    assert levels(woven, pieces.regrouped(search, worst)) == best


@pytest.mark.parametrize("seed", SEEDS)
def test_a_number_that_cannot_be_reached_is_missed_by_a_whole_set(seed: int) -> None:
    _, woven, best = short(seed)
    face = replace(facing.whole(woven), totals=((woven.values[0], best[0]),))
    search = relaxed(woven, face, 1)
    none = np.zeros(woven.size, dtype=np.int64)
    flow = aiming.aim(search, lambda face: relaxed(woven, face, POINTS), none)
    if search.target <= best[1] + 1:
        assert flow is not None
    if flow is not None:
        assert woven.feasible(flow)
        assert levels(woven, flow) <= best


@pytest.mark.parametrize("seed", range(10))
def test_with_time_to_spare_every_bound_holds_and_is_told_of_the_levels_before(seed: int) -> None:
    problem, woven, best = short(seed)
    solved = descent.descend(problem, woven, Clock.after(1_000, partial=True))
    chosen = np.searchsorted(problem.rows, solved.chosen)
    found = [int(values[chosen].sum()) for values in problem.values]
    assert found <= best
    for level, bound in enumerate(solved.bounds):
        if found[:level] != best[:level]:
            break
        assert best[level] <= bound
    if solved.closed:
        assert found == best


@pytest.mark.parametrize("seed", SEEDS)
def test_a_relaxation_by_too_few_parts_to_reach_a_total_takes_more(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, woven, best = short(seed)
    over_all = at_best(woven, best).target
    monkeypatch.setattr(sifting, "SIFT_FROM", 0)
    monkeypatch.setattr(sifting, "FIRST", 1)
    assert at_best(woven, best).target == over_all


def drawn(seed: int) -> hinted.Programme:
    """Draw a small programme: up to 2 of each of 6 kinds, under 4 rows."""
    rng = np.random.default_rng(seed)
    matrix = csr_array(rng.integers(0, 4, (4, 6)).astype(float))
    high = rng.integers(3, 12, 4).astype(float)
    low = np.where(rng.random(4) < 0.3, np.minimum(2, high), -np.inf)
    weights = rng.integers(-3, 10, 6).astype(float)
    return hinted.Programme(weights, rng.integers(1, 3, 6).astype(float), matrix, low, high)


def enumerated(programme: hinted.Programme) -> list[tuple[float, tuple[int, ...]]]:
    """Return the weight and the values of every solution, the heaviest first."""
    found = []
    for values in product(*(range(int(most) + 1) for most in programme.most)):
        rows = programme.matrix @ np.array(values, dtype=float)
        if ((programme.low <= rows) & (rows <= programme.high)).all():
            found.append((float(programme.weights @ np.array(values)), values))
    return sorted(found, reverse=True)


@pytest.mark.parametrize("seed", range(20))
def test_a_search_from_nothing_and_one_from_a_solution_find_what_trying_all_finds(
    seed: int,
) -> None:
    programme = drawn(seed)
    solutions = enumerated(programme)
    from_nothing = hinted.search(programme, np.inf, None)
    assert from_nothing is not None
    assert from_nothing.ended
    if not solutions:
        assert from_nothing.values is None
        return
    start = np.array(solutions[-1][1], dtype=float)
    for answer in (from_nothing, hinted.improve(programme, start, np.inf, None)):
        assert answer.values is not None
        assert answer.ended
        assert programme.weights @ np.round(answer.values) == solutions[0][0]
        assert answer.bound == pytest.approx(solutions[0][0])


def test_a_programme_without_a_solution_ends_without_one() -> None:
    programme = replace(drawn(0), low=np.full(4, 50.0), high=np.full(4, 60.0))
    assert enumerated(programme) == []
    answer = hinted.improve(programme, np.zeros(6), np.inf, None)
    assert answer.values is None
    assert answer.ended


def test_a_search_without_nodes_still_has_the_solution_it_began_with() -> None:
    programme = drawn(1)
    worst = enumerated(programme)[-1]
    answer = hinted.improve(programme, np.array(worst[1], dtype=float), np.inf, 0)
    assert answer.values is not None
    assert programme.weights @ np.round(answer.values) >= worst[0]
    assert answer.bound >= enumerated(programme)[0][0] - 1e-6
