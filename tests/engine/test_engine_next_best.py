"""The other mentors that cost least, for many mentees at once: the same answers as one by one."""

from __future__ import annotations

import numpy as np
import pytest
from engine_questions import fits, moved, options_of, settle
from engine_reference import Instance, draw, with_lottery_per_option

from matcher.engine.answers import nearest
from matcher.engine.answers.next_best import NextBest
from matcher.engine.answers.regret import Regret, Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.options import OptionsError

SEARCHES = pytest.mark.parametrize("by_hand", [0, nearest.BY_HAND], ids=["compiled", "by hand"])


def mentees(instance: Instance) -> list[int]:
    return sorted(set(instance.mentee.tolist()))


def own_mentor(settled: Settled, instance: Instance, mentee: int) -> int | None:
    chosen = settled.order[settled.chosen]
    mine = chosen[instance.mentee[chosen] == mentee]
    return int(instance.mentor[mine[0]]) if mine.size else None


def others(settled: Settled, instance: Instance, mentee: int, k: int) -> tuple[Regret, ...]:
    """Return the first k mentors beside the own, asked for this mentee alone."""
    own = own_mentor(settled, instance, mentee)
    return tuple(r for r in Regrets(settled).of(mentee) if r.mentor != own)[:k]


def in_network(settled: Settled, mentee: int) -> bool:
    ground = settled.live
    here = np.flatnonzero(settled.options.mentee[ground.rows] == mentee)
    return bool(here.size) and bool(ground.flow[ground.parts.component[here[0]]] >= 0)


def compare(instance: Instance, k: int = 3) -> int:
    """Compare with the answers one by one; return how many there were in networks."""
    settled = settle(instance)[1]
    people = [m for m in mentees(instance) if in_network(settled, m)]
    found = NextBest(settled).of(people, k)
    assert list(found) == people
    for mentee in people:
        assert found[mentee] == others(settled, instance, mentee, k)
    return sum(len(regrets) for regrets in found.values())


@SEARCHES
@pytest.mark.parametrize("start", range(0, 300, 20))
def test_all_at_once_cost_and_move_what_each_alone_does(
    monkeypatch: pytest.MonkeyPatch, by_hand: int, start: int
) -> None:
    monkeypatch.setattr(nearest, "BY_HAND", by_hand)
    assert sum(compare(draw(seed)) for seed in range(start, start + 20))


@SEARCHES
@pytest.mark.parametrize("seed", range(20))
def test_larger_problems_with_a_lottery_of_several_stages(
    monkeypatch: pytest.MonkeyPatch, by_hand: int, seed: int
) -> None:
    monkeypatch.setattr(nearest, "BY_HAND", by_hand)
    drawn = with_lottery_per_option(draw(seed, mentees=14, mentors=9), seed)
    chance = np.random.default_rng(seed).integers(1, 2**54, drawn.size)
    more = {**drawn.more, "lottery": chance, "objective": "participation"}
    compare(Instance(drawn.mentee, drawn.mentor, drawn.points, more), k=1 + seed % 4)


@SEARCHES
@pytest.mark.parametrize("seed", range(10))
def test_of_mentors_who_cost_the_same_the_first_come_first(
    monkeypatch: pytest.MonkeyPatch, by_hand: int, seed: int
) -> None:
    monkeypatch.setattr(nearest, "BY_HAND", by_hand)
    mentee, mentor = np.divmod(np.arange(30), 6)
    points = np.random.default_rng(seed).integers(5, 7, 30)
    for room in (1, 2):
        more = {"mentor_capacity": np.full(6, room)}
        assert compare(Instance(mentee, mentor, points, more)) == 15


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_options_changes_no_answer(seed: int) -> None:
    instance = with_lottery_per_option(draw(seed), seed)
    order = np.random.default_rng(seed).permutation(instance.size)
    mine = NextBest(settle(instance)[1]).of(mentees(instance), 3)
    theirs = NextBest(settle(instance.permuted(order))[1]).of(mentees(instance), 3)
    for mentee, regrets in mine.items():
        assert [(r.mentor, r.loss, r.option) for r in regrets] == [
            (r.mentor, r.loss, int(order[r.option])) for r in theirs[mentee]
        ]


