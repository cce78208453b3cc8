"""An event in one plain sentence, by ids only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from matcher.constraints.words import date_words
from matcher.domain.sentence import Sentence
from matcher.domain.values import Decision
from matcher.stream import events
from matcher.stream.events import Ending, Event, Limit, Party

_DECIDED = {
    Decision.APPROVED: Sentence(
        "VDAB keurde de deelname van {mentee} goed.", "VDAB approved {mentee}."
    ),
    Decision.REFUSED: Sentence(
        "VDAB keurde de deelname van {mentee} niet goed.", "VDAB refused {mentee}."
    ),
}
_LIMITS = {
    Limit.MENTOR: Sentence("mentor {of}", "mentor {of}"),
    Limit.COACH: Sentence("mentorcoach {of}", "mentor coach {of}"),
    Limit.PROJECT: Sentence("project {of} tegelijk", "project {of} at a time"),
    Limit.PROJECT_TOTAL: Sentence("project {of} in totaal", "project {of} in all"),
    Limit.PROMOTOR: Sentence("organisatie {of}", "organisation {of}"),
    Limit.BUDGET: Sentence("het budget van project {of}", "the budget of project {of}"),
}
_PARTIES = {
    Party.MENTEE: Sentence("de mentee", "the mentee"),
    Party.MENTOR: Sentence("de mentor", "the mentor"),
    Party.COACH: Sentence("de mentorcoach", "the mentor coach"),
    Party.PROMOTOR: Sentence("de organisatie", "the organisation"),
    Party.VDAB: Sentence("VDAB", "VDAB"),
}
_ENDED = {
    Ending.COMPLETED: Sentence("Duo {match} is afgerond.", "Pair {match} is completed."),
    Ending.STOPPED: Sentence("Duo {match} is gestopt.", "Pair {match} stopped."),
}
_NO_LIMIT = Sentence("geen grens", "no limit")
_DAY = Sentence("Het is nu {day}.", "It is now {day}.")
_PAUSED = Sentence(
    "Mentor {mentor} pauzeert{begins}{until}.", "Mentor {mentor} pauses{begins}{until}."
)
_BEGINS = Sentence(" vanaf {day}", " from {day}")
_UNTIL = Sentence(" tot en met {day}", " up to and including {day}")


def day_passed(day: date) -> Sentence:
    """Return that it is a later day."""
    return _DAY.fill(day=date_words(day))


def happened(event: Event) -> Sentence:
    """Return what happened, in both languages."""
    return _WORDS[type(event)](event)


def _arrived(event: events.MenteeArrived) -> Sentence:
    return Sentence("{id} is er bij gekomen.", "{id} joined the waiting list.").fill(
        id=event.mentee.id
    )


def _joined(event: events.MentorJoined) -> Sentence:
    return Sentence("Mentor {id} doet nu mee.", "Mentor {id} joined.").fill(id=event.mentor.id)


def _paused(event: events.MentorPaused) -> Sentence:
    begins = _BEGINS.fill(day=date_words(event.begins)) if event.begins else ""
    until = _UNTIL.fill(day=date_words(event.until)) if event.until else ""
    return _PAUSED.fill(mentor=event.mentor, begins=begins, until=until)


def _limit(event: events.CapacityChanged) -> Sentence:
    value = _NO_LIMIT if event.value is None else f"{event.value}"
    return Sentence(
        "De grens voor {whose} is nu: {value}.", "The limit of {whose} is now: {value}."
    ).fill(whose=_LIMITS[event.limit].fill(of=event.of), value=value)


def _filled(nl: str, en: str) -> Callable[[Any], Sentence]:
    def words(event: Any) -> Sentence:
        names = ("mentee", "mentor", "match", "coach", "project")
        return Sentence(nl, en).fill(
            **{name: getattr(event, name) for name in names if hasattr(event, name)}
        )

    return words


_WORDS: Mapping[type[Event], Callable[[Any], Sentence]] = MappingProxyType(
    {
        events.MenteeArrived: _arrived,
        events.MenteeWithdrawn: _filled("{mentee} doet niet meer mee.", "{mentee} withdrew."),
        events.MenteeChanged: _filled(
            "De gegevens van {mentee} zijn veranderd.", "Facts of {mentee} changed."
        ),
        events.VdabDecided: lambda event: _DECIDED[event.decision].fill(mentee=event.mentee),
        events.MentorJoined: _joined,
        events.MentorPaused: _paused,
        events.MentorResumed: _filled(
            "Mentor {mentor} doet weer mee.", "Mentor {mentor} takes part again."
        ),
        events.MentorLeft: _filled("Mentor {mentor} is weg.", "Mentor {mentor} left."),
        events.MentorChanged: _filled(
            "De gegevens van mentor {mentor} zijn veranderd.", "Facts of mentor {mentor} changed."
        ),
        events.CapacityChanged: _limit,
        events.ProposalMade: _filled(
            "{mentee} en mentor {mentor} kregen voorstel {match} te zien.",
            "{mentee} and mentor {mentor} were shown proposal {match}.",
        ),
        events.ProposalAccepted: _filled(
            "Voorstel {match} is aanvaard.", "Proposal {match} was accepted."
        ),
        events.ProposalDeclined: lambda event: Sentence(
            "Voorstel {match} gaat niet door: {who} zei nee.",
            "Proposal {match} is off: {who} said no.",
        ).fill(match=event.match, who=_PARTIES[event.by]),
        events.DuoStarted: _filled("Duo {match} is gestart.", "Pair {match} started."),
        events.DuoEnded: lambda event: _ENDED[event.ending].fill(match=event.match),
        events.ExclusionAdded: _filled(
            "{mentee} en mentor {mentor} mogen geen duo vormen.",
            "{mentee} and mentor {mentor} must not be a pair.",
        ),
    }
)
