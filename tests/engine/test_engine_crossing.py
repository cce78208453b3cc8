"""Crossing components written as shared parts: the same optimum, sound bounds, whole sets."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from engine_crossings import component, programme
from engine_reference import Instance, draw, with_lottery_per_option

from matcher.engine import Solution, assign
from matcher.engine.crossing import closing, descent, facing, sifting
from matcher.engine.crossing.weaving import weave
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.options import read_options
from matcher.engine.proof.certificate import check
from matcher.engine.running.clock import Clock, OutOfTimeError
from matcher.engine.solving import runner, tasks


@pytest.fixture(autouse=True)
def every_crossing_is_woven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "WOVEN_FROM", 0)
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 1_000)


def without_lottery(instance: Instance) -> Instance:
    """Return the same instance with one level less, for a reference that works in floats."""
    more = {key: value for key, value in instance.more.items() if key != "lottery"}
    return Instance(instance.mentee, instance.mentor, instance.points, more)


def solve(instance: Instance, **more: Any) -> Solution:
    return assign(instance.mentee, instance.mentor, instance.points, **{**instance.more, **more})


@pytest.mark.parametrize("budgets", [False, True], ids=["places", "budgets"])
@pytest.mark.parametrize("seed", range(8))
def test_every_level_equals_what_an_independent_programme_reaches(
    seed: int, *, budgets: bool
) -> None:
    instance = programme(seed, budgets=budgets)
    solution = solve(instance)
    reference = without_lottery(instance)
    assert reference.totals(solution.chosen) == reference.best_totals()
    assert solution.status == "optimal"
    assert "milp" in {part.method for part in solution.components}


@pytest.mark.parametrize("start", range(0, 160, 40))
def test_any_small_instance_has_the_one_best_set(start: int) -> None:
    for seed in range(start, start + 40):
        instance = with_lottery_per_option(draw(seed, mentees=5, mentors=4, density=0.5), seed)
        totals, sets = instance.best_sets()
        solution = solve(instance)
        assert instance.totals(solution.chosen) == totals, f"seed {seed}"
        assert tuple(solution.chosen.tolist()) in sets
        assert solution.status == "optimal"


@pytest.mark.parametrize("seed", range(6))
def test_prices_bound_the_optimum_and_cover_every_option(seed: int) -> None:
    instance = programme(seed, budgets=seed % 2 == 0)
    solution = solve(instance)
    options = read_options(
        instance.mentee,
        instance.mentor,
        instance.points,
        **{k: v for k, v in {**instance.more, "previous": None}.items() if k != "objective"},
    )
    checked = check(options, solution.chosen, solution.prices, solution.weights)
    assert checked.ok, checked.violation
    assert checked.bound == solution.weight_bound >= solution.weight


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_options_changes_nothing(seed: int) -> None:
    instance = programme(seed, budgets=seed % 2 == 0)
    order = np.random.default_rng(seed).permutation(instance.size)
    one, other = solve(instance), solve(instance.permuted(order))
    assert sorted(order[other.chosen].tolist()) == one.chosen.tolist()
    assert other.weight_bound == one.weight_bound


def test_a_few_middles_at_a_time_give_the_same_optimum_as_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = [solve(programme(seed)) for seed in range(4)]
    for name, value in {"SIFT_FROM": 0, "FIRST": 1, "MORE": 1, "FEW": 2.0}.items():
        monkeypatch.setattr(sifting, name, value)
    for seed, whole in enumerate(best):
        sifted = solve(programme(seed))
        assert sifted.chosen.tolist() == whole.chosen.tolist()
        assert sifted.status == "optimal"


@pytest.mark.parametrize("seed", range(4))
def test_cp_sat_and_highs_find_the_same_set(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = programme(seed, mentees=14, budgets=seed % 2 == 0)
    best = solve(instance)
    monkeypatch.setattr(closing, "FLOAT_LIMIT", 0)
    assert solve(instance).chosen.tolist() == best.chosen.tolist()


@pytest.mark.parametrize("seed", range(5))
def test_parts_hold_exactly_the_options_and_what_they_are_worth(seed: int) -> None:
    problem = component(programme(seed))
    woven = weave(problem)
    ends = woven.ends
    paths = 0
    for middle in range(woven.middles):
        lefts = np.flatnonzero(ends.left_block == ends.block[middle])
        rights = np.flatnonzero(ends.right_node == ends.node[middle])
        for left, right in np.ndindex(len(lefts), len(rights)):
            flow = np.zeros(woven.size, dtype=np.int64)
            flow[lefts[left]] = flow[woven.lefts + middle] = 1
            flow[woven.first_right + rights[right]] = 1
            (option,) = woven.chosen(flow)
            assert (woven.values @ flow).tolist() == problem.values[:, option].tolist()
            assert problem.mentee[option] == ends.owner[ends.block[middle]]
            paths += 1
    assert paths == len(woven.options)


def test_projects_and_coaches_are_shared_by_all_pairs_of_mentee_and_mentor() -> None:
    mentee, mentor, coach, project = np.indices((6, 5, 4, 3)).reshape(4, -1)
    instance = Instance(
        mentee,
        mentor,
        mentee * 7 + mentor * 3 + coach + project,
        {
            "mentor_capacity": np.full(5, 2),
            "families": [(coach, np.ones(4, int)), (project, np.ones(3, int))],
            "single_choice": [(mentor, coach)],
            "objective": "fit",
        },
    )
    woven = weave(component(instance))
    assert woven.middles == 6 * 5
    assert woven.size < len(mentee) // 3


def test_points_that_do_not_add_up_along_paths_are_kept_option_by_option() -> None:
    instance = programme(3)
    points = np.random.default_rng(0).integers(0, 1_001, instance.size)
    odd = Instance(instance.mentee, instance.mentor, points, instance.more)
    solution = solve(odd)
    reference = without_lottery(odd)
    assert reference.totals(solution.chosen) == reference.best_totals()
    assert solution.status == "optimal"


def test_of_two_options_alike_in_every_capacity_the_better_is_taken() -> None:
    instance = programme(1)
    twice = np.repeat(np.arange(instance.size), 2)
    doubled = instance.permuted(twice)
    best = Instance(
        doubled.mentee,
        doubled.mentor,
        doubled.points + np.arange(len(twice)) % 2,
        doubled.more,
    )
    solution = solve(best)
    assert (solution.chosen % 2 == 1).all()
    assert solution.status == "optimal"


def test_a_flow_over_a_capacity_or_of_two_choices_is_not_feasible() -> None:
    problem = component(programme(2))
    woven = weave(problem)
    none = np.zeros(woven.size, dtype=np.int64)
    assert woven.feasible(none)
    assert not woven.feasible(none - 1)
    assert not woven.feasible(np.eye(woven.size, dtype=np.int64)[0])
    search_all = closing.close(
        facing.whole(woven), woven.values[2], None, closing.Effort(Clock()), woven
    )
    assert search_all.flow is not None
    assert woven.feasible(search_all.flow)
    torn = replace(
        woven,
        group=np.zeros_like(woven.group),
        choice=np.arange(woven.group.shape[1])[None, :],
    )
    assert not torn.feasible(search_all.flow)


def test_a_relaxation_that_fails_still_leaves_a_sound_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = solve(programme(0, mentees=12))
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_, **__: SimpleNamespace(status=4))
    solution = solve(programme(0, mentees=12))
    assert solution.weight_bound >= best.weight
    assert solution.chosen.tolist() == best.chosen.tolist()


def test_a_search_that_finds_nothing_leaves_the_quick_set_with_its_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instance = programme(4, budgets=True)
    best = solve(instance)

    def stuck(*_: object) -> closing.Units:
        return closing.Units(None, closed=False, late=True)

    monkeypatch.setattr(facing, "close", stuck)
    monkeypatch.setattr(runner, "LIMITED_IN_PROCESS", 10_000)
    late = solve(instance, time_limit=500)
    assert late.status == "feasible"
    assert late.weight <= best.weight <= late.weight_bound
    assert late.bound_served >= best.served


def test_at_a_deadline_before_any_price_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_, **__: SimpleNamespace(status=1))
    problem = component(programme(0))
    with pytest.raises(OutOfTimeError):
        descent.descend(problem, weave(problem), Clock.after(100, partial=True))


def test_who_wants_all_or_nothing_gets_no_part_of_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = component(programme(4, budgets=True))
    monkeypatch.setattr(facing, "close", lambda *_: closing.Units(None, closed=False, late=True))
    with pytest.raises(OutOfTimeError):
        descent.descend(problem, weave(problem), Clock.after(100, partial=False))


def test_what_is_not_proven_best_is_no_worse_than_a_set_that_took_no_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = component(programme(4, budgets=True))
    nothing = np.zeros(0, dtype=np.int64)
    monkeypatch.setattr(facing, "close", lambda *_: closing.Units(None, closed=False, late=True))
    monkeypatch.setattr(Woven, "chosen", lambda *_: nothing)
    found = descent.descend(problem, weave(problem), Clock.after(100, partial=True))
    assert not found.closed
    assert found.chosen.tolist() == problem.rows[problem.start()].tolist()
