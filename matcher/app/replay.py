"""Replays a file of events over an intake: what each changed in the proposals, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from matcher.app.read import rules_of, today
from matcher.audit.text import Language
from matcher.domain.problem import Problem
from matcher.domain.ruleset import RuleSet
from matcher.domain.sentence import Sentence
from matcher.instance.solve import Duo
from matcher.intake import Intake, read_folder
from matcher.stream.change import Change, Move
from matcher.stream.events import Event
from matcher.stream.happened import day_passed, happened
from matcher.stream.lines import read_events
from matcher.stream.live import LiveMatching
from matcher.stream.programme import Programme, after

_NOTHING = Sentence("Aan de voorstellen verandert niets.", "The proposals stay as they are.")
_NOTICE = Sentence("Let op.", "Note.")
_END = Sentence(
    "Op {day}: {count} voorstellen, {points} punten. Status: {status}.",
    "On {day}: {count} proposals, {points} points. Status: {status}.",
)


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What events changed, one by one, and what stands at the end.

    ``first`` are the proposals before the first event. ``status`` is ``optimal`` only where it is
    proven.
    """

    first: tuple[Duo, ...]
    changes: tuple[Change, ...]
    problem: Problem
    proposals: tuple[Duo, ...]
    points: int
    status: str


def replay(
    problem: Problem, events: Sequence[Event], *, progress: Callable[[str], None] | None = None
) -> Replay:
    """Return what events change in the proposals for a problem, each proven before it is told.

    Raises
    ------
    EventError
        When an event cannot follow on those before it; all are tried before anything is solved.
    """
    after(Programme.of(problem), events)
    live = LiveMatching(problem)
    live.settle()
    first, changes = live.proposals, []
    for number, event in enumerate(events, start=1):
        changes.append(live.apply(event, settle=True))
        if progress is not None:
            progress(f"replay {number} of {len(events)}")
    return Replay(
        first=first,
        changes=tuple(changes),
        problem=live.problem,
        proposals=live.proposals,
        points=live.objective,
        status=live.status,
    )


def read_replay(
    events: Path,
    intake: Path,
    *,
    as_of: date | None = None,
    rules: RuleSet | str | Path | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> tuple[Intake, tuple[Event, ...]]:
    """Return an intake and the events of a file; as of the day of the first event, unless given.

    Raises
    ------
    InputError
        When the intake or any line cannot be read.
    """
    happened_then = read_events(events)
    day = as_of or (happened_then[0].at if happened_then else today())
    return (
        read_folder(intake, as_of=day, rules=rules_of(rules), progress=progress),
        happened_then,
    )


def replay_document(found: Replay) -> dict[str, Any]:
    """Return a replay as plain data; texts in both languages."""
    return {
        "as_of": found.problem.as_of.isoformat(),
        "status": found.status,
        "points": found.points,
        "first": [_duo(one) for one in found.first],
        "events": [_document(change) for change in found.changes],
        "proposals": [_duo(one) for one in found.proposals],
    }


def replay_lines(found: Replay, language: Language = "nl") -> Iterator[str]:
    """Yield a replay in plain words: a paragraph an event, and the proposals at the end.

    A day that passed is told where it changed a proposal.
    """
    for change in found.changes:
        if change.before is not None and change.before.moves:
            yield from _paragraph(change.before, language)
        yield from _paragraph(change, language)
    yield _END.fill(
        day=found.problem.as_of.isoformat(),
        count=len(found.proposals),
        points=found.points,
        status=found.status,
    )[language]
    for duo in found.proposals:
        yield f"  {duo.mentee} – {duo.mentor} ({duo.coach}, {duo.project})"


def _paragraph(change: Change, language: Language) -> Iterator[str]:
    event = change.event
    words = day_passed(change.day) if event is None else happened(event)
    yield f"{change.day} {'' if event is None else event.id} {words[language]}".replace("  ", " ")
    for warning in change.warnings:
        yield f"  {_NOTICE[language]} {warning[language]}"
    for move in change.moves:
        yield f"  {_arrow(move)}: {move.reason[language]}"
    if not change.moves:
        yield f"  {_NOTHING[language]}"


def _arrow(move: Move) -> str:
    before = "–" if move.before is None else move.before.mentor
    now = "–" if move.now is None else move.now.mentor
    return f"{move.mentee} {before} → {now}"


def _document(change: Change) -> dict[str, Any]:
    event = change.event
    return {
        "id": None if event is None else event.id,
        "kind": None if event is None else event.kind,
        "at": change.day.isoformat(),
        "says": _both(day_passed(change.day) if event is None else happened(event)),
        "warnings": [_both(warning) for warning in change.warnings],
        "moves": [
            {
                "mentee": move.mentee,
                "what": move.what,
                "before": _duo(move.before),
                "now": _duo(move.now),
                "why": _both(move.why),
            }
            for move in change.moves
        ],
        "kept": change.kept,
        "before": None if change.before is None else _document(change.before),
    }


def _duo(duo: Duo | None) -> dict[str, str] | None:
    if duo is None:
        return None
    return {
        "mentee": duo.mentee,
        "mentor": duo.mentor,
        "coach": duo.coach,
        "project": duo.project,
    }


def _both(sentence: Sentence) -> dict[str, str]:
    return {"nl": sentence.nl, "en": sentence.en}
