"""Where too many pairs are allowed to hold them, what choosing otherwise costs is said the same."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from matcher.app import match as app
from matcher.app.advise import advise
from matcher.app.match import Result, match
from matcher.app.suggest import adviser_of
from matcher.audit.matching import Matching
from matcher.audit.pair import why_not
from matcher.audit.suggest import Adviser, Suggestion
from matcher.cli import main
from matcher.domain.errors import InputError
from matcher.domain.problem import Problem
from matcher.engine.problem.options import OptionsError
from matcher.engine.sparse import excess
from matcher.instance.compile import compile_instance
from matcher.instance.propose import Proposed, propose
from matcher.instance.scope import Scope
from matcher.instance.solve import engine_options
from matcher.output import folder as stored
from matcher.output.diff import diff
from matcher.output.facts import minimised
from matcher.output.folder import read_run
from matcher.simulation.population import PopulationSettings, population
from matcher.simulation.settings import Shape

few = partial(compile_instance, many=0, most=0)
"""Compiles as if no option could be held."""


def problem(seed: int, shape: Shape, mentees: int, mentors: int) -> Problem:
    settings = PopulationSettings(
        seed=seed, as_of=date(2026, 11, 2), shape=shape, mentees=mentees, mentors=mentors
    )
    return minimised(population(settings).problem)


def adviser(found: Proposed, **more: Any) -> Adviser:
    matching = Matching(found.instance, found.solution.chosen)
    proven = found.solution.status == "optimal"
    return Adviser(matching, found.solution.prices, proven=proven, scope=found.scope, **more)


def both(given: Problem, **more: Any) -> tuple[Adviser, Adviser]:
    """Return answers of an instance that holds some options, and of one that holds all."""
    some, whole = propose(few(given)), propose(compile_instance(given))
    assert some.instance.partial
    assert not whole.instance.partial
    return adviser(some, **more), adviser(whole, **more)


def told(found: tuple[Suggestion, ...]) -> list[tuple[Any, ...]]:
    return [
        (one.mentor, one.coach, one.project, one.points, dict(one.loss), one.exact, one.moves)
        for one in found
    ]


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize(("mentees", "mentors"), [(300, 80), (700, 180)])
def test_costs_in_a_network_are_those_found_with_everything_held(
    seed: int, mentees: int, mentors: int
) -> None:
    given = problem(seed, "flow", mentees, mentors)
    some, whole = both(given)
    answered = 0
    for person in given.waiting[::17]:
        for k in (3, None):
            expected = told(whole.suggest(person.id, k))
            assert told(some.suggest(person.id, k)) == expected
            answered += len(expected)
    assert answered > 0


@pytest.mark.parametrize(
    ("seed", "shape", "mentees", "mentors"),
    [
        *((seed, "cross", 60, 25) for seed in range(1, 5)),
        *((seed, "programme", 60, 25) for seed in range(1, 5)),
        (1, "programme", 300, 80),
        (4, "programme", 300, 80),
    ],
)
def test_costs_where_capacities_cross_are_those_found_with_everything_held(
    seed: int, shape: Shape, mentees: int, mentors: int
) -> None:
    given = problem(seed, shape, mentees, mentors)
    some, whole = both(given)
    instance = compile_instance(given)
    fitting = np.flatnonzero(~engine_options(instance).barred())
    for option in fitting[1 :: len(fitting) // 3].tolist():
        mentee = given.waiting[instance.mentee[option]].id
        mentor = given.mentors[instance.mentor[option]].id
        found, expected = some.cost_of(mentee, mentor), whole.cost_of(mentee, mentor)
        assert found is not None
        assert expected is not None
        assert (dict(found.loss), found.exact) == (dict(expected.loss), expected.exact)


def test_one_mentor_costs_what_the_list_of_all_says() -> None:
    given = problem(2, "flow", 300, 80)
    some, _ = both(given)
    asked = 0
    for person in given.waiting[::29]:
        for one in some.suggest(person.id)[:4]:
            alone = some.cost_of(person.id, one.mentor)
            assert alone is not None
            assert told((alone,)) == told((one,))
            asked += 1
    assert asked > 0
    barred = next(
        (person.id, mentor.id)
        for person in given.waiting
        for mentor in given.mentors
        if mentor.id not in {one.mentor for one in some.suggest(person.id)}
    )
    assert some.cost_of(*barred) is None


def test_many_options_outside_are_never_held_for_an_answer() -> None:
    given = problem(1, "flow", 1500, 350)
    found = propose(few(given))
    some = adviser(found)
    every = [told(some.suggest(person.id, 2)) for person in given.waiting[::97]]
    assert any(every)
    answers = some._regrets.__self__  # type: ignore[attr-defined]
    assert found.scope is not None
    assert len(answers.numbers) < found.scope.allowed / 2


def test_where_64_bits_are_too_few_for_prices_costs_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = problem(3, "flow", 300, 80)
    whole = adviser(propose(compile_instance(given)))
    people = [person.id for person in given.waiting[::37]]
    expected = [told(whole.suggest(person, 2)) for person in people]
    monkeypatch.setattr(excess, "SAFE", 1)
    some = adviser(propose(few(given)))
    assert [told(some.suggest(person, 2)) for person in people] == expected


def test_a_set_that_is_not_proven_costs_at_least_what_is_said() -> None:
    given = problem(5, "flow", 300, 80)
    found = propose(few(given), time_limit=0)
    assert found.solution.status != "optimal"
    matching = Matching(found.instance, found.solution.chosen)
    some = Adviser(matching, found.solution.prices, proven=False, scope=found.scope, seconds=1.0)
    best = adviser(propose(compile_instance(given)))
    found_exact = set()
    for person in given.waiting[::17]:
        for one in some.suggest(person.id, 2):
            exact = best.cost_of(person.id, one.mentor)
            assert exact is not None
            mine, theirs = list(one.loss.values()), list(exact.loss.values())
            assert mine == theirs if one.exact else mine <= theirs
            found_exact.add(one.exact)
    assert False in found_exact


def test_the_best_other_mentors_of_many_mentees_at_once_are_left_out() -> None:
    given = problem(1, "flow", 300, 80)
    some, whole = both(given)
    people = [person.id for person in given.waiting[:3]]
    assert some.next_best(people, 2) == dict.fromkeys(people, ())
    assert any(whole.next_best([person.id for person in given.waiting], 2).values())


def test_a_scope_of_other_options_than_the_facts_allow_is_refused() -> None:
    given = problem(1, "flow", 300, 80)
    found = propose(few(given))
    assert found.scope is not None
    forged = Scope(found.scope.allowed + 1, found.scope.seen, found.scope.nodes)
    matching = Matching(found.instance, found.solution.chosen)
    some = Adviser(matching, found.solution.prices, proven=True, scope=forged)
    with pytest.raises(InputError, match=f"scope: expected {found.scope.allowed} allowed"):
        some.suggest(given.waiting[0].id)
    whole = propose(compile_instance(given))
    matching = Matching(whole.instance, whole.solution.chosen)
    with pytest.raises(InputError, match="expected none"):
        Adviser(matching, whole.solution.prices, proven=True, scope=forged).suggest(
            given.waiting[0].id
        )


@pytest.fixture(scope="module")
def whole() -> Result:
    return match(problem(7, "flow", 300, 80))


@pytest.fixture
def some(monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(app, "compile_instance", few)
    monkeypatch.setattr(stored, "compile_instance", few)
    return match(problem(7, "flow", 300, 80))


@pytest.fixture
def folder(some: Result, tmp_path: Path) -> Path:
    for name, content in some.files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def test_a_result_answers_as_one_that_holds_everything(some: Result, whole: Result) -> None:
    costs = 0
    for person in some.problem.waiting[::23]:
        assert told(some.suggest(person.id, 2)) == told(whole.suggest(person.id, 2))
        for mentor in some.problem.mentors[::11]:
            mine = some.why_not(person.id, mentor.id)
            assert mine == whole.why_not(person.id, mentor.id)
            costs += mine.cost is not None
    assert costs > 0
    assert some.proposals["regret_of_next_best"].tolist() == [""] * some.served


def test_a_folder_answers_as_the_result_that_was_written(
    some: Result, whole: Result, folder: Path
) -> None:
    read = read_run(folder)
    again = adviser_of(read)
    mentee = next(p.id for p in some.problem.waiting if len(whole.suggest(p.id, 3)) > 1)
    expected = whole.suggest(mentee, 3)
    assert told(again.suggest(mentee, 3)) == told(expected)
    other = expected[-1].mentor
    assert why_not(read.matching, mentee, other, again) == whole.why_not(mentee, other)
    printed = CliRunner().invoke(
        main, ["suggest", mentee, "--run", str(folder), "-k", "3", "--json"]
    )
    assert printed.exit_code == 0, printed.output
    assert [line["mentor"] for line in json.loads(printed.output)] == [
        one.mentor for one in expected
    ]
    page = CliRunner().invoke(
        main, ["explain", str(folder), mentee, "--mentor", other, "--lang", "en"]
    )
    assert page.exit_code == 0, page.output
    assert expected[-1].sentence().en in page.output


def test_a_folder_without_its_scope_is_refused(folder: Path) -> None:
    certificate = folder / "certificate.json"
    document = json.loads(certificate.read_bytes())
    del document["scope"]
    certificate.write_text(json.dumps(document))
    with pytest.raises(InputError, match="scope: expected"):
        adviser_of(read_run(folder))


def test_no_advice_is_given_from_some_of_the_options(some: Result, folder: Path) -> None:
    with pytest.raises(InputError, match="too many are allowed"):
        advise(some.matching, some.proof, 3)
    told = CliRunner().invoke(main, ["advise", str(folder)])
    assert told.exit_code != 0
    assert "too many are allowed" in told.output


def test_results_are_compared_without_what_keeping_a_proposal_would_cost(
    some: Result, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    del some
    before = tmp_path_factory.mktemp("before")
    for path in folder.rglob("*"):
        if path.is_file():
            target = before / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    certificate = before / "certificate.json"
    document = json.loads(certificate.read_bytes())
    again = adviser_of(read_run(folder))
    gone, other = next(
        (duo, one)
        for duo in document["duos"]
        for one in again.suggest(duo["mentee"])
        if one.mentor != duo["mentor"]
    )
    gone |= {"mentor": other.mentor, "coach": other.coach, "project": other.project}
    certificate.write_text(json.dumps(document))
    with pytest.raises(InputError, match="--quick"):
        diff(before, folder)
    found = diff(before, folder, exact=False)
    change = next(one for one in found.proposals if one.mentee == gone["mentee"])
    assert change.fate.value == "changed"
    assert change.gone


def test_the_catalogue_lists_no_option_that_nobody_asked_for() -> None:
    found = propose(few(problem(1, "flow", 300, 80)))
    held = adviser(found)._regrets.__self__._held  # type: ignore[attr-defined]
    with pytest.raises(OptionsError, match="not for all"):
        held.catalogue.blocks()
    with pytest.raises(OptionsError, match="at hand"):
        held.catalogue.numbered(held.numbers[-1:] + 1)
