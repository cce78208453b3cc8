"""The mentee goes to the promotor referred to, and to the project admitted to (PROGRAMME §3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


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
        Outcome.HELD: Sentence(
            "U bent doorverwezen naar {target}. Dat klopt met project {project}.",
            "You were referred to {target}. Project {project} agrees with that.",
        ),
        Outcome.BROKEN: Sentence(
            "U bent doorverwezen naar {target}. Project {project} hoort daar niet bij.",
            "You were referred to {target}. Project {project} does not belong to it.",
        ),
        Outcome.UNKNOWN: Sentence(
            "U bent nog niet naar één organisatie doorverwezen. Project {project} mag dus.",
            "You have not been referred to one organisation. So project {project} is possible.",
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

    def words(
        self, evidence: ReferralEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in ids."""
        del option
        if evidence.admitted_project is not None:
            target = Sentence(
                f"project {evidence.admitted_project}", f"project {evidence.admitted_project}"
            )
        else:
            name = evidence.referred_promotor or ""
            target = Sentence(f"organisatie {name}", f"organisation {name}")
        return {"target": target, "project": evidence.project}
