"""The trajectory ends while the mentor is still available (PROGRAMME §3.7, §3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Condition, Role
from matcher.constraints.trajectory import (
    PeriodEvidence,
    earlier_start,
    ends_in_time,
    judge_period,
    period_words,
)
from matcher.constraints.words import date_words
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

_LONGER = Sentence(
    "als de mentor blijft tot en met {day}",
    "if the mentor stays up to and including {day}",
)


class MentorPeriod(HardRule[Settings, PeriodEvidence]):
    """It must end on or before the mentor's last available day."""

    key = "mentor_period"
    section = "PROGRAMME §3.7"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor", "project")
    title = Sentence("Periode van de mentor", "The mentor's period")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Uw traject zou eindigen op {last}. De mentor is er tot en met {until}.",
            "Your trajectory would end on {last}. The mentor is there up to and including {until}.",
        ),
        Outcome.BROKEN: Sentence(
            "Uw traject zou pas eindigen op {last}. De mentor is er maar tot en met {until}.",
            "Your trajectory would end only on {last}. The mentor is there only up to and including {until}.",
        ),
        Outcome.UNKNOWN: Sentence(
            "De mentor gaf niet op tot wanneer hij of zij er is.",
            "The mentor did not say until when he or she is there.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the trajectory ends in time for the mentor."""
        return judge_period(option, option.mentor.available_until, problem)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare each start with the mentor's last day."""
        return ends_in_time("mentor", lambda mentor: mentor.available_until, problem)

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Start earlier, or have a mentor who is there still stay longer."""
        evidence = verdict.evidence
        assert isinstance(evidence, PeriodEvidence)  # noqa: S101 -- its own; tells mypy
        longer = Change(
            rule=self.key,
            who=Who.MENTOR,
            condition=_LONGER.fill(day=date_words(evidence.last_day)),
            edits=(
                Edit(
                    table="mentors",
                    id=option.mentor.id,
                    field="available_until",
                    value=evidence.last_day,
                ),
            ),
        )
        found = earlier_start(self.key, option, evidence, problem)
        until = evidence.until
        return (*found, longer) if until and until >= problem.as_of else found

    def words(self, evidence: PeriodEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the dates."""
        del option
        return period_words(evidence)
