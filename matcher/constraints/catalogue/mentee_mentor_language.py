"""Mentee and mentor share a language (PROGRAMME §3.2). Dutch is not required."""

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


class MenteeMentorLanguage(HardRule[LanguageSettings, LanguageEvidence]):
    """Both reach the level asked in one language."""

    key = "mentee_mentor_language"
    section = "PROGRAMME §3.2"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Gemeenschappelijke taal met de mentor", "Common language with the mentor")
    settings_type = LanguageSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U en de mentor spreken allebei {language} ({levels}).",
            "You and the mentor both speak {language} ({levels}).",
        ),
        Outcome.BROKEN: Sentence(
            "U en de mentor spreken geen taal samen op niveau {minimum}. Uw beste taal samen: {language}.",
            "You and the mentor share no language at level {minimum}. Your best language together: {language}.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether they share a language at the level asked."""
        return judge_languages(
            option.mentee.languages, option.mentor.languages, self.settings(problem), problem
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the languages at the level."""
        return (shares_language("mentee", "mentor", self.settings(problem), problem),)

    def words(
        self, evidence: LanguageEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the language and levels."""
        del option
        return language_words(evidence)
