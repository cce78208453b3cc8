"""The search that closes a crossing component: floats where they are exact, CP-SAT elsewhere."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from engine_reference import draw

from matcher.engine import Solution, assign
from matcher.engine.crossing import milp, search
from matcher.engine.crossing.component import Crossing, crossings
from matcher.engine.crossing.relaxation import Face
from matcher.engine.problem.components import split
from matcher.engine.problem.levels import build_levels, fold
from matcher.engine.problem.options import read_options
from matcher.engine.running.clock import Clock, OutOfTimeError
from matcher.engine.solving import runner


def knapsack() -> dict[str, Any]:
    """Return eight mentees of unequal cost and worth over one budget that the costs do not fill."""
    cost = np.array([31, 29, 27, 23, 19, 17, 13, 11])
    return {
        "mentee": np.arange(8),
        "mentor": np.arange(8),
        "points": cost * 2 + np.array([1, 0, 2, 1, 0, 2, 1, 0]),
        "mentor_capacity": np.ones(8, dtype=int),
        "families": [(np.zeros(8, dtype=int), [100], cost)],
    }


def programme() -> Crossing:
    """Return the same as the programme that is searched."""
    options = read_options(
        **knapsack(), single_choice=[], priority=None, previous=None, lottery=None
    )
    parts = split(options)
    levels = build_levels(options, "fit")
    folding = fold(levels, nodes=parts.nodes, families=3, size=options.size)
    return next(iter(crossings(parts, folding, np.arange(8), np.array([True]))))


def test_equal_points_under_a_budget_are_decided_by_the_lottery() -> None:
    given = knapsack()
    costs = given["families"][0][2]
    chance = np.array([2**41 + 7, 2**40, 3, 2**43, 2**42 + 1, 2**39, 5, 2**42])
    given["families"] = [(np.zeros(8, dtype=int), [95], costs)]
    given["points"] = costs
    solution = assign(**given, lottery=chance)
    best = max(sets_within(95), key=lambda s: (costs[s].sum(), len(s), chance[s].sum()))
    assert solution.chosen.tolist() == best.tolist()
    assert solution.status == "optimal"


def sets_within(budget: int) -> list[np.ndarray]:
    """Return every subset of the eight whose cost stays within a budget."""
    costs = knapsack()["families"][0][2]
    subsets = (np.flatnonzero([mask >> i & 1 for i in range(8)]) for mask in range(256))
    return [s for s in subsets if costs[s].sum() <= budget]


def by_hand() -> int:
    """Return the most points of any subset within the budget."""
    points = knapsack()["points"]
    return max(int(points[s].sum()) for s in sets_within(100))


def test_a_budget_that_costs_do_not_fill_is_used_as_well_as_can_be() -> None:
    solution = assign(**knapsack())
    assert solution.objective == by_hand()
    assert solution.status == "optimal"
    assert solution.bound >= solution.objective
    assert [component.method for component in solution.components] == ["milp"]


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_cp_sat_and_highs_reach_the_same_totals(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(start, start + 50):
        instance = draw(seed)
        both: list[Solution] = []
        for limit in (0, 2**37):
            monkeypatch.setattr(search, "FLOAT_LIMIT", limit)
            both.append(assign(instance.mentee, instance.mentor, instance.points, **instance.more))
        assert both[0].weight == both[1].weight, f"seed {seed}"
        assert both[0].status == both[1].status == "optimal"


def answer(status: int, x: np.ndarray | None, bound: float) -> Any:
    """Return what HiGHS would answer."""
    return lambda *_, **__: SimpleNamespace(status=status, x=x, mip_dual_bound=bound)


def searched(clock: Clock = Clock()) -> search.Found:  # noqa: B008 - frozen
    """Search the whole programme from the empty set."""
    problem = programme()
    start = np.zeros(0, dtype=np.int64)
    return search.search(
        problem, Face.whole(problem), start, weights=problem.values[0], clock=clock
    )


@pytest.mark.parametrize("x", [None, np.ones(8)], ids=["none", "over budget"])
def test_an_answer_that_is_no_exact_set_is_searched_again_in_integers(
    x: np.ndarray | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", answer(4 if x is None else 0, x, -1e9))
    found = searched()
    assert found.closed
    assert int(knapsack()["points"][found.chosen].sum()) == by_hand()


def test_a_set_below_the_solver_s_own_bound_is_not_called_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", answer(0, np.eye(8)[3], -48.0))
    assert not searched().closed
    monkeypatch.setattr(scipy.optimize, "milp", answer(0, np.eye(8)[3], -47.9999))
    assert searched().closed


@pytest.mark.parametrize(("x", "kept"), [(np.eye(8)[2], [2]), (np.ones(8), None), (None, None)])
def test_at_the_deadline_only_an_exact_set_is_kept(
    x: np.ndarray | None, kept: list[int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", answer(1, x, -1e9))
    with pytest.raises(OutOfTimeError) as late:
        searched(Clock.after(100, partial=True))
    assert (None if late.value.chosen is None else late.value.chosen.tolist()) == kept


def test_a_set_that_makes_two_choices_or_misses_a_total_is_no_answer() -> None:
    problem = programme()
    whole = Face.whole(problem)
    some = np.array([0, 1])
    assert search.respects(problem, whole, some)
    missed = Face(whole.columns, whole.full, ((problem.values[0], 1),))
    assert not search.respects(problem, missed, some)
    one_group = np.zeros((1, 8), dtype=np.int64)
    torn = replace(problem, group=one_group, choice=np.arange(8)[None, :])
    assert not search.respects(torn, whole, some)
    assert search.respects(torn, whole, some[:1])


def test_a_search_that_does_not_close_is_not_called_optimal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stuck(_problem: Crossing, _face: Face, start: np.ndarray, **_: object) -> search.Found:
        return search.Found(start, closed=False)

    monkeypatch.setattr(milp, "search", stuck)
    solution = assign(**knapsack())
    assert solution.status == "feasible"
    assert solution.objective <= by_hand() <= solution.bound


def test_a_relaxation_that_fails_still_leaves_a_sound_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_, **__: SimpleNamespace(status=4))
    solution = assign(**knapsack())
    assert solution.objective == by_hand() <= solution.bound
    assert solution.status == "optimal"


def test_a_relaxation_without_time_leaves_the_quick_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_, **__: SimpleNamespace(status=1))
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 1_000)
    solution = assign(**knapsack(), time_limit=500)
    assert solution.status == "feasible"
    assert [component.method for component in solution.components] == ["greedy"]
