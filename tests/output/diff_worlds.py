"""Pairs of results: a generated programme, and the same some weeks later when much has changed."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from matcher.app.match import Result, match
from matcher.audit.matching import Matching
from matcher.constraints.registry import hard_rules
from matcher.domain.commitments import Match
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.ruleset import RuleSet
from matcher.domain.values import Level, MatchStatus, MentorStatus
from matcher.instance.compile import compile_instance
from matcher.output.diff import Diff, compare
from matcher.output.folder import StoredRun
from matcher.rulesets import default_rules, rules_from_document
from tests.contract.contract_draw import Draw
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

SEEDS = (*range(40), 44, 55, 64, 68, 75, 76, 79, 80, 87, 89, 93, 139)
"""Among the last are those in which what seldom happens does."""


def programme(seed: int) -> Problem:
    """Return a programme with scarce places."""
    return world(
        seed,
        disorder=0.05,
        rules=rule_set(seed, disorder=0.1),
        mentees=20,
        mentors=9,
        coaches=4,
        projects=4,
        employers=5,
        matches=5,
    )


def stored(result: Result) -> StoredRun:
    """Return a result as a comparison reads it from a folder."""
    return StoredRun(run={}, certificate={"status": result.status}, matching=result.matching)


def later(first: Result, seed: int) -> Problem:
    """Return what became of a programme: each kind of change with some chance."""
    draw = Draw(seed, 0.0)
    chance = draw.random.random
    other = world(seed + 1000, disorder=0.05, mentees=5, mentors=3)
    problem = first.problem
    stay = {m.id for m in problem.mentees if chance() < 0.93}
    fresh = [replace(m, id=f"F{m.id}", promotor=None, project=None) for m in other.mentees]
    volunteers = [
        replace(m, id=f"F{m.id}", promotor=draw.one(problem.projects).promotor, coach=None)
        for m in other.mentors
    ]
    mentors = [_mentor(draw, m) for m in problem.mentors if chance() < 0.95]
    known = {m.id for m in mentors}
    accepted = [
        Match(
            id=f"N{number}",
            mentee=duo.mentee,
            mentor=duo.mentor if chance() < 0.5 else draw.one(mentors).id,
            coach=duo.coach,
            project=duo.project,
            status=MatchStatus.ACCEPTED,
        )
        for number, duo in enumerate(first.matching.duos)
        if chance() < 0.25 and duo.mentee in stay and duo.mentor in known
    ]
    matches = [m for m in problem.matches if m.mentee in stay and m.mentor in known]
    if chance() < 0.85:
        matches += [
            Match(
                id=f"S{number}",
                mentee=duo.mentee,
                mentor=duo.mentor,
                coach=duo.coach,
                project=duo.project,
                status=MatchStatus.PROPOSED,
            )
            for number, duo in enumerate(first.matching.duos)
            if duo.mentee in stay and duo.mentor in known
        ]
    return replace(
        problem,
        as_of=problem.as_of + timedelta(days=draw.one([0, 7, 28])),
        rules=_rules(draw, problem.rules),
        mentees=_sorted(
            [
                replace(m, languages=draw.one(problem.mentees).languages) if chance() < 0.05 else m
                for m in problem.mentees
                if m.id in stay
            ]
            + (fresh if chance() < 0.6 else [])
        ),
        mentors=_sorted(mentors + (volunteers if chance() < 0.5 else [])),
        coaches=tuple(
            replace(c, caseload=max(0, c.caseload + draw.one([-1, 1]))) if chance() < 0.3 else c
            for c in problem.coaches
        ),
        projects=tuple(
            replace(p, places=draw.one([1, 3])) if chance() < 0.2 else p for p in problem.projects
        ),
        contacts=tuple(c for c in problem.contacts if c.mentor in known),
        acquaintances=tuple(
            a for a in problem.acquaintances if {a.mentor, a.other_mentor} <= known
        ),
        exclusions=tuple(e for e in problem.exclusions if e.mentee in stay and e.mentor in known),
        matches=tuple(sorted([*matches, *accepted], key=lambda m: m.id)),
    )


def _mentor(draw: Draw, mentor: Any) -> Any:
    if draw.random.random() < 0.06:
        return replace(mentor, status=MentorStatus.PAUSED)
    if draw.random.random() < 0.1:
        return replace(mentor, capacity=max(0, mentor.capacity - 1))
    return mentor


def _rules(draw: Draw, rules: RuleSet) -> RuleSet:
    document: Any = copy.deepcopy(dict(rules.document))
    if draw.random.random() < 0.3:
        document["rules"]["mentee_mentor_language"]["min_level"] = draw.one(["A2", "B2"])
    if draw.random.random() < 0.2:
        document["matching"]["min_points"] = draw.one([250, 400, 550])
    if draw.random.random() < 0.6:
        document["matching"]["stability_points"] = draw.one([5, 120, 300])
    if draw.random.random() < 0.2:
        document["lottery"]["seed"] = "another year"
    return rules_from_document(document)


def _sorted(rows: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda one: one.id))


@cache
def rounds(seed: int) -> tuple[Result, Result]:
    """Return a programme matched, and matched again when it has changed."""
    first = match(programme(seed))
    return first, match(later(first, seed))


@cache
def compared(seed: int) -> Diff:
    """Return the comparison of the two rounds of a seed."""
    first, second = rounds(seed)
    return compare(stored(first), stored(second))


def hand_made(
    shown: Sequence[tuple[str, str, str | None]],
    bonus: int,
    occupations: Sequence[str],
    pairs: Sequence[tuple[str, str]] | None,
) -> StoredRun:
    """Return two mentees, mentors and coaches who all fit, with these pairs or the best.

    ``shown`` are (mentee, mentor, coach) of earlier proposals. With two ``occupations`` the first
    mentee and mentor share one and the second the other; without, everybody is alike.
    """
    off = [rule.key for rule in hard_rules() if rule.kind == "eligibility"]
    document: Any = copy.deepcopy(dict(default_rules().document))
    for key in off:
        document["rules"][key]["enabled"] = False
    document["matching"]["stability_points"] = bonus
    french = {"fra": Level.C1}
    jobs = [(one,) for one in occupations] or [(), ()]
    problem = Problem(
        as_of=date(2026, 3, 1),
        rules=rules_from_document(document),
        mentees=tuple(
            Mentee(id=f"E{i}", languages=french, target_occupations=job)
            for i, job in enumerate(jobs, start=1)
        ),
        mentors=tuple(
            Mentor(id=f"M{i}", promotor="ORG", languages=french, occupations=job)
            for i, job in enumerate(jobs, start=1)
        ),
        coaches=tuple(Coach(id=f"K{i}", promotor="ORG", languages=french) for i in (1, 2)),
        projects=(Project(id="X", promotor="ORG"),),
        matches=tuple(
            Match(id=f"S{i}", mentee=e, mentor=m, coach=c, status=MatchStatus.PROPOSED)
            for i, (e, m, c) in enumerate(shown)
        ),
    )
    if pairs is None:
        return stored(match(problem))
    instance = compile_instance(problem)
    chosen = [
        instance.option_at(int(mentee[1]) - 1, int(mentor[1]) - 1, 0, 0) for mentee, mentor in pairs
    ]
    matching = Matching(instance, np.array(chosen, dtype=np.int64))
    return StoredRun(run={}, certificate={"status": "feasible"}, matching=matching)
