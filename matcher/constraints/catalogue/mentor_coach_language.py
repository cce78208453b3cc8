"""Mentor and mentor-coach share a language (PROGRAMME §3.3). Mentee and coach need none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.change import Change, Who
from matcher.constraints.common_language import (
    LanguageEvidence,
    LanguageSettings,
    LanguageTexts,
    Learner,
    judge_languages,
    language_words,
    raised,
    shares_language,
)
from matcher.constraints.contract import HardRule, Option, Outcome, Verdict
from matcher.constraints.encoding import Condition, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Level

_TEXTS = LanguageTexts(
    both=Sentence(
        "De mentor en de mentorcoach spreken allebei {language}.",
        "The mentor and the mentor coach both speak {language}.",
    ),
    apart=Sentence(
        "De mentor spreekt {first}, de mentorcoach spreekt {second}. Dat geldt als dezelfde taal.",
        "The mentor speaks {first}, the mentor coach speaks {second}. That counts as the same language.",
    ),
    levels=Sentence(
        "Het niveau van de mentor is {first}, dat van de mentorcoach is {second}.",
        "The mentor's level is {first}, the mentor coach's is {second}.",
    ),
    none=Sentence(
        "De mentor en de mentorcoach hebben geen taal gemeen.",
        "The mentor and the mentor coach have no language in common.",
    ),
)

_MENTOR_LEARNS = Sentence(
    "als de mentor {language} op niveau {level} haalt",
    "if the mentor reaches level {level} in {language}",
)
_COACH_SPEAKS = Sentence(
    "als een mentorcoach van organisatie {promotor} {language} op niveau {level} spreekt",
    "if a mentor coach of organisation {promotor} speaks {language} at {level}",
)


class MentorCoachLanguage(HardRule[LanguageSettings, LanguageEvidence]):
    """Both reach the level asked in one language."""

    key = "mentor_coach_language"
    section = "PROGRAMME §3.3"
    roles: ClassVar[tuple[Role, ...]] = ("mentor", "coach")
    title = Sentence(
        "Gemeenschappelijke taal van mentor en mentorcoach", "Common language of mentor and coach"
    )
    settings_type = LanguageSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("{shared}", "{shared}"),
        Outcome.BROKEN: Sentence(
            "{shared} Zij hebben één taal nodig die zij allebei op niveau {minimum} of hoger spreken.",
            "{shared} They need one language that both speak at level {minimum} or above.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether they share a language at the level asked."""
        assert option.coach is not None  # noqa: S101 -- the caller judges roles that are there
        return judge_languages(
            option.mentor.languages, option.coach.languages, self.settings(problem), problem
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the languages at the level."""
        return (shares_language("mentor", "coach", self.settings(problem), problem),)

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Have a coach who speaks a language of the mentor's, or the mentor raise one of the coach's."""
        del verdict
        mentor, coach = option.mentor, option.coach
        assert coach is not None  # noqa: S101 -- a verdict on a coach was given
        settings = self.settings(problem)
        minimum = Level[settings.min_level]
        theirs = Learner(
            table="mentors",
            id=mentor.id,
            languages=mentor.languages,
            who=Who.MENTOR,
            told=_MENTOR_LEARNS,
        )
        another = Learner(
            table="coaches",
            id=coach.id,
            languages=coach.languages,
            who=Who.PROMOTOR,
            told=_COACH_SPEAKS,
            promotor=coach.promotor,
        )
        spoken = (code for code, level in sorted(mentor.languages.items()) if level >= minimum)
        return (
            *(another.speaks(self.key, code, minimum) for code in spoken),
            *raised(self.key, theirs, coach.languages, settings, problem),
        )

    def words(
        self, evidence: LanguageEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the language and levels, or that there is none."""
        del option
        return language_words(evidence, _TEXTS)
