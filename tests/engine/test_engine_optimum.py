"""The engine finds the best set: against HiGHS, against enumeration, and whatever the order."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from engine_reference import Instance, draw, with_lottery_per_option
from scipy.optimize import linear_sum_assignment

from matcher.engine import Solution, assign
from matcher.engine.problem.options import read_options
from matcher.engine.proof.certificate import check

REAL = Path(__file__).parents[3] / "shared" / "data" / "aamas2015.in"


def solve(instance: Instance, **more: object) -> Solution:
    return assign(instance.mentee, instance.mentor, instance.points, **{**instance.more, **more})


def described(instance: Instance, chosen: np.ndarray) -> list[tuple[int, ...]]:
    """Return what the chosen options are, apart from their place in the input."""
    columns = [instance.mentee, instance.mentor, instance.points]
    columns += [column for given in instance.more["families"] for column in (given[0], *given[2:])]
    finer = ("previous", "continuity", "lottery")
    columns += [instance.more[key] for key in finer if key in instance.more]
    columns += [column for pair in instance.more.get("single_choice", []) for column in pair]
    return sorted(tuple(int(column[i]) for column in columns) for i in chosen)


@pytest.mark.parametrize("start", range(0, 300, 20))
def test_every_level_equals_what_an_independent_programme_reaches(start: int) -> None:
    for seed in range(start, start + 20):
        instance = draw(seed)
        small = Instance(
            instance.mentee,
            instance.mentor,
            instance.points,
            {key: value for key, value in instance.more.items() if key != "lottery"},
        )
        solution = solve(instance)
        reached = small.totals(solution.chosen)
        assert reached == small.best_totals(), f"seed {seed}"
        assert solution.status == "optimal"
        assert solution.objective == int(instance.points[solution.chosen].sum())
        assert solution.served == len(solution.chosen)


@pytest.mark.parametrize("seed", range(120))
def test_with_a_lottery_the_set_is_the_one_best_of_all_feasible_sets(seed: int) -> None:
    instance = with_lottery_per_option(draw(seed, mentees=5, mentors=4, density=0.5), seed)
    totals, sets = instance.best_sets()
    solution = solve(instance)
    assert instance.totals(solution.chosen) == totals
    assert [tuple(solution.chosen.tolist())] == sets


@pytest.mark.parametrize("seed", range(120, 180))
def test_an_additive_lottery_of_32_bits_is_maximised_exactly(seed: int) -> None:
    instance = draw(seed, mentees=5, mentors=4, density=0.5)
    totals, sets = instance.best_sets()
    solution = solve(instance)
    assert instance.totals(solution.chosen) == totals
    assert tuple(solution.chosen.tolist()) in sets


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_the_order_of_options_changes_nothing(start: int) -> None:
    for seed in range(start, start + 20):
        instance = draw(seed)
        order = np.random.default_rng(seed).permutation(instance.size)
        solution, other = solve(instance), solve(instance.permuted(order))
        assert described(instance, order[other.chosen]) == described(instance, solution.chosen)
        assert other.weight_bound == solution.weight_bound
        for mine, theirs in zip(solution.prices, other.prices, strict=True):
            np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_prices_prove_every_flow_and_bound_every_other_component(start: int) -> None:
    for seed in range(start, start + 20):
        instance = draw(seed)
        solution = solve(instance)
        options = read_options(
            instance.mentee,
            instance.mentor,
            instance.points,
            mentor_capacity=instance.more["mentor_capacity"],
            families=instance.more["families"],
            single_choice=instance.more.get("single_choice", []),
            priority=instance.more.get("priority"),
            previous=instance.more.get("previous"),
            continuity=instance.more.get("continuity"),
            lottery=instance.more.get("lottery"),
        )
        checked = check(options, solution.chosen, solution.prices, solution.weights)
        assert checked.ok, checked.violation
        assert checked.gap == solution.gap >= 0
        assert all(c.gap == 0 for c in solution.components if c.method in {"flow", "trivial"})
        assert solution.gap == sum(component.gap for component in solution.components)
        unfolded = solution.unfold(solution.weight)
        assert unfolded.get("points", 0) == solution.objective
        served = sum(value for name, value in unfolded.items() if name.startswith("served"))
        assert served == solution.served
        if solution.gap == 0:
            assert (solution.bound_served, solution.bound) == (served, solution.objective)


def test_reviewers_of_a_real_conference_are_assigned_as_well_as_by_scipy() -> None:
    if not REAL.exists():
        if os.environ.get("CI"):
            pytest.fail("aamas2015.in is missing")
        pytest.skip("aamas2015.in is not beside the checkout")
    scores = np.loadtxt(REAL, skiprows=1)
    points = np.rint(scores * 1000).astype(np.int64)
    papers, reviewers = points.shape
    mentee, mentor = np.divmod(np.arange(points.size), reviewers)
    solution = assign(
        mentee, mentor, points.ravel(), mentor_capacity=np.full(reviewers, 4), objective="fit"
    )
    wide = np.repeat(points, 4, axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)
    assert solution.objective == int(wide[rows, columns].sum())
    assert solution.served == papers
    assert solution.status == "optimal"
    assert solution.gap == 0
