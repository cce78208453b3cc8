"""What is missing: facts without which a mentee cannot be found eligible."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import hard_rules
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One rule that cannot be answered for a mentee, and the columns that would settle it.

    ``projects`` are those for which it stands in the way while no other condition is broken.
    """

    mentee: str
    rule: str
    missing: tuple[str, ...]
    projects: tuple[str, ...]
    sentence: Sentence


def to_do(problem: Problem) -> tuple[ToDo, ...]:
    """Return the to-do list over all waiting mentees, in order of id and rule."""
    return tuple(item for mentee in problem.waiting for item in to_do_of(mentee, problem))


def to_do_of(mentee: Mentee, problem: Problem) -> tuple[ToDo, ...]:
    """Return what is missing for one mentee.

    Only for projects that the mentee may go to, and where no eligibility condition is broken:
    a fact that cannot help is not asked for.
    """
    found: dict[str, tuple[tuple[str, ...], list[str], Sentence]] = {}
    for project in _open_to(mentee, problem):
        unknown: dict[str, tuple[tuple[str, ...], Sentence]] = {}
        option = Option(mentee=mentee, mentor=_NOBODY, coach=None, project=project)
        broken = False
        for rule in hard_rules():
            if rule.kind != "eligibility" or not rule.settings(problem).enabled:
                continue
            verdict = rule.judge(option, problem)
            if verdict.allowed:
                continue
            if verdict.outcome is not Outcome.UNKNOWN:
                broken = True
                break
            unknown[rule.key] = (verdict.missing, rule.sentence(verdict, option))
        if broken:
            continue
        for key, (missing, sentence) in unknown.items():
            columns, projects, _ = found.setdefault(key, (missing, [], sentence))
            projects.append(project.id)
            found[key] = (tuple(dict.fromkeys((*columns, *missing))), projects, sentence)
    return tuple(
        ToDo(
            mentee=mentee.id, rule=key, missing=missing, projects=tuple(projects), sentence=sentence
        )
        for key, (missing, projects, sentence) in sorted(found.items())
    )


_NOBODY = Mentor(id="", promotor="", languages={})
"""Eligibility reads mentee and project alone; an option needs some mentor."""


def _open_to(mentee: Mentee, problem: Problem) -> list[Project]:
    return [
        project
        for project in problem.projects
        if mentee.promotor in {None, project.promotor} and mentee.project in {None, project.id}
    ]
