"""What is proven, what is claimed and what is left open, and that `verify` tells them apart."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from output_worlds import World, change_json, forge_digests, refused, small_tables, world

from matcher.app.match import match
from matcher.audit.unmatched import Reason, unmatched_mentees
from matcher.domain.commitments import Match
from matcher.domain.values import MatchStatus
from matcher.output.verify import verify
from matcher.output.writing import write_folder
from matcher.rulesets import rules_from_document


def test_the_small_programme_has_what_these_tests_need(small: World) -> None:
    matching, problem = small.result.matching, small.result.problem
    methods = Counter(part.method for part in small.result.solution.components)
    assert methods["milp"] >= 1
    assert methods["flow"] >= 2
    assert small.result.status == "optimal"
    assert small.result.solution.gap == 0
    reasons = {found.reason for found in unmatched_mentees(matching)}
    assert reasons == set(Reason)
    full = {capacity.key for capacity, left in matching.left if (left == 0).any()}
    assert full >= {"coach_caseload", "mentor_capacity", "project_places", "promotor_capacity"}
    options = [matching.option(i) for i in range(len(matching.instance.mentee))]
    promotors: dict[str, set[str]] = {}
    coaches: dict[str, set[str]] = {}
    for option in options:
        assert option.coach is not None
        promotors.setdefault(option.mentee.id, set()).add(option.coach.promotor)
        coaches.setdefault(option.mentor.id, set()).add(option.coach.id)
    assert max(map(len, promotors.values())) >= 2
    assert max(map(len, coaches.values())) >= 2
    assert problem.in_a_duo


def test_a_feasible_set_is_verified_with_its_gap(quick: World, tmp_path: Path) -> None:
    found = verify(quick.write(tmp_path / "out"))
    assert found.ok, found.problem
    assert found.status == "feasible"
    assert found.served == quick.result.served
    assert found.gap_by_level is not None
    solution = quick.result.solution
    assert solution.gap > 0
    assert found.gap_by_level == solution.unfold(solution.gap)


def test_a_closed_search_is_verified_as_optimal_beside_its_gap(
    gapped: World, tmp_path: Path
) -> None:
    parts = [part for part in gapped.result.solution.components if part.gap]
    assert [(part.method, part.status) for part in parts] == [("milp", "optimal")]
    found = verify(gapped.write(tmp_path / "out"))
    assert found.ok, found.problem
    assert found.status == "optimal"
    assert found.gap_by_level


def test_a_closed_search_may_be_called_cancelled_and_no_more(gapped: World, tmp_path: Path) -> None:
    """An interrupt after the last search proves nothing less; it stays the run's own word."""
    folder = gapped.write(tmp_path / "out")
    for name in ("certificate.json", "proposals.json", "run.json"):
        change_json(folder, name, lambda document: document.update(status="cancelled"))
    forge_digests(folder)
    assert verify(folder).status == "cancelled"


@pytest.mark.parametrize("seed", range(20, 32))
def test_whatever_is_matched_is_verified(tmp_path: Path, seed: int) -> None:
    made = world(small_tables(seed, mentees=10 + seed % 5, mentors=6), tmp_path / "in")
    found = verify(made.write(tmp_path / "out"))
    assert found.ok, found.problem
    assert found.status == "optimal"


@pytest.mark.parametrize(
    "setting",
    [
        {"matching": {"objective": "fit"}},
        {"matching": {"min_points": 450}},
        {"matching": {"stability_points": 40, "objective": "fit"}},
        {"rules": {"own_coach": {"enabled": False}}},
        {"rules": {"mentor_capacity": {"enabled": False}, "coach_caseload": {"enabled": False}}},
        {"criteria": {"network_fit": {"enabled": False}, "distance": {"enabled": False}}},
        {"lottery": {"seed": "another", "bits": 8}},
    ],
    ids=str,
)
def test_whatever_the_rule_set_says_is_verified(
    small: World, tmp_path: Path, setting: dict[str, Any]
) -> None:
    rules: dict[str, Any] = json.loads(json.dumps(small.result.problem.rules.document))
    for section, keys in setting.items():
        for key, value in keys.items():
            if isinstance(value, dict):
                rules[section][key].update(value)
            else:
                rules[section][key] = value
    shown = Match(id="S1", mentee="E03", mentor="M01", status=MatchStatus.PROPOSED)
    problem = replace(
        small.result.problem,
        rules=rules_from_document(rules),
        matches=(*small.result.problem.matches, shown),
    )
    result = match(problem)
    write_folder(result.files(), tmp_path / "out")
    found = verify(tmp_path / "out")
    assert found.ok, found.problem
    assert (found.served, found.points) == (result.served, result.objective)


def test_a_cancelled_run_is_verified_as_such(small: World, tmp_path: Path) -> None:
    result = match(small.result.problem, cancel=lambda: True)
    write_folder(result.files(), tmp_path / "out")
    found = verify(tmp_path / "out")
    assert found.ok, found.problem
    assert found.status == result.status == "cancelled"


@pytest.mark.parametrize("without", ["mentors", "mentees", "coaches", "projects"])
def test_a_programme_without_any_is_verified(tmp_path: Path, without: str) -> None:
    tables = small_tables(2)
    keep = {"mentees", "mentors", "coaches", "projects", "promotors", "lots", "calls"}
    bare = {name: rows for name, rows in tables.items() if name in keep}
    for row in bare["mentors"]:
        row["coach"] = ""
    bare[without] = []
    made = world(bare, tmp_path / "in")
    found = verify(made.write(tmp_path / "out"))
    assert found.ok, found.problem
    assert (found.served, found.status) == (0, "optimal")


def test_a_duo_that_shares_no_capacity_cannot_be_dropped(tmp_path: Path) -> None:
    tables = small_tables(2)
    for table, key in (("mentees", "E79"), ("mentors", "M79")):
        row = dict(next(r for r in tables[table] if r["id"] in {"E70", "M70"}))
        row |= {"id": key, "languages": "amh:C2; nld:A1" if key == "E79" else "amh:C2; nld:C1"}
        tables[table].append(row)
    made = world(tables, tmp_path / "in")
    assert "trivial" in {part.method for part in made.result.solution.components}
    folder = made.write(tmp_path / "out")
    assert verify(folder).ok

    def drop(document: dict[str, list[dict[str, str]]]) -> None:
        document["duos"] = [duo for duo in document["duos"] if duo["mentee"] != "E79"]

    change_json(folder, "certificate.json", drop)
    forge_digests(folder)
    refused(folder, "certificate.json")
