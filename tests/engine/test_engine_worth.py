"""What one more place is worth: against every set there is with that place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from engine_questions import best_by_label, few, moved, options_of, settle, totals
from engine_reference import Instance, draw, with_lottery_per_option

from matcher.engine import Solution, assign
from matcher.engine.answers.newcomers import Newcomer, with_newcomers
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Worth, Worths
from matcher.engine.problem.options import OptionsError, read_options


def labels_of(settled: Settled) -> list[tuple[int, int]]:
    families = settled.options.families
    return [(f, k) for f in range(1, len(families)) for k in range(len(families[f].capacity))]


def room(settled: Settled, worth: Worth, chosen: list[int]) -> bool:
    """Return whether a set fits once the labels have their units more."""
    for number, family in enumerate(settled.options.families):
        capacity = family.capacity.copy()
        for which, label in worth.labels:
            if number == which:
                capacity[label] += 1
        rows = np.flatnonzero(np.isin(settled.order, chosen))
        used = np.zeros(len(capacity), dtype=np.int64)
        np.add.at(used, family.labels[rows], family.usage[rows])
        if (used > capacity).any():
            return False
    return True


def compare_with_every_set(instance: Instance) -> int:
    """Check all labels; return how many gain."""
    solution, settled = settle(instance)
    worths = Worths(settled)
    best = best_by_label(instance)
    whole = totals(instance, solution.chosen)
    gaining = 0
    for family, label in labels_of(settled):
        worth = worths.of(family, label)
        won = [more - had for had, more in zip(whole, best[family, label], strict=True)]
        assert list(worth.levels.values()) == won
        assert worth.exact
        after = moved(solution.chosen, worth.moves)
        assert room(settled, worth, after)
        assert sum(int(solution.weights[i]) for i in after) == solution.weight + worth.gain
        gaining += worth.gain > 0
    return gaining


@pytest.mark.parametrize("start", range(0, 300, 20))
def test_a_place_is_worth_what_the_best_of_all_sets_with_it_has_more(start: int) -> None:
    gaining = [compare_with_every_set(instance) for _, instance in few(10 * start, 20, 1500)]
    assert sum(gaining)


def test_a_lottery_too_long_for_one_stage_is_counted_exactly() -> None:
    stages = []
    for seed, instance in few(0, 40, 1500):
        chance = np.random.default_rng(seed).integers(1, 2**54, instance.size)
        longer = Instance(
            instance.mentee, instance.mentor, instance.points, {**instance.more, "lottery": chance}
        )
        compare_with_every_set(longer)
        stages += [len(flow.ways.slack) for flow in settle(longer)[1].live.flows]
    assert max(stages) > 1


@pytest.mark.parametrize("seed", range(30))
def test_a_mentors_place_in_a_larger_problem_equals_the_problem_solved_with_it(
    seed: int,
) -> None:
    instance = with_lottery_per_option(draw(seed, mentees=14, mentors=9), seed)
    solution, settled = settle(instance)
    worths = Worths(settled)
    for mentor in range(len(instance.more["mentor_capacity"])):
        capacity = instance.more["mentor_capacity"].copy()
        capacity[mentor] += 1
        more = settle(instance, mentor_capacity=capacity)[0]
        weight = sum(int(solution.weights[i]) for i in more.chosen)
        assert worths.of(1, mentor).gain == weight - solution.weight


@pytest.mark.parametrize("seed", range(60))
def test_the_top_labels_are_those_that_gain_most_of_all(seed: int) -> None:
    solution, settled = settle(draw(seed))
    worths = Worths(settled)
    for family in range(1, len(settled.options.families)):
        size = len(settled.options.families[family].capacity)
        every = sorted((worths.of(family, label).gain for label in range(size)), reverse=True)
        for k in (1, 3):
            top = worths.top(family, k)
            assert [one.gain for one in top] == [gain for gain in every[:k] if gain]
        assert solution.status == "optimal"


def test_a_place_lets_one_more_in_and_the_others_move_up() -> None:
    mentee, mentor = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1])
    more = {"mentor_capacity": np.array([1, 1]), "objective": "participation"}
    instance = Instance(mentee, mentor, np.array([5, 9, 4, 7, 3]), more)
    solution, settled = settle(instance)
    assert solution.chosen.tolist() == [1, 2]
    worths = Worths(settled)
    first = worths.of(1, 0)
    assert (first.levels, first.moves) == (
        {"served": 1, "points": -1},
        ((1, 0), (None, 4)),
    )
    second = worths.of(1, 1)
    assert (second.levels, second.moves) == ({"served": 1, "points": 3}, ((None, 4),))
    assert [worth.labels for worth in worths.top(1, 5)] == [((1, 1),), ((1, 0),)]
    assert [worth.labels for worth in worths.top(1, 5, lambda mentor: mentor == 0)] == [((1, 0),)]


def test_a_second_place_makes_a_mentor_choose_one_coach_for_both() -> None:
    """Each coach has room for one, so that the mentor's second place is worth nothing."""
    mentee, coach = np.divmod(np.arange(4), 2)
    mentor = np.zeros(4, dtype=np.int64)
    more: dict[str, Any] = {
        "mentor_capacity": np.array([1]),
        "families": [(coach, np.array([1, 1]))],
    }
    points = np.array([5, 5, 5, 5])
    free = Instance(mentee, mentor, points, more)
    assert Worths(settle(free)[1]).of(1, 0).levels == {"points": 5, "served": 1}
    bound = Instance(mentee, mentor, points, {**more, "single_choice": [(mentor, coach)]})
    assert Worths(settle(bound)[1]).of(1, 0).gain == 0


