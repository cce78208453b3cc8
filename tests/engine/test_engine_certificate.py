"""The certificate's check needs no solver and refuses what has been tampered with."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from engine_reference import draw

from matcher.engine import Solution, assign
from matcher.engine.problem.options import Options, read_options
from matcher.engine.proof.certificate import check
from matcher.engine.proof.prove import prove

LIGHT = (
    "proof.certificate",
    "proof.shortfall",
    "problem.arrays",
    "problem.components",
    "problem.folded",
    "problem.levels",
    "problem.options",
    "problem.solution",
    "problem.structure",
)


@pytest.fixture
def solved() -> tuple[Options, Solution]:
    """Three mentees, three mentors of which one has a coach without a second place."""
    mentee, mentor = np.divmod(np.arange(9), 3)
    coach = np.array([0, 0, 1])[mentor]
    points = np.array([9, 7, 1, 8, 9, 2, 7, 7, 3])
    families = [(coach, np.array([1, 1]))]
    capacity = np.array([1, 1, 1])
    options = read_options(
        mentee,
        mentor,
        points,
        mentor_capacity=capacity,
        families=families,
        single_choice=[(mentor, coach)],
        priority=None,
        previous=None,
        lottery=None,
    )
    return options, assign(mentee, mentor, points, mentor_capacity=capacity, families=families)


def violation(options: Options, solution: Solution, **changes: object) -> str:
    """Return what the check says when something of a solution was changed."""
    chosen = changes.get("chosen", solution.chosen)
    prices = changes.get("prices", solution.prices)
    found = check(options, np.asarray(chosen), prices, solution.weights).violation
    return found or ""


def test_an_untouched_solution_passes_with_no_gap(solved: tuple[Options, Solution]) -> None:
    options, solution = solved
    checked = check(options, solution.chosen, solution.prices, solution.weights)
    assert checked.ok
    assert (checked.weight, checked.bound, checked.gap) == (solution.weight, solution.weight, 0)


def test_an_added_duo_is_refused(solved: tuple[Options, Solution]) -> None:
    options, solution = solved
    spare = next(i for i in range(9) if i not in solution.chosen)
    assert "used of label" in violation(options, solution, chosen=np.append(solution.chosen, spare))


def test_a_repeated_duo_is_refused(solved: tuple[Options, Solution]) -> None:
    options, solution = solved
    chosen = np.append(solution.chosen, solution.chosen[0])
    assert "Expected each option once" in violation(options, solution, chosen=chosen)


def test_a_swapped_duo_leaves_a_gap(solved: tuple[Options, Solution]) -> None:
    options, solution = solved
    coach = options.families[2].labels
    swapped = solution.chosen.copy()
    place = int(np.flatnonzero(coach[swapped] == 0)[0])
    taken = set(options.mentee[np.delete(swapped, place)].tolist())
    worse = [
        i
        for i in np.flatnonzero(coach == 0).tolist()
        if i not in swapped
        and options.mentee[i] not in taken
        and options.points[i] < options.points[swapped[place]]
    ]
    swapped[place] = worse[0]
    checked = check(options, np.sort(swapped), solution.prices, solution.weights)
    assert checked.ok
    assert checked.gap > 0


def test_every_lowered_price_is_refused_or_was_zero(solved: tuple[Options, Solution]) -> None:
    options, solution = solved
    lowered = 0
    for family, prices in enumerate(solution.prices):
        for label in range(len(prices)):
            changed = [price.copy() for price in solution.prices]
            changed[family][label] -= 1
            assert violation(options, solution, prices=changed)
            lowered += int(prices[label] > 0)
    assert lowered > 0


def test_two_choices_in_one_group_are_refused() -> None:
    options = read_options(
        [0, 1],
        [0, 0],
        [1, 1],
        mentor_capacity=[2],
        families=[],
        single_choice=[([0, 0], [0, 1])],
        priority=None,
        previous=None,
        lottery=None,
    )
    found = check(options, np.array([0, 1]), [np.ones(2, int), np.zeros(1, int)], np.ones(2, int))
    assert found.violation == "Expected one choice in group 0, found choices 0 and 1."


def test_checking_loads_no_solver() -> None:
    modules = ", ".join(f"matcher.engine.{name}" for name in LIGHT)
    code = (
        f"import sys, {modules}\n"
        "heavy = {'ortools', 'scipy.optimize', 'scipy.sparse', 'pandas'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("seed", range(40))
def test_a_verifier_that_folds_anew_finds_the_same_weights_and_gaps(seed: int) -> None:
    instance = draw(seed)
    arguments = {"families": [], "single_choice": [], "priority": None, "previous": None}
    arguments |= {"lottery": None} | instance.more
    objective = arguments.pop("objective")
    options = read_options(instance.mentee, instance.mentor, instance.points, **arguments)
    solution = assign(
        instance.mentee, instance.mentor, instance.points, **arguments, objective=objective
    )
    proven = prove(options, objective, solution.chosen, solution.prices)
    assert proven.checked.ok
    assert proven.weights.tolist() == solution.weights.tolist()
    assert proven.levels == solution.levels
    assert proven.checked.gap == solution.gap
    loose = [(c.options, c.mentees, c.gap) for c in solution.components if c.gap]
    assert [(c.options, c.mentees, c.gap) for c in proven.loose] == loose
    assert not any(component.network for component in proven.loose)


def test_a_gap_where_only_the_mentee_limits_is_a_gap_of_a_network() -> None:
    options = read_options(
        [0],
        [0],
        [5],
        mentor_capacity=[3],
        families=(),
        single_choice=(),
        priority=None,
        previous=None,
        lottery=None,
    )

    found = prove(options, "fit", np.zeros(0, dtype=np.int64), (np.array([99]), np.array([0])))

    assert [(part.network, part.mentees) for part in found.loose] == [(True, 1)]
