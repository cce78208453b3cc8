"""Of many options only a few are held; what is said of a mentee is the same."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.app.match import Result, match
from matcher.audit import suggest
from matcher.audit.suggest import Adviser, Suggestion
from matcher.engine.problem.levels import LevelScale
from matcher.simulation.population import PopulationSettings, population


@pytest.fixture(scope="module", params=["flow", "cross"])
def result(request: pytest.FixtureRequest) -> Result:
    settings = PopulationSettings(
        seed=2, as_of=date(2026, 11, 2), shape=request.param, mentees=80, mentors=30
    )
    return match(population(settings).problem)


def costs(found: tuple[Suggestion, ...]) -> list[tuple[str, dict[str, int], bool]]:
    return [(one.mentor, dict(one.loss), one.exact) for one in found]


@pytest.mark.parametrize("told", [False, True])
def test_costs_found_among_a_few_options_are_those_found_among_all(
    result: Result, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels: tuple[LevelScale, ...] | None = result.solution.levels if told else None
    few = Adviser(result.matching, result.solution.prices, proven=True, levels=levels)
    every = Adviser(result.matching, result.solution.prices, proven=True)
    people = result.problem.waiting[::19]
    expected = [costs(every.suggest(person.id, 2)) for person in people]
    monkeypatch.setattr(suggest, "MANY_OPTIONS", 0)
    assert [costs(few.suggest(person.id, 2)) for person in people] == expected
    assert any(expected)
    mentee, mentor = next(
        (person.id, cost[0][0]) for person, cost in zip(people, expected, strict=True) if cost
    )
    assert few.cost_of(mentee, mentor) == few.suggest(mentee, 1)[0]
