"""Rounds of relaxations over a source whose capacities cross."""

from __future__ import annotations

import pytest
from engine_reference import draw, with_lottery_per_option
from test_engine_sparse import dense, sparse

from matcher.engine.sparse import relaxing


@pytest.fixture(autouse=True)
def every_crossing_is_relaxed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxing, "RELAXED_FROM", 0)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_after_relaxations_every_level_is_what_a_solve_over_all_options_reaches(start: int) -> None:
    rounds = 0
    for seed in range(start, start + 20):
        instance = draw(seed, mentees=14, mentors=9, density=0.8)
        said: list[str] = []
        found, whole = sparse(instance, k=1, progress=said.append), dense(instance)
        rounds += sum("relaxed" in line for line in said)
        assert instance.totals(found.chosen) == instance.totals(whole.chosen), f"seed {seed}"
        assert found.status == whole.status == "optimal"
    assert rounds > 0


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_after_relaxations_a_lottery_makes_the_set_the_same(start: int) -> None:
    for seed in range(start, start + 20):
        instance = with_lottery_per_option(draw(seed, mentees=14, mentors=9, density=0.8), seed)
        found, whole = sparse(instance, k=1), dense(instance)
        assert found.chosen.tolist() == whole.chosen.tolist(), f"seed {seed}"
        assert found.status == "optimal"
