"""Languages that two people share, at or above a level on both sides (PROGRAMME §3.2, §3.3, §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matcher.constraints.change import Change, Edit, Table, Who
from matcher.constraints.contract import Evidence, Outcome, Settings, Verdict
from matcher.constraints.encoding import Names, Role, SharesName
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Level
from matcher.vocabulary.languages import language_name

LARGEST_RISE = 2
"""Levels by which someone may plausibly raise a language that they speak already."""


class LanguageSettings(Settings):
    """``min_level``: the CEFR level that both need in one and the same language."""

    min_level: Literal["A1", "A2", "B1", "B2", "C1", "C2"] = "B1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageEvidence(Evidence):
    """The best language that they share, as each lists it with its level; None without any.

    ``met`` says whether both reach ``min_level`` in it.
    """

    first: str | None
    first_level: str | None
    second: str | None
    second_level: str | None
    min_level: str
    met: bool


def shared_languages(
    first: Mapping[str, Level], second: Mapping[str, Level], problem: Problem
) -> list[tuple[str, str]]:
    """Return the languages in common as (code of the first, code of the second), best first.

    Best is the highest level that both reach, then the higher of the two levels, then the codes.
    """
    same = problem.rules.same_language
    pairs = [(a, b) for a in first for b in second if a == b or (a, b) in same or (b, a) in same]

    def rank(pair: tuple[str, str]) -> tuple[int, int, str, str]:
        levels = first[pair[0]], second[pair[1]]
        return -min(levels), -max(levels), *pair

    return sorted(pairs, key=rank)


def judge_languages(
    first: Mapping[str, Level],
    second: Mapping[str, Level],
    settings: LanguageSettings,
    problem: Problem,
) -> Verdict:
    """Return whether two people share a language at the level asked."""
    minimum = Level[settings.min_level]
    shared = shared_languages(first, second, problem)
    if not shared:
        evidence = LanguageEvidence(
            first=None,
            first_level=None,
            second=None,
            second_level=None,
            min_level=minimum.name,
            met=False,
        )
        return Verdict(outcome=Outcome.BROKEN, allowed=False, evidence=evidence)
    a, b = shared[0]
    met = min(first[a], second[b]) >= minimum
    evidence = LanguageEvidence(
        first=a,
        first_level=first[a].name,
        second=b,
        second_level=second[b].name,
        min_level=minimum.name,
        met=met,
    )
    return Verdict(outcome=Outcome.HELD if met else Outcome.BROKEN, allowed=met, evidence=evidence)


def shares_language(
    left: Role, right: Role, settings: LanguageSettings, problem: Problem
) -> SharesName:
    """Return the same as a declaration: names at the level, the right side widened by synonyms."""
    minimum = Level[settings.min_level]
    widened: dict[str, set[str]] = {}
    for a, b in problem.rules.same_language:
        widened.setdefault(a, {a}).add(b)
        widened.setdefault(b, {b}).add(a)

    def spoken(levels: Mapping[str, Level]) -> list[str]:
        return [code for code, level in levels.items() if level >= minimum]

    return SharesName(
        Names(left, lambda one: spoken(one.languages)),
        Names(
            right,
            lambda one: [n for code in spoken(one.languages) for n in widened.get(code, {code})],
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTexts:
    """How to say of two people which language they share.

    ``both`` for one ``{language}``, ``apart`` for two that count as one (``{first}``,
    ``{second}``), ``levels`` (``{first}``, ``{second}``), ``none`` where there is none.
    """

    both: Sentence
    apart: Sentence
    levels: Sentence
    none: Sentence


def language_words(
    evidence: LanguageEvidence, texts: LanguageTexts
) -> Mapping[str, Sentence | str | int]:
    """Return what fills ``{shared}`` and ``{minimum}`` of a sentence on a common language."""
    if evidence.first is None or evidence.second is None:
        return {"shared": texts.none, "minimum": evidence.min_level}
    first, second = language_name(evidence.first), language_name(evidence.second)
    spoken = texts.both.fill(language=first)
    if evidence.first != evidence.second:
        spoken = texts.apart.fill(first=first, second=second)
    levels = texts.levels.fill(first=evidence.first_level or "", second=evidence.second_level or "")
    return {"shared": spoken + levels, "minimum": evidence.min_level}


def counting_as(code: str, problem: Problem) -> frozenset[str]:
    """Return the languages that count as this one, itself among them."""
    both_ways = problem.rules.same_language | {(b, a) for a, b in problem.rules.same_language}
    return frozenset({code} | {b for a, b in both_ways if a == code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Someone who could raise a language: which record, who that is, and how to say it.

    ``told`` has places for ``{language}``, ``{level}`` and, where given, ``{promotor}``.
    """

    table: Table
    id: str
    languages: Mapping[str, Level]
    who: Who
    told: Sentence
    promotor: str = ""

    def speaks(self, rule: str, code: str, level: Level) -> Change:
        """Return the change that this person speaks a language at a level."""
        return Change(
            rule=rule,
            who=self.who,
            condition=self.told.fill(
                language=language_name(code), level=level.name, promotor=self.promotor
            ),
            edits=(Edit(table=self.table, id=self.id, field="languages", value={code: level}),),
        )


def raised(
    rule: str,
    learner: Learner,
    other: Mapping[str, Level],
    settings: LanguageSettings,
    problem: Problem,
) -> tuple[Change, ...]:
    """Return the languages that a learner speaks a little and the other at the level asked."""
    minimum = Level[settings.min_level]
    return tuple(
        learner.speaks(rule, code, minimum)
        for code, level in sorted(learner.languages.items())
        if minimum - LARGEST_RISE <= level < minimum
        and any(other.get(same, 0) >= minimum for same in counting_as(code, problem))
    )
