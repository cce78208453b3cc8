"""The mentee lives in a province of the project's lot (PROGRAMME §3.1, §3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from matcher.constraints.change import Change
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.constraints.target_group.favourable import told
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.vocabulary import municipalities

_HOME = Sentence(" U woont in {province}.", " You live in {province}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceEvidence(Evidence):
    """The mentee's residence and province, and the lot's provinces."""

    residence: str | None
    province: str | None
    lot_provinces: tuple[str, ...]


class LotProvince(HardRule[Settings, ProvinceEvidence]):
    """A lot without provinces covers all of Flanders."""

    key = "lot_province"
    section = "PROGRAMME §3.8"
    kind: ClassVar[Literal["eligibility", "pair"]] = "eligibility"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "project")
    title = Sentence("Provincie van het perceel", "The lot's province")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Dit project werkt in {provinces}.{home}", "This project works in {provinces}.{home}"
        ),
        Outcome.BROKEN: Sentence(
            "Dit project werkt alleen in {provinces}.{home}",
            "This project works only in {provinces}.{home}",
        ),
        Outcome.UNKNOWN: Sentence(
            "Project {project} werkt alleen in {provinces}. Wij weten niet in welke gemeente u woont.",
            "Project {project} works only in {provinces}. We do not know in which municipality you live.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the residence lies in the lot's provinces."""
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        provinces = problem.lot_of(option.project).provinces
        residence = option.mentee.residence
        place = municipalities.municipality(residence) if residence else None
        evidence = ProvinceEvidence(
            residence=residence, province=place.province if place else None, lot_provinces=provinces
        )
        if not provinces or (place and place.province in provinces):
            return Verdict(outcome=Outcome.HELD, allowed=True, evidence=evidence)
        if place is None:
            return Verdict(
                outcome=Outcome.UNKNOWN, allowed=False, evidence=evidence, missing=("residence",)
            )
        return Verdict(outcome=Outcome.BROKEN, allowed=False, evidence=evidence)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Look the residence up in the lot's provinces."""
        return (
            InTable(
                Code("mentee", lambda mentee: mentee.residence),
                Code("project", lambda project: problem.lot_of(project).provinces),
                lambda residence, provinces: (
                    not provinces
                    or any(
                        place.province in provinces
                        for place in [municipalities.municipality(residence or "")]
                        if place
                    )
                ),
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Ask for what is not given. Nobody is asked to move house."""
        return told(self, option, verdict, problem)

    def words(
        self, evidence: ProvinceEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the project, the lot's provinces and, where it names any, the mentee's own."""
        project = option.project.id if option.project else ""
        if not evidence.lot_provinces:
            everywhere = Sentence("heel Vlaanderen", "all of Flanders")
            return {"project": project, "provinces": everywhere, "home": ""}
        home = Sentence("", "")
        if evidence.province is not None:
            home = _HOME.fill(province=municipalities.province_name(evidence.province))
        return {
            "project": project,
            "provinces": listing([municipalities.province_name(p) for p in evidence.lot_provinces]),
            "home": home,
        }
