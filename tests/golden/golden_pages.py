"""Pages as people read them: small programmes in which the set of duos is chosen by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from golden_case import AS_OF, HOA, LOA, PLAIN, rules_with

from matcher.audit.matching import Matching
from matcher.audit.suggest import Adviser
from matcher.audit.text import Language, Page, explain_mentee, explain_pair
from matcher.domain.commitments import Match
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Lot, Project, Promotor
from matcher.domain.values import Answer, Decision, Gender, Level, MatchStatus, MeetingMode
from matcher.instance import compile_instance
from matcher.instance.solve import solve

Duos = Iterable[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCase:
    """A page under a name, in any language; ``costs``: it tells what other mentors would cost."""

    name: str
    matching: Callable[[], Matching]
    mentee: str
    mentor: str | None = None
    costs: bool = False

    def page(self, language: Language) -> Page:
        """Return the page."""
        here = self.matching()
        adviser = adviser_of(here) if self.costs else None
        if self.mentor is None:
            return explain_mentee(here, self.mentee, language, adviser)
        return explain_pair(here, self.mentee, self.mentor, language, adviser)


def adviser_of(here: Matching) -> Adviser:
    """Return what tells costs, of duos that are the best there are."""
    solution = solve(here.instance)
    assert solution.chosen.tolist() == here.chosen.tolist()
    return Adviser(here, solution.prices, proven=True)


def mentee(key: str, **facts: Any) -> Mentee:
    """Return the plain mentee under another id, with some facts changed."""
    return Mentee(**{**PLAIN["mentee"], **facts, "id": key})


def mentor(key: str, **facts: Any) -> Mentor:
    """Return the plain mentor under another id, with some facts changed."""
    return Mentor(**{**PLAIN["mentor"], **facts, "id": key})


def matching(
    duos: Duos,
    mentees: tuple[Mentee, ...],
    mentors: tuple[Mentor, ...],
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    min_points: int = 0,
    stability_points: int = 0,
    **tables: tuple[Any, ...],
) -> Matching:
    """Return these people with these duos, each (mentee, mentor, coach, project), as chosen."""
    problem = Problem(
        as_of=AS_OF,
        rules=replace(
            rules_with(settings or {}), min_points=min_points, stability_points=stability_points
        ),
        mentees=mentees,
        mentors=mentors,
        **{
            "coaches": (Coach(**PLAIN["coach"]),),
            "projects": (Project(id="X", promotor="ORG", end=date(2027, 12, 31), places=10),),
            "promotors": (Promotor(id="ORG", capacity=20),),
            **tables,
        },
    )
    instance = compile_instance(problem)
    people = (problem.waiting, problem.mentors, problem.coaches, problem.projects)
    index = [{one.id: i for i, one in enumerate(table)} for table in people]  # type: ignore[attr-defined]
    chosen = [
        instance.option_at(*(table[one] for one, table in zip(duo, index, strict=True)))
        for duo in duos
    ]
    assert None not in chosen
    return Matching(instance, np.array(sorted(i for i in chosen if i is not None), dtype=np.int64))


def one_duo() -> Matching:
    """E1 and E2 are matched; M3 is free, M4 and M5 bar themselves, each in another way."""
    return matching(
        [("E1", "M1", "K1", "X"), ("E2", "M2", "K1", "X")],
        (mentee("E1"), mentee("E2", target_occupations=("7231",)), mentee("E3")),
        (
            mentor("M1"),
            mentor("M2", languages={"fra": Level.C2}),
            mentor("M3", occupations=("7231",), capacity=1),
            mentor("M4", languages={"tur": Level.C2}),
            mentor(
                "M5",
                availability=frozenset({"sun-am"}),
                gender=Gender.MALE,
                wishes={"mentee_gender": "m"},
            ),
        ),
    )


def shown_before() -> Matching:
    """E1 was shown M1 in the last round, and the rule set lets that count."""
    shown = Match(id="D1", mentee="E1", mentor="M1", coach="K1", status=MatchStatus.PROPOSED)
    return matching(
        [("E1", "M1", "K1", "X")],
        (mentee("E1"),),
        (mentor("M1"), mentor("M2", languages={"fra": Level.C2})),
        stability_points=40,
        matches=(shown,),
    )


def three_places() -> Matching:
    """E1, E2 and E3 have the places of M1, M2 and M3; who else comes pushes others on."""
    return matching(
        [("E1", "M1", "K1", "X"), ("E2", "M2", "K1", "X"), ("E3", "M3", "K1", "X")],
        (
            mentee("E1", target_occupations=("7231",)),
            mentee("E2", languages={"fra": Level.C1, "ara": Level.C2}),
            mentee("E3", languages={"ara": Level.C2, "spa": Level.B1}),
            mentee("E4", languages={"spa": Level.B1}),
        ),
        (
            mentor("M1", occupations=("7231",), capacity=1),
            mentor("M2", languages={"fra": Level.C2, "spa": Level.C1}, capacity=1),
            mentor("M3", languages={"ara": Level.C2, "fra": Level.B2}, capacity=1),
        ),
    )


def one_place() -> Matching:
    """E1 has the one place of M1; E2 could go nowhere else."""
    return matching([("E1", "M1", "K1", "X")], (mentee("E1"), mentee("E2")), (mentor("M1"),))


def alone(*mentors: Mentor, **facts: Any) -> Callable[[], Matching]:
    """Return what makes a programme in which E1 has no proposal."""
    return lambda: matching([], (mentee("E1", **facts),), mentors or (mentor("M1"), mentor("M2")))


def in_a_lot() -> Matching:
    """E1 is matched in a project for one subgroup, with little given and some rules off."""
    sparse = {
        "education": 3,
        "meeting_mode": None,
        "availability": frozenset(),
        "target_occupations": (),
        "vdab_decision": Decision.PENDING,
    }
    return matching(
        [("E1", "M1", "K1", "X")],
        (mentee("E1", **sparse),),
        (mentor("M1", meeting_mode=MeetingMode.ONLINE, residence=None),),
        settings={"exclusion": {"enabled": False}, "project_budget": {"enabled": False}},
        projects=(Project(id="X", promotor="ORG", lot="L"),),
        lots=(Lot(id="L", subgroups=(LOA,), provinces=("BE23",)),),
        promotors=(),
    )


def in_a_lot_unknown() -> Matching:
    """E1 might be in a project's target group, but the file does not say enough."""
    unknown = {"education": None, "diploma_in_dutch": Answer.UNKNOWN, "residence": None}
    return matching(
        [],
        (mentee("E1", **unknown),),
        (mentor("M1"),),
        projects=(Project(id="X", promotor="ORG", lot="L"),),
        lots=(Lot(id="L", subgroups=(HOA,), provinces=("BE23",)),),
    )


