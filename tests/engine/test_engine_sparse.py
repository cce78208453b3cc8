"""Solving over a few options and pricing out all others gives what solving over all gives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from engine_reference import Instance, draw, with_lottery_per_option

from matcher.domain.errors import PointsOverflowError
from matcher.engine import assign
from matcher.engine.problem.arrays import exact_dot
from matcher.engine.problem.options import OptionsError, read_options
from matcher.engine.proof.certificate import check
from matcher.engine.sparse import excess
from matcher.engine.sparse.assign import SparseSolution, assign_sparse
from matcher.engine.sparse.source import ArraySource, OptionBlock


def columns(instance: Instance) -> OptionBlock:
    more = instance.more
    families = [g[0] if len(g) == 2 else (g[0], g[2]) for g in more.get("families", [])]
    return OptionBlock(
        instance.mentee,
        instance.mentor,
        instance.points,
        tuple(families),
        more.get("previous"),
        more.get("continuity"),
        more.get("lottery"),
        tuple(more.get("single_choice", ())),
    )


def sparse(instance: Instance, *, block: int = 7, **more: Any) -> SparseSolution:
    given = instance.more
    return assign_sparse(
        ArraySource(columns(instance), block),
        mentor_capacity=given["mentor_capacity"],
        capacities=[family[1] for family in given.get("families", [])],
        objective=given.get("objective", "fit"),
        priority=given.get("priority"),
        **more,
    )


def dense(instance: Instance) -> Any:
    return assign(instance.mentee, instance.mentor, instance.points, **instance.more)


def larger(seed: int) -> Instance:
    return draw(seed, mentees=14, mentors=9, density=0.8)


def market(seed: int, *, mentees: int = 60, mentors: int = 25, points: int = 50) -> Instance:
    """Draw mentees and mentors without other families, places scarce or plenty."""
    rng = np.random.default_rng(seed)
    mentee, mentor = np.nonzero(rng.random((mentees, mentors)) < 0.5)
    more: dict[str, Any] = {
        "mentor_capacity": rng.integers(0, (3, 6)[seed % 2], mentors),
        "objective": ("fit", "participation")[seed // 2 % 2],
    }
    return Instance(mentee, mentor, rng.integers(0, points, len(mentee)), more)


@pytest.mark.parametrize("start", range(0, 160, 20))
def test_every_level_reaches_what_a_solve_over_all_options_reaches(start: int) -> None:
    for seed in range(start, start + 20):
        instance = larger(seed)
        found, whole = sparse(instance, k=1 + seed % 3), dense(instance)
        assert instance.totals(found.chosen) == instance.totals(whole.chosen), f"seed {seed}"
        assert found.status == whole.status == "optimal"
        assert (found.objective, found.served) == (whole.objective, whole.served)


@pytest.mark.parametrize("start", range(0, 160, 20))
def test_with_a_lottery_the_set_is_the_same(start: int) -> None:
    for seed in range(start, start + 20):
        instance = with_lottery_per_option(larger(seed), seed)
        found, whole = sparse(instance, k=1 + seed % 3), dense(instance)
        assert found.chosen.tolist() == whole.chosen.tolist(), f"seed {seed}"
        assert found.status == "optimal"


@pytest.mark.parametrize("seed", range(40))
def test_where_only_mentors_limit_the_set_is_the_same_too(seed: int) -> None:
    tied = market(seed, points=(2, 50)[seed % 3 > 0])
    assert tied.totals(sparse(tied, k=1).chosen) == tied.totals(dense(tied).chosen)
    drawn = with_lottery_per_option(tied, seed)
    found = sparse(drawn, k=1)
    assert found.chosen.tolist() == dense(drawn).chosen.tolist()
    assert found.gap == 0


@pytest.mark.parametrize("seed", range(40))
def test_the_prices_bound_every_option_of_the_source(seed: int) -> None:
    for instance in (larger(seed), market(seed)):
        found = sparse(instance, k=1)
        more = {key: value for key, value in instance.more.items() if key != "objective"}
        for key in ("previous", "lottery", "priority"):
            more.setdefault(key, None)
        for key in ("families", "single_choice"):
            more.setdefault(key, ())
        options = read_options(instance.mentee, instance.mentor, instance.points, **more)
        weights = np.zeros(instance.size, dtype=np.object_)
        multipliers = {level.name: level.multiplier for level in found.levels}
        finer = {key: more.get(key) for key in ("previous", "continuity", "lottery")}
        finer = {"points": instance.points, **{k: v for k, v in finer.items() if v is not None}}
        for name, values in finer.items():
            weights += values.astype(np.int64).astype(np.object_) * multipliers.get(name, 0)
        classes = np.zeros(instance.size) if more["priority"] is None else options.priority
        mine = classes if more["priority"] is None else classes[instance.mentee]
        for name, multiplier in multipliers.items():
            kind, _, key = name.partition(":")
            if kind == "served":
                weights += np.where(mine == int(key or 0), multiplier, 0) if key else multiplier
        checked = check(options, found.chosen, found.prices, weights)
        assert checked.ok, checked.violation
        assert (checked.weight, checked.bound) == (found.weight, found.weight_bound)


@pytest.mark.parametrize("seed", range(20))
def test_neither_block_size_nor_the_options_to_start_with_change_the_set(seed: int) -> None:
    instance = with_lottery_per_option(market(seed), 2)
    expected = sparse(instance, k=1).chosen.tolist()
    assert sparse(instance, block=1000, k=4).chosen.tolist() == expected
    assert sparse(instance, block=1, k=50).chosen.tolist() == expected


def test_the_order_of_options_does_not_change_who_is_matched() -> None:
    for seed in range(12):
        instance = with_lottery_per_option(larger(seed), 1)
        order = np.random.default_rng(seed).permutation(instance.size)
        found = sparse(instance, k=1).chosen
        moved = sparse(instance.permuted(order), k=1).chosen
        assert sorted(order[moved].tolist()) == found.tolist()


def test_few_options_are_solved_where_many_are_allowed() -> None:
    instance = market(0, mentees=400, mentors=120, points=900)
    found = sparse(instance, block=5000)
    assert found.status == "optimal"
    assert found.options == instance.size
    assert found.core < instance.size / 4
    assert found.objective == dense(instance).objective


def test_continuity_decides_between_sets_that_are_equal_above() -> None:
    block = OptionBlock([0, 0], [0, 1], [3, 3], continuity=[1, 2])
    assert assign_sparse(ArraySource(block), mentor_capacity=[1, 1]).chosen.tolist() == [1]


def test_prices_too_large_for_64_bits_are_compared_exactly() -> None:
    rng = np.random.default_rng(3)
    instance = market(5, mentees=20, mentors=8)
    instance.more["lottery"] = rng.integers(2**50, 2**52, instance.size)
    instance.more["previous"] = rng.random(instance.size) < 0.3
    assert sparse(instance, k=1).chosen.tolist() == dense(instance).chosen.tolist()


def test_where_64_bits_are_too_few_for_a_stage_pythons_integers_give_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(12):
        instance = with_lottery_per_option(larger(seed), seed)
        quick = sparse(instance, k=1)
        with monkeypatch.context() as patch:
            patch.setattr(excess, "SAFE", 1)
            slow = sparse(instance, k=1)
        assert slow.chosen.tolist() == quick.chosen.tolist()
        assert (slow.weight, slow.weight_bound) == (quick.weight, quick.weight_bound)


def test_many_parts_that_share_a_label_which_cannot_bind_need_more_nodes_and_get_them() -> None:
    people = np.arange(60)
    mentee = np.repeat(people, 2)
    mentor = np.stack([people, (people // 2 * 2 + 1 - people % 2)], axis=1).ravel()
    coach = np.zeros(120, dtype=np.int64)
    rng = np.random.default_rng(1)
    more = {
        "mentor_capacity": np.tile([1, 0], 30),
        "families": [(coach, np.array([500]))] * 3,
        "lottery": rng.integers(1, 2**45, 120),
    }
    instance = Instance(mentee, mentor, rng.integers(0, 9, 120), more)
    assert sparse(instance, k=1).chosen.tolist() == dense(instance).chosen.tolist()


def test_nothing_to_choose_gives_nothing() -> None:
    for block in (OptionBlock([], [], []), OptionBlock([0, 1], [0, 0], [-3, -1])):
        found = assign_sparse(ArraySource(block), mentor_capacity=[1])
        assert found.chosen.tolist() == []
        assert (found.status, found.gap, found.served) == ("optimal", 0, 0)
    shut = assign_sparse(ArraySource(OptionBlock([0], [0], [5])), mentor_capacity=[0])
    assert (shut.chosen.tolist(), shut.status) == ([], "optimal")


def test_without_time_there_is_a_set_and_a_bound_that_holds() -> None:
    for seed in range(20):
        instance = market(seed)
        found, whole = sparse(instance, k=1, time_limit=0), dense(instance)
        assert found.weight <= whole.weight <= found.weight_bound
        assert found.gap == found.weight_bound - found.weight
        limits = zip(found.prices, found.capacity, strict=True)
        assert found.weight_bound == sum(exact_dot(p, limit) for p, limit in limits)
        assert found.status == ("optimal" if found.gap == 0 else "feasible")


def test_a_request_to_cancel_keeps_the_best_set_with_its_bound() -> None:
    stop = threading.Event()
    said: list[str] = []

    def tell(words: str) -> None:
        said.append(words)
        stop.set()

    instance = next(i for i in map(larger, range(200)) if sparse(i, k=1).rounds > 1)
    found = sparse(instance, k=1, cancel=stop, progress=tell)
    whole = dense(instance)
    assert found.status == "cancelled"
    assert len(said) == found.rounds == 2
    assert "round 1:" in said[0]
    assert found.weight <= whole.weight <= found.weight_bound


def test_a_request_to_cancel_while_mentees_are_inserted_gives_a_quick_set_with_its_bound() -> None:
    instance = market(3)
    asked: list[int] = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 1

    found = sparse(instance, cancel=cancel)
    assert found.weight <= dense(instance).weight <= found.weight_bound
    assert found.status == ("optimal" if found.gap == 0 else "cancelled")
    assert len(asked) > 1


@dataclass
class Watched:
    """A source that counts its readings."""

    inner: ArraySource
    readings: int = 0

    def blocks(self) -> Iterator[OptionBlock]:
        self.readings += 1
        yield from self.inner.blocks()


def test_progress_is_told_each_round_and_a_source_may_be_any_object_with_blocks() -> None:
    said: list[str] = []
    instance = market(1)
    source = Watched(ArraySource(columns(instance), 100))
    found = assign_sparse(
        source, mentor_capacity=instance.more["mentor_capacity"], progress=said.append
    )
    assert len(said) == found.rounds
    assert said[-1].endswith(" 0 more wanted")
    assert source.readings >= 3


@pytest.mark.parametrize(
    ("block", "more", "words"),
    [
        (OptionBlock([0], [0], [1.5]), {}, "Expected integers in points"),
        (OptionBlock([0, 1], [0], [1, 1]), {}, "as long as points"),
        (OptionBlock([0], [3], [1]), {}, "Expected mentor labels below 2"),
        (OptionBlock([0], [-1], [1]), {}, "Expected mentor >= 0"),
        (OptionBlock([0], [0], [1], ([0],)), {}, "Expected 0 families"),
        (OptionBlock([0], [0], [2**62]), {}, "Expected points between"),
        (OptionBlock([0], [0], [1], previous=[2]), {}, "Expected previous 0 or 1"),
        (OptionBlock([0], [0], [1]), {"k": 0}, "Expected k >= 1"),
        (OptionBlock([0], [0], [1]), {"objective": "best"}, "Expected objective"),
        (OptionBlock([4], [0], [1]), {"priority": [1]}, "Expected a priority for each of 5"),
        (OptionBlock([0], [0], [1]), {"priority": [0.5]}, "Expected priority as"),
        (OptionBlock([0], [0], [1]), {"mentor_capacity": [-1]}, "Expected capacity >= 0"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_was_expected(
    block: OptionBlock, more: dict[str, Any], words: str
) -> None:
    given = {"mentor_capacity": [1, 1], **more}
    with pytest.raises(OptionsError, match=words):
        assign_sparse(ArraySource(block), **given)


def test_totals_past_64_bits_are_refused() -> None:
    people = np.arange(8)
    block = OptionBlock(people, np.zeros(8, dtype=int), np.full(8, 2**60))
    with pytest.raises(PointsOverflowError, match="'points'"):
        assign_sparse(ArraySource(block), mentor_capacity=[1])
