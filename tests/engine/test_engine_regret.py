"""What another mentor costs: against every set there is, and against the problem solved anew."""

from __future__ import annotations

import numpy as np
import pytest
from engine_questions import best_by_pair, few, fits, moved, options_of, settle, totals
from engine_reference import Instance, draw, with_lottery_per_option

from matcher.engine import assign
from matcher.engine.answers.regret import Regret, Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.flow.potentials import CertificateError
from matcher.engine.problem.options import OptionsError


def everybody(regrets: Regrets, instance: Instance) -> dict[tuple[int, int], Regret]:
    return {
        (mentee, regret.mentor): regret
        for mentee in np.unique(instance.mentee).tolist()
        for regret in regrets.of(mentee)
    }


def compare_with_every_set(instance: Instance) -> None:
    solution, settled = settle(instance)
    options = options_of(instance)
    found = everybody(Regrets(settled), instance)
    best = best_by_pair(instance)
    whole = totals(instance, solution.chosen)
    assert found.keys() == best.keys()
    for pair, regret in found.items():
        lost = [had - left for had, left in zip(whole, best[pair], strict=True)]
        assert list(regret.levels.values()) == lost
        assert regret.exact
        after = moved(solution.chosen, regret.moves)
        assert fits(options, solution, after)
        assert regret.option in after
        assert (instance.mentee[regret.option], instance.mentor[regret.option]) == pair
        assert sum(int(solution.weights[i]) for i in after) == solution.weight - regret.loss


@pytest.mark.parametrize("start", range(0, 300, 20))
def test_a_regret_is_what_the_best_of_all_sets_with_that_duo_lacks(start: int) -> None:
    for _, instance in few(10 * start, 20):
        compare_with_every_set(instance)


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_a_lottery_too_long_for_one_stage_is_counted_exactly(start: int) -> None:
    stages = []
    for seed, instance in few(10 * start, 20):
        chance = np.random.default_rng(seed).integers(1, 2**54, instance.size)
        longer = Instance(
            instance.mentee, instance.mentor, instance.points, {**instance.more, "lottery": chance}
        )
        compare_with_every_set(longer)
        stages += [len(flow.ways.slack) for flow in settle(longer)[1].live.flows]
    assert max(stages) > 1


@pytest.mark.parametrize("seed", range(40))
def test_regrets_of_larger_problems_equal_the_problem_solved_with_that_duo_alone(
    seed: int,
) -> None:
    instance = with_lottery_per_option(draw(seed, mentees=14, mentors=9), seed)
    instance.more["objective"] = "participation"
    solution, settled = settle(instance)
    for (mentee, mentor), regret in list(everybody(Regrets(settled), instance).items())[::4]:
        rows = np.flatnonzero((instance.mentee != mentee) | (instance.mentor == mentor))
        # a class of their own, above all others, serves the mentee whatever it costs
        classes = instance.more.get("priority", np.zeros(mentee + 1, dtype=np.int64)).copy()
        classes = np.append(classes, np.zeros(int(instance.mentee.max()) + 1, dtype=np.int64))
        classes[mentee] = classes.max() + 1
        few_rows = instance.permuted(rows)
        more = {**few_rows.more, "priority": classes}
        forced = assign(few_rows.mentee, few_rows.mentor, few_rows.points, **more)
        after = rows[forced.chosen]
        assert int(instance.mentor[after[instance.mentee[after] == mentee][0]]) == mentor
        weight = sum(int(solution.weights[i]) for i in after)
        assert solution.weight - regret.loss == weight


def test_the_mentee_who_is_put_aside_moves_on_and_nobody_else_moves() -> None:
    mentee, mentor = np.divmod(np.arange(9), 3)
    points = np.array([9, 8, 0, 7, 9, 0, 1, 1, 9])
    instance = Instance(mentee, mentor, points, {"mentor_capacity": np.ones(3, dtype=np.int64)})
    solution, settled = settle(instance)
    assert solution.chosen.tolist() == [0, 4, 8]
    own, second, third = Regrets(settled).of(0)
    assert (own.mentor, own.loss, own.moves) == (0, 0, ())
    assert (second.mentor, second.levels["points"]) == (1, 3)
    assert second.moves == ((0, 1), (4, 3))
    assert (third.mentor, third.levels["points"]) == (2, 17)
    assert third.moves == ((0, 2), (8, 6))


def test_one_without_a_mentor_takes_a_place_from_somebody() -> None:
    mentee, mentor = np.array([0, 1]), np.array([0, 0])
    instance = Instance(mentee, mentor, np.array([9, 4]), {"mentor_capacity": np.array([1])})
    (regret,) = Regrets(settle(instance)[1]).of(1)
    assert (regret.levels, regret.moves) == ({"points": 5, "served": 0}, ((0, None), (None, 1)))


