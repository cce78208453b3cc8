"""Programmes in which someone has no proposal, and what would help is one thing or a few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from golden_case import HOA, OOSTENDE, PLAIN, YOUNG
from golden_pages import matching, mentee, mentor

from matcher.audit.matching import Matching
from matcher.audit.more_room import more_room
from matcher.audit.ways_out import ways_out
from matcher.audit.ways_text import room_lines, ways_lines
from matcher.domain.people import Coach
from matcher.domain.programme import Lot, Project, Promotor
from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer, Level, MeetingMode, MentorStatus

IN_PERSON, ONLINE = MeetingMode.IN_PERSON, MeetingMode.ONLINE
X = Project(id="X", promotor="ORG")


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysCase:
    """A programme under a name, and the one who waits in it."""

    name: str
    matching: Callable[[], Matching]
    mentee: str = "E1"

    def lines(self) -> list[Sentence]:
        """Return the lines of ways out and of room that is lacking."""
        here = self.matching()
        index = [one.id for one in here.problem.waiting].index(self.mentee)
        return [*ways_lines(ways_out(here, index)), *room_lines(more_room(here, index))]


def language() -> Matching:
    """E1 speaks a little English, M1 a little French; M2 to M5 speak English well."""
    english = [mentor(f"M{i}", languages={"eng": Level.C1, "fra": Level.B1}) for i in range(2, 6)]
    low = mentor("M1", languages={"eng": Level.A2, "fra": Level.A2})
    facts = {"languages": {"eng": Level.A2, "prs": Level.C2}}
    coaches = (Coach(id="K1", promotor="ORG", languages={"fra": Level.C2}),)
    return matching([], (mentee("E1", **facts),), (low, *english), coaches=coaches)


def coach() -> Matching:
    """No coach speaks the language of E1 and M1."""
    dari = {"languages": {"prs": Level.C2}}
    return matching([], (mentee("E1", **dari),), (mentor("M1", **dari),))


def meeting() -> Matching:
    """E1 wants to meet in person, not far; M1 online, M2 lives far, M3 has other moments."""
    return matching(
        [],
        (mentee("E1"),),
        (
            mentor("M1", meeting_mode=ONLINE),
            mentor("M2", residence="35013"),
            mentor("M3", availability=frozenset({"sun-am", "sat-pm"})),
        ),
    )


def farther() -> Matching:
    """M1 lives a little too far, M2 farther: who travels to M2 can travel to M1."""
    return matching(
        [],
        (mentee("E1", max_travel_km=Decimal(10)),),
        (mentor("M1"), mentor("M2", residence=OOSTENDE)),
    )


def too_old() -> Matching:
    """E1 was never young on a day that could count; that day need not be told."""
    facts = {"birth_date": date(1980, 5, 6), "registered_on": None, "education": 2}
    return matching(
        [],
        (mentee("E1", **facts),),
        (mentor("M1"),),
        projects=(Project(id="X", promotor="ORG", lot="L"),),
        lots=(Lot(id="L", subgroups=(YOUNG,)),),
    )


def online() -> Matching:
    """E1 wants to meet online, M1 in person."""
    return matching(
        [], (mentee("E1", meeting_mode=ONLINE),), (mentor("M1", meeting_mode=IN_PERSON),)
    )


def mentor_far() -> Matching:
    """M1 wants to meet in person, and not so far."""
    facts = {"meeting_mode": IN_PERSON, "max_travel_km": Decimal(2)}
    return matching([], (mentee("E1", max_travel_km=None),), (mentor("M1", **facts),))


def dates() -> Matching:
    """E1 starts late for M1, and M2 leaves soon."""
    return matching(
        [],
        (mentee("E1", start_from=date(2026, 5, 1)),),
        (
            mentor("M1", available_until=date(2026, 9, 30)),
            mentor("M2", available_until=date(2026, 6, 30)),
        ),
    )


def project_ends() -> Matching:
    """Let the one project end before six months are over."""
    projects = (Project(id="X", promotor="ORG", end=date(2026, 6, 30)),)
    return matching([], (mentee("E1"),), (mentor("M1"),), projects=projects)


def gone() -> Matching:
    """Let project and mentor be of the past: neither can be asked to stay."""
    projects = (Project(id="X", promotor="ORG", end=date(2025, 12, 31)),)
    past = mentor("M1", available_until=date(2026, 1, 31))
    return matching([], (mentee("E1"),), (past, mentor("M2")), projects=projects)


def organisation() -> Matching:
    """M1 paused, M2 and the coach are tied to another project, M3 has a coach who speaks otherwise."""
    coaches = (
        Coach(id="K1", promotor="ORG", languages=PLAIN["coach"]["languages"]),
        Coach(id="K2", promotor="ORG", languages=PLAIN["coach"]["languages"], projects=("Y",)),
    )
    return matching(
        [],
        (mentee("E1", project="X"),),
        (
            mentor("M1", status=MentorStatus.PAUSED),
            mentor("M2", projects=("Y",)),
            mentor("M3", coach="K2"),
        ),
        coaches=coaches,
        projects=(X, Project(id="Y", promotor="ORG")),
    )


def referral() -> Matching:
    """E1 was referred to an organisation without mentors."""
    return matching([], (mentee("E1", promotor="LEEG"),), (mentor("M1"), mentor("M2")))


def admitted() -> Matching:
    """E1 was admitted to a project of an organisation without mentors."""
    facts = {"promotor": "LEEG", "project": "Z"}
    projects = (X, Project(id="Z", promotor="LEEG"))
    return matching([], (mentee("E1", **facts),), (mentor("M1"),), projects=projects)


def floor() -> Matching:
    """E1 and M1 break no rule, but stay below the floor of the rule set."""
    return matching([], (mentee("E1"),), (mentor("M1"),), min_points=900)


def unknown() -> Matching:
    """Two facts of E1 are missing."""
    facts = {"dutch_certificate": Answer.UNKNOWN, "residence": None}
    return matching([], (mentee("E1", **facts),), (mentor("M1"),))


def unknown_status() -> Matching:
    """Work, guidance and background of E1 are not known."""
    facts = {"working": Answer.UNKNOWN, "vdab_guidance": Answer.UNKNOWN}
    return matching(
        [], (mentee("E1", **facts, migration_background=Answer.UNKNOWN),), (mentor("M1"),)
    )


def old_answer() -> Matching:
    """E1 was out of work some months ago."""
    facts = {"working": Answer.NO, "working_on": date(2025, 9, 1)}
    settings = {"not_working": {"max_age_days": 90}}
    return matching([], (mentee("E1", **facts),), (mentor("M1"),), settings=settings)


def unknown_group() -> Matching:
    """E1's residence and education are not known; the lot is for a subgroup in a province."""
    facts = {"education": None, "diploma_in_dutch": Answer.UNKNOWN}
    return matching(
        [],
        (mentee("E1", **facts),),
        (mentor("M1"),),
        projects=(Project(id="X", promotor="ORG", lot="L"),),
        lots=(Lot(id="L", subgroups=(HOA,)),),
    )


