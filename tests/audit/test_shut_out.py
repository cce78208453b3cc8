"""Counting whom each rule bars in one go gives what counting person by person gives."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.audit import shut_out as counting
from matcher.audit.shut_out import shut_out
from matcher.instance.barred import Barred, Mask
from matcher.instance.options import allowed_options
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

SEEDS = range(12)


@pytest.mark.parametrize("together", [1, 2, 4])
@pytest.mark.parametrize("many", [0, 10**9])
def test_counts_are_those_of_each_mentee_and_each_mentor(
    together: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_ROWS", together)
    for seed in SEEDS:
        problem = world(seed, disorder=0.3, rules=rule_set(seed), mentees=9, mentors=5)
        bars = allowed_options(problem, many=many).barred
        without = np.random.default_rng(seed).random(len(problem.waiting)) < 0.7
        found = shut_out(bars, without)
        near = np.stack([bars.nearest(e) for e in range(len(problem.waiting))])
        for e in np.flatnonzero(without).tolist():
            assert found.mentors_barred(e) == bars.counts(near[e])
        for m in range(len(problem.mentors)):
            assert found.mentees_barred(m) == bars.counts(near[without, m])


def test_of_thousands_whom_one_rule_bars_none_is_lost() -> None:
    mentees, mentors = 2_000, 3
    bars = Barred(
        keys=("first", "same_promotor"),
        em=np.full((mentees, mentors), Mask(1)),
        ep=np.zeros((mentees, 1), dtype=Mask),
        mp=np.zeros((mentors, 1), dtype=Mask),
        mc=np.zeros((mentors, 1), dtype=Mask),
        cp=np.zeros((1, 1), dtype=Mask),
    )
    found = shut_out(bars, np.ones(mentees, dtype=np.bool_))
    assert found.mentors_barred(mentees - 1) == {"first": mentors}
    assert [found.mentees_barred(m) for m in range(mentors)] == [{"first": mentees}] * mentors


@pytest.mark.parametrize("table", ["mentors", "coaches", "projects"])
def test_a_programme_that_lacks_a_side_is_counted_too(table: str) -> None:
    size = {"mentees": 6, "mentors": 4, "coaches": 2, "projects": 2} | {table: 0}
    problem = world(3, disorder=0, matches=0, rules=rule_set(3, disorder=0), **size)
    bars = allowed_options(problem).barred
    found = shut_out(bars, np.ones(len(problem.waiting), dtype=np.bool_))
    for e in range(len(problem.waiting)):
        counts = found.mentors_barred(e)
        assert counts == bars.counts(bars.nearest(e))
        assert set(counts) == set() if table == "mentors" else "same_promotor" in counts
