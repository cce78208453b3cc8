"""The mentor takes part now: not paused, not gone (PROGRAMME §3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Condition, Holds, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import MentorStatus

_BACK = Sentence("als de mentor weer meedoet", "if the mentor takes part again")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvidence(Evidence):
    """The mentor's status."""

    status: MentorStatus


class MentorActive(HardRule[Settings, StatusEvidence]):
    """A status not given counts as active on import, so it is never unknown here."""

    key = "mentor_active"
    section = "PROGRAMME §3.9"
    roles: ClassVar[tuple[Role, ...]] = ("mentor",)
    title = Sentence("Mentor doet mee", "The mentor takes part")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("De mentor doet nu mee.", "The mentor takes part now."),
        Outcome.BROKEN: Sentence(
            "De mentor doet nu niet mee.", "The mentor does not take part now."
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the mentor is active."""
        del problem
        active = option.mentor.status is MentorStatus.ACTIVE
        return Verdict(
            outcome=Outcome.HELD if active else Outcome.BROKEN,
            allowed=active,
            evidence=StatusEvidence(status=option.mentor.status),
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Read the status."""
        del problem
        return (Holds("mentor", lambda mentor: mentor.status == MentorStatus.ACTIVE),)

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Have a mentor who paused take part again; who left is not asked back."""
        del verdict, problem
        if option.mentor.status is not MentorStatus.PAUSED:
            return ()
        edit = Edit(table="mentors", id=option.mentor.id, field="status", value=MentorStatus.ACTIVE)
        return (Change(rule=self.key, who=Who.MENTOR, condition=_BACK, edits=(edit,)),)

    def words(self, evidence: StatusEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in nothing."""
        del evidence, option
        return {}