def in_a_duo() -> Matching:
    """E1 runs a duo with M1 already."""
    running = Match(id="D1", mentee="E1", mentor="M1", status=MatchStatus.RUNNING)
    return matching([], (mentee("E1"),), (mentor("M1"), mentor("M2")), matches=(running,))


def too_few_points() -> Matching:
    """E1 and M1 break no rule, but stay below the floor of the rule set."""
    return matching([], (mentee("E1"),), (mentor("M1"),), min_points=900)


def page_cases() -> list[PageCase]:
    """Return every page."""
    turkish = mentor("M1", languages={"tur": Level.C2}), mentor("M2", residence="35013")
    return [
        PageCase(name="a proposal", matching=one_duo, mentee="E1"),
        PageCase(
            name="a proposal with what others would cost",
            matching=three_places,
            mentee="E1",
            costs=True,
        ),
        PageCase(name="a proposal in a lot for one subgroup", matching=in_a_lot, mentee="E1"),
        PageCase(name="a proposal shown before", matching=shown_before, mentee="E1"),
        PageCase(name="in a duo", matching=in_a_duo, mentee="E1"),
        PageCase(name="refused", matching=alone(vdab_decision=Decision.REFUSED), mentee="E1"),
        PageCase(name="not eligible", matching=alone(working=Answer.YES), mentee="E1"),
        PageCase(
            name="facts missing",
            matching=alone(working=Answer.UNKNOWN, residence=None),
            mentee="E1",
        ),
        PageCase(name="facts missing for a lot", matching=in_a_lot_unknown, mentee="E1"),
        PageCase(name="no allowed mentor", matching=alone(*turkish), mentee="E1"),
        PageCase(name="outbid", matching=one_place, mentee="E2"),
        PageCase(name="pair: proposed", matching=one_duo, mentee="E1", mentor="M1"),
        PageCase(name="pair: allowed, full", matching=one_place, mentee="E2", mentor="M1"),
        PageCase(name="pair: allowed, with room", matching=one_duo, mentee="E1", mentor="M3"),
        PageCase(
            name="pair: allowed, others would move",
            matching=three_places,
            mentee="E1",
            mentor="M3",
            costs=True,
        ),
        PageCase(
            name="pair: allowed, someone would lose a proposal",
            matching=three_places,
            mentee="E4",
            mentor="M2",
            costs=True,
        ),
        PageCase(name="pair: barred by language", matching=one_duo, mentee="E1", mentor="M4"),
        PageCase(name="pair: barred by moments", matching=one_duo, mentee="E1", mentor="M5"),
        PageCase(name="pair: too few points", matching=too_few_points, mentee="E1", mentor="M1"),
        PageCase(name="pair: in a duo", matching=in_a_duo, mentee="E1", mentor="M2"),
    ]
