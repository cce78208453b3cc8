"""The mentee goes to the promotor referred to, and to the project admitted to (PROGRAMME §3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

_REFERRED = Sentence(
    "U bent verwezen naar organisatie {referred}. Project {project} is van organisatie {promotor}.",
    "You were referred to organisation {referred}. Project {project} belongs to organisation {promotor}.",
)
_ADMITTED = Sentence(
    "U bent toegelaten tot project {admitted}.", "You were admitted to project {admitted}."
)
_ELSEWHERE = Sentence("Hier gaat het over project {project}.", "This is about project {project}.")

_OTHER_PROMOTOR = Sentence(
    "als VDAB u naar organisatie {promotor} verwijst",
    "if VDAB refers you to organisation {promotor}",
)
_OTHER_PROJECT = Sentence(
    "als VDAB u naar project {project} van organisatie {promotor} verwijst",
    "if VDAB refers you to project {project} of organisation {promotor}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralEvidence(Evidence):
    """Where the mentee was referred or admitted to, and what the option is."""

    referred_promotor: str | None
    admitted_project: str | None
    project: str
    promotor: str


class Referral(HardRule[Settings, ReferralEvidence]):
    """Without a referral any promotor will do, without an admission any project."""

    key = "referral"
    section = "PROGRAMME §3.8"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "project")
    title = Sentence("Toeleiding", "Referral")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("{told}", "{told}"),
        Outcome.BROKEN: Sentence("{told}", "{told}"),
        Outcome.UNKNOWN: Sentence(
            "U bent nog niet naar één organisatie of project verwezen. De keuze is dus nog vrij.",
            "You have not been referred to one organisation or project. So the choice is free.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether referral and admission, where given, fit the project."""
        del problem
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        mentee, project = option.mentee, option.project
        evidence = ReferralEvidence(
            referred_promotor=mentee.promotor,
            admitted_project=mentee.project,
            project=project.id,
            promotor=project.promotor,
        )
        if mentee.promotor is None and mentee.project is None:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        fits = mentee.promotor in {None, project.promotor} and mentee.project in {None, project.id}
        outcome = Outcome.HELD if fits else Outcome.BROKEN
        return Verdict(outcome=outcome, allowed=fits, evidence=evidence)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare promotor and project apart."""
        del problem
        return (
            InTable(
                Code("mentee", lambda mentee: mentee.promotor),
                Code("project", lambda project: project.promotor),
                lambda referred, promotor: referred is None or referred == promotor,
            ),
            InTable(
                Code("mentee", lambda mentee: mentee.project),
                Code("project", lambda project: project.id),
                lambda admitted, project: admitted is None or admitted == project,
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Have VDAB refer the mentee to this promotor, or this project where one was named."""
        del verdict, problem
        assert option.project is not None  # noqa: S101 -- a verdict on a project was given
        mentee, project = option.mentee, option.project
        facts = {"promotor": project.promotor} if mentee.promotor is not None else {}
        told = _OTHER_PROMOTOR
        if mentee.project not in {None, project.id}:
            facts["project"] = project.id
            told = _OTHER_PROJECT
        edits = tuple(
            Edit(table="mentees", id=mentee.id, field=name, value=value)
            for name, value in facts.items()
        )
        condition = told.fill(project=project.id, promotor=project.promotor)
        return (Change(rule=self.key, who=Who.VDAB, condition=condition, edits=edits),)

    def words(
        self, evidence: ReferralEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in ids; of two facts the one that does not fit, else the nearer one."""
        del option
        referred, admitted = evidence.referred_promotor, evidence.admitted_project
        if admitted is None or (
            admitted == evidence.project and referred not in {None, evidence.promotor}
        ):
            told = _REFERRED.fill(
                referred=referred or "", project=evidence.project, promotor=evidence.promotor
            )
        elif admitted == evidence.project:
            told = _ADMITTED.fill(admitted=admitted)
        else:
            told = _ADMITTED.fill(admitted=admitted) + _ELSEWHERE.fill(project=evidence.project)
        return {"told": told}
