"""Answers found among a few options are those found among all, and few stay few."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from engine_outside import large
from engine_questions import options_of
from engine_reference import Instance, draw, with_lottery_per_option
from test_engine_sparse import columns, sparse

from matcher.domain.errors import PointsOverflowError
from matcher.engine.answers import held
from matcher.engine.answers.answers import Answers
from matcher.engine.answers.catalogue import Catalogue
from matcher.engine.answers.folded import level_values, refold
from matcher.engine.answers.regret import Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Worths
from matcher.engine.problem.levels import LevelScale
from matcher.engine.problem.options import OptionsError
from matcher.engine.problem.weighing import weigh
from matcher.engine.proof.ordered import Ordered
from matcher.engine.sparse import excess
from matcher.engine.sparse.assign import SparseSolution
from matcher.engine.sparse.source import ArraySource

NETWORKS = [4 * n + 1 for n in range(6)]
"""Seeds of `large` whose families are a network."""


def all_of(instance: Instance, solution: SparseSolution) -> Settled:
    options = options_of(instance)
    proven = solution.status == "optimal"
    return Settled(
        options, instance.more["objective"], solution.chosen, solution.prices, proven=proven
    )


def few_of(instance: Instance, solution: SparseSolution, **more: Any) -> Answers:
    proven = solution.status == "optimal"
    return Answers.of(
        options_of(instance),
        instance.more["objective"],
        solution.chosen,
        solution.prices,
        solution.levels,
        proven=proven,
        **more,
    )


def read_of(instance: Instance, solution: SparseSolution, block: int, **more: Any) -> Answers:
    return Answers.sparse(
        ArraySource(columns(instance), block),
        solution,
        mentor_capacity=instance.more["mentor_capacity"],
        capacities=[given[1] for given in instance.more.get("families", [])],
        objective=instance.more.get("objective", "fit"),
        priority=instance.more.get("priority"),
        **more,
    )


def losses(regrets: Any) -> list[tuple[int, list[int], bool]]:
    return [(one.mentor, list(one.levels.values()), one.exact) for one in regrets]


@pytest.mark.parametrize("seed", NETWORKS)
def test_all_regrets_of_a_network_are_those_found_among_all_options(seed: int) -> None:
    instance = large(seed)[1]
    solution = sparse(instance, k=1)
    few, every = few_of(instance, solution), Regrets(all_of(instance, solution))
    for mentee in range(int(instance.mentee.max()) + 1):
        for k in (2, None):
            assert losses(few.regrets(mentee, k)) == losses(every.of(mentee, k))
    assert len(few.numbers) < instance.size / 2


@pytest.mark.parametrize("seed", NETWORKS)
def test_what_places_are_worth_is_what_is_found_among_all_options(seed: int) -> None:
    instance = large(seed)[1]
    solution = sparse(instance, k=1)
    few, every = few_of(instance, solution), Worths(all_of(instance, solution))
    for family in range(1, len(instance.families())):
        gains = []
        for label in range(len(instance.families()[family][1])):
            mine, theirs = few.worth(family, label), every.of(family, label)
            assert (list(mine.levels.values()), mine.exact) == (list(theirs.levels.values()), True)
            gains.append(mine.gain)
        best = sorted(gains, reverse=True)[:3]
        assert [worth.gain for worth in few.top(family, 3)] == [gain for gain in best if gain]
    labels = [(1, 0), (1, 1), (1, 0)]
    mine, theirs = few.together(labels), every.together(labels)
    assert (mine.labels, list(mine.levels.values())) == (
        theirs.labels,
        list(theirs.levels.values()),
    )


def test_only_labels_that_are_wanted_are_at_the_top() -> None:
    instance = large(1)[1]
    few = few_of(instance, sparse(instance, k=1))
    every = few.top(1, 100)
    odd = few.top(1, 100, lambda label: label % 2 == 1)
    assert odd == tuple(worth for worth in every if worth.labels[0][1] % 2)
    assert 0 < len(odd) < len(every)


@pytest.mark.parametrize("seed", [1, 4, 6, 7])
def test_a_source_read_in_small_blocks_gives_the_answers_of_options_in_memory(seed: int) -> None:
    instance = with_lottery_per_option(large(seed)[1], seed)
    solution = sparse(instance, k=1)
    read, few = read_of(instance, solution, 23), few_of(instance, solution)
    for mentee in (0, 3):
        assert losses(read.regrets(mentee, 1)) == losses(few.regrets(mentee, 1))
    assert read.worth(1, 2) == few.worth(1, 2)
    assert np.all(np.diff(read.numbers) > 0)


def test_with_one_option_held_a_mentee_answers_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(12):
        instance = draw(seed, mentees=12, mentors=8)
        solution = sparse(instance, k=1)
        with monkeypatch.context() as patch:
            patch.setattr(held, "PER_MENTEE", 0)
            few = read_of(instance, solution, 9)
        every = Regrets(all_of(instance, solution))
        for mentee in range(int(instance.mentee.max()) + 1):
            assert losses(few.regrets(mentee)) == losses(every.of(mentee)), seed


def test_where_64_bits_are_too_few_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = large(9)[1]
    solution = sparse(instance, k=1)
    quick = few_of(instance, solution)
    monkeypatch.setattr(excess, "SAFE", 1)
    slow = few_of(instance, solution)
    assert [slow.regrets(e, 2) for e in range(3)] == [quick.regrets(e, 2) for e in range(3)]


def test_a_lottery_of_several_stages_is_counted_exactly() -> None:
    stages = []
    for seed in (1, 5, 9):
        instance = large(seed)[1]
        chance = np.random.default_rng(seed).integers(1, 2**50, 10_000)
        own = chance[instance.mentee * 40 + instance.mentor]
        longer = replace(instance, more={**instance.more, "lottery": own})
        solution = sparse(longer, k=1)
        few, every = few_of(longer, solution), Regrets(all_of(longer, solution))
        for mentee in range(0, 20, 3):
            assert losses(few.regrets(mentee, 3)) == losses(every.of(mentee, 3))
        stages += [len(flow.ways.slack) for flow in few.settled.live.flows]
    assert max(stages) > 1


def test_a_set_that_is_not_proven_has_regrets_that_are_bounds() -> None:
    inexact = 0
    for seed in (3, 7):
        instance = large(seed)[1]
        best = sparse(instance, k=1)
        quick = sparse(instance, k=1, time_limit=0)
        few = read_of(instance, quick, 100)
        for mentee in range(2):
            for regret in few.regrets(mentee, 1):
                exact = read_of(instance, best, 100).regrets(mentee, mentors=[regret.mentor])[0]
                value = sum(exact.levels[level.name] * level.multiplier for level in quick.levels)
                weight = sum(
                    int(level[best.chosen].sum()) * scale.multiplier
                    for level, scale in zip(
                        (level for level in instance.levels() if level.any()),
                        quick.levels,
                        strict=True,
                    )
                )
                assert regret.loss <= max(0, value - weight + quick.weight)
                inexact += not regret.exact
    assert inexact


def test_without_time_a_crossing_part_answers_at_least() -> None:
    instance = large(3)[1]
    solution = sparse(instance, k=1)
    hasty, exact = few_of(instance, solution, seconds=0), few_of(instance, solution)
    asked = [int(m) for m in np.unique(instance.mentor[instance.mentee == 0])[:4]]
    for mine, theirs in zip(
        sorted(hasty.regrets(0, mentors=asked), key=lambda one: one.mentor),
        sorted(exact.regrets(0, mentors=asked), key=lambda one: one.mentor),
        strict=True,
    ):
        assert mine.loss <= theirs.loss


def test_a_mentee_without_options_and_mentors_who_have_none_have_no_regrets() -> None:
    instance = Instance(
        np.array([1, 1]),
        np.array([0, 1]),
        np.array([3, 4]),
        {"mentor_capacity": np.array([1, 0]), "objective": "fit"},
    )
    few = read_of(instance, sparse(instance), 5)
    assert few.regrets(0) == ()
    assert [regret.mentor for regret in few.regrets(1)] == [0]
    assert few.regrets(1, mentors=[1]) == ()
    assert few.worth(1, 1).levels["points"] == 1


@pytest.mark.parametrize(
    ("mentee", "k", "words"),
    [
        (2, None, "mentee below 2, got 2"),
        (-1, None, "mentee below 2, got -1"),
        (0, 0, "k >= 1, got 0"),
    ],
)
def test_an_unknown_mentee_or_number_is_refused(mentee: int, k: int | None, words: str) -> None:
    few = small()
    with pytest.raises(OptionsError, match=words):
        few.regrets(mentee, k)


@pytest.mark.parametrize(
    ("family", "label", "words"),
    [
        (2, 0, "family below 2, got 2"),
        (0, 0, "other than the mentees', got 0"),
        (1, 2, "family 1 below 2, got 2"),
    ],
)
def test_an_unknown_family_or_label_is_refused(family: int, label: int, words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        small().worth(family, label)


def test_a_top_of_none_is_refused() -> None:
    with pytest.raises(OptionsError, match="k >= 1, got 0"):
        small().top(1, 0)


def small() -> Answers:
    mentee, mentor = np.divmod(np.arange(4), 2)
    more = {"mentor_capacity": np.array([1, 1]), "objective": "fit"}
    instance = Instance(mentee, mentor, np.array([3, 4, 4, 3]), more)
    return few_of(instance, sparse(instance))


def test_options_are_weighed_as_they_were_among_all() -> None:
    for seed in range(30):
        options = options_of(with_lottery_per_option(draw(seed), seed))
        whole = weigh(options, "fit").folding
        rows = np.arange(0, options.size, 3)
        some = options.take(rows)
        values = [level_values(some, level.name) for level in whole.levels]
        again = refold(whole.levels, values, nodes=50)
        assert again.weights().tolist() == whole.weights()[rows].tolist()
        assert again.levels == whole.levels


def test_a_level_too_large_for_a_network_and_one_that_is_none_are_refused() -> None:
    level = LevelScale("points", 1, 0, 2**60)
    with pytest.raises(PointsOverflowError, match="level 'points' below 2"):
        refold([level], [np.array([2**60])], nodes=10)
    with pytest.raises(OptionsError, match="name of a level, got 'luck'"):
        level_values(options_of(draw(1)), "luck")


def test_options_in_order_are_left_alone_and_others_are_put_in_order() -> None:
    for seed in range(30):
        options = options_of(draw(seed))
        shuffled = options.take(np.random.default_rng(seed).permutation(options.size))
        found = Ordered.of(shuffled)
        assert found.order.tolist() == shuffled.canonical_order().tolist()
        assert found.back[found.order].tolist() == list(range(options.size))
        again = Ordered.of(found.options)
        assert again.order.tolist() == found.options.canonical_order().tolist()


def test_a_slack_in_floating_point_is_never_taken_for_less() -> None:
    instance = with_lottery_per_option(large(5)[1], 2)
    solution = sparse(instance, k=1)
    catalogue = Catalogue.read(
        ArraySource(columns(instance), 1000),
        solution.prices,
        solution.levels,
        capacity=[instance.more["mentor_capacity"], *(f[1] for f in instance.more["families"])],
        priority=instance.more.get("priority"),
        objective=instance.more["objective"],
    )
    for block in catalogue.blocks():
        exact = catalogue.slack(block.options)
        for value, rounded in zip(exact, block.slack.tolist(), strict=True):
            if np.isfinite(rounded):
                assert rounded <= catalogue.limit(value)
                assert catalogue.sure(catalogue.limit(value)) >= value
