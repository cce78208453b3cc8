"""Levels fold into one integer and come back, for totals, prices and bounds alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.problem.levels import Level, LevelScale, fold, unfold, unfold_bound

SIZES = st.lists(st.integers(1, 2**34), min_size=1, max_size=4)


def folded(sizes: list[int], nodes: int = 1000) -> tuple[LevelScale, ...]:
    """Return the scales of levels in which one option can add so much."""
    levels = tuple(
        Level(f"level {i}", np.array([size], dtype=np.int64), -size, size)
        for i, size in enumerate(sizes)
    )
    return fold(levels, nodes=nodes, families=4, size=1).levels


@given(SIZES, st.data())
def test_totals_of_sets_unfold_to_what_they_were_folded_from(
    sizes: list[int], data: st.DataObject
) -> None:
    scales = folded(sizes)
    totals = [data.draw(st.integers(-size, size)) for size in sizes]
    value = sum(total * s.multiplier for total, s in zip(totals, scales, strict=True))
    assert list(unfold(scales, value).values()) == totals


@given(SIZES, st.data())
def test_folded_totals_compare_as_their_levels_do_in_turn(
    sizes: list[int], data: st.DataObject
) -> None:
    scales = folded(sizes)
    one, other = ([data.draw(st.integers(-size, size)) for size in sizes] for _ in range(2))

    def weight(totals: list[int]) -> int:
        return sum(total * s.multiplier for total, s in zip(totals, scales, strict=True))

    assert (weight(one) > weight(other)) == (one > other)


@given(SIZES, st.data(), st.integers(0, 2**80))
def test_a_bound_on_the_whole_bounds_the_first_level(
    sizes: list[int], data: st.DataObject, above: int
) -> None:
    scales = folded(sizes)
    totals = [data.draw(st.integers(-size, size)) for size in sizes]
    value = sum(total * s.multiplier for total, s in zip(totals, scales, strict=True))
    assert next(iter(unfold_bound(scales, value + above).values())) >= totals[0]
    assert list(unfold_bound(scales, value).values()) == totals


def test_one_served_less_and_twelve_points_more_reads_so() -> None:
    scales = (LevelScale("served", 1024, 0, 9), LevelScale("points", 1, 0, 500))
    assert unfold(scales, -1024 + 12) == {"served": -1, "points": 12}
    assert unfold(scales, 1024 - 12) == {"served": 1, "points": -12}


def test_levels_that_do_not_fit_one_stage_are_solved_in_several() -> None:
    small = Level("served", np.array([1, 1]), 0, 2)
    large = Level("lottery", np.array([2**52, 2**51]), 0, 2**53)
    assert len(fold((small, small), nodes=100, families=2, size=2).stages) == 1
    folding = fold((small, large, small), nodes=100, families=2, size=2)
    assert [len(stage) for stage in folding.members] == [1, 1, 1]
    total = 0
    for scale, stage in zip(folding.scales, folding.stages, strict=True):
        assert int(stage.max()) * 102 < 2**61
        total += scale * int(stage[0])
    assert total == folding.weights()[0]
