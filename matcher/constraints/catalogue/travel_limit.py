"""Nobody travels farther than they said, where a duo would meet in person (PROGRAMME §3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import AnyOf, AtMost, Cell, Code, Condition, InTable, Number, Role
from matcher.constraints.meeting import either_mode
from matcher.constraints.words import kilometres
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import MeetingMode
from matcher.vocabulary.municipalities import distance_km10

NO_LIMIT = 10**9
_DISTANCE = Sentence(
    "Tussen uw gemeente en die van de mentor is het {distance}.",
    "From your municipality to the mentor's it is {distance}.",
)
_SAME_TOWN = Sentence(
    "U en de mentor wonen in dezelfde gemeente.",
    "You and the mentor live in the same municipality.",
)
_ONLINE = Sentence(
    "U en de mentor sluiten online afspreken niet uit. Daarom geldt hier geen grens.",
    "You and the mentor do not rule out meeting online. So no limit holds here.",
)
_NO_LIMIT = Sentence(
    "U en de mentor gaven geen grens op voor de afstand.",
    "You and the mentor gave no limit for the distance.",
)
_NO_HOME = Sentence(
    "Wij weten niet waar u of de mentor woont. Daarom geldt hier geen grens.",
    "We do not know where you or the mentor lives. So no limit holds here.",
)

_MENTEE_FARTHER = Sentence("als u tot {limit} ver wilt reizen", "if you travel up to {limit}")
_MENTOR_FARTHER = Sentence(
    "als de mentor tot {limit} ver wil reizen", "if the mentor travels up to {limit}"
)
STEP_KM10 = 50
"""A farther limit is asked for in whole steps of 5 km."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelEvidence(Evidence):
    """The distance and the smaller of the limits given, in tenths of a km; whether they must travel."""

    distance_km10: int | None
    limit_km10: int | None
    in_person_only: bool


def _km10(limit: Decimal | None) -> int:
    return NO_LIMIT if limit is None else int(limit * 10)


class TravelLimit(HardRule[Settings, TravelEvidence]):
    """A limit counts only where one of the two wants to meet in person and nothing else.

    Where both accept online (a mode not given does), they can meet without travelling. A
    residence not given restricts nothing. Distances run from municipality to municipality.
    """

    key = "travel_limit"
    section = "PROGRAMME §3.9"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Reisafstand", "Travel distance")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "{distance} De grens is {limit}.", "{distance} The limit is {limit}."
        ),
        Outcome.BROKEN: Sentence(
            "{distance} Dat is verder dan de grens van {limit}.",
            "{distance} That is beyond the limit of {limit}.",
        ),
        Outcome.UNKNOWN: Sentence("{reason}", "{reason}"),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the distance is within both limits, where they must travel."""
        del problem
        mentee, mentor = option.mentee, option.mentor
        in_person = MeetingMode.IN_PERSON in {mentee.meeting_mode, mentor.meeting_mode}
        limits = [
            _km10(km) for km in (mentee.max_travel_km, mentor.max_travel_km) if km is not None
        ]
        known = mentee.residence is not None and mentor.residence is not None
        distance = distance_km10(mentee.residence, mentor.residence) if known else None
        evidence = TravelEvidence(
            distance_km10=distance, limit_km10=min(limits, default=None), in_person_only=in_person
        )
        if not in_person or not limits or distance is None:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        fits = distance <= min(limits)
        return Verdict(
            outcome=Outcome.HELD if fits else Outcome.BROKEN, allowed=fits, evidence=evidence
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Keep within each limit, or have no need to travel."""
        del problem
        distance = Cell(
            Code("mentee", lambda mentee: mentee.residence),
            Code("mentor", lambda mentor: mentor.residence),
            lambda here, there: 0 if here is None or there is None else distance_km10(here, there),
        )
        both_online = InTable(
            Code("mentee", lambda mentee: mentee.meeting_mode == "in_person"),
            Code("mentor", lambda mentor: mentor.meeting_mode == "in_person"),
            lambda mine, theirs: not mine and not theirs,
        )

        def within(role: Role) -> Condition:
            def limit(one: Any) -> int:
                return _km10(one.max_travel_km)

            return AnyOf((AtMost(distance, Number(role, limit)), both_online))

        return within("mentee"), within("mentor")

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Ask whose limit is passed to travel farther, or who wants to meet in person online too."""
        del problem
        evidence = verdict.evidence
        assert isinstance(evidence, TravelEvidence)  # noqa: S101 -- its own; tells mypy
        distance = evidence.distance_km10 or 0
        limit = -(-distance // STEP_KM10) * STEP_KM10
        sides = (
            (option.mentee, Who.MENTEE, _MENTEE_FARTHER),
            (
                option.mentor,
                Who.MENTOR,
                _MENTOR_FARTHER,
            ),
        )
        found = [
            Change(
                rule=self.key,
                who=who,
                condition=told.fill(limit=kilometres(limit)),
                edits=(
                    Edit(
                        table="mentees" if who is Who.MENTEE else "mentors",
                        id=one.id,
                        field="max_travel_km",
                        value=Decimal(limit) / 10,
                    ),
                ),
            )
            for one, who, told in sides
            if _km10(one.max_travel_km) < distance
        ]
        in_person = (one for one, _, _ in sides if one.meeting_mode is MeetingMode.IN_PERSON)
        return (*found, *(either_mode(self.key, one) for one in in_person))

    def words(self, evidence: TravelEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the distances, or why they do not count."""
        del option
        far = evidence.distance_km10
        reason = _NO_HOME
        if not evidence.in_person_only:
            reason = _ONLINE
        elif evidence.limit_km10 is None:
            reason = _NO_LIMIT
        return {
            "distance": _DISTANCE.fill(distance=kilometres(far)) if far else _SAME_TOWN,
            "limit": kilometres(evidence.limit_km10 or 0),
            "reason": reason,
        }
