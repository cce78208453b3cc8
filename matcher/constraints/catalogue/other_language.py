"""The mentee is anderstalig: speaks some language other than Dutch, and not Dutch at C1 or C2 (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Option, Outcome, Settings
from matcher.constraints.target_group.base import BaseCondition, ConditionEvidence
from matcher.constraints.target_group.dutch import DUTCH
from matcher.constraints.target_group.finding import Finding
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer, Level

_FLUENT = Sentence(
    "U spreekt heel goed Nederlands: niveau {level}.", "You speak Dutch very well: level {level}."
)
_LEARNING = Sentence("nog Nederlands leren", "still learn Dutch")
_SPEAKING = Sentence("een andere taal spreken", "speak another language")
_NO_OTHER = Sentence(
    "Volgens uw dossier spreekt u geen andere taal dan het Nederlands.",
    "According to your file you speak no other language than Dutch.",
)


class OtherLanguage(BaseCondition[Settings]):
    """Derived from the languages listed, so never unknown."""

    key = "other_language"
    section = "PROGRAMME §2"
    title = Sentence("Anderstalig", "Speaks another language than Dutch")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U spreekt een andere taal dan het Nederlands.",
            "You speak another language than Dutch.",
        ),
        Outcome.BROKEN: Sentence(
            "{reason} Dit project is er voor mensen die {whom}.",
            "{reason} This project is for people who {whom}.",
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return whether the mentee counts as anderstalig."""
        del problem
        other = any(code != DUTCH for code in mentee.languages)
        fluent = mentee.languages.get(DUTCH, 0) >= Level.C1
        return Finding(Answer.of(other and not fluent))

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the languages with their levels."""
        del problem
        listed = (f"{code}:{level.name}" for code, level in sorted(mentee.languages.items()))
        return {"languages": "; ".join(listed)}

    def words(
        self, evidence: ConditionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in what stands in the way: fluent Dutch, else that no other language is known."""
        del evidence
        level = option.mentee.languages.get(DUTCH, 0)
        fluent = level >= Level.C1
        if fluent:
            return {"reason": _FLUENT.fill(level=Level(level).name), "whom": _LEARNING}
        return {"reason": _NO_OTHER, "whom": _SPEAKING}
