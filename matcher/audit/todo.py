"""What is missing: facts without which a mentee cannot be found eligible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.constraints.contract import HardRule, Option, Outcome, Verdict
from matcher.constraints.registry import hard_rules
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.sentence import Sentence
from matcher.instance.barred import Barred, enabled


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


class Standings:
    """How waiting mentees stand towards the projects that their referral leaves open.

    Which conditions bar whom is known from the tables of broken rules; only those are asked for
    what they found, and what is missing.
    """

    def __init__(self, problem: Problem, bars: Barred) -> None:
        self._problem = problem
        self._bars = bars
        rules = [r for r in enabled(hard_rules(), problem) if r.kind == "eligibility"]
        self._of_mentee = [rule for rule in rules if "project" not in rule.roles]
        self._of_project = [
            (int(bars.bit(rule.key)), rule) for rule in rules if "project" in rule.roles
        ]
        self._elsewhere = int(bars.bit("referral"))
        self._known: dict[int, tuple[Standing, ...]] = {}

    def of(self, mentee: int) -> tuple[Standing, ...]:
        """Return how a waiting mentee (an index) stands; found out once."""
        if mentee not in self._known:
            self._known[mentee] = self._find(mentee)
        return self._known[mentee]

    def _find(self, mentee: int) -> tuple[Standing, ...]:
        masks = self._bars.ep[mentee].tolist()
        return tuple(
            self._towards(mentee, project, mask)
            for project, mask in zip(self._problem.projects, masks, strict=True)
            if not mask & self._elsewhere
        )

    def _towards(self, mentee: int, project: Project, mask: int) -> Standing:
        person = self._problem.waiting[mentee]
        option = Option(mentee=person, mentor=_NOBODY, coach=None, project=project)
        asked = [*self._of_mentee, *(rule for bit, rule in self._of_project if mask & bit)]
        missing: list[tuple[HardRule[Any, Any], Verdict]] = []
        for rule in asked:
            verdict = rule.judge(option, self._problem)
            if verdict.allowed:
                continue
            if verdict.outcome is not Outcome.UNKNOWN:
                return Standing(project=project.id, broken=True, unknown={})
            missing.append((rule, verdict))
        unknown = {
            rule.key: (verdict.missing, rule.sentence(verdict, option)) for rule, verdict in missing
        }
        return Standing(project=project.id, broken=False, unknown=unknown)
