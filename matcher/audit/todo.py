"""What is missing: facts without which a mentee cannot be found eligible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.constraints.contract import HardRule, Option, Outcome
from matcher.constraints.registry import hard_rules
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a mentee stands towards a project that the referral leaves open.

    ``broken``: some eligibility condition is. ``unknown`` holds by rule the columns that would
    settle it, and what the rule says.
    """

    project: str
    broken: bool
    unknown: Mapping[str, tuple[tuple[str, ...], Sentence]]

    @property
    def eligible(self) -> bool:
        """Whether every condition holds."""
        return not self.broken and not self.unknown


def standings(mentee: Mentee, problem: Problem) -> tuple[Standing, ...]:
    """Return how a mentee stands towards each project that the referral leaves open."""
    enabled = [rule for rule in hard_rules() if rule.settings(problem).enabled]
    options = (
        Option(mentee=mentee, mentor=_NOBODY, coach=None, project=project)
        for project in problem.projects
    )
    return tuple(
        _standing(option, [rule for rule in enabled if rule.kind == "eligibility"], problem)
        for option in options
        if all(rule.judge(option, problem).allowed for rule in enabled if rule.key == "referral")
    )


def to_do_from(mentee: Mentee, found: Iterable[Standing]) -> tuple[ToDo, ...]:
    """Return the facts that stand between a mentee and projects where nothing is broken.

    Only for projects that the mentee may go to, and where no eligibility condition is broken:
    a fact that cannot help is not asked for.
    """
    missing: dict[str, list[str]] = {}
    projects: dict[str, list[str]] = {}
    said: dict[str, Sentence] = {}
    for standing in found:
        if standing.broken:
            continue
        for key, (columns, sentence) in standing.unknown.items():
            missing.setdefault(key, []).extend(columns)
            projects.setdefault(key, []).append(standing.project)
            said.setdefault(key, sentence)
    return tuple(
        ToDo(
            mentee=mentee.id,
            rule=key,
            missing=tuple(dict.fromkeys(missing[key])),
            projects=tuple(projects[key]),
            sentence=said[key],
        )
        for key in sorted(said)
    )


_NOBODY = Mentor(id="", promotor="", languages={})
"""Eligibility reads mentee and project alone; an option needs some mentor."""


def _standing(option: Option, rules: Iterable[HardRule[Any, Any]], problem: Problem) -> Standing:
    assert option.project is not None  # noqa: S101 -- made with one, just above
    unknown: dict[str, tuple[tuple[str, ...], Sentence]] = {}
    for rule in rules:
        verdict = rule.judge(option, problem)
        if verdict.allowed:
            continue
        if verdict.outcome is not Outcome.UNKNOWN:
            return Standing(project=option.project.id, broken=True, unknown={})
        unknown[rule.key] = verdict.missing, rule.sentence(verdict, option)
    return Standing(project=option.project.id, broken=False, unknown=unknown)