def arguments_of(instance: Instance) -> dict[str, Any]:
    more = {key: value for key, value in instance.more.items() if key != "objective"}
    named = {"mentee": instance.mentee, "mentor": instance.mentor, "points": instance.points}
    return {"families": [], "single_choice": [], **named, **more}


def with_mentors(instance: Instance, newcomers: list[Newcomer]) -> tuple[Worths, int]:
    """Return answers in which some mentors have no place yet, and the number of the first."""
    arguments = with_newcomers(arguments_of(instance), newcomers)
    solution = assign(instance.mentee, instance.mentor, instance.points, **instance.more)
    rest = dict.fromkeys(("priority", "previous", "continuity", "lottery"))
    settled = Settled(
        read_options(**{**rest, **arguments}),
        instance.more.get("objective", "fit"),
        solution.chosen,
        [*solution.prices],
    )
    return Worths(settled), len(instance.more["mentor_capacity"])


def with_place(instance: Instance, newcomers: list[Newcomer]) -> Solution:
    """Return the best set where each of some mentors, all unlike, has one place."""
    arguments = with_newcomers(arguments_of(instance), newcomers)
    old = len(instance.more["mentor_capacity"])
    arguments["mentor_capacity"][old:] = 1
    return assign(**arguments, objective=instance.more.get("objective", "fit"))


def somebody_new(instance: Instance, rng: np.random.Generator) -> Newcomer:
    """Draw a mentor who copies the coaches and projects of some options."""
    copied = rng.permutation(instance.size)[: int(rng.integers(1, 12))]
    return Newcomer(
        mentee=instance.mentee[copied],
        points=rng.integers(0, 9, len(copied)),
        labels=tuple(labels[copied] for labels, _, _ in instance.families()[2:]),
        usage=tuple(usage[copied] for _, _, usage in instance.families()[2:]),
        continuity=rng.integers(0, 2, len(copied)) if rng.random() < 0.5 else None,
        lottery=rng.integers(0, 9, len(copied)) if rng.random() < 0.5 else None,
    )


def won(instance: Instance, before: Solution, after: Solution, newcomers: list[Newcomer]) -> Any:
    """Return what a set has more in each level, those that are equal left out."""
    found = []
    larger = with_newcomers(arguments_of(instance), newcomers)
    mine = {key: value for key, value in larger.items() if key in instance.more}
    if "objective" in instance.more:
        mine["objective"] = instance.more["objective"]
    joined = Instance(larger["mentee"], larger["mentor"], larger["points"], mine)
    for had, has in zip(joined.totals(before.chosen), joined.totals(after.chosen), strict=True):
        found.append(has - had)
    return [value for value in found if value]


@pytest.mark.parametrize("seed", range(60))
def test_new_mentors_give_what_the_problem_with_them_has_more(seed: int) -> None:
    """Alone, two of them, and all three."""
    rng = np.random.default_rng(seed)
    instance = draw(seed)
    newcomers = [somebody_new(instance, rng) for _ in range(3)]
    before = assign(instance.mentee, instance.mentor, instance.points, **instance.more)
    worths, first = with_mentors(instance, newcomers)
    for who in ([0], [1], [2], [0, 2], [0, 1, 2]):
        there = [newcomers[number] for number in who]
        worth = worths.together([(1, first + number) for number in who])
        more = won(instance, before, with_place(instance, there), there)
        assert [value for value in worth.levels.values() if value] == more
        assert worth.exact


@pytest.mark.parametrize("seed", range(60))
def test_two_places_of_a_new_mentor_are_two_mentors_alike(seed: int) -> None:
    instance = draw(seed)
    newcomer = somebody_new(instance, np.random.default_rng(seed))
    worths, first = with_mentors(instance, [newcomer])
    before = assign(instance.mentee, instance.mentor, instance.points, **instance.more)
    twins = [newcomer, newcomer]
    more = won(instance, before, with_place(instance, twins), twins)
    worth = worths.together([(1, first), (1, first)])
    assert [value for value in worth.levels.values() if value] == more


