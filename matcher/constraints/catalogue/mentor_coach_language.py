"""Mentor and mentor-coach share a language (PROGRAMME §3.3). Mentee and coach need none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.common_language import (
    LanguageEvidence,
    LanguageSettings,
    judge_languages,
    language_words,
    shares_language,
)
from matcher.constraints.contract import HardRule, Option, Outcome, Verdict
from matcher.constraints.encoding import Condition, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


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
        Outcome.HELD: Sentence(
            "Uw mentor en de mentorcoach spreken allebei {language} ({levels}).",
            "Your mentor and the mentor coach both speak {language} ({levels}).",
        ),
        Outcome.BROKEN: Sentence(
            "De mentor en de mentorcoach delen geen taal op niveau {minimum}. Hun beste taal samen: {language}.",
            "The mentor and the mentor coach share no language at level {minimum}. Their best: {language}.",
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

    def words(
        self, evidence: LanguageEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the language and levels."""
        del option
        return language_words(evidence)
