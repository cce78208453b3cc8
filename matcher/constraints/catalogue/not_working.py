"""The mentee does not work (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from matcher.constraints.contract import Outcome, Settings
from matcher.constraints.target_group.base import BaseCondition
from matcher.constraints.target_group.finding import Finding, opposite
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer


class NotWorkingSettings(Settings):
    """``max_age_days``: a fact established longer before the as-of date is unknown; None: any counts."""

    max_age_days: int | None = Field(default=None, ge=0)


class NotWorking(BaseCondition[NotWorkingSettings]):
    """Only jobseekers without work take part."""

    key = "not_working"
    section = "PROGRAMME §2"
    title = Sentence("Niet aan het werk", "Not working")
    settings_type = NotWorkingSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Volgens uw dossier werkt u niet.", "According to your file you do not work."
        ),
        Outcome.BROKEN: Sentence(
            "Volgens uw dossier werkt u. Dit project is er voor mensen zonder werk.",
            "According to your file you work. This project is for people without work.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet zeker of u nu werkt.",
            "We do not know for certain whether you work at the moment.",
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return whether the mentee does not work, as far as the fact is recent enough."""
        limit = self.settings(problem).max_age_days
        day = mentee.working_on
        if limit is not None and (day is None or (problem.as_of - day).days > limit):
            only_undated = day is None and mentee.working is Answer.NO
            missing = ("working_on",) if only_undated else ("working", "working_on")
            return Finding(Answer.UNKNOWN, missing)
        return opposite(mentee.working, "working")

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the fact and the day on which it was established."""
        del problem
        day = {} if mentee.working_on is None else {"working_on": mentee.working_on.isoformat()}
        return {"working": mentee.working.value, **day}
