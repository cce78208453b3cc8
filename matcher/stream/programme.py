"""A programme from event to event: each gives a new state, or an error that leaves the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.stream import events, pairs, people
from matcher.stream.clock import on_day
from matcher.stream.events import Event
from matcher.stream.state import State, Step, refuse

_STEPS: Mapping[type[Event], Callable[[State, Any], Step]] = MappingProxyType(
    {
        events.MenteeArrived: people.mentee_arrived,
        events.MenteeWithdrawn: people.mentee_withdrawn,
        events.MenteeChanged: people.mentee_changed,
        events.VdabDecided: people.vdab_decided,
        events.MentorJoined: people.mentor_joined,
        events.MentorPaused: people.mentor_paused,
        events.MentorResumed: people.mentor_resumed,
        events.MentorLeft: people.mentor_left,
        events.MentorChanged: people.mentor_changed,
        events.CapacityChanged: pairs.capacity_changed,
        events.ProposalMade: pairs.proposal_made,
        events.ProposalAccepted: pairs.proposal_accepted,
        events.ProposalDeclined: pairs.proposal_declined,
        events.DuoStarted: pairs.duo_started,
        events.DuoEnded: pairs.duo_ended,
        events.ExclusionAdded: pairs.exclusion_added,
    }
)


@dataclass(frozen=True)
class Programme:
    """The state of a programme; nothing ever changes it, every event gives another one.

    ``state`` holds the problem as of the clock's day, the pauses of mentors, and which events
    counted already.
    """

    state: State

    @classmethod
    def of(cls, problem: Problem) -> Programme:
        """Return the programme in which nothing has happened since the problem's as-of day."""
        return cls(State(problem=problem))

    @property
    def problem(self) -> Problem:
        """The problem as of the clock's day."""
        return self.state.problem

    def advanced(self, day: date) -> Programme:
        """Return the programme on a later day; on its own day it is this one.

        Raises
        ------
        ValueError
            When the day is earlier than the clock's.
        """
        if day == self.state.day:
            return self
        if day < self.state.day:
            raise ValueError(f"Expected a day from {self.state.day} on, got {day}.")
        problem, pauses = on_day(self.problem, self.state.pauses, day)
        return Programme(replace(self.state, problem=problem, pauses=pauses))

    def apply(self, event: Event) -> Applied:
        """Return the programme after an event, on the event's day.

        Raises
        ------
        EventError
            When the event came before, lies before the clock's day, names who is not known, or is
            not allowed as things stand. This programme is what it was.
        """
        if event.id in self.state.seen:
            raise refuse(
                event,
                "verwacht een id die nog niet voorkwam, deze gebeurtenis telt al mee.",
                "expected an id that is new, this event counts already.",
            )
        if event.at < self.state.day:
            raise refuse(
                event,
                f"verwacht een dag vanaf {self.state.day}, gevonden {event.at}.",
                f"expected a day from {self.state.day} on, got {event.at}.",
            )
        found = _STEPS[type(event)](self.advanced(event.at).state, event)
        after = replace(found.state, seen=found.state.seen | {event.id})
        return Applied(Programme(after), found.warnings)


@dataclass(frozen=True)
class Applied:
    """A programme after an event, and what someone should look at, in both languages."""

    programme: Programme
    warnings: tuple[Sentence, ...] = ()


def after(programme: Programme, happened: Iterable[Event]) -> Programme:
    """Return the programme after events in order; raises what `Programme.apply` raises."""
    for event in happened:
        programme = programme.apply(event).programme
    return programme
