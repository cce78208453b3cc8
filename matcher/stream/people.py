"""What events do to mentees and mentors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from matcher.domain.commitments import Match
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, EmployerContact
from matcher.domain.sentence import Sentence
from matcher.domain.values import Decision, MatchStatus, MentorStatus
from matcher.stream import events
from matcher.stream.clock import Pause, on_day
from matcher.stream.state import (
    State,
    Step,
    added,
    committed_of,
    duos_in_words,
    fresh,
    id_of,
    known,
    record,
    refuse,
    step,
    swapped,
)

_DROPPED = Sentence("Voorstel {match} vervalt.", "Proposal {match} lapses.")
_STILL = Sentence(
    "Mentor {mentor} pauzeert. Er loopt nog {duos}. Dat blijft zo.",
    "Mentor {mentor} pauses. There is still {duos}. That stays.",
)


def mentee_arrived(state: State, event: events.MenteeArrived) -> Step:
    """Add a mentee."""
    mentee = event.mentee
    fresh(event, state, "mentees", mentee.id)
    _check_mentee(state, event, mentee)
    return step(state, mentees=added(state.problem.mentees, mentee, id_of))


def mentee_withdrawn(state: State, event: events.MenteeWithdrawn) -> Step:
    """Take a mentee out; duos that ended stay, as places over a project's life count them."""
    problem = state.problem
    mentee = record(event, state, "mentees", event.mentee)
    _expect_no_duo(event, (m for m in problem.committed if m.mentee == mentee.id))
    matches, warnings = _without_proposals(problem, mentee=mentee.id)
    exclusions = tuple(one for one in problem.exclusions if one.mentee != mentee.id)
    return step(
        state,
        *warnings,
        mentees=swapped(problem.mentees, mentee, None),
        matches=matches,
        exclusions=exclusions,
    )


def mentee_changed(state: State, event: events.MenteeChanged) -> Step:
    """Change facts of a mentee."""
    old = record(event, state, "mentees", event.mentee)
    new = replace(old, **event.changes)
    _check_mentee(state, event, new)
    return step(state, mentees=swapped(state.problem.mentees, old, new))


def vdab_decided(state: State, event: events.VdabDecided) -> Step:
    """Write VDAB's decision down, once; a refusal ends what has not started."""
    problem = state.problem
    old = record(event, state, "mentees", event.mentee)
    if old.vdab_decision is not Decision.PENDING:
        raise refuse(
            event,
            f"verwacht een mentee zonder beslissing, {old.id} kreeg er al een.",
            f"expected a mentee without decision, {old.id} got one before.",
        )
    new = replace(old, vdab_decision=event.decision, vdab_decided_on=event.at)
    mentees = swapped(problem.mentees, old, new)
    if event.decision is not Decision.REFUSED:
        return step(state, mentees=mentees)
    _expect_no_duo(
        event,
        (m for m in problem.committed if m.mentee == old.id and m.status is MatchStatus.RUNNING),
    )
    matches, warnings = _without_proposals(problem, mentee=old.id, agreed=True)
    return step(state, *warnings, mentees=mentees, matches=matches)


def mentor_joined(state: State, event: events.MentorJoined) -> Step:
    """Add a mentor with the network."""
    problem, mentor = state.problem, event.mentor
    fresh(event, state, "mentors", mentor.id)
    _check_mentor(state, event, mentor)
    known(event, state, "employers", event.employers)
    known(event, state, "mentors", event.acquaintances)
    contacts = (
        EmployerContact(mentor=mentor.id, employer=employer, tie=tie)
        for employer, tie in event.employers.items()
    )
    met = [
        Acquaintance(mentor=min(mentor.id, other), other_mentor=max(mentor.id, other), tie=tie)
        for other, tie in event.acquaintances.items()
    ]
    return step(
        state,
        mentors=added(problem.mentors, mentor, id_of),
        contacts=tuple(
            sorted((*problem.contacts, *contacts), key=lambda c: (c.mentor, c.employer, str(c.tie)))
        ),
        acquaintances=tuple(
            sorted((*problem.acquaintances, *met), key=lambda a: (a.mentor, a.other_mentor))
        ),
    )


