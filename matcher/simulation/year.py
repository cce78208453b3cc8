"""A plausible year of a programme as events, from a seed: all that can happen in one does.

People arrive, decide and leave on days drawn at random. Once a week somebody proposes mentors to
those who wait longest, the best of those free, as a meeting would. Every event is tried on the
programme as it stands then, and only those that can be are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Decision, MatchStatus, MentorStatus
from matcher.simulation import habits, places, shares
from matcher.simulation.draw import Draw
from matcher.simulation.newcomers import Newcomers, arriving, joining_on, newcomers
from matcher.stream import events
from matcher.stream.errors import EventError
from matcher.stream.events import Ending, Event, Limit, Reason
from matcher.stream.limits import limits_of
from matcher.stream.options import Pair, all_options
from matcher.stream.programme import Programme


def year_of_events(problem: Problem, seed: int) -> tuple[Event, ...]:
    """Return a year of events after a problem's as-of day, in order, each allowed in turn."""
    return _Year(problem, seed).events()


class _Year:
    def __init__(self, problem: Problem, seed: int) -> None:
        self._draw = Draw(seed, "year")
        self._first = problem.as_of
        self._programme = Programme.of(problem)
        self._found: list[Event] = []
        self._agenda: defaultdict[date, list[Callable[[], None]]] = defaultdict(list)
        size = len(problem.mentees) + len(problem.mentors)
        counts = {name: 1 + size * share // 1000 for name, share in habits.PER_THOUSAND.items()}
        counts["_arrive"] = 1 + len(problem.mentees) * habits.PER_THOUSAND["_arrive"] // 1000
        self._newcomers: Newcomers = newcomers(
            problem, seed, seekers=counts["_arrive"], volunteers=counts["_join"]
        )
        self._limits = 0
        for name, count in counts.items():
            for _ in range(count):
                self._later(getattr(self, name), 1, habits.DAYS - 1)
        for mentee in problem.mentees:
            if mentee.vdab_decision is Decision.PENDING and self._draw.chance(habits.DECIDES_SOON):
                self._later(self._decide(mentee.id), 1, 300)
        for match in problem.matches:
            self._expect(match)

    def events(self) -> tuple[Event, ...]:
        """Go through the year, day by day."""
        for passed in range(1, habits.DAYS + 1):
            day = self._first + timedelta(days=passed)
            self._programme = self._programme.advanced(day)
            for act in self._agenda.pop(day, ()):
                act()
            if day.weekday() == habits.MEETING:
                self._meet()
        return tuple(self._found)

    # -- the diary --------------------------------------------------------------------------------

    @property
    def _problem(self) -> Problem:
        return self._programme.problem

    @property
    def _day(self) -> date:
        return self._problem.as_of

    def _later(self, act: Callable[[], None], least: int, most: int) -> None:
        """Put something in the diary, so many days from now, on a weekday."""
        day = self._day + timedelta(days=self._draw.whole(least, most))
        self._agenda[day + timedelta(days=max(0, day.weekday() - 4) and 7 - day.weekday())].append(
            act
        )

    def _try(self, kind: type[Event], **facts: Any) -> bool:
        """Have an event happen today, if it can."""
        event = kind(id=f"G{len(self._found) + 1:04}", at=self._day, **facts)
        try:
            self._programme = self._programme.apply(event).programme
        except EventError:
            return False
        self._found.append(event)
        return True

    def _expect(self, match: Match) -> None:
        """Put in the diary what comes after a duo's status."""
        if match.status is MatchStatus.PROPOSED:
            self._later(self._answer(match.id), 3, 12)
        elif match.status is MatchStatus.ACCEPTED:
            self._later(self._start(match.id), 7, 21)
        elif match.status is MatchStatus.RUNNING:
            gone = (self._day - (match.started_on or self._day)).days
            left = max(1, habits.TRAJECTORY_DAYS - gone)
            if self._draw.chance(habits.COMPLETES):
                self._later(self._end(match.id, Ending.COMPLETED), left, left + 14)
            else:
                self._later(self._end(match.id, Ending.STOPPED), 1, left)

    def _now(self, match: str) -> Match | None:
        return next((m for m in self._problem.matches if m.id == match), None)

    # -- mentees ----------------------------------------------------------------------------------

    def _arrive(self) -> None:
        mentee = arriving(self._newcomers.mentees.pop(0), self._first, self._day)
        if self._try(events.MenteeArrived, mentee=mentee):
            self._later(self._decide(mentee.id), 10, 50)

    def _withdraw(self) -> None:
        waiting = self._problem.waiting
        if waiting:
            self._try(
                events.MenteeWithdrawn,
                mentee=self._draw.one(waiting).id,
                reason=self._draw.of(habits.WITHDRAWN),
            )

    def _change_mentee(self) -> None:
        if not self._problem.mentees:
            return
        draw, mentee = self._draw, self._draw.one(self._problem.mentees)
        options: list[dict[str, Any]] = [
            {"residence": draw.of(places.towns(draw.of(places.PROVINCE)))},
            {"meeting_mode": draw.of(shares.MENTEE_MODE)},
            {"max_travel_km": draw.of(shares.MENTEE_TRAVEL)},
            {"priority": draw.of(shares.PRIORITY)},
            {"working": Answer.NO, "vdab_guidance": Answer.YES},
            {"start_from": None},
        ]
        self._try(events.MenteeChanged, mentee=mentee.id, changes=draw.one(options))

    def _decide(self, mentee: str) -> Callable[[], None]:
        def act() -> None:
            if mentee in self._problem.mentee_by_id:
                self._try(
                    events.VdabDecided, mentee=mentee, decision=self._draw.of(habits.APPROVED)
                )

        return act

    def _exclude(self) -> None:
        if self._problem.waiting and self._problem.mentors:
            self._try(
                events.ExclusionAdded,
                mentee=self._draw.one(self._problem.waiting).id,
                mentor=self._draw.one(self._problem.mentors).id,
                reason=self._draw.of(habits.GROUNDS),
            )

    # -- mentors ----------------------------------------------------------------------------------

    def _join(self) -> None:
        one = self._newcomers.mentors.pop(0)
        self._try(
            events.MentorJoined,
            mentor=joining_on(one.mentor, self._first, self._day),
            employers=one.employers,
            acquaintances=one.acquaintances,
        )

    def _pause(self) -> None:
        ahead = self._day + timedelta(days=self._draw.whole(1, 20))
        begins = ahead if self._draw.chance(40) else None
        until = None
        if self._draw.chance(65):
            until = (begins or self._day) + timedelta(days=self._draw.whole(14, 90))
        mentor = self._draw.one(self._problem.mentors).id
        self._try(events.MentorPaused, mentor=mentor, begins=begins, until=until)

    def _resume(self) -> None:
        away = [m for m in self._problem.mentors if m.status is MentorStatus.PAUSED]
        if away:
            self._try(events.MentorResumed, mentor=self._draw.one(away).id)

    def _leave(self) -> None:
        self._try(events.MentorLeft, mentor=self._draw.one(self._problem.mentors).id)

    def _change_mentor(self) -> None:
        draw, mentor = self._draw, self._draw.one(self._problem.mentors)
        coaches = [c.id for c in self._problem.coaches if c.promotor == mentor.promotor]
        options: list[dict[str, Any]] = [
            {"meeting_mode": draw.of(shares.MENTOR_MODE)},
            {"max_travel_km": draw.of(shares.MENTOR_TRAVEL)},
            {"coach": draw.one(coaches) if coaches else None},
            {"available_until": self._day + timedelta(days=draw.whole(200, 500))},
        ]
        self._try(events.MentorChanged, mentor=mentor.id, changes=draw.one(options))

    def _limit(self) -> None:
        limit = tuple(Limit)[self._limits % len(Limit)]
        self._limits += 1
        table, name, step = habits.STEP[limit]
        one = self._draw.one(getattr(self._problem, table))
        now, up = getattr(one, name), self._draw.chance(60)
        value: int | Decimal | None
        if now is None:
            value = int(step * self._draw.whole(8, 20))
        elif limit not in {Limit.MENTOR, Limit.COACH} and self._draw.chance(10):
            value = None
        else:
            value = max(now + step if up else now - step, 0)
        self._try(events.CapacityChanged, limit=limit, of=one.id, value=value)

    # -- proposals and duos -----------------------------------------------------------------------

    def _meet(self) -> None:
        """Propose to those who wait longest the best of those who are free."""
        problem = self._problem
        options, left = all_options(problem), limits_of(problem)
        shown = {m.mentee for m in problem.matches if m.status is MatchStatus.PROPOSED}
        open_with = Counter(m.mentor for m in problem.matches if m.status is MatchStatus.PROPOSED)
        count = 1 + len(problem.waiting) * habits.PROPOSED_A_WEEK // 1000
        for mentee in sorted(
            problem.waiting, key=lambda e: (-e.priority, e.registered_on or date.max, e.id)
        ):
            row = options.pairs.get(mentee.id, {})
            if mentee.id in shown or count == 0:
                continue
            free = [
                (-pair.points, mentor, pair)
                for mentor, pair in row.items()
                if (left["mentor", mentor] or 0) > open_with[mentor]
            ]
            for _, mentor, pair in sorted(free, key=lambda one: one[:2]):
                if self._propose(mentee.id, mentor, pair):
                    open_with[mentor] += 1
                    count -= 1
                    break

    def _propose(self, mentee: str, mentor: str, pair: Pair) -> bool:
        coach, project = self._draw.one(pair.places)
        match = f"K{len(self._found) + 1:04}"
        made = self._try(
            events.ProposalMade,
            match=match,
            mentee=mentee,
            mentor=mentor,
            coach=coach,
            project=project,
        )
        if made:
            self._later(self._answer(match), 3, 12)
        return made

    def _answer(self, match: str) -> Callable[[], None]:
        def act() -> None:
            answer = self._draw.of(habits.ANSWER)
            if answer == "yes" and self._try(events.ProposalAccepted, match=match):
                self._later(self._start(match), 7, 21)
            elif answer:
                self._try(
                    events.ProposalDeclined,
                    match=match,
                    by=self._draw.of(habits.BY),
                    reason=self._draw.of(habits.DECLINED),
                )

        return act

    def _start(self, match: str) -> Callable[[], None]:
        def act() -> None:
            now = self._now(match)
            if now is None or now.status is not MatchStatus.ACCEPTED:
                return
            if self._try(events.DuoStarted, match=match):
                started = self._now(match)
                if started is not None:
                    self._expect(started)
            else:
                self._later(act, 7, 10)

        return act

    def _end(self, match: str, ending: Ending) -> Callable[[], None]:
        def act() -> None:
            stopped = ending is Ending.STOPPED
            reason = self._draw.of(habits.STOPPED) if stopped else None
            duo = self._now(match)
            if duo is None or not self._try(
                events.DuoEnded, match=match, ending=ending, reason=reason
            ):
                return
            works = reason is Reason.WORK_FOUND if stopped else self._draw.chance(habits.FINDS_WORK)
            if works:
                self._try(
                    events.MenteeChanged,
                    mentee=duo.mentee,
                    changes={"working": Answer.YES, "working_on": self._day},
                )

        return act