def unknown_residence() -> Matching:
    """E1's residence is not known; it need not lie in Flanders, but in the lot's province."""
    return matching(
        [],
        (mentee("E1", residence=None),),
        (mentor("M1"),),
        settings={"lives_in_flanders": {"enabled": False}},
        projects=(Project(id="X", promotor="ORG", lot="L"),),
        lots=(Lot(id="L", provinces=("BE23",)),),
    )


def two_together() -> Matching:
    """M1 wants to meet otherwise, at other moments."""
    facts = {"meeting_mode": ONLINE, "availability": frozenset({"sun-am"})}
    return matching([], (mentee("E1"),), (mentor("M1", **facts),))


def nothing_helps() -> Matching:
    """E1 works."""
    return matching([], (mentee("E1", working=Answer.YES),), (mentor("M1"),))


def full(**tables: tuple[object, ...]) -> Callable[[], Matching]:
    """Return what makes a programme in which E1 has M1 and E2 has none."""
    two = mentor("M1", capacity=2)
    people = mentee("E1"), mentee("E2")
    return lambda: matching([("E1", "M1", "K1", "X")], people, (two,), **tables)


def full_mentor() -> Matching:
    """E1 has the one place of M1."""
    return matching([("E1", "M1", "K1", "X")], (mentee("E1"), mentee("E2")), (mentor("M1"),))


