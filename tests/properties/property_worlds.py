"""Generated programmes that are matched, once for each seed, and what is compared of the result."""

from __future__ import annotations

import dataclasses
from collections import Counter
from functools import cache
from typing import Any

from matcher.app.match import Result, match
from matcher.constraints.contract import Option
from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.values import Level, MatchStatus
from matcher.output.run import NAME
from tests.contract.contract_draw import Draw
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

SEEDS = range(40)
XLSX = "proposals.xlsx"


def programme(seed: int) -> Problem:
    """Return a programme with scarce places: 10–25 mentees, 6–12 mentors, few coaches and projects.

    Everybody speaks something, as an intake asks.
    """
    size = Draw(seed, 0).random
    made = world(
        seed,
        disorder=0.06,
        rules=rule_set(seed, disorder=0.15),
        mentees=size.randint(10, 25),
        mentors=size.randint(6, 12),
        coaches=size.randint(2, 4),
        projects=size.randint(2, 4),
        employers=6,
        matches=6,
    )
    tables = {name: getattr(made, name) for name in ("mentees", "mentors", "coaches")}
    return changed(
        made,
        **{
            name: tuple(
                dataclasses.replace(one, languages=one.languages or {"fra": Level.B1})
                for one in people
            )
            for name, people in tables.items()
        },
    )


@cache
def solved(seed: int) -> Result:
    """Return the matched programme of a seed; every one of them is solved to proven optimality."""
    result = match(programme(seed))
    assert result.status == "optimal"
    return result


def achieved(result: Result) -> tuple[int, ...]:
    """Return what a result achieves on each level above the lottery, in the order of its objective.

    Counted from the duos alone: mentees served by class, highest first, points with the bonus
    for pairs shown before, and how many of those were kept.
    """
    problem, instance = result.problem, result.matching.instance
    of = problem.mentee_by_id
    served = Counter(of[duo.mentee].priority for duo in result.matching.duos)
    classes = sorted({mentee.priority for mentee in problem.mentees}, reverse=True)
    shown = {(m.mentee, m.mentor) for m in problem.matches if m.status is MatchStatus.PROPOSED}
    kept = sum((duo.mentee, duo.mentor) in shown for duo in result.matching.duos)
    points = int(instance.option_points[result.matching.chosen].sum())
    points += kept * problem.rules.stability_points
    people = tuple(served[priority] for priority in classes)
    if problem.rules.objective == "fit":
        return (points, *people, kept)
    return (*people, points, kept)


def stable_files(result: Result) -> dict[str, bytes]:
    """Return the output folder without what tells of the clock."""
    return {name: data for name, data in result.files().items() if name not in {NAME, XLSX}}


def option_of(problem: Problem, mentee: str, mentor: str, coach: str, project: str) -> Option:
    """Return the four records of these ids."""
    return Option(
        mentee=problem.mentee_by_id[mentee],
        mentor=problem.mentor_by_id[mentor],
        coach=problem.coach_by_id[coach],
        project=problem.project_by_id[project],
    )


def allowed_options(result: Result) -> list[Option]:
    """Return the records of every option of the instance, in its order."""
    return [result.matching.option(i) for i in range(len(result.matching.instance.mentee))]


def with_proposals_accepted(result: Result) -> Problem:
    """Return the problem as it stands once every proposal is accepted."""
    accepted = [
        Match(
            id=f"new {duo.mentee}",
            mentee=duo.mentee,
            mentor=duo.mentor,
            coach=duo.coach,
            project=duo.project,
            status=MatchStatus.ACCEPTED,
        )
        for duo in result.matching.duos
    ]
    return changed(result.problem, matches=(*result.problem.matches, *accepted))


def changed(problem: Problem, **tables: Any) -> Problem:
    """Return the problem with some tables replaced."""
    return dataclasses.replace(problem, **tables)
