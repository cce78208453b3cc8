"""The demo shows every reason, every full capacity and every hard rule at work."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest
from simulation_worlds import AS_OF, DEMO, demo, solve

from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import hard_rules
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.values import Decision, MatchStatus
from matcher.engine import Solution
from matcher.instance import Instance, compile_instance
from matcher.intake import Intake, read_folder
from matcher.rulesets import default_rules
from matcher.simulation.year import year_of_events
from matcher.stream.lines import lines_of

EVENTS = DEMO.parent / "demo-events.jsonl"


@cache
def _intake() -> Intake:
    return read_folder(DEMO, as_of=AS_OF, rules=default_rules())


@cache
def _solved() -> tuple[Instance, Solution]:
    instance = compile_instance(_intake().problem)
    return instance, solve(instance)


def _eligibility(mentee: Mentee, problem: Problem) -> str:
    """Return ``eligible``, ``refused``, ``unknown`` or ``not eligible``, by the best project."""
    if mentee.vdab_decision is Decision.REFUSED:
        return "refused"
    rules = [rule for rule in hard_rules() if rule.kind == "eligibility"]
    found = set()
    for project in problem.projects:
        option = Option(mentee=mentee, mentor=problem.mentors[0], coach=None, project=project)
        verdicts = [rule.judge(option, problem) for rule in rules]
        barring = {v.outcome for v in verdicts if not v.allowed}
        found.add(frozenset(barring))
    if frozenset() in found:
        return "eligible"
    return "unknown" if frozenset({Outcome.UNKNOWN}) in found else "not eligible"


def test_the_demo_reads_without_row_errors_or_remarks() -> None:
    report = _intake().report
    assert report.errors == ()
    assert report.warnings == ()
    assert report.unknown_columns == ()
    assert {table.table: table.kept for table in report.tables if table.table == "mentees"} == {
        "mentees": 400
    }


def test_about_nine_in_ten_are_referred_and_followed() -> None:
    problem = _intake().problem
    assert 0.87 < np.mean([e.promotor is not None for e in problem.mentees]) < 0.94
    assert 0.87 < np.mean([m.coach is not None for m in problem.mentors]) < 0.94


def test_the_demo_has_duos_of_every_status() -> None:
    counted = Counter(match.status for match in _intake().problem.matches)
    assert counted[MatchStatus.RUNNING] == 35
    assert set(counted) == set(MatchStatus)


def test_people_stay_unmatched_for_five_reasons() -> None:
    instance, solution = _solved()
    problem = instance.problem
    served = set(instance.mentee[solution.chosen].tolist())
    open_to = set(instance.mentee.tolist())
    reasons: Counter[str] = Counter()
    for index, mentee in enumerate(problem.waiting):
        if index in served:
            continue
        fit = _eligibility(mentee, problem)
        if fit == "eligible":
            fit = "outbid" if index in open_to else "no mentor"
        reasons[fit] += 1
    assert solution.status == "optimal"
    assert sum(reasons.values()) > 0.15 * len(problem.waiting)
    expected = {"refused", "unknown", "not eligible", "no mentor", "outbid"}
    assert {reason for reason, count in reasons.items() if count >= 5} == expected


def test_capacities_of_every_kind_are_full_in_the_optimum() -> None:
    instance, solution = _solved()
    full = Counter(
        capacity.key
        for capacity in instance.capacities
        for label in np.unique(capacity.labels).tolist()
        if _is_full(capacity.labels, capacity.usage, capacity.limit[label], label, solution)
    )
    assert sum(full.values()) >= 6
    assert set(full) == {capacity.key for capacity in instance.capacities}


def _is_full(
    labels: np.ndarray, usage: np.ndarray, limit: int, label: int, solution: Solution
) -> bool:
    """Return whether nothing more of this label fits, though options of it exist."""
    chosen = solution.chosen[labels[solution.chosen] == label]
    return bool(limit - usage[chosen].sum() < usage[labels == label].min())


@pytest.mark.parametrize("key", [rule.key for rule in hard_rules()])
def test_every_hard_rule_bars_some_pair_at_its_nearest_option(key: str) -> None:
    instance, _ = _solved()
    bars = instance.barred
    nearest = (bars.nearest(index) for index in range(len(instance.problem.waiting)))
    assert any(bool((masks & bars.bit(key)).any()) for masks in nearest)


def test_the_demo_in_memory_is_the_demo_on_file() -> None:
    assert demo().problem == _intake().problem


def test_the_events_beside_the_demo_are_those_drawn_for_it() -> None:
    drawn = year_of_events(_intake().problem, 1)

    assert EVENTS.read_bytes() == lines_of(drawn[:60])