@pytest.mark.parametrize("seed", range(40))
def test_units_of_several_labels_give_what_the_problem_with_them_has_more(seed: int) -> None:
    instance = draw(seed)
    solution, settled = settle(instance)
    worths = Worths(settled)
    rng = np.random.default_rng(seed)
    every = labels_of(settled)
    for _ in range(3):
        labels = [every[i] for i in rng.integers(0, len(every), 3).tolist()]
        worth = worths.together(labels)
        families = [(labels, limit.copy(), used) for labels, limit, used in instance.families()]
        for family, label in labels:
            own = families[family][2][families[family][0] == label]
            families[family][1][label] += np.gcd.reduce(own) if own.size else 1
        limits = {"mentor_capacity": families[1][1], "families": families[2:]}
        more = assign(
            instance.mentee, instance.mentor, instance.points, **{**instance.more, **limits}
        )
        weight = sum(int(solution.weights[i]) for i in more.chosen)
        assert worth.gain == weight - solution.weight
        bounds = [worths.bounds(family)[label] for family, label in labels]
        known = [bound for bound in bounds if bound is not None]
        assert len(known) < len(bounds) or worth.gain <= sum(known)


def test_without_time_a_crossing_part_says_what_it_found() -> None:
    inexact = 0
    for seed in range(60):
        settled = settle(draw(seed))[1]
        if (settled.live.flow >= 0).all():
            continue
        for family, label in labels_of(settled):
            worth = Worths(settled, seconds=0).of(family, label)
            true = Worths(settled).of(family, label).gain
            assert 0 <= worth.gain <= true
            assert worth.gain == true or not worth.exact
            inexact += not worth.exact
    assert inexact


@pytest.mark.parametrize(
    ("family", "label", "words"),
    [
        (2, 0, "family below 2, got 2"),
        (0, 0, "other than the mentees', got 0"),
        (1, 2, "family 1 below 2, got 2"),
    ],
)
def test_an_unknown_family_or_label_is_refused(family: int, label: int, words: str) -> None:
    mentee, mentor = np.divmod(np.arange(4), 2)
    instance = Instance(mentee, mentor, np.ones(4, dtype=np.int64), {"mentor_capacity": [1, 1]})
    worths = Worths(Settled.of(options_of(instance), "fit", settle(instance)[0]))
    with pytest.raises(OptionsError, match=words):
        worths.of(family, label)


def test_where_no_place_is_short_no_label_is_at_the_top() -> None:
    instance = Instance(np.array([0]), np.array([0]), np.array([1]), {"mentor_capacity": [1]})
    worths = Worths(settle(instance)[1])
    assert worths.top(1, 3) == ()
    with pytest.raises(OptionsError, match="k >= 1, got 0"):
        worths.top(1, 0)
    with pytest.raises(OptionsError, match="mentees"):
        worths.top(0, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"labels": ()}, "labels of 1 further families, got 0"),
        ({"usage": ()}, "usage of 1 further families, got 0"),
        ({"labels": (np.array([0, 0]),)}, "1 labels of family 0 of a new mentor, got 2"),
        ({"usage": (np.array([1, 1]),)}, "1 usages of family 0 of a new mentor, got 2"),
        ({"labels": (np.array([5]),)}, "family 0 of a new mentor between 0 and 0, got 5 to 5"),
        ({"points": np.array([1, 2])}, "1 points of a new mentor, got 2"),
    ],
)
def test_a_new_mentor_of_whom_something_is_unknown_is_refused(
    changes: dict[str, Any], words: str
) -> None:
    mentee, mentor = np.array([0, 1]), np.array([0, 0])
    more = {"mentor_capacity": np.array([1]), "families": [(np.zeros(2, dtype=np.int64), [2])]}
    instance = Instance(mentee, mentor, np.array([1, 2]), more)
    right: dict[str, Any] = {
        "mentee": np.array([0]),
        "points": np.array([3]),
        "labels": (np.array([0]),),
    }
    worths, first = with_mentors(instance, [Newcomer(**right)])
    worth = worths.of(1, first)
    assert (worth.levels, worth.moves) == ({"points": 3, "served": 1}, ((None, 2),))
    with pytest.raises(OptionsError, match=words):
        with_newcomers(arguments_of(instance), [Newcomer(**{**right, **changes})])


def test_what_a_new_mentor_takes_counts_beside_what_others_take() -> None:
    """Three units are left; the others take two each, the new one three."""
    budget = np.zeros(2, dtype=np.int64)
    more = {
        "mentor_capacity": np.array([1, 1]),
        "families": [(budget, np.array([5]), np.array([2, 2]))],
        "objective": "participation",
    }
    instance = Instance(np.array([0, 1]), np.array([0, 1]), np.array([4, 4]), more)
    zero = np.array([0])
    third = Newcomer(np.array([0]), np.array([9]), (zero,), (np.array([3]),))
    worths, first = with_mentors(instance, [third])
    assert worths.of(1, first).levels == {"served": 0, "points": 5}
