"""Every rule and criterion applied to one option, with facts and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.constraints.contract import Evidence, Option, Outcome
from matcher.constraints.registry import capacity_rules_in_order, hard_rules_in_order
from matcher.criteria.registry import criteria
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

SWITCHED_OFF = Sentence(
    "Deze regel staat uit in de gebruikte regelset.",
    "This rule is switched off in the rule set used.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one rule found. A rule that is switched off has no outcome and no evidence."""

    key: str
    section: str
    kind: str
    title: Sentence
    switched_off: bool
    outcome: Outcome | None
    allowed: bool
    evidence: Evidence | None
    missing: tuple[str, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one criterion gave, out of how much."""

    key: str
    section: str
    title: Sentence
    weight: int
    points: int
    outcome: Outcome
    evidence: Evidence
    missing: tuple[str, ...]
    sentence: Sentence


def judge_rules(option: Option, problem: Problem) -> tuple[Judgement, ...]:
    """Return what every hard rule finds for an option; where a role is absent, what can be said."""
    found = []
    for rule in hard_rules_in_order():
        if not rule.settings(problem).enabled:
            found.append(_off(rule.key, rule.section, rule.kind, rule.title))
            continue
        absent = (option.coach is None and "coach" in rule.roles) or (
            option.project is None and "project" in rule.roles
        )
        if absent and rule.key != "same_promotor":
            continue
        verdict = rule.judge(option, problem)
        found.append(
            Judgement(
                key=rule.key,
                section=rule.section,
                kind=rule.kind,
                title=rule.title,
                switched_off=False,
                outcome=verdict.outcome,
                allowed=verdict.allowed,
                evidence=verdict.evidence,
                missing=verdict.missing,
                sentence=rule.sentence(verdict, option),
            )
        )
    return tuple(found)


def judge_capacities(option: Option, problem: Problem) -> tuple[Judgement, ...]:
    """Return for every capacity rule what commitments leave for an option."""
    found = []
    for rule in capacity_rules_in_order():
        if not rule.settings(problem).enabled:
            found.append(_off(rule.key, rule.section, "capacity", rule.title))
            continue
        verdict = rule.judge(option, problem)
        found.append(
            Judgement(
                key=rule.key,
                section=rule.section,
                kind="capacity",
                title=rule.title,
                switched_off=False,
                outcome=verdict.outcome,
                allowed=verdict.allowed,
                evidence=verdict.evidence,
                missing=(),
                sentence=rule.sentence(verdict, option),
            )
        )
    return tuple(found)


def score_pair(mentee: Mentee, mentor: Mentor, problem: Problem) -> tuple[Score, ...]:
    """Return the points of every criterion that is switched on, in order of key."""
    found = []
    for criterion in criteria():
        settings = criterion.settings(problem)
        if not settings.enabled:
            continue
        points = criterion.points(mentee, mentor, problem)
        found.append(
            Score(
                key=criterion.key,
                section=criterion.section,
                title=criterion.title,
                weight=settings.weight,
                points=points.points,
                outcome=points.outcome,
                evidence=points.evidence,
                missing=points.missing,
                sentence=criterion.sentence(points, mentee, mentor),
            )
        )
    return tuple(found)


def _off(key: str, section: str, kind: str, title: Sentence) -> Judgement:
    return Judgement(
        key=key,
        section=section,
        kind=kind,
        title=title,
        switched_off=True,
        outcome=None,
        allowed=True,
        evidence=None,
        missing=(),
        sentence=SWITCHED_OFF,
    )
