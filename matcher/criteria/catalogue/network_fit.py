"""The mentor's network reaches employers who suit the mentee's job target (PROGRAMME §4).

Reach is the chance that at least one employer works out, 1 − Π(1 − tie × fit), with ties direct
or through one acquaintance. It has no ceiling in the number of employers, rewards a strong tie
above many weak ones, and a contact more never lowers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

import numpy.typing as npt
from pydantic import Field, model_validator

from matcher.constraints.contract import Evidence, Outcome
from matcher.criteria.contract import Criterion, Points
from matcher.criteria.likeness import LikenessSettings, Permille, missing_columns
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.network.columns import ReachColumns, reach_columns
from matcher.network.graph import EmployerPath, network_of
from matcher.network.matrix import reach_points
from matcher.network.scale import NetworkScale
from matcher.network.units import share

SHOWN = 3

_DIRECT: Mapping[str, Sentence] = {
    "works_there": Sentence("De mentor werkt bij {employer}.", "The mentor works at {employer}."),
    "worked_there": Sentence(
        "De mentor werkte vroeger bij {employer}.", "The mentor used to work at {employer}."
    ),
    "knows_someone": Sentence(
        "De mentor kent iemand bij {employer}.", "The mentor knows someone at {employer}."
    ),
    "strength": Sentence("De mentor kent {employer}.", "The mentor knows {employer}."),
}
_THROUGH: Mapping[str, Sentence] = {
    "works_there": Sentence(
        "Een kennis van de mentor werkt bij {employer}.",
        "Someone whom the mentor knows works at {employer}.",
    ),
    "worked_there": Sentence(
        "Een kennis van de mentor werkte vroeger bij {employer}.",
        "Someone whom the mentor knows used to work at {employer}.",
    ),
    "knows_someone": Sentence(
        "Een kennis van de mentor kent iemand bij {employer}.",
        "Someone whom the mentor knows has a contact at {employer}.",
    ),
    "strength": Sentence(
        "Een kennis van de mentor kent {employer}.",
        "Someone whom the mentor knows has ties with {employer}.",
    ),
}


class NetworkFitSettings(LikenessSettings):
    """Weight, likeness of jobs, strength of ties and the factor for distance.

    All but the two distances (kilometres from the mentee's home to the employer) and the weight
    are permille.
    """

    weight: int = Field(default=300, ge=0, le=1000)
    works_there: Permille = 1000
    worked_there: Permille = 700
    knows_someone: Permille = 500
    second_step: Permille = 500
    near_km: int = Field(default=25, ge=0, le=1000)
    far_km: int = Field(default=50, ge=0, le=1000)
    near: Permille = 1000
    middle: Permille = 700
    beyond: Permille = 300
    region_unknown: Permille = 500

    @model_validator(mode="after")
    def _far_is_farther(self) -> Self:
        if self.near_km > self.far_km:
            raise ValueError(f"Expected near_km ≤ far_km, got {self.near_km} and {self.far_km}.")
        return self

    @property
    def scale(self) -> NetworkScale:
        """The figures as `matcher.network` reads them."""
        return NetworkScale(
            likeness=self.likeness,
            ties={
                "works_there": self.works_there,
                "worked_there": self.worked_there,
                "knows_someone": self.knows_someone,
            },
            second_step=self.second_step,
            near_km10=10 * self.near_km,
            far_km10=10 * self.far_km,
            near=self.near,
            middle=self.middle,
            beyond=self.beyond,
            region_unknown=self.region_unknown,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEvidence(Evidence):
    """Reach in permille, how many employers the mentor knows and how many suit, and the best.

    ``paths`` holds at most three, the one that adds most first, equal ones by employer id.
    """

    reach_permille: int
    known: int
    suitable: int
    paths: tuple[EmployerPath, ...]


class NetworkFit(Criterion[NetworkFitSettings, NetworkEvidence]):
    """Reads the mentee's targets and residence, and employers, contacts and acquaintances."""

    key = "network_fit"
    section = "PROGRAMME §4"
    title = Sentence("Netwerk van de mentor", "The mentor's network")
    settings_type = NetworkFitSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Via de mentor bereikt u {employers} voor uw jobdoelwit. {paths}",
            "Through the mentor you reach {employers} for your job target. {paths}",
        ),
        Outcome.BROKEN: Sentence(
            "Het netwerk van de mentor geeft geen punten. {reason}",
            "The mentor's network gives no points. {reason}",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet welke werkgevers bij u passen. Uw jobdoelwit ontbreekt.",
            "We do not know which employers suit you. Your job target is missing.",
        ),
    }

    def points(self, mentee: Mentee, mentor: Mentor, problem: Problem) -> Points:
        """Return points for reach, with the best employers and the path to each."""
        settings = self.settings(problem)
        reach = network_of(problem, settings.scale).reach(mentor.id, mentee)
        points = share(reach.units, settings.weight)
        unknown = not mentee.target_occupations and not mentee.target_sectors
        outcome = Outcome.HELD if points else Outcome.BROKEN
        return Points(
            points=points,
            outcome=Outcome.UNKNOWN if unknown else outcome,
            evidence=NetworkEvidence(
                reach_permille=reach.permille,
                known=reach.known,
                suitable=len(reach.paths),
                paths=reach.paths[:SHOWN],
            ),
            missing=missing_columns(
                "mentees",
                {
                    "target_occupations": mentee.target_occupations,
                    "target_sectors": mentee.target_sectors,
                },
            )
            if unknown
            else (),
        )

    def table(self, problem: Problem) -> npt.NDArray[Any]:
        """Return the same points from the matrix form, shape (waiting mentees, mentors)."""
        settings = self.settings(problem)
        return reach_points(problem, settings.scale, settings.weight)

    def columns(self, problem: Problem) -> ReachColumns:
        """Return what gives the same points pair by pair."""
        settings = self.settings(problem)
        return reach_columns(problem, settings.scale, settings.weight)

    def words(
        self, points: Points, mentee: Mentee, mentor: Mentor
    ) -> Mapping[str, Sentence | str | int]:
        """Name the best employers and how the mentor knows them, or why none counts."""
        del mentee, mentor
        evidence = cast("NetworkEvidence", points.evidence)
        paths = Sentence("", "")
        for path in evidence.paths:
            paths = paths + _path(path) if paths.nl else _path(path)
        return {
            "employers": _employers(evidence.suitable),
            "paths": paths,
            "reason": _reason(evidence),
        }


def _path(path: EmployerPath) -> Sentence:
    return (_DIRECT if path.via is None else _THROUGH)[path.kind].fill(employer=path.label)


def _employers(count: int) -> Sentence:
    if count == 1:
        return Sentence("1 werkgever", "1 employer")
    return Sentence(f"{count} werkgevers", f"{count} employers")


def _reason(evidence: NetworkEvidence) -> Sentence:
    if not evidence.known:
        return Sentence(
            "Wij kennen geen werkgevers in dat netwerk.", "We know no employers in that network."
        )
    if not evidence.suitable:
        return Sentence(
            "De mentor bereikt {employers}, maar geen voor uw jobdoelwit.",
            "The mentor reaches {employers}, but none for your job target.",
        ).fill(employers=_employers(evidence.known))
    return Sentence(
        "De band met passende werkgevers is te zwak voor punten.",
        "The tie with suitable employers is too weak for points.",
    )
