"""Levels relaxed in one linear programme: the duals of each, exact whatever the floats do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.optimize
from engine_crossings import component, programme, thin

from matcher.engine.crossing import descent, together, weaving
from matcher.engine.crossing.closing import Units
from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.facing import Search, whole
from matcher.engine.crossing.sifting import Likely, relax
from matcher.engine.crossing.together import relax_together
from matcher.engine.crossing.weaving import weave
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import ENDLESS, Clock, OutOfTimeError


def anywhere(woven: Woven) -> Likely:
    return Likely(np.arange(woven.size), np.zeros(0, dtype=np.int64))


def one_by_one(woven: Woven, count: int) -> list[Search]:
    """Return the first levels, each relaxed by a programme of its own."""
    found: list[Search] = []
    face = whole(woven)
    for level in range(count):
        proof = relax(woven, face, woven.values[level], anywhere(woven), ENDLESS)
        found.append(Search(woven, face, level, proof, ENDLESS))
        face = found[-1].at_bound()
    return found


def best(problem: Crossing) -> IntArray:
    """Return the totals of the best set, level by level."""
    solved = descent.descend(problem, weave(problem), ENDLESS)
    assert solved.closed
    totals: IntArray = problem.values[:, np.searchsorted(problem.rows, solved.chosen)].sum(axis=1)
    return totals


@pytest.mark.parametrize("seed", range(8))
def test_each_level_is_bound_as_by_a_relaxation_of_its_own(seed: int) -> None:
    woven = weave(component(programme(seed)))
    found = relax_together(woven, anywhere(woven), ENDLESS)
    alone = one_by_one(woven, len(found))
    assert found
    assert [search.proof.bound for search in found] == [
        search.proof.bound // search.proof.scale for search in alone
    ]


def test_a_few_middles_at_a_time_prove_what_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(6):
        woven = weave(component(programme(seed)))
        every = relax_together(woven, anywhere(woven), ENDLESS)
        with monkeypatch.context() as few:
            for name, value in {"SIFT_FROM": 0, "FIRST": 1, "MORE": 1, "FEW": 2.0}.items():
                few.setattr(together, name, value)
            some = relax_together(woven, anywhere(woven), ENDLESS)
        assert [search.proof.bound for search in some] == [search.proof.bound for search in every]


@pytest.mark.parametrize("seed", range(6))
def test_bases_too_narrow_for_the_duals_make_no_bound_wrong(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = component(programme(seed))
    totals = best(problem)
    monkeypatch.setattr(together, "_bases", lambda woven: np.ones(len(woven.values), np.int64))
    woven = weave(problem)
    for search in relax_together(woven, anywhere(woven), ENDLESS):
        assert search.target >= totals[search.level]
        if search.target > totals[search.level]:
            break
    assert best(problem).tolist() == totals.tolist()


def test_where_capacities_weigh_unequally_levels_are_relaxed_one_by_one() -> None:
    woven = weave(component(programme(1, budgets=True)))
    assert relax_together(woven, anywhere(woven), ENDLESS) == []


def test_a_programme_without_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Late:
        status = 1

    woven = weave(component(programme(1)))
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_, **__: Late())
    with pytest.raises(OutOfTimeError):
        relax_together(woven, anywhere(woven), Clock())


def test_a_family_with_a_label_for_each_pair_stands_where_it_takes_fewest_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = component(thin())
    sizes = {}
    for share in (0.0, 2.0):  # always in the middle, never
        monkeypatch.setattr(weaving, "OWN_SHARE", share)
        families = weaving._families(problem)
        arranged = weaving._arranged(families, 2, own=True)
        sides = weaving._sides(problem, families, arranged)
        sizes[share] = weaving._woven(problem, sides).size
    monkeypatch.setattr(weaving, "OWN_SHARE", 0.0)
    assert sizes[2.0] < sizes[0.0]
    assert weave(problem).size == sizes[2.0]


@pytest.mark.parametrize(("most", "again"), [(0.0, False), (2.0, True)])
def test_a_last_level_searched_over_all_that_is_left_is_not_searched_again(
    most: float, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    problem = component(programme(2))
    totals = best(problem)
    searches: list[int] = []
    over = Search.over

    def noted(search: Search, *given: Any, **more: Any) -> Units:
        searches.append(search.level)
        return over(search, *given, **more)

    monkeypatch.setattr(Search, "over", noted)
    monkeypatch.setattr(descent, "MOST", most)
    assert best(problem).tolist() == totals.tolist()
    assert bool(searches) == again
