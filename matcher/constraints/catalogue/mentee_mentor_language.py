"""Mentee and mentor share a language (PROGRAMME §3.2). Dutch is not required."""

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

_TEXTS = LanguageTexts(
    both=Sentence(
        "U en de mentor spreken allebei {language}.",
        "You and the mentor both speak {language}.",
    ),
    apart=Sentence(
        "U spreekt {first}, de mentor spreekt {second}. Dat geldt als dezelfde taal.",
        "You speak {first}, the mentor speaks {second}. That counts as the same language.",
    ),
    levels=Sentence(
        "Uw niveau is {first}, dat van de mentor is {second}.",
        "Your level is {first}, the mentor's is {second}.",
    ),
    none=Sentence(
        "U en de mentor hebben geen taal gemeen.",
        "You and the mentor have no language in common.",
    ),
)

_MENTEE_LEARNS = Sentence(
    "als u {language} op niveau {level} haalt", "if you reach level {level} in {language}"
)
_MENTOR_LEARNS = Sentence(
    "als de mentor {language} op niveau {level} haalt",
    "if the mentor reaches level {level} in {language}",
)


class MenteeMentorLanguage(HardRule[LanguageSettings, LanguageEvidence]):
    """Both reach the level asked in one language."""

    key = "mentee_mentor_language"
    section = "PROGRAMME §3.2"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Gemeenschappelijke taal met de mentor", "Common language with the mentor")
    settings_type = LanguageSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("{shared}", "{shared}"),
        Outcome.BROKEN: Sentence(
            "{shared} Een duo heeft één taal nodig die u allebei op niveau {minimum} of hoger spreekt.",
            "{shared} A pair needs one language that you both speak at level {minimum} or above.",
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

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Raise a language that one speaks a little and the other well enough."""
        del verdict
        mentee, mentor = option.mentee, option.mentor
        settings = self.settings(problem)
        mine = Learner(
            table="mentees",
            id=mentee.id,
            languages=mentee.languages,
            who=Who.MENTEE,
            told=_MENTEE_LEARNS,
        )
        theirs = Learner(
            table="mentors",
            id=mentor.id,
            languages=mentor.languages,
            who=Who.MENTOR,
            told=_MENTOR_LEARNS,
        )
        return (
            *raised(self.key, mine, mentor.languages, settings, problem),
            *raised(self.key, theirs, mentee.languages, settings, problem),
        )

    def words(
        self, evidence: LanguageEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the language and levels, or that there is none."""
        del option
        return language_words(evidence, _TEXTS)
