"""Where too many pairs are allowed to hold them, the set, its proof and its audits are the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from matcher.app import match as app
from matcher.app.match import Result, match
from matcher.audit.matching import Matching
from matcher.audit.proposal import allowed_mentors, audit_proposals
from matcher.audit.suggest import Adviser
from matcher.audit.unmatched import free_mentors, unmatched_mentees
from matcher.audit.ways_out import ways_out
from matcher.domain.errors import InputError
from matcher.domain.problem import Problem
from matcher.engine.sparse import excess, keeping
from matcher.instance import scan
from matcher.instance.compile import compile_instance
from matcher.instance.propose import Proposed, propose
from matcher.instance.solve import duos, solve
from matcher.output import folder as stored
from matcher.output.certificate import Proof, certificate_document, proven, read_proof
from matcher.output.facts import minimised
from matcher.output.verify import verify
from matcher.simulation.population import PopulationSettings, population
from matcher.simulation.settings import Shape

AS_OF = date(2026, 11, 2)
SHAPES: tuple[Shape, ...] = ("flow", "cross", "programme")
few = partial(compile_instance, many=0, most=0)
"""Compiles as if no option could be held."""


@cache
def problem(seed: int, shape: Shape = "flow", mentees: int = 60, mentors: int = 25) -> Problem:
    settings = PopulationSettings(
        seed=seed, as_of=AS_OF, shape=shape, mentees=mentees, mentors=mentors
    )
    return minimised(population(settings).problem)


def matching_of(found: Proposed) -> Matching:
    return Matching(found.instance, found.solution.chosen)


def proof_of(found: Proposed) -> Proof:
    solution = found.solution
    methods = tuple((part.method, part.status) for part in solution.components if part.gap)
    return Proof(solution.status, solution.prices, methods, found.scope)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(1, 13))
def test_the_set_is_that_of_a_solve_over_all_options_ties_included(seed: int, shape: Shape) -> None:
    whole, some = (
        propose(compile_instance(problem(seed, shape))),
        propose(few(problem(seed, shape))),
    )
    assert duos(some.instance, some.solution.chosen) == duos(whole.instance, whole.solution.chosen)
    assert some.solution.status == whole.solution.status == "optimal"
    assert (some.solution.objective, some.solution.served) == (
        whole.solution.objective,
        whole.solution.served,
    )
    assert some.scope is not None
    assert whole.scope is None
    assert some.scope.allowed == len(whole.instance.mentee)
    assert some.scope.seen == len(some.instance.mentee) <= some.scope.allowed


@pytest.mark.parametrize("shape", SHAPES)
def test_a_bonus_for_stability_and_a_floor_of_points_count_the_same(shape: Shape) -> None:
    for seed in range(1, 5):
        given = problem(seed, shape, 80, 40)
        given = replace(given, rules=replace(given.rules, stability_points=40, min_points=300))
        whole, some = propose(compile_instance(given)), propose(few(given))
        assert duos(some.instance, some.solution.chosen) == duos(
            whole.instance, whole.solution.chosen
        )
        assert some.solution.objective == whole.solution.objective


def test_few_options_are_seen_where_many_are_allowed() -> None:
    given = problem(1, "flow", 800, 200)
    whole, some = propose(compile_instance(given)), propose(few(given))
    assert duos(some.instance, some.solution.chosen) == duos(whole.instance, whole.solution.chosen)
    assert some.scope is not None
    assert some.scope.seen < some.scope.allowed / 2
    assert proven(matching_of(some), proof_of(some)).checked.gap == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_prices_prove_the_set_over_all_options_with_no_solver(shape: Shape) -> None:
    for seed in range(1, 5):
        found = propose(few(problem(seed, shape)))
        checked = proven(matching_of(found), proof_of(found)).checked
        assert checked.ok, checked.violation
        assert (checked.weight, checked.bound) == (
            found.solution.weight,
            found.solution.weight_bound,
        )
        assert checked.gap == found.solution.gap


def test_a_price_lowered_anywhere_is_refused() -> None:
    found = propose(few(problem(2)))
    matching, proof = matching_of(found), proof_of(found)
    lowered = 0
    for family, prices in enumerate(proof.prices):
        for label in np.flatnonzero(prices)[:6].tolist():
            forged = [price.astype(np.object_) for price in proof.prices]
            forged[family][label] -= 1
            checked = proven(matching, replace(proof, prices=tuple(forged))).checked
            assert not checked.ok or checked.bound < checked.weight
            lowered += 1
    assert lowered > 0


def test_an_option_that_no_solver_saw_is_priced_too() -> None:
    found = propose(few(problem(1, "flow", 800, 200)))
    matching, proof = matching_of(found), proof_of(found)
    held = matching.instance.holding(
        *(
            column[found.solution.chosen]
            for column in (
                found.instance.mentee,
                found.instance.mentor,
                found.instance.coach,
                found.instance.project,
            )
        )
    )
    chosen = Matching(held, np.arange(len(held.mentee)))
    assert proven(chosen, proof).checked.ok
    cheap = [np.zeros_like(price) for price in proof.prices]
    cheap[0] = proof.prices[0].copy()
    cheap[0][held.mentee] = sum(int(price.max()) for price in proof.prices)
    checked = proven(chosen, replace(proof, prices=tuple(cheap))).checked
    assert checked.violation is not None
    assert "every option" in checked.violation


def test_a_certificate_with_its_scope_is_read_back() -> None:
    found = propose(few(problem(3)))
    matching, proof = matching_of(found), proof_of(found)
    document = json.loads(certificate_document(matching, proof))
    again = read_proof(document, matching.instance)
    assert again.scope is not None
    assert again.scope == proof.scope
    assert document["scope"]["allowed_options"] == len(compile_instance(problem(3)).mentee)
    wrong = replace(proof, scope=replace(again.scope, allowed=again.scope.allowed + 1))
    with pytest.raises(InputError, match="allowed options"):
        proven(matching, wrong)
    with pytest.raises(InputError, match="found none"):
        proven(matching, replace(proof, scope=None))
    document["scope"]["seen_by_the_solver"] = 10**9
    with pytest.raises(ValueError, match="saw at most"):
        read_proof(document, matching.instance)
    dense = propose(compile_instance(problem(3)))
    with pytest.raises(InputError, match="expected none"):
        proven(matching_of(dense), replace(proof_of(dense), scope=proof.scope))


@pytest.mark.parametrize("shape", SHAPES)
def test_audits_speak_of_all_options(shape: Shape) -> None:
    given = problem(4, shape, 80, 30)
    whole, some = propose(compile_instance(given)), propose(few(given))
    here, there = matching_of(some), matching_of(whole)
    assert audit_proposals(here, None) == audit_proposals(there, None)
    assert unmatched_mentees(here) == unmatched_mentees(there)
    assert free_mentors(here) == free_mentors(there)
    for mentee in range(0, len(given.waiting), 7):
        assert allowed_mentors(here, mentee) == allowed_mentors(there, mentee)
        assert ways_out(here, mentee) == ways_out(there, mentee)


def test_what_choosing_otherwise_costs_is_not_answered_without_a_scope() -> None:
    found = propose(few(problem(2)))
    with pytest.raises(InputError, match="scope: expected"):
        Adviser(matching_of(found), found.solution.prices, proven=True)


def test_options_come_with_every_label_and_their_lots_as_the_instance_has_them() -> None:
    for shape in SHAPES:
        whole, wide = compile_instance(problem(5, shape)), few(problem(5, shape)).wide
        assert wide is not None
        blocks = list(wide.blocks())
        order = np.lexsort(
            (
                np.concatenate([wide.project[b.place] for b in wide.placed()]),
                np.concatenate([wide.coach[b.place] for b in wide.placed()]),
                np.concatenate([block.mentor for block in blocks]),
                np.concatenate([block.mentee for block in blocks]),
            )
        )
        for name in ("mentee", "mentor", "lottery", "continuity"):
            column = np.concatenate([getattr(block, name) for block in blocks])[order]
            assert column.tolist() == getattr(whole, name).tolist()


def test_points_are_the_same_whether_they_are_kept_between_readings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = few(problem(6)).wide
    monkeypatch.setattr(scan, "KEPT_BYTES", 0)
    fresh = few(problem(6)).wide
    assert kept is not None
    assert fresh is not None
    for _ in range(2):
        for one, other in zip(kept.placed(), fresh.placed(), strict=True):
            assert one.points.tolist() == other.points.tolist()
            assert one.place.tolist() == other.place.tolist()


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(app, "compile_instance", few)
    monkeypatch.setattr(stored, "compile_instance", few)
    return match(problem(7, "flow", 100, 40))


def written(result: Result, target: Path) -> Path:
    for name, content in result.files().items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


def test_a_result_folder_verifies_and_holds_the_same_proposals(
    result: Result, tmp_path: Path
) -> None:
    target = written(result, tmp_path / "out")
    found = verify(target)
    assert found.ok, found.problem
    whole = compile_instance(result.problem)
    assert found.options == len(whole.mentee)
    best = propose(whole)
    assert result.matching.duos == duos(best.instance, best.solution.chosen)
    certificate = target / "certificate.json"
    certificate.write_bytes(
        certificate.read_bytes().replace(b'"seen_by_the_solver": ', b'"seen_by_the_solver": -')
    )
    assert not verify(target).ok


def test_nobody_to_match_gives_nobody() -> None:
    given = replace(problem(1), mentees=())
    found = propose(few(given))
    assert found.solution.chosen.tolist() == []
    assert found.instance.wide is None or proven(matching_of(found), proof_of(found)).checked.ok


def test_a_limit_of_no_time_gives_a_set_with_a_bound_that_holds() -> None:
    for shape in SHAPES:
        found = propose(few(problem(8, shape)), time_limit=0)
        best = propose(compile_instance(problem(8, shape))).solution
        checked = proven(matching_of(found), proof_of(found)).checked
        assert checked.ok, checked.violation
        assert checked.gap == found.solution.gap >= 0
        assert found.solution.served <= best.served


def test_progress_is_told_while_solving() -> None:
    said: list[str] = []
    tell: Callable[[str], None] = said.append
    propose(few(problem(2)), progress=tell)
    assert said
    assert said[-1].endswith(" 0 more wanted")


def test_where_64_bits_are_too_few_for_prices_pythons_integers_give_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(excess, "SAFE", 1)
    for shape in SHAPES:
        whole, some = propose(compile_instance(problem(9, shape))), propose(few(problem(9, shape)))
        assert duos(some.instance, some.solution.chosen) == duos(
            whole.instance, whole.solution.chosen
        )
        assert proven(matching_of(some), proof_of(some)).checked.ok


def test_best_options_let_go_of_what_was_outdone_once_they_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = problem(1, "flow", 800, 200)
    expected = propose(few(given))
    monkeypatch.setattr(keeping, "KEPT_PER_PLACE", 0)
    monkeypatch.setattr(scan, "BLOCK_CELLS", 2000)
    found = propose(few(given))
    assert duos(found.instance, found.solution.chosen) == duos(
        expected.instance, expected.solution.chosen
    )
    assert found.scope == expected.scope


def test_solving_only_what_is_held_of_more_is_refused() -> None:
    with pytest.raises(ValueError, match="use propose"):
        solve(few(problem(1)))
