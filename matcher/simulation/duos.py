"""Duos that run, were accepted or proposed, or ended, and pairs that must not be made."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matcher.constraints.capacities.mentor_capacity import MentorCapacity
from matcher.constraints.contract import Option
from matcher.constraints.registry import hard_rules
from matcher.domain.commitments import Exclusion, Match
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.values import Answer, Decision, Level, MatchStatus
from matcher.simulation.draw import Draw, Shares
from matcher.simulation.programme import key
from matcher.simulation.settings import PopulationSettings

PER_THOUSAND = {
    MatchStatus.RUNNING: 88,
    MatchStatus.ACCEPTED: 10,
    MatchStatus.PROPOSED: 18,
    MatchStatus.COMPLETED: 30,
    MatchStatus.STOPPED: 25,
}
"""Duos per thousand mentees, by status."""

EXCLUSIONS_PER_THOUSAND = 20
TRIES = 40
"""How many mentees a mentor meets before the search goes on to the next."""

DAYS_AGO = {
    MatchStatus.RUNNING: (5, 150),
    MatchStatus.COMPLETED: (190, 330),
    MatchStatus.STOPPED: (60, 300),
}
LENGTH = {MatchStatus.COMPLETED: (175, 184), MatchStatus.STOPPED: (14, 55)}
"""Days from the start to the as-of day, at least and at most, and from start to end."""

STOPPED = Shares.of(
    {
        "no_click": 30,
        "no_time": 20,
        "training": 15,
        "no_show": 15,
        "illness_or_family": 10,
        "moved": 10,
    }
)
EXCLUDED = Shares.of({"familie": 40, "zelfde werkgever": 25, "op vraag van de mentee": 35})


@dataclass(frozen=True, slots=True)
class Duos:
    """The duos, and the mentees with what a duo changed in their dossier."""

    matches: tuple[Match, ...]
    mentees: tuple[Mentee, ...]


def duos(settings: PopulationSettings, problem: Problem) -> Duos:
    """Return duos that every hard rule of today allows, within capacities, each mentee once."""
    draw = Draw(settings.seed, "duos")
    search = _Search(draw, problem)
    mentees = dict(problem.mentee_by_id)
    found: list[Match] = []
    total = sum(settings.mentees * share // 1000 for share in PER_THOUSAND.values())
    for status, share in PER_THOUSAND.items():
        for _ in range(settings.mentees * share // 1000):
            option = search.option(status)
            if option is None:
                continue
            match = _match(draw, key("D", len(found), total), status, option, settings.as_of)
            mentees[match.mentee] = _dossier(mentees[match.mentee], match)
            found.append(match)
    return Duos(tuple(found), tuple(mentees.values()))


def exclusions(settings: PopulationSettings, problem: Problem) -> tuple[Exclusion, ...]:
    """Return pairs that must not be made, of waiting mentees and mentors of their promotor."""
    draw = Draw(settings.seed, "exclusions")
    by_promotor: defaultdict[str, list[Mentor]] = defaultdict(list)
    for mentor in problem.mentors:
        by_promotor[mentor.promotor].append(mentor)
    referred = [e for e in problem.waiting if e.promotor in by_promotor]
    wanted = settings.mentees * EXCLUSIONS_PER_THOUSAND // 1000
    found = {
        (mentee.id, draw.one(by_promotor[mentee.promotor or ""]).id): draw.of(EXCLUDED)
        for mentee in draw.some(referred, wanted)
    }
    return tuple(
        Exclusion(mentee=mentee, mentor=mentor, reason=reason)
        for (mentee, mentor), reason in sorted(found.items())
    )


class _Search:
    """Finds pairs for duos; remembers who is taken and what capacity is used."""

    def __init__(self, draw: Draw, problem: Problem) -> None:
        self._draw, self._problem = draw, problem
        self._capacity = MentorCapacity()
        # The coach is the mentor's own by choice; that rule would look through all mentors.
        self._rules = [rule for rule in hard_rules() if rule.key != "own_coach"]
        self._taken: set[str] = set()
        self._used: Counter[str] = Counter()
        self._mentors = [m for m in problem.mentors if m.coach is not None]
        self._projects: defaultdict[str, list[Project]] = defaultdict(list)
        for project in problem.projects:
            self._projects[project.promotor].append(project)
        self._speakers: defaultdict[tuple[str | None, str], list[Mentee]] = defaultdict(list)
        for mentee in problem.mentees:
            for language in _well_spoken(mentee):
                self._speakers[mentee.promotor, language].append(mentee)

    def option(self, status: MatchStatus) -> Option | None:
        """Return an allowed option with room for it; None when too many tries find none."""
        for _ in range(TRIES if self._mentors else 0):
            mentor = self._draw.one(self._mentors)
            coach = self._problem.coach_by_id[mentor.coach or ""]
            most = self._capacity.limit(mentor.id, self._problem)
            if self._used[mentor.id] >= most or self._used[coach.id] >= coach.caseload:
                continue
            language = self._draw.one(_well_spoken(mentor) or ("nld",))
            speakers = self._speakers[mentor.promotor, language]
            for _ in range(TRIES if speakers else 0):
                mentee = self._draw.one(speakers)
                project = self._draw.one(self._projects[mentor.promotor])
                if not self._begun(project, status):
                    continue
                option = Option(mentee=mentee, mentor=mentor, coach=coach, project=project)
                if mentee.id not in self._taken and self._allowed(option):
                    self._taken.add(mentee.id)
                    if status in {MatchStatus.RUNNING, MatchStatus.ACCEPTED}:
                        self._used.update((mentor.id, coach.id))
                    return option
        return None

    def _begun(self, project: Project, status: MatchStatus) -> bool:
        """Return whether the project runs long enough for a duo of this status."""
        least, _ = DAYS_AGO.get(status, (0, 0))
        return project.start is None or (self._problem.as_of - project.start).days >= least

    def _allowed(self, option: Option) -> bool:
        return all(rule.judge(option, self._problem).allowed for rule in self._rules)


def _well_spoken(one: Mentee | Mentor) -> list[str]:
    return [code for code, level in one.languages.items() if level >= Level.B1]


def _match(draw: Draw, identity: str, status: MatchStatus, option: Option, as_of: date) -> Match:
    coach, project = option.coach, option.project
    started = ended = reason = None
    if status in DAYS_AGO:
        started = as_of - timedelta(days=draw.whole(*DAYS_AGO[status]))
        started = max(started, (project.start if project else None) or started)
    if started is not None and status in LENGTH:
        ended = min(as_of, started + timedelta(days=draw.whole(*LENGTH[status])))
    if status is MatchStatus.STOPPED:
        reason = draw.of(STOPPED)
    return Match(
        id=identity,
        mentee=option.mentee.id,
        mentor=option.mentor.id,
        coach=coach.id if coach else None,
        project=project.id if project else None,
        status=status,
        started_on=started,
        ended_on=ended,
        reason=reason,
    )


def _dossier(mentee: Mentee, match: Match) -> Mentee:
    """Return the mentee as a duo supposes: registered and approved before it, at work after it."""
    if match.started_on is None:
        return mentee
    first = match.started_on - timedelta(days=60)
    registered = min(mentee.registered_on or first, first)
    referred = registered + timedelta(days=14)
    mentee = replace(
        mentee,
        registered_on=registered,
        referred_on=referred,
        working_on=referred if mentee.working_on else None,
        start_from=None,
        vdab_decision=Decision.APPROVED,
        vdab_decided_on=match.started_on - timedelta(days=10),
    )
    if match.status is MatchStatus.COMPLETED:
        mentee = replace(mentee, working=Answer.YES, working_on=match.ended_on)
    return mentee
