"""How long the mentee has waited (PROGRAMME §4): who waits longer goes first, other things equal.

Depends on the mentee alone, so it never chooses between mentors for one mentee.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, cast

from pydantic import Field

from matcher.constraints.contract import Evidence, Outcome
from matcher.constraints.encoding import Number
from matcher.constraints.words import counted, date_words
from matcher.criteria.contract import Criterion, CriterionSettings, Points
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

Start = Literal["registered_on", "referred_on"]
_SINCE: Mapping[Start, Sentence] = {
    "registered_on": Sentence("Uw inschrijving was op {day}.", "Your registration was on {day}."),
    "referred_on": Sentence("Uw doorverwijzing was op {day}.", "Your referral was on {day}."),
}


class WaitingTimeSettings(CriterionSettings):
    """Weight, the date that waiting starts from (the other where it is not given), and its end."""

    weight: int = Field(default=150, ge=0, le=1000)
    counted_from: Start = "registered_on"
    full_after_days: int = Field(default=180, ge=1, le=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEvidence(Evidence):
    """Which date was counted from (ISO 8601) and the days since then; None where none is given."""

    counted_from: Start | None
    since: str | None
    days: int | None


class WaitingTime(Criterion[WaitingTimeSettings, WaitingEvidence]):
    """Reads the mentee's dates of registration and referral."""

    key = "waiting_time"
    section = "PROGRAMME §4"
    title = Sentence("Wachttijd", "Waiting time")
    settings_type = WaitingTimeSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U wacht al {waited} op een mentor. {since} Langer wachten geeft meer punten, tot een maximum.",
            "You have waited {waited} for a mentor. {since} A longer wait gives more points, up to a maximum.",
        ),
        Outcome.BROKEN: Sentence(
            "U wacht {waited} op een mentor. {since} Dat geeft nog geen punten.",
            "You have waited {waited} for a mentor. {since} That gives no points yet.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet sinds wanneer u wacht. De datum van uw inschrijving ontbreekt.",
            "We do not know how long you have waited. The date of your registration is missing.",
        ),
    }

    def points(self, mentee: Mentee, mentor: Mentor, problem: Problem) -> Points:
        """Return points for the days waited, rounded down."""
        del mentor
        settings = self.settings(problem)
        for name in _order(settings):
            since: date | None = getattr(mentee, name)
            if since is not None:
                days = max(0, (problem.as_of - since).days)
                counted = min(days, settings.full_after_days)
                points = settings.weight * counted // settings.full_after_days
                return Points(
                    points=points,
                    outcome=Outcome.HELD if points else Outcome.BROKEN,
                    evidence=WaitingEvidence(counted_from=name, since=since.isoformat(), days=days),
                )
        return Points(
            points=0,
            outcome=Outcome.UNKNOWN,
            evidence=WaitingEvidence(counted_from=None, since=None, days=None),
            missing=tuple(f"mentees.{name}" for name in _order(settings)),
        )

    def table(self, problem: Problem) -> Number:
        """Compute the points from the ordinal of the first date given."""
        settings = self.settings(problem)
        today, full = problem.as_of.toordinal(), settings.full_after_days
        first, second = _order(settings)

        def value(mentee: Mentee) -> int:
            since: date | None = getattr(mentee, first) or getattr(mentee, second)
            if since is None or since.toordinal() >= today:
                return 0
            if today - since.toordinal() >= full:
                return settings.weight
            return (today - since.toordinal()) * settings.weight // full

        return Number("mentee", value)

    def words(
        self, points: Points, mentee: Mentee, mentor: Mentor
    ) -> Mapping[str, Sentence | str | int]:
        """Say how many days, and since when."""
        del mentee, mentor
        evidence = cast("WaitingEvidence", points.evidence)
        if evidence.days is None or evidence.since is None or evidence.counted_from is None:
            return {}
        since = date_words(date.fromisoformat(evidence.since))
        return {
            "waited": counted(evidence.days, Sentence("dag", "day"), Sentence("dagen", "days")),
            "since": _SINCE[evidence.counted_from].fill(day=since),
        }


def _order(settings: WaitingTimeSettings) -> tuple[Start, Start]:
    if settings.counted_from == "registered_on":
        return "registered_on", "referred_on"
    return "referred_on", "registered_on"
