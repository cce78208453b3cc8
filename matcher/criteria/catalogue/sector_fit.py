"""The mentor's occupation or sector is like the mentee's job target (PROGRAMME §4).

Read by distance in the ISCO-08 and NACE trees. Of occupation and sector the best one counts:
adding them up would reward a mentor for being described twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from pydantic import Field

from matcher.constraints.contract import Evidence, Outcome
from matcher.constraints.encoding import Best, Condition, Names, SharesName
from matcher.criteria.contract import Criterion, Points
from matcher.criteria.likeness import LikenessSettings, missing_columns, target_names
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.network.likeness import Degree, Likeness, best_likeness, division_of
from matcher.vocabulary.occupations import occupation_name
from matcher.vocabulary.sectors import section_of, sector_name

_HOW_CLOSE: Mapping[Degree, Sentence] = {
    "unit_group": Sentence("Dat is hetzelfde beroep.", "That is the same occupation."),
    "minor_group": Sentence(
        "Die beroepen liggen heel dicht bij elkaar.", "Those occupations are very close."
    ),
    "sub_major_group": Sentence("Die beroepen zijn verwant.", "Those occupations are related."),
    "major_group": Sentence(
        "Die beroepen horen bij dezelfde grote groep.",
        "Those occupations belong to the same large group.",
    ),
    "division": Sentence("Dat is dezelfde sector.", "That is the same sector."),
    "section": Sentence(
        "Dat hoort bij dezelfde grote sector.", "That belongs to the same large sector."
    ),
}


class SectorFitSettings(LikenessSettings):
    """Weight and likeness of occupations and sectors."""

    weight: int = Field(default=300, ge=0, le=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorFitEvidence(Evidence):
    """The strongest likeness found; None where nothing is alike or could be compared."""

    likeness: Likeness | None


class SectorFit(Criterion[SectorFitSettings, SectorFitEvidence]):
    """Reads occupations and sectors of both."""

    key = "sector_fit"
    section = "PROGRAMME §4"
    title = Sentence("Beroep en sector", "Occupation and sector")
    settings_type = SectorFitSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Uw jobdoelwit: {target}. De mentor heeft ervaring met: {known}. {closeness}",
            "Your job target: {target}. The mentor has experience with: {known}. {closeness}",
        ),
        Outcome.BROKEN: Sentence(
            "Uw jobdoelwit: {target}. Wat wij weten van de mentor, sluit daar niet genoeg bij aan.",
            "Your job target: {target}. What we know of the mentor is not close enough to that.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij kunnen uw jobdoelwit niet vergelijken met de ervaring van de mentor. {gap}",
            "We cannot compare your job target with the mentor's experience. {gap}",
        ),
    }

    def points(self, mentee: Mentee, mentor: Mentor, problem: Problem) -> Points:
        """Return points for the strongest likeness of occupation or sector."""
        comparable = (mentee.target_occupations and mentor.occupations) or (
            mentee.target_sectors and mentor.sectors
        )
        if not comparable:
            return Points(
                points=0,
                outcome=Outcome.UNKNOWN,
                evidence=SectorFitEvidence(likeness=None),
                missing=_missing(mentee, mentor),
            )
        settings = self.settings(problem)
        likeness = best_likeness(
            mentee.target_occupations,
            mentee.target_sectors,
            mentor.occupations,
            mentor.sectors,
            settings.likeness,
        )
        points = settings.weight * (likeness.permille if likeness else 0) // 1000
        return Points(
            points=points,
            outcome=Outcome.HELD if points else Outcome.BROKEN,
            evidence=SectorFitEvidence(likeness=likeness),
        )

    def table(self, problem: Problem) -> Best:
        """Give, for each depth of the two trees, points to who share a group at that depth."""
        settings = self.settings(problem)
        steps: list[tuple[Condition, int]] = [
            (_occupations_share(depth), settings.weight * permille // 1000)
            for depth, permille in enumerate(settings.likeness.occupation, start=1)
        ]
        steps.append((_sectors_share(_divisions), settings.weight * settings.same_division // 1000))
        steps.append((_sectors_share(_sections), settings.weight * settings.same_section // 1000))
        return Best(tuple(step for step in steps if step[1]))

    def words(
        self, points: Points, mentee: Mentee, mentor: Mentor
    ) -> Mapping[str, Sentence | str | int]:
        """Name the two that are alike and how close they are, or what is not given."""
        likeness = cast("SectorFitEvidence", points.evidence).likeness
        if points.outcome is Outcome.UNKNOWN:
            return {"gap": _gap(mentee, mentor)}
        if likeness is None:
            return {"target": target_names(mentee)}
        name = occupation_name if likeness.is_occupation else sector_name
        return {
            "target": name(likeness.target),
            "known": name(likeness.offered),
            "closeness": _HOW_CLOSE[likeness.degree],
        }


def _missing(mentee: Mentee, mentor: Mentor) -> tuple[str, ...]:
    targets = {
        "target_occupations": mentee.target_occupations,
        "target_sectors": mentee.target_sectors,
    }
    offers: dict[str, object] = {}
    if mentee.target_occupations or not mentee.target_sectors:
        offers["occupations"] = mentor.occupations
    if mentee.target_sectors or not mentee.target_occupations:
        offers["sectors"] = mentor.sectors
    return missing_columns("mentees", targets) + missing_columns("mentors", offers)


def _gap(mentee: Mentee, mentor: Mentor) -> Sentence:
    if not mentee.target_occupations and not mentee.target_sectors:
        return Sentence("Uw jobdoelwit ontbreekt.", "Your job target is missing.")
    if not mentor.occupations and not mentor.sectors:
        return Sentence(
            "Het beroep en de sector van de mentor ontbreken.",
            "The mentor's occupation and sector are missing.",
        )
    return Sentence(
        "Van de ene kennen wij alleen het beroep, van de andere alleen de sector.",
        "We know only the occupation of one and only the sector of the other.",
    )


def _occupations_share(depth: int) -> SharesName:
    return _shares(
        lambda codes: (code[:depth] for code in codes if len(code) >= depth),
        "target_occupations",
        "occupations",
    )


def _sectors_share(groups: Callable[[Iterable[str]], Iterable[str]]) -> SharesName:
    return _shares(groups, "target_sectors", "sectors")


def _shares(
    groups: Callable[[Iterable[str]], Iterable[str]], wanted: str, offered: str
) -> SharesName:
    def names(attribute: str) -> Callable[[Any], Iterable[str]]:
        return lambda person: groups(getattr(person, attribute))

    return SharesName(Names("mentee", names(wanted)), Names("mentor", names(offered)))


def _divisions(codes: Iterable[str]) -> list[str]:
    return [division for division in map(division_of, codes) if division is not None]


def _sections(codes: Iterable[str]) -> list[str]:
    return [section_of(code) for code in codes]