@pytest.mark.parametrize("seed", range(20))
def test_the_first_k_and_the_mentors_asked_for_are_a_part_of_all(seed: int) -> None:
    instance = draw(seed)
    regrets = Regrets(settle(instance)[1])
    for mentee in range(int(instance.mentee.max()) + 1):
        every = regrets.of(mentee)
        assert list(every) == sorted(every, key=lambda one: (one.loss, one.mentor))
        for k in (1, 2):
            first = regrets.of(mentee, k)
            assert [(r.mentor, r.loss) for r in first] == [(r.mentor, r.loss) for r in every[:k]]
        asked = [regret.mentor for regret in every[1::2]]
        some = regrets.of(mentee, mentors=asked)
        assert [(r.mentor, r.loss) for r in some] == [(r.mentor, r.loss) for r in every[1::2]]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_options_changes_no_regret(seed: int) -> None:
    instance = with_lottery_per_option(draw(seed), seed)
    order = np.random.default_rng(seed).permutation(instance.size)
    mine = everybody(Regrets(settle(instance)[1]), instance)
    theirs = everybody(Regrets(settle(instance.permuted(order))[1]), instance)
    assert mine.keys() == theirs.keys()
    for pair, regret in mine.items():
        other = theirs[pair]
        assert (regret.loss, regret.option) == (other.loss, int(order[other.option]))
        assert sorted(map(str, regret.moves)) == sorted(
            str(tuple(None if i is None else int(order[i]) for i in move)) for move in other.moves
        )


def test_without_time_a_crossing_part_answers_at_least() -> None:
    inexact = 0
    for seed in range(60):
        instance = draw(seed)
        solution, settled = settle(instance)
        if (settled.live.flow >= 0).all():
            continue
        exact = everybody(Regrets(settled), instance)
        for pair, regret in everybody(Regrets(settled, seconds=0), instance).items():
            assert 0 <= regret.loss <= exact[pair].loss
            assert regret.loss == exact[pair].loss or not regret.exact
            assert fits(options_of(instance), solution, moved(solution.chosen, regret.moves))
            inexact += not regret.exact
    assert inexact


def test_a_set_that_is_not_proven_has_regrets_that_are_bounds() -> None:
    inexact = 0
    for _, instance in few(0, 60):
        solution, settled = settle(instance, time_limit=0)
        best = best_by_pair(instance)
        whole = totals(instance, solution.chosen)
        for pair, regret in everybody(Regrets(settled), instance).items():
            lost = [had - left for had, left in zip(whole, best[pair], strict=True)]
            true = sum(x * level.multiplier for x, level in zip(lost, solution.levels, strict=True))
            assert 0 <= regret.loss <= max(0, true)
            assert regret.loss == true or not regret.exact
            inexact += not regret.exact
    assert inexact


@pytest.mark.parametrize("seed", range(10))
def test_points_too_large_for_floating_point_are_counted_exactly(seed: int) -> None:
    mentee, mentor = np.divmod(np.arange(9), 3)
    points = np.random.default_rng(seed).integers(2**54, 2**55, 9)
    compare_with_every_set(Instance(mentee, mentor, points, {"mentor_capacity": np.ones(3, int)}))


def test_a_set_that_is_falsely_called_proven_is_refused() -> None:
    mentee, mentor = np.divmod(np.arange(4), 2)
    more = {"mentor_capacity": np.array([1, 1])}
    instance = Instance(mentee, mentor, np.array([9, 1, 1, 9]), more)
    solution, settled = settle(instance)
    worst = Settled(options_of(instance), "fit", np.array([1, 2]), solution.prices)
    with pytest.raises(CertificateError, match="cycle that improves it"):
        Regrets(worst).of(0)
    right = Settled(options_of(instance), "fit", solution.chosen, solution.prices)
    assert Regrets(right).of(0) == Regrets(settled).of(0)


def test_the_lesser_of_two_options_that_are_alike_is_no_proof_of_a_network() -> None:
    mentee, mentor = np.array([0, 0]), np.array([0, 0])
    instance = Instance(mentee, mentor, np.array([3, 5]), {"mentor_capacity": np.array([1])})
    solution, _ = settle(instance)
    lesser = Settled(options_of(instance), "fit", np.array([0]), solution.prices, proven=False)
    (regret,) = Regrets(lesser).of(0)
    assert (regret.option, regret.loss, regret.exact) == (1, 0, False)


def test_a_mentee_without_options_has_no_regrets() -> None:
    instance = Instance(
        np.array([1, 1]), np.array([0, 1]), np.array([3, 4]), {"mentor_capacity": np.array([1, 0])}
    )
    regrets = Regrets(settle(instance)[1])
    assert regrets.of(0) == ()
    assert [regret.mentor for regret in regrets.of(1)] == [0]
    assert regrets.of(1, mentors=[1]) == ()


@pytest.mark.parametrize(
    ("mentee", "k", "words"),
    [
        (2, None, "mentee below 2, got 2"),
        (-1, None, "mentee below 2, got -1"),
        (0, 0, "k >= 1, got 0"),
    ],
)
def test_an_unknown_mentee_or_number_is_refused(mentee: int, k: int | None, words: str) -> None:
    mentees, mentors = np.divmod(np.arange(4), 2)
    more = {"mentor_capacity": np.array([1, 1])}
    instance = Instance(mentees, mentors, np.array([3, 4, 4, 3]), more)
    regrets = Regrets.read(options_of(instance), "fit", settle(instance)[0])
    with pytest.raises(OptionsError, match=words):
        regrets.of(mentee, k)
