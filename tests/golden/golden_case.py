"""A case for each way in which a rule can speak: the facts that bring it about, by hand.

A case changes a few facts of one plain programme, in which mentee E1, mentor M1, coach K1 and
project X of organisation ORG fit together and every fact that can be given is given.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.commitments import Match
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import (
    Lot,
    Project,
)
from matcher.domain.ruleset import RuleSet
from matcher.domain.sentence import Sentence
from matcher.domain.values import (
    Answer,
    Decision,
    Level,
    MatchStatus,
    MeetingMode,
    Subgroup,
)
from matcher.rulesets import default_rules, rules_from_document

AS_OF = date(2026, 3, 1)
GENT, AALST, ANTWERPEN, OOSTENDE, BRUSSEL = "44021", "41002", "11002", "35013", "21004"
HOA, LOA, YOUNG = Subgroup.HOA, Subgroup.LOA, Subgroup.YOUNG
PLAIN: Mapping[str, Mapping[str, Any]] = {
    "mentee": {
        "id": "E1",
        "languages": {"fra": Level.C1, "nld": Level.A2},
        "registered_on": date(2026, 1, 20),
        "birth_date": date(1994, 5, 6),
        "residence": GENT,
        "working": Answer.NO,
        "vdab_guidance": Answer.YES,
        "migration_background": Answer.YES,
        "dutch_certificate": Answer.NO,
        "education": 6,
        "diploma_in_dutch": Answer.NO,
        "dutch_needed": Level.B2,
        "target_occupations": ("5223",),
        "meeting_mode": MeetingMode.IN_PERSON,
        "max_travel_km": Decimal(30),
        "availability": frozenset({"mon-am", "tue-pm", "fri-eve"}),
        "vdab_decision": Decision.APPROVED,
    },
    "mentor": {
        "id": "M1",
        "promotor": "ORG",
        "languages": {"fra": Level.B2},
        "occupations": ("5223",),
        "residence": AALST,
        "meeting_mode": MeetingMode.EITHER,
        "availability": frozenset({"mon-am", "tue-pm", "sat-am"}),
    },
    "coach": {"id": "K1", "promotor": "ORG", "languages": {"fra": Level.C2, "nld": Level.C2}},
    "project": {"id": "X", "promotor": "ORG"},
}
"""The facts of the plain programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Facts changed in the plain programme, and what the case is called.

    ``lot`` is the project's, ``rules`` changes settings by key, ``tables`` fills further tables;
    ``absent`` takes coach or project out of the option, ``others`` are further mentors.
    """

    key: str
    name: str
    mentee: Mapping[str, Any] = field(default_factory=dict)
    mentor: Mapping[str, Any] = field(default_factory=dict)
    coach: Mapping[str, Any] = field(default_factory=dict)
    project: Mapping[str, Any] = field(default_factory=dict)
    lot: Lot | None = None
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    others: tuple[Mentor, ...] = ()

    def problem(self) -> Problem:
        """Return the programme of this case."""
        project = {**PLAIN["project"], **self.project}
        if self.lot is not None:
            project["lot"] = self.lot.id
        return Problem(
            as_of=AS_OF,
            rules=rules_with(self.rules),
            mentees=(Mentee(**{**PLAIN["mentee"], **self.mentee}),),
            mentors=(Mentor(**{**PLAIN["mentor"], **self.mentor}), *self.others),
            coaches=(Coach(**{**PLAIN["coach"], **self.coach}),),
            projects=(Project(**project),),
            lots=() if self.lot is None else (self.lot,),
            **self.tables,
        )

    def said(self) -> tuple[Outcome, Sentence]:
        """Return what the rule or criterion finds and says, through its own judgement."""
        problem = self.problem()
        option = Option(
            mentee=problem.mentees[0],
            mentor=problem.mentors[0],
            coach=None if "coach" in self.absent else problem.coaches[0],
            project=None if "project" in self.absent else problem.projects[0],
        )
        for rule in (*hard_rules(), *capacity_rules()):
            if rule.key == self.key:
                verdict = rule.judge(option, problem)
                return verdict.outcome, rule.sentence(verdict, option)
        criterion = next(one for one in criteria() if one.key == self.key)
        points = criterion.points(option.mentee, option.mentor, problem)
        return points.outcome, criterion.sentence(points, option.mentee, option.mentor)


def rules_with(settings: Mapping[str, Mapping[str, Any]]) -> RuleSet:
    """Return the default rule set with some settings changed, by key of rule or criterion."""
    if not settings:
        return default_rules()
    document = copy.deepcopy(dict(default_rules().document))
    for key, changed in settings.items():
        section = "rules" if key in document["rules"] else "criteria"
        document[section][key].update(changed)
    return rules_from_document(document)


def duo(number: int, *, status: MatchStatus = MatchStatus.RUNNING, **facts: Any) -> Match:
    """Return a duo of some other mentee with M1, K1 and X."""
    made = {"mentee": f"E{number + 50}", "mentor": "M1", "coach": "K1", "project": "X", **facts}
    return Match(id=f"D{number}", status=status, **made)