def mentor_paused(state: State, event: events.MentorPaused) -> Step:
    """Take note of a pause; from its first day on the mentor takes no new duos."""
    mentor = record(event, state, "mentors", event.mentor)
    begins = event.begins or event.at
    if mentor.status is not MentorStatus.ACTIVE or any(p.mentor == mentor.id for p in state.pauses):
        raise refuse(
            event,
            f"verwacht een mentor die meedoet en geen pauze plande, gevonden {mentor.id}.",
            f"expected a mentor who takes part and planned no pause, got {mentor.id}.",
        )
    if begins < event.at or (event.until is not None and event.until < begins):
        raise refuse(
            event,
            f"verwacht een pauze vanaf {event.at} of later, die niet eindigt voor ze begint.",
            f"expected a pause from {event.at} or later, that does not end before it begins.",
        )
    pause = Pause(mentor=mentor.id, begins=begins, until=event.until)
    pauses = tuple(sorted((*state.pauses, pause), key=_by_mentor))
    problem, pauses = on_day(state.problem, pauses, state.day)
    duos = len(committed_of(problem, mentor.id))
    warnings = (_STILL.fill(mentor=mentor.id, duos=duos_in_words(duos)),) if duos else ()
    return Step(state=replace(state, problem=problem, pauses=pauses), warnings=warnings)


def mentor_resumed(state: State, event: events.MentorResumed) -> Step:
    """End a mentor's pause, planned or under way."""
    mentor = record(event, state, "mentors", event.mentor)
    pauses = tuple(p for p in state.pauses if p.mentor != mentor.id)
    if mentor.status is not MentorStatus.PAUSED and len(pauses) == len(state.pauses):
        raise refuse(
            event,
            f"verwacht een mentor met een pauze, gevonden {mentor.id}.",
            f"expected a mentor with a pause, got {mentor.id}.",
        )
    status = mentor.status if mentor.status is MentorStatus.LEFT else MentorStatus.ACTIVE
    mentors = swapped(state.problem.mentors, mentor, replace(mentor, status=status))
    return step(replace(state, pauses=pauses), mentors=mentors)


def mentor_left(state: State, event: events.MentorLeft) -> Step:
    """Take note that a mentor left; whom they know others may still reach through them."""
    problem = state.problem
    mentor = record(event, state, "mentors", event.mentor)
    if mentor.status is MentorStatus.LEFT:
        raise refuse(
            event,
            f"verwacht een mentor die er nog is, {mentor.id} is al weg.",
            f"expected a mentor who is still there, {mentor.id} left before.",
        )
    _expect_no_duo(event, committed_of(problem, mentor.id))
    matches, warnings = _without_proposals(problem, mentor=mentor.id)
    pauses = tuple(p for p in state.pauses if p.mentor != mentor.id)
    gone = replace(mentor, status=MentorStatus.LEFT)
    return step(
        replace(state, pauses=pauses),
        *warnings,
        mentors=swapped(problem.mentors, mentor, gone),
        matches=matches,
    )


def mentor_changed(state: State, event: events.MentorChanged) -> Step:
    """Change facts of a mentor."""
    old = record(event, state, "mentors", event.mentor)
    new = replace(old, **event.changes)
    _check_mentor(state, event, new)
    return step(state, mentors=swapped(state.problem.mentors, old, new))


def _by_mentor(pause: Pause) -> str:
    return pause.mentor


def _check_mentee(state: State, event: events.Event, mentee: Mentee) -> None:
    known(event, state, "promotors", (mentee.promotor,))
    known(event, state, "projects", (mentee.project,))
    for name in ("registered_on", "referred_on", "birth_date", "working_on", "vdab_decided_on"):
        day: date | None = getattr(mentee, name)
        if day is not None and day > event.at:
            raise refuse(
                event,
                f"verwacht {name} op of voor {event.at}, gevonden een latere dag.",
                f"expected {name} on or before {event.at}, got a later day.",
            )


def _check_mentor(state: State, event: events.Event, mentor: Mentor) -> None:
    known(event, state, "promotors", (mentor.promotor,))
    known(event, state, "projects", mentor.projects)
    known(event, state, "coaches", (mentor.coach,))
    first, last = mentor.available_from, mentor.available_until
    if first is not None and last is not None and last < first:
        raise refuse(
            event,
            f"verwacht available_until niet voor available_from ({first}), gevonden {last}.",
            f"expected available_until not before available_from ({first}), got {last}.",
        )


def _expect_no_duo(event: events.Event, duos: Iterable[Match]) -> None:
    names = ", ".join(match.id for match in duos)
    if names:
        raise refuse(
            event,
            f"verwacht eerst het einde van wat loopt of is afgesproken: {names}.",
            f"expected first the end of what runs or is agreed: {names}.",
        )


def _without_proposals(
    problem: Problem, *, mentee: str | None = None, mentor: str | None = None, agreed: bool = False
) -> tuple[tuple[Match, ...], list[Sentence]]:
    """Return matches without the proposals of a person, and a word on each that goes."""
    ending = {MatchStatus.PROPOSED, MatchStatus.ACCEPTED} if agreed else {MatchStatus.PROPOSED}
    gone = [
        match
        for match in problem.matches
        if match.status in ending and (match.mentee == mentee or match.mentor == mentor)
    ]
    kept = tuple(match for match in problem.matches if match not in gone)
    return kept, [_DROPPED.fill(match=match.id) for match in gone]
