"""The mentee is anderstalig: speaks some language other than Dutch, and not Dutch at C1 or C2 (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Outcome, Settings
from matcher.constraints.target_group.base import BaseCondition
from matcher.constraints.target_group.dutch import DUTCH
from matcher.constraints.target_group.finding import Finding
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer, Level


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
            "U spreekt heel goed Nederlands, of wij kennen geen andere taal van u.",
            "You speak Dutch very well, or we know of no other language of yours.",
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
