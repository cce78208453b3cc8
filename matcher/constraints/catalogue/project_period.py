"""The trajectory ends while the project still runs (PROGRAMME §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Condition, Role
from matcher.constraints.trajectory import (
    PeriodEvidence,
    ends_in_time,
    judge_period,
    period_words,
)
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class ProjectPeriod(HardRule[Settings, PeriodEvidence]):
    """It must end on or before the project's last day, extension included."""

    key = "project_period"
    section = "PROGRAMME §3.7"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor", "project")
    title = Sentence("Looptijd van het project", "Duration of the project")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Uw traject zou lopen van {first} tot en met {last}. Het project loopt tot en met {until}.",
            "Your trajectory would run from {first} to {last}. The project runs up to and including {until}.",
        ),
        Outcome.BROKEN: Sentence(
            "Uw traject zou pas eindigen op {last}. Het project loopt maar tot en met {until}.",
            "Your trajectory would end only on {last}. The project runs only up to and including {until}.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Uw traject zou lopen van {first} tot en met {last}. Het project gaf geen einddatum op.",
            "Your trajectory would run from {first} to {last}. The project gave no end date.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the trajectory ends in time for the project."""
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        return judge_period(option, option.project.last_day, problem)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare each start with the project's last day."""
        return ends_in_time("project", lambda project: project.last_day, problem)

    def words(self, evidence: PeriodEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the dates."""
        del option
        return period_words(evidence)
