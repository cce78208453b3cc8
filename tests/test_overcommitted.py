"""Commitments over a limit are told, whichever capacity they pass."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.audit.overcommitted import overcommitments
from matcher.domain.problem import Problem
from matcher.intake import read_folder
from matcher.rulesets import default_rules

TABLES = {
    "promotors": "id,capacity\nP1,{promotor}\n",
    "projects": "id,promotor,places,places_total,budget_eur,cost_per_mentee_eur\n"
    "J1,P1,{places},{total},{budget},50\n",
    "coaches": "id,promotor,languages,caseload\nC1,P1,nld:C2,{caseload}\n",
    "mentors": "id,promotor,languages,capacity,coach\nM1,P1,ara:C2,{capacity},C1\n",
    "mentees": "id,languages\nE1,ara:C2\nE2,ara:C2\nE3,ara:C2\n",
    "matches": "id,mentee,mentor,status,project\n"
    "X1,E1,M1,running,J1\nX2,E2,M1,accepted,J1\nX3,E3,M1,completed,J1\n",
}
ENOUGH = {"promotor": 2, "places": 2, "total": 3, "budget": 150, "caseload": 2, "capacity": 2}
RULES = {
    "promotor": "promotor_capacity",
    "places": "project_places",
    "total": "project_places_total",
    "budget": "project_budget",
    "caseload": "coach_caseload",
    "capacity": "mentor_capacity",
}


def read(folder: Path, **limits: int) -> Problem:
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text.format(**{**ENOUGH, **limits}))
    return read_folder(folder, as_of=date(2026, 6, 1), rules=default_rules()).problem


def test_limits_that_are_just_reached_are_not_passed(tmp_path: Path) -> None:
    assert overcommitments(read(tmp_path)) == ()


@pytest.mark.parametrize(("name", "rule"), RULES.items())
def test_a_limit_that_is_passed_is_told_with_use_and_limit(
    tmp_path: Path, name: str, rule: str
) -> None:
    (found,) = overcommitments(read(tmp_path, **{name: ENOUGH[name] - 1}))

    assert found.rule == rule
    assert (found.used, found.limit) in {(ENOUGH[name], ENOUGH[name] - 1), (15000, 14900)}
    assert found.label in found.sentence.nl
    assert found.label in found.sentence.en


def test_the_cap_of_the_rule_set_counts_as_a_mentors_limit(tmp_path: Path) -> None:
    problem = read(tmp_path, capacity=5)

    assert overcommitments(problem) == ()
    assert problem.mentor("M1").capacity == 5