def full_mentor_and_coach() -> Matching:
    """E1 has the one place of M1 and of the coach."""
    coaches = (Coach(id="K1", promotor="ORG", languages={"fra": Level.C2}, caseload=1),)
    return matching(
        [("E1", "M1", "K1", "X")], (mentee("E1"), mentee("E2")), (mentor("M1"),), coaches=coaches
    )


def coach_of_the_mentor() -> Matching:
    """E1 has M1 with a coach who is full; another coach cannot follow M1 beside that one."""
    coaches = (
        Coach(id="K1", promotor="ORG", languages={"fra": Level.C2}, caseload=1),
        Coach(id="K2", promotor="ORG", languages={"fra": Level.C2}),
    )
    people = mentee("E1"), mentee("E2")
    two = mentor("M1", capacity=2)
    return matching([("E1", "M1", "K1", "X")], people, (two,), coaches=coaches)


def capped() -> Matching:
    """M1 may not take more people than the rules allow, and no other limit stands in the way."""
    two = mentor("M1", capacity=2)
    people = tuple(mentee(f"E{i}") for i in range(1, 4))
    return matching([("E1", "M1", "K1", "X"), ("E3", "M1", "K1", "X")], people, (two,))


def ways_cases() -> list[WaysCase]:
    """Return every case."""
    coaches = (Coach(id="K1", promotor="ORG", languages={"fra": Level.C2}, caseload=1),)
    dear = Project(
        id="X", promotor="ORG", budget_eur=Decimal(2000), cost_per_mentee_eur=Decimal(1500)
    )
    places = {
        "places in the project": {"projects": (Project(id="X", promotor="ORG", places=1),)},
        "places in all": {"projects": (Project(id="X", promotor="ORG", places_total=1),)},
        "budget": {"projects": (dear,)},
        "organisation": {"promotors": (Promotor(id="ORG", capacity=1),)},
        "coach": {"coaches": coaches},
    }
    ways = {
        "language": language,
        "coach's language": coach,
        "meeting": meeting,
        "farther": farther,
        "online": online,
        "mentor far": mentor_far,
        "dates": dates,
        "project ends": project_ends,
        "of the past": gone,
        "organisation": organisation,
        "referral": referral,
        "admitted elsewhere": admitted,
        "points": floor,
        "facts missing": unknown,
        "status missing": unknown_status,
        "old answer": old_answer,
        "subgroup missing": unknown_group,
        "residence missing": unknown_residence,
        "two together": two_together,
        "nothing helps": nothing_helps,
        "too old": too_old,
    }
    return [
        *(WaysCase(name=name, matching=made) for name, made in ways.items()),
        WaysCase(name="room: mentor", matching=full_mentor, mentee="E2"),
        *(
            WaysCase(name=f"room: {name}", matching=full(**tables), mentee="E2")
            for name, tables in places.items()
        ),
        WaysCase(name="room: mentor and coach", matching=full_mentor_and_coach, mentee="E2"),
        WaysCase(name="room: the mentor's coach", matching=coach_of_the_mentor, mentee="E2"),
        WaysCase(name="room: capped by the rules", matching=capped, mentee="E2"),
    ]
