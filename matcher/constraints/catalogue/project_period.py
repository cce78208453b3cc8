"""The trajectory ends while the project still runs (PROGRAMME §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
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
from matcher.domain.months import last_day_of
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.sentence import Sentence

_LONGER = Sentence(
    "als project {project} blijft lopen tot en met {day}",
    "if project {project} goes on up to and including {day}",
)

EXTENSION_MONTHS = 12


def _may_go_on(project: Project, until: date, problem: Problem) -> bool:
    running = project.last_day is None or project.last_day >= problem.as_of
    end = project.end
    return running and (
        end is None or until <= last_day_of(end + timedelta(days=1), EXTENSION_MONTHS)
    )


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

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Start earlier, or extend a project that runs still, as far as the programme allows."""
        evidence = verdict.evidence
        assert isinstance(evidence, PeriodEvidence)  # noqa: S101 -- its own; tells mypy
        assert option.project is not None  # noqa: S101 -- a verdict on a project was given
        longer = Change(
            rule=self.key,
            who=Who.PROMOTOR,
            condition=_LONGER.fill(project=option.project.id, day=date_words(evidence.last_day)),
            edits=(
                Edit(
                    table="projects",
                    id=option.project.id,
                    field="extended_until",
                    value=evidence.last_day,
                ),
            ),
        )
        found = earlier_start(self.key, option, evidence, problem)
        return (*found, longer) if _may_go_on(option.project, evidence.last_day, problem) else found

    def words(self, evidence: PeriodEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the dates."""
        del option
        return period_words(evidence)
