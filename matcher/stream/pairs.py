"""What events do to proposals, duos, exclusions and limits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from matcher.audit.overcommitted import overcommitments
from matcher.domain.commitments import Exclusion, Match
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Decision, MatchStatus
from matcher.stream import events
from matcher.stream.allowing import barring, full, option_of
from matcher.stream.events import Ending, Limit
from matcher.stream.state import (
    State,
    Step,
    added,
    fresh,
    id_of,
    record,
    refuse,
    step,
    swapped,
)

_REPLACED = Sentence(
    "Voorstel {match} voor {mentee} vervalt: er is een nieuw.",
    "Proposal {match} for {mentee} lapses: there is a new one.",
)
_STAYS = Sentence(
    "Duo {match} blijft: het {state}.",
    "Pair {match} stays: it {state}.",
)
_STATES = {
    MatchStatus.RUNNING: Sentence("loopt", "runs"),
    MatchStatus.ACCEPTED: Sentence("is afgesproken", "is agreed"),
}
_FIELDS: dict[Limit, tuple[str, str]] = {
    Limit.MENTOR: ("mentors", "capacity"),
    Limit.COACH: ("coaches", "caseload"),
    Limit.PROJECT: ("projects", "places"),
    Limit.PROJECT_TOTAL: ("projects", "places_total"),
    Limit.PROMOTOR: ("promotors", "capacity"),
    Limit.BUDGET: ("projects", "budget_eur"),
}
_ALWAYS = frozenset({Limit.MENTOR, Limit.COACH})


def proposal_made(state: State, event: events.ProposalMade) -> Step:
    """Show a proposal; one that the mentee was shown before gives way."""
    problem = state.problem
    fresh(event, state, "matches", event.match)
    for table, key in (
        ("mentees", event.mentee),
        ("mentors", event.mentor),
        ("coaches", event.coach),
        ("projects", event.project),
    ):
        record(event, state, table, key)
    new = Match(
        id=event.match,
        mentee=event.mentee,
        mentor=event.mentor,
        coach=event.coach,
        project=event.project,
        status=MatchStatus.PROPOSED,
    )
    _expect_waiting(event, problem, new)
    _expect_allowed(event, problem, new)
    kept, gone = _without_open(problem, event.mentee)
    warnings = [_REPLACED.fill(match=m.id, mentee=m.mentee) for m in gone]
    return step(state, *warnings, matches=added(kept, new, id_of))


def proposal_accepted(state: State, event: events.ProposalAccepted) -> Step:
    """Lock a proposal: it uses capacity from now on."""
    problem = state.problem
    old = _match(event, state, MatchStatus.PROPOSED)
    _expect_waiting(event, problem, old)
    _expect_allowed(event, problem, old)
    places = full(problem, option_of(problem, old))
    if places:
        raise refuse(
            event,
            f"verwacht nog een plaats voor {old.id}. Vol: {_listed(places, 'nl')}.",
            f"expected a place for {old.id}. Full: {_listed(places, 'en')}.",
        )
    kept, gone = _without_open(problem, old.mentee)
    warnings = [_REPLACED.fill(match=m.id, mentee=m.mentee) for m in gone if m is not old]
    agreed = replace(old, status=MatchStatus.ACCEPTED)
    return step(state, *warnings, matches=added(kept, agreed, id_of))


def proposal_declined(state: State, event: events.ProposalDeclined) -> Step:
    """Take a proposal back that has not started, and exclude the two."""
    problem = state.problem
    old = _match(event, state, MatchStatus.PROPOSED, MatchStatus.ACCEPTED)
    return step(
        state,
        matches=swapped(problem.matches, old, None),
        exclusions=_excluding(problem, old.mentee, old.mentor, event.reason.value),
    )


def duo_started(state: State, event: events.DuoStarted) -> Step:
    """Begin an agreed duo, where VDAB approved the mentee."""
    problem = state.problem
    old = _match(event, state, MatchStatus.ACCEPTED)
    mentee = record(event, state, "mentees", old.mentee)
    if mentee.vdab_decision is not Decision.APPROVED:
        raise refuse(
            event,
            f"verwacht een goedkeuring van VDAB voor {mentee.id}, die is er niet.",
            f"expected VDAB's approval of {mentee.id}, there is none.",
        )
    new = replace(old, status=MatchStatus.RUNNING, started_on=event.at)
    return step(state, matches=swapped(problem.matches, old, new))


def duo_ended(state: State, event: events.DuoEnded) -> Step:
    """End a running duo; the mentee waits again, the places at the same time are free."""
    old = _match(event, state, MatchStatus.RUNNING)
    stopped = event.ending is Ending.STOPPED
    if stopped != (event.reason is not None):
        raise refuse(
            event,
            "verwacht een reden bij stoppen, en geen bij een duo dat is afgerond.",
            "expected a reason where a pair stops, and none where it is completed.",
        )
    new = replace(
        old,
        status=MatchStatus.STOPPED if stopped else MatchStatus.COMPLETED,
        ended_on=event.at,
        reason=None if event.reason is None else event.reason.value,
    )
    return step(state, matches=swapped(state.problem.matches, old, new))


def exclusion_added(state: State, event: events.ExclusionAdded) -> Step:
    """Exclude two people; a duo of the two stays."""
    problem = state.problem
    record(event, state, "mentees", event.mentee)
    record(event, state, "mentors", event.mentor)
    warnings = [
        _STAYS.fill(match=match.id, state=_STATES[match.status])
        for match in problem.committed
        if (match.mentee, match.mentor) == (event.mentee, event.mentor)
    ]
    excluded = _excluding(problem, event.mentee, event.mentor, event.reason.value)
    return step(state, *warnings, exclusions=excluded)


def capacity_changed(state: State, event: events.CapacityChanged) -> Step:
    """Change a limit; commitments over it stay, and someone is told."""
    problem = state.problem
    table, name = _FIELDS[event.limit]
    old = record(event, state, table, event.of)
    value: Any = event.value
    if event.limit is Limit.BUDGET and value is not None:
        value = Decimal(value)
    elif isinstance(value, Decimal) or (value is None and event.limit in _ALWAYS):
        raise refuse(
            event,
            f"verwacht een geheel getal voor {event.of}, gevonden {value or 'niets'}.",
            f"expected a whole number for {event.of}, got {value or 'nothing'}.",
        )
    if value is not None and value < 0:
        raise refuse(
            event,
            f"verwacht 0 of meer voor {event.of}, gevonden {value}.",
            f"expected 0 or more for {event.of}, got {value}.",
        )
    after = step(
        state, **{table: swapped(getattr(problem, table), old, replace(old, **{name: value}))}
    )
    before = set(overcommitments(problem))
    over = [one.sentence for one in overcommitments(after.state.problem) if one not in before]
    return replace(after, warnings=tuple(over))


def _match(event: Any, state: State, *expected: MatchStatus) -> Match:
    match: Match = record(event, state, "matches", event.match)
    if match.status not in expected:
        names = " / ".join(status.value for status in expected)
        raise refuse(
            event,
            f"verwacht dat {match.id} de status {names} heeft, gevonden {match.status.value}.",
            f"expected {match.id} to be {names}, got {match.status.value}.",
        )
    return match


def _expect_waiting(event: events.Event, problem: Problem, match: Match) -> None:
    other = next((m for m in problem.committed if m.mentee == match.mentee), None)
    if other is not None:
        raise refuse(
            event,
            f"verwacht een mentee zonder duo, {match.mentee} zit in duo {other.id}.",
            f"expected a mentee without pair, {match.mentee} is in pair {other.id}.",
        )


def _expect_allowed(event: events.Event, problem: Problem, match: Match) -> None:
    bars = barring(problem, option_of(problem, match))
    if bars:
        raise refuse(
            event,
            f"verwacht een duo dat mag, {match.mentee} en {match.mentor} mogen niet: "
            f"{_listed(bars, 'nl')}.",
            f"expected a pair that is allowed, {match.mentee} and {match.mentor} are not: "
            f"{_listed(bars, 'en')}.",
        )


def _without_open(problem: Problem, mentee: str) -> tuple[tuple[Match, ...], list[Match]]:
    """Return matches without the open proposals of a mentee, and those proposals."""
    gone = [m for m in problem.matches if m.mentee == mentee and m.status is MatchStatus.PROPOSED]
    return tuple(m for m in problem.matches if m not in gone), gone


def _excluding(problem: Problem, mentee: str, mentor: str, reason: str) -> tuple[Exclusion, ...]:
    """Return exclusions with one more; of a pair the reason first in the alphabet, as on import."""
    found = {(e.mentee, e.mentor): e for e in problem.exclusions}
    before = found.get((mentee, mentor))
    if before is None or before.reason is None or reason < before.reason:
        found[mentee, mentor] = Exclusion(mentee=mentee, mentor=mentor, reason=reason)
    return tuple(found[key] for key in sorted(found))


def _listed(titles: tuple[Sentence, ...], language: str) -> str:
    return ", ".join(title[language] for title in titles)
