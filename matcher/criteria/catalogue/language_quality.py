"""How well mentee and mentor can talk: the level of their best common language (PROGRAMME §4).

The lower of the two levels counts, for a talk goes as well as the weaker speaker follows it.
Dutch gets nothing extra: a match needs no Dutch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

from pydantic import Field, model_validator

from matcher.constraints.contract import Evidence, Outcome
from matcher.constraints.encoding import Best, Names, SharesName
from matcher.criteria.contract import Criterion, CriterionSettings, Points
from matcher.criteria.likeness import Permille, missing_columns
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import Level
from matcher.vocabulary.languages import language_name


class LanguageQualitySettings(CriterionSettings):
    """Weight, and permille for each CEFR level; a higher level never counts for less."""

    weight: int = Field(default=150, ge=0, le=1000)
    a1: Permille = 0
    a2: Permille = 200
    b1: Permille = 400
    b2: Permille = 700
    c1: Permille = 900
    c2: Permille = 1000

    @model_validator(mode="after")
    def _higher_is_no_less(self) -> Self:
        figures = [self.permille(level) for level in Level]
        if figures != sorted(figures):
            raise ValueError(f"Expected permille that never fall from a1 to c2, got {figures}.")
        return self

    def permille(self, level: Level) -> int:
        """Return the permille of a level."""
        return {
            Level.A1: self.a1,
            Level.A2: self.a2,
            Level.B1: self.b1,
            Level.B2: self.b2,
            Level.C1: self.c1,
            Level.C2: self.c2,
        }[level]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonLanguage:
    """One language that both speak, under the code that each gave, with both levels."""

    mentee_language: str
    mentor_language: str
    mentee_level: Level
    mentor_level: Level

    @property
    def level(self) -> Level:
        """The lower of the two levels."""
        return min(self.mentee_level, self.mentor_level)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageEvidence(Evidence):
    """The best common language; None where there is none or languages are not given."""

    common: CommonLanguage | None


class LanguageQuality(Criterion[LanguageQualitySettings, LanguageEvidence]):
    """Reads the languages of both."""

    key = "language_quality"
    section = "PROGRAMME §4"
    title = Sentence("Gemeenschappelijke taal", "Common language")
    settings_type = LanguageQualitySettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("{language} {levels}", "{language} {levels}"),
        Outcome.BROKEN: Sentence(
            "{language} {levels} Dat geeft geen punten.",
            "{language} {levels} That gives no points.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet welke taal u en de mentor allebei spreken. {gap}",
            "We do not know which language you and the mentor both speak. {gap}",
        ),
    }

    def points(self, mentee: Mentee, mentor: Mentor, problem: Problem) -> Points:
        """Return points for the level of the best common language."""
        if not mentee.languages or not mentor.languages:
            return Points(
                points=0,
                outcome=Outcome.UNKNOWN,
                evidence=LanguageEvidence(common=None),
                missing=missing_columns("mentees", {"languages": mentee.languages})
                + missing_columns("mentors", {"languages": mentor.languages}),
            )
        settings = self.settings(problem)
        common = best_common(mentee, mentor, problem.rules.same_language)
        points = settings.weight * settings.permille(common.level) // 1000 if common else 0
        return Points(
            points=points,
            outcome=Outcome.HELD if points else Outcome.BROKEN,
            evidence=LanguageEvidence(common=common),
        )

    def table(self, problem: Problem) -> Best:
        """Give, for each level, points to who both have some common language at that level."""
        settings = self.settings(problem)
        same = problem.rules.same_language
        steps = [
            (
                SharesName(
                    Names("mentee", spoken(level, same)), Names("mentor", spoken(level, same))
                ),
                settings.weight * settings.permille(level) // 1000,
            )
            for level in Level
        ]
        return Best(tuple(step for step in steps if step[1]))

    def words(
        self, points: Points, mentee: Mentee, mentor: Mentor
    ) -> Mapping[str, Sentence | str | int]:
        """Name the language and both levels, or what is not given."""
        common = cast("LanguageEvidence", points.evidence).common
        if points.outcome is Outcome.UNKNOWN:
            return {"gap": _gap(mentee, mentor)}
        if common is None:
            return {
                "language": Sentence(
                    "U en de mentor hebben geen taal gemeen.",
                    "You and the mentor have no language in common.",
                ),
                "levels": Sentence(
                    "U spreekt {mine}. De mentor spreekt {theirs}.",
                    "You speak {mine}. The mentor speaks {theirs}.",
                ).fill(mine=_names(mentee), theirs=_names(mentor)),
            }
        return {"language": _spoken_together(common), "levels": _levels(common)}


def best_common(
    mentee: Mentee, mentor: Mentor, same_language: frozenset[tuple[str, str]]
) -> CommonLanguage | None:
    """Return the common language with the highest lower level; None where there is none.

    Of equal ones the higher upper level wins, then the lowest codes.
    """
    found = [
        CommonLanguage(
            mentee_language=mine,
            mentor_language=theirs,
            mentee_level=mentee.languages[mine],
            mentor_level=mentor.languages[theirs],
        )
        for mine in mentee.languages
        for theirs in mentor.languages
        if mine == theirs or (mine, theirs) in same_language or (theirs, mine) in same_language
    ]
    return min(
        found,
        key=lambda c: (
            -c.level,
            -max(c.mentee_level, c.mentor_level),
            c.mentee_language,
            c.mentor_language,
        ),
        default=None,
    )


def spoken(
    lowest: Level, same_language: frozenset[tuple[str, str]]
) -> Callable[[Any], Iterable[str]]:
    """Return what lists a person's languages from a level on, under every name in common use.

    A language in a pair of ``same_language`` also goes by the name of that pair, so that both
    codes of the pair meet there, while codes of two different pairs do not.
    """
    also: dict[str, list[str]] = {}
    for pair in same_language:
        for code in pair:
            also.setdefault(code, []).append("=".join(sorted(pair)))

    def names(person: Any) -> Iterator[str]:
        for code, level in person.languages.items():
            if level >= lowest:
                yield code
                yield from also.get(code, ())

    return names


def _spoken_together(common: CommonLanguage) -> Sentence:
    mine, theirs = language_name(common.mentee_language), language_name(common.mentor_language)
    if common.mentee_language == common.mentor_language:
        return Sentence("U en de mentor spreken {mine}.", "You and the mentor speak {mine}.").fill(
            mine=mine
        )
    return Sentence(
        "U spreekt {mine}, de mentor spreekt {theirs}. Dat geldt als dezelfde taal.",
        "You speak {mine}, the mentor speaks {theirs}. That counts as the same language.",
    ).fill(mine=mine, theirs=theirs)


def _names(person: Mentee | Mentor) -> Sentence:
    return listing([language_name(code) for code in sorted(person.languages)])


def _levels(common: CommonLanguage) -> Sentence:
    return Sentence(
        "Uw niveau is {mentee}, dat van de mentor is {mentor}.",
        "Your level is {mentee}, the mentor's is {mentor}.",
    ).fill(mentee=common.mentee_level.name, mentor=common.mentor_level.name)


def _gap(mentee: Mentee, mentor: Mentor) -> Sentence:
    if mentee.languages:
        return Sentence("De talen van de mentor ontbreken.", "The mentor's languages are missing.")
    if mentor.languages:
        return Sentence("Uw talen ontbreken.", "Your languages are missing.")
    return Sentence(
        "De talen van u en de mentor ontbreken.", "Your languages and the mentor's are missing."
    )
