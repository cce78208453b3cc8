"""How far mentee and mentor live from each other (PROGRAMME §4).

Who meets online is near by. Up to ``near_km`` all points, from ``far_km`` none, in between by
the straight line from one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self, cast

from pydantic import Field, model_validator

from matcher.constraints.contract import Evidence, Outcome
from matcher.constraints.encoding import Cell, Code
from matcher.criteria.contract import Criterion, CriterionSettings, Points
from matcher.criteria.likeness import missing_columns
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import MeetingMode
from matcher.vocabulary.municipalities import distance_km10


class DistanceSettings(CriterionSettings):
    """Weight, and the two distances in kilometres between which points fall to 0."""

    weight: int = Field(default=100, ge=0, le=1000)
    near_km: int = Field(default=10, ge=0, le=1000)
    far_km: int = Field(default=60, ge=1, le=1000)

    @model_validator(mode="after")
    def _far_is_farther(self) -> Self:
        if self.near_km >= self.far_km:
            raise ValueError(f"Expected near_km < far_km, got {self.near_km} and {self.far_km}.")
        return self

    def points(self, km10: int) -> int:
        """Return the points for a distance in tenths of a kilometre, rounded down."""
        near, far = 10 * self.near_km, 10 * self.far_km
        return self.weight * (far - min(max(km10, near), far)) // (far - near)


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceEvidence(Evidence):
    """Both homes (REFNIS codes), the distance in tenths of a kilometre, or that it is online.

    ``km10`` is None where they meet online or a home is not given.
    """

    mentee_residence: str | None
    mentor_residence: str | None
    km10: int | None
    online: bool


class Distance(Criterion[DistanceSettings, DistanceEvidence]):
    """Reads residence and meeting mode of both."""

    key = "distance"
    section = "PROGRAMME §4"
    title = Sentence("Afstand", "Distance")
    settings_type = DistanceSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("{how}", "{how}"),
        Outcome.BROKEN: Sentence(
            "{how} Die afstand geeft geen punten.", "{how} That distance gives no points."
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet hoe ver de mentor van u woont. {gap}",
            "We do not know how far the mentor lives from you. {gap}",
        ),
    }

    def points(self, mentee: Mentee, mentor: Mentor, problem: Problem) -> Points:
        """Return points for the distance between the two homes, all of them online."""
        settings = self.settings(problem)
        online = MeetingMode.ONLINE in {mentee.meeting_mode, mentor.meeting_mode}
        homes = mentee.residence, mentor.residence
        if online:
            km10, points = None, settings.weight
        elif homes[0] is None or homes[1] is None:
            km10, points = None, 0
        else:
            km10 = distance_km10(homes[0], homes[1])
            points = settings.points(km10)
        unknown = not online and km10 is None
        outcome = Outcome.HELD if points else Outcome.BROKEN
        return Points(
            points=points,
            outcome=Outcome.UNKNOWN if unknown else outcome,
            evidence=DistanceEvidence(
                mentee_residence=homes[0], mentor_residence=homes[1], km10=km10, online=online
            ),
            missing=(
                missing_columns("mentees", {"residence": homes[0]})
                + missing_columns("mentors", {"residence": homes[1]})
            )
            if unknown
            else (),
        )

    def table(self, problem: Problem) -> Cell:
        """Look the points up by the two places where they can be met."""
        settings = self.settings(problem)

        by_distance = cache(settings.points)
        online = MeetingMode.ONLINE

        def value(one: str | None, other: str | None) -> int:
            if one is online or other is online:
                return settings.weight
            return 0 if one is None or other is None else by_distance(distance_km10(one, other))

        return Cell(Code("mentee", _place), Code("mentor", _place), value)

    def words(
        self, points: Points, mentee: Mentee, mentor: Mentor
    ) -> Mapping[str, Sentence | str | int]:
        """Say how far, that they meet online, or what is not given."""
        evidence = cast("DistanceEvidence", points.evidence)
        if points.outcome is Outcome.UNKNOWN:
            return {"gap": _gap(mentee, mentor)}
        if evidence.online or evidence.km10 is None:
            return {"how": _ONLINE}
        return {"how": _how_far(evidence.km10)}


_ONLINE = Sentence(
    "U of de mentor wil alleen online afspreken. Daarom telt de afstand niet.",
    "You or the mentor wants to meet online only. So distance does not count.",
)


def _place(person: Mentee | Mentor) -> str | None:
    return person.meeting_mode if person.meeting_mode is MeetingMode.ONLINE else person.residence


def _how_far(km10: int) -> Sentence:
    if not km10:
        return Sentence(
            "U woont in dezelfde gemeente als de mentor.",
            "You live in the same municipality as the mentor.",
        )
    whole, tenth = divmod(km10, 10)
    return Sentence(
        f"U woont ongeveer {whole},{tenth} kilometer van de mentor.",
        f"You live about {whole}.{tenth} kilometres from the mentor.",
    )


def _gap(mentee: Mentee, mentor: Mentor) -> Sentence:
    if mentee.residence is not None:
        return Sentence(
            "De woonplaats van de mentor ontbreekt.", "The mentor's residence is missing."
        )
    if mentor.residence is not None:
        return Sentence("Uw woonplaats ontbreekt.", "Your residence is missing.")
    return Sentence(
        "De woonplaats van u en de mentor ontbreekt.",
        "Your residence and the mentor's are missing.",
    )
