"""A flow that starts with few arcs ends as good as one that had all from the start."""

from __future__ import annotations

import numpy as np
import pytest
from engine_reference import draw, with_lottery_per_option

from matcher.engine import Solution, assign
from matcher.engine.flow import columns, staged
from matcher.engine.problem.arrays import BoolArray, IntArray


def solve(seed: int) -> Solution:
    one = with_lottery_per_option(draw(seed, mentees=12, mentors=7, density=0.7), seed)
    alone = {**one.more, "families": ()}  # without more families places are many
    return assign(one.mentee, one.mentor, one.points, **alone)


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Say of each flow of a first stage whether it went without some arcs."""
    seen: list[bool] = []
    flow = staged._flow

    def watched(graph: staged.Graph, weight: IntArray, free: BoolArray, old: IntArray) -> None:
        if weight is graph.weights[0] or np.shares_memory(weight, graph.weights[0]):
            seen.append(not free.all())
        flow(graph, weight, free, old)

    monkeypatch.setattr(staged, "_flow", watched)
    return seen


@pytest.mark.parametrize("heaviest", [-100, 0, 1])
def test_arcs_left_out_at_first_change_no_set_and_leave_no_gap(
    heaviest: int, rounds: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(40):
        expected = solve(seed)
        with monkeypatch.context() as patch:
            patch.setattr(columns, "FROM_ARCS", 0)
            patch.setattr(columns, "HEAVIEST", heaviest)
            found = solve(seed)
        assert found.chosen.tolist() == expected.chosen.tolist(), f"seed {seed}"
        assert (found.weight, found.status) == (expected.weight, expected.status)
        assert all(part.gap == 0 for part in found.components if part.method == "flow")
    assert any(rounds)


def test_arcs_that_prices_cover_are_never_taken_in(
    rounds: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "FROM_ARCS", 0)
    monkeypatch.setattr(columns, "HEAVIEST", 2)
    mentee, mentor = np.divmod(np.arange(60), 2)
    solution = assign(mentee, mentor, 100 - mentee, mentor_capacity=[1, 1])
    assert solution.objective == 199
    assert rounds == [True]


def test_small_networks_begin_with_all_their_arcs(rounds: list[bool]) -> None:
    mentee, mentor = np.divmod(np.arange(60), 2)
    assign(mentee, mentor, 100 - mentee, mentor_capacity=[1, 1])
    assert rounds == [False]
