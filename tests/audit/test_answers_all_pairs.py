"""Answers over options that are read block by block are those over options in memory."""

from __future__ import annotations

from datetime import date
from functools import partial

import numpy as np
import pytest

from matcher.audit.matching import Matching
from matcher.audit.numbered import answers_over_all, four_of, points_of
from matcher.domain.problem import Problem
from matcher.engine.answers import held, placed
from matcher.engine.answers.answers import Answers
from matcher.engine.answers.holding import hold
from matcher.engine.answers.placed import PlacedCatalogue
from matcher.engine.answers.regret import Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Worths
from matcher.engine.problem.arrays import IntArray
from matcher.engine.sparse.scan import Pool
from matcher.instance import scan
from matcher.instance.compile import Instance, compile_instance
from matcher.instance.propose import propose
from matcher.instance.solve import engine_options
from matcher.output.facts import minimised
from matcher.simulation.population import PopulationSettings, population
from matcher.simulation.settings import Shape

few = partial(compile_instance, many=0, most=0)
"""Compiles as if no option could be held."""


def problem(seed: int, shape: Shape, mentees: int = 300, mentors: int = 80) -> Problem:
    settings = PopulationSettings(
        seed=seed, as_of=date(2026, 11, 2), shape=shape, mentees=mentees, mentors=mentors
    )
    return minimised(population(settings).problem)


def over_all(given: Problem) -> tuple[Instance, Answers]:
    found = propose(few(given))
    assert found.scope is not None
    answers = answers_over_all(
        Matching(found.instance, found.solution.chosen),
        found.solution.prices,
        found.scope,
        proven=found.solution.status == "optimal",
        seconds=None,
    )
    return found.instance, answers


def settled(given: Problem) -> tuple[Instance, Settled]:
    instance = compile_instance(given)
    found = propose(instance).solution
    options = engine_options(instance)
    return instance, Settled(options, given.rules.objective, found.chosen, found.prices)


@pytest.mark.parametrize("seed", range(1, 5))
def test_rounds_from_next_to_nothing_end_at_the_answers_over_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = problem(seed, "flow", 700, 180)
    whole, every = settled(given)
    expected = Regrets(every)
    monkeypatch.setattr(held, "PER_MENTEE", 0)
    monkeypatch.setattr(placed, "PER_MENTEE", 1)
    monkeypatch.setattr(placed, "PER_MENTOR", 1)
    asked: list[int] = []
    near = PlacedCatalogue.near

    def counted(self: PlacedCatalogue, reach: int, most: int, known: IntArray) -> Pool | None:
        asked.append(reach)
        return near(self, reach, most, known)

    monkeypatch.setattr(PlacedCatalogue, "near", counted)
    some, answers = over_all(given)
    before = len(answers.numbers)
    for mentee in range(0, len(given.waiting), 13):
        mine, theirs = answers.regrets(mentee, 3), expected.of(mentee, 3)
        assert [(one.levels, one.exact) for one in mine] == [
            (one.levels, one.exact) for one in theirs
        ]
        assert [four_of(some, one.option) for one in mine] == [
            four_of(whole, one.option) for one in theirs
        ]
        assert [points_of(some, one.option) for one in mine] == [
            points_of(whole, one.option) for one in theirs
        ]
    assert asked
    assert before < len(answers.numbers) < len(whole.mentee)


@pytest.mark.parametrize(("seed", "shape"), [(1, "flow"), (2, "flow"), (1, "programme")])
def test_what_places_are_worth_is_what_is_found_with_everything_held(
    seed: int, shape: Shape
) -> None:
    given = problem(seed, shape)
    answers = over_all(given)[1]
    every = settled(given)[1]
    worths = Worths(every)
    gains = 0
    for family, limits in enumerate(every.options.families[1:], start=1):
        size = len(limits.capacity)
        empty = np.flatnonzero(limits.capacity == 0)[:2].tolist()
        for label in sorted(
            {*range(0, size, max(1, size // (2 if shape == "programme" else 8))), *empty}
        ):
            mine, theirs = answers.worth(family, label), worths.of(family, label)
            assert (mine.levels, mine.exact) == (theirs.levels, theirs.exact)
            gains += mine.gain > 0
    assert gains > 0


def test_points_kept_in_small_runs_give_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    given = problem(3, "flow", 700, 180)
    expected = over_all(given)[1]
    monkeypatch.setattr(scan, "BLOCK_CELLS", 2000)
    monkeypatch.setattr(scan, "KEPT_BYTES", 0)
    monkeypatch.setattr(placed, "THIN", 1)
    found = over_all(given)[1]
    for mentee in range(0, len(given.waiting), 17):
        assert found.regrets(mentee, 3) == expected.regrets(mentee, 3)


def test_a_slack_up_to_which_all_are_held_has_none_outside() -> None:
    for shape in ("flow", "programme"):
        given = problem(2, shape, 700, 180)
        catalogue = over_all(given)[1]._held.catalogue
        holding = hold(catalogue, None, 500, catalogue.none())
        every = catalogue.where(lambda options: ~options.barred())
        assert holding.reach is not None
        outside = ~np.isin(every.index, holding.pool.index)
        assert outside.any()
        slack = np.array(catalogue.slack(every.options), dtype=np.object_)
        assert min(slack) >= 0
        assert min(slack[outside]) > holding.reach
        assert sum(slack <= holding.reach) > 0


@pytest.mark.parametrize("shape", ["flow", "programme"])
def test_prices_that_leave_a_gap_give_the_same_answers(shape: Shape) -> None:
    given = problem(4, shape)
    found = propose(few(given))
    points = next(x.multiplier for x in found.solution.levels if x.name == "points")
    raised = found.solution.prices[0].astype(np.object_)
    raised[::9] += 2 * points
    assert found.scope is not None
    answers = answers_over_all(
        Matching(found.instance, found.solution.chosen),
        (raised, *found.solution.prices[1:]),
        found.scope,
        proven=True,
        seconds=None,
    )
    expected = Regrets(settled(given)[1])
    told = 0
    for mentee in range(0, len(given.waiting), 23):
        mine, theirs = answers.regrets(mentee, 2), expected.of(mentee, 2)
        assert [(one.mentor, one.levels, one.exact) for one in mine] == [
            (one.mentor, one.levels, one.exact) for one in theirs
        ]
        told += len(theirs)
    assert told > 0
