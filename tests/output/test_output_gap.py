"""What is proven, what is claimed and what is left open, and that `verify` tells them apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from output_worlds import World, change_json, forge_digests, refused, small_tables, world

from matcher.audit.unmatched import Reason, unmatched_mentees
from matcher.constraints.registry import capacity_rules
from matcher.output.certificate import proven
from matcher.output.moves import better_step
from matcher.output.verify import verify


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
    assert full < {rule.key for rule in capacity_rules()} | {"none"}
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


def test_no_step_betters_a_best_set(small: World, gapped: World) -> None:
    for made in (small, gapped):
        weights = proven(made.result.matching, made.result.proof).weights
        assert better_step(made.result.matching, weights) == ()


@pytest.mark.parametrize("seed", range(20, 32))
def test_whatever_is_matched_is_verified(tmp_path: Path, seed: int) -> None:
    made = world(small_tables(seed, mentees=10 + seed % 5, mentors=6), tmp_path / "in")
    found = verify(made.write(tmp_path / "out"))
    assert found.ok, found.problem
    assert found.status == "optimal"


@pytest.mark.parametrize("without", ["mentors", "mentees", "coaches", "projects"])
def test_a_programme_without_any_is_verified(tmp_path: Path, without: str) -> None:
    tables = small_tables(2)
    keep = {"mentees", "mentors", "coaches", "projects", "promotors", "lots", "calls"}
    bare = {name: rows for name, rows in tables.items() if name in keep}
    for row in bare["mentors"]:
        row["coach"] = ""
    bare[without] = [{key: "" for key in tables[without][0]}][:0] or []
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