def shown(regret: Regret) -> list[int]:
    return [n for level, n in regret.levels.items() if level.startswith(("served", "points"))]


@pytest.mark.parametrize("size", [(6, 4), (12, 8)], ids=str)
def test_where_options_cross_the_prices_say_what_another_mentor_costs_or_what_at_least(
    size: tuple[int, int],
) -> None:
    exact = atleast = 0
    for seed in range(60):
        instance = with_lottery_per_option(draw(seed, mentees=size[0], mentors=size[1]), seed)
        solution, settled = settle(instance)
        for mentee in mentees(instance):
            if in_network(settled, mentee):
                continue
            forced = {r.mentor: r for r in others(settled, instance, mentee, instance.size)}
            found = NextBest(settled).of([mentee], 3)[mentee]
            assert len(found) == min(3, len(forced))
            assert [shown(r) for r in found] == sorted(shown(r) for r in found)
            for regret in found:
                assert instance.mentee[regret.option] == mentee
                assert instance.mentor[regret.option] == regret.mentor
                if regret.exact:
                    assert shown(regret) == shown(forced[regret.mentor])
                    after = moved(solution.chosen, regret.moves)
                    assert fits(options_of(instance), solution, after)
                    assert regret.option in after
                    weight = sum(int(solution.weights[i]) for i in after)
                    assert weight == solution.weight - regret.loss
                else:
                    assert 0 <= regret.loss <= forced[regret.mentor].loss
                    assert regret.moves == ()
                exact += regret.exact
                atleast += not regret.exact and regret.loss > 0
            for other in found[:1]:
                best = min(shown(r) for r in forced.values())
                assert shown(other) <= best
    assert exact
    assert atleast


def test_a_bound_needs_the_prices_alone() -> None:
    instance = next(
        i
        for i in map(draw, range(60))
        if not any(in_network(settle(i)[1], mentee) for mentee in mentees(i))
        and len(mentees(i)) > 2
    )
    solution, settled = settle(instance)
    rounded = tuple(np.array([int(price) for price in prices]) for prices in solution.prices)
    again = Settled(
        options_of(instance), instance.more.get("objective", "fit"), solution.chosen, rounded
    )
    every = mentees(instance)
    assert NextBest(again).of(every, 3) == NextBest(settled).of(every, 3)


@SEARCHES
def test_one_who_may_have_one_mentor_alone_has_no_other(
    monkeypatch: pytest.MonkeyPatch, by_hand: int
) -> None:
    monkeypatch.setattr(nearest, "BY_HAND", by_hand)
    mentee, mentor = np.array([0, 1, 1]), np.array([0, 0, 1])
    more = {"mentor_capacity": np.array([1, 1])}
    settled = settle(Instance(mentee, mentor, np.array([9, 4, 3]), more))[1]
    found = NextBest(settled).of([0, 1], 3)
    assert found[0] == ()
    assert [(r.mentor, r.levels["points"], r.levels["served"]) for r in found[1]] == [(0, 8, 1)]


def test_nobody_is_answered_nothing() -> None:
    more = {"mentor_capacity": np.array([0, 1])}
    instance = Instance(np.array([0, 2]), np.array([0, 1]), np.array([3, 3]), more)
    settled = settle(instance)[1]
    assert NextBest(settled).of([], 3) == {}
    assert NextBest(settled).of([0, 1], 3) == {0: (), 1: ()}


@pytest.mark.parametrize(
    ("asked", "k", "words"),
    [([0, 2], 3, "below 2, got 2"), ([-1], 3, "below 2, got -1"), ([0], 0, "k >= 1, got 0")],
)
def test_unknown_mentees_and_numbers_are_refused(asked: list[int], k: int, words: str) -> None:
    mentee, mentor = np.divmod(np.arange(4), 2)
    more = {"mentor_capacity": np.array([1, 1])}
    settled = settle(Instance(mentee, mentor, np.array([3, 4, 4, 3]), more))[1]
    with pytest.raises(OptionsError, match=words):
        NextBest(settled).of(asked, k)
