"""The mentee belongs to a subgroup that the lot admits (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from matcher.constraints.change import Change
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.constraints.target_group.base import OUTCOMES
from matcher.constraints.target_group.favourable import told
from matcher.constraints.target_group.finding import MET, UNMET
from matcher.constraints.target_group.missing import MISSING
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.constraints.target_group.subgroups import Condition as Asked
from matcher.constraints.target_group.subgroups import belongs, conditions, reading_of, together
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import Answer, Subgroup

_NAMES = {
    Subgroup.HOA: Sentence("mensen met hoger onderwijs", "higher education graduates"),
    Subgroup.LOA: Sentence(
        "mensen met hoogstens secundair onderwijs", "people without higher education"
    ),
    Subgroup.YOUNG: Sentence(
        "jongeren met hoogstens lager secundair", "young people with at most lower secondary"
    ),
}
_EVERY_GROUP = Sentence(
    "Dit project vraagt geen bepaald diploma en geen bepaalde leeftijd.",
    "This project asks for no certain diploma and no certain age.",
)
_UNMET: Mapping[Asked, Sentence] = {
    "higher_education": Sentence(
        "U hebt geen diploma hoger onderwijs dat meetelt.",
        "You have no higher education diploma that counts.",
    ),
    "diploma_not_in_dutch": Sentence(
        "U behaalde uw diploma in het Nederlands.", "You got your diploma in Dutch."
    ),
    "dutch_short_of_target": Sentence(
        "Uw Nederlands volstaat al voor uw jobdoelwit.",
        "Your Dutch is good enough already for your job target.",
    ),
    "in_flanders": Sentence("U woont niet in Vlaanderen.", "You do not live in Flanders."),
    "vdab_guidance": Sentence("VDAB begeleidt u nu niet.", "VDAB does not guide you now."),
    "at_most_secondary": Sentence(
        "Uw diploma is hoger dan secundair onderwijs.",
        "Your diploma is above secondary school.",
    ),
    "under_age": Sentence(
        "Op de dag die telt, was u niet jonger dan {age} jaar.",
        "On the day that counts you were not under {age}.",
    ),
    "at_most_lower_secondary": Sentence(
        "Uw diploma is hoger dan lager secundair.", "Your diploma is above lower secondary."
    ),
    "low_dutch": Sentence(
        "Uw Nederlands is beter dan het niveau dat dit project vraagt.",
        "Your Dutch is better than the level that this project asks.",
    ),
    "uncertified": Sentence(
        "U hebt al een attest Nederlands.", "You have a certificate of Dutch already."
    ),
}
_WANTED = Sentence("Dit ontbreekt nog: {facts}.", "Still missing: {facts}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupEvidence(Evidence):
    """What the lot admits, every subgroup the mentee is in, and the one that admitted them.

    ``unmet`` are the conditions that bar the mentee from the groups admitted, where they belong
    to none; ``age_limit`` is the one of the rule set.
    """

    admitted: tuple[Subgroup, ...]
    member_of: tuple[Subgroup, ...]
    admitted_under: Subgroup | None
    unmet: tuple[Asked, ...]
    age_limit: int


class SubgroupRule(HardRule[SubgroupSettings, SubgroupEvidence]):
    """A lot that lists subgroups admits who belongs to at least one of them."""

    key = "subgroup"
    section = "PROGRAMME §2"
    kind: ClassVar[Literal["eligibility", "pair"]] = "eligibility"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "project")
    title = Sentence("Doelgroep van het perceel", "The lot's target group")
    settings_type = SubgroupSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U hoort bij de doelgroep van dit project: {under}.",
            "You belong to the target group of this project: {under}.",
        ),
        Outcome.BROKEN: Sentence(
            "Dit project is alleen voor {groups}. {reasons}",
            "This project is only for {groups}. {reasons}",
        ),
        Outcome.UNKNOWN: Sentence(
            "Project {project} is alleen voor {groups}. Wij weten nog niet of u daarbij hoort.",
            "Project {project} is only for {groups}. We do not know yet whether you are among them.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether some subgroup that the lot lists admits the mentee."""
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        reading = problem.once(reading_of)
        asked = {group: conditions(option.mentee, group, reading) for group in Subgroup}
        found = {group: together(asked[group]) for group in asked}
        listed = problem.lot_of(option.project).subgroups
        under = next((g for g in listed if found[g].answer is Answer.YES), None)
        overall = UNMET if listed else MET
        for group in listed:
            overall |= found[group]
        unmet = [
            name
            for group in listed
            for name, finding in asked[group].items()
            if finding.answer is Answer.NO
        ]
        return Verdict(
            outcome=OUTCOMES[overall.answer],
            allowed=overall.answer is Answer.YES,
            evidence=SubgroupEvidence(
                admitted=listed,
                member_of=tuple(g for g in found if found[g].answer is Answer.YES),
                admitted_under=under,
                unmet=() if under else tuple(dict.fromkeys(unmet)),
                age_limit=reading.subgroup.age_limit,
            ),
            missing=overall.missing,
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the set of subgroups that the mentee is in with those that the lot lists."""
        reading = reading_of(problem)
        return (
            InTable(
                Code(
                    "mentee",
                    lambda mentee: frozenset(
                        g for g in Subgroup if belongs(mentee, g, reading).answer is Answer.YES
                    ),
                ),
                Code("project", lambda project: frozenset(problem.lot_of(project).subgroups)),
                lambda mine, listed: not listed or bool(mine & listed),
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Ask for what is not given. Nobody is asked to be someone else."""
        return told(self, option, verdict, problem)

    def words(
        self, evidence: SubgroupEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the project, the groups, and what bars the mentee from them."""
        under = evidence.admitted_under
        reasons = [_UNMET[name].fill(age=evidence.age_limit) for name in evidence.unmet]
        return {
            "groups": listing([_NAMES[g] for g in evidence.admitted]),
            "project": option.project.id if option.project else "",
            "under": _NAMES[under] if under else Sentence("", ""),
            "reasons": Sentence(" ".join(r.nl for r in reasons), " ".join(r.en for r in reasons)),
        }

    def sentence(self, verdict: Verdict, option: Option) -> Sentence:
        """Say which group and what is missing, or that the lot is open to every group."""
        evidence = verdict.evidence
        assert isinstance(evidence, SubgroupEvidence)  # noqa: S101 -- its own; tells mypy
        if not evidence.admitted:
            return _EVERY_GROUP
        told = super().sentence(verdict, option)
        if not verdict.missing:
            return told
        return told + _WANTED.fill(facts=listing([MISSING[name] for name in verdict.missing]))
