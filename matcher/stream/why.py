"""Why a proposal differs after an event: a rule, a limit, or a place that someone else gave or took.

Only ids are named, and what is said can be read off the two states and the two sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import MatchStatus
from matcher.instance.solve import Duo
from matcher.stream.allowing import barring, full, option_of
from matcher.stream.limits import Kind, Limits

Duos = Mapping[str, Duo]
_HOLDERS: tuple[Kind, ...] = ("mentor", "coach", "project", "promotor")
_PLACE: dict[Kind, Sentence] = {
    "mentor": Sentence("mentor {id}", "mentor {id}"),
    "coach": Sentence("mentorcoach {id}", "mentor coach {id}"),
    "project": Sentence("project {id}", "project {id}"),
    "promotor": Sentence("organisatie {id}", "organisation {id}"),
}
_GONE = Sentence("{mentee} doet niet meer mee.", "{mentee} withdrew.")
_IN_DUO = Sentence("{mentee} zit nu in duo {match}.", "{mentee} is in pair {match} now.")
_BARRED = Sentence(
    "Het duo van {mentee} en mentor {mentor} mag niet meer. De regel: {rules}.",
    "The pair of {mentee} and mentor {mentor} is not allowed any more. The rule: {rules}.",
)
_FULL = Sentence(
    "Er is geen plaats meer voor {mentee} en mentor {mentor}. Vol: {limits}.",
    "There is no place any more for {mentee} and mentor {mentor}. Full: {limits}.",
)
_TAKEN = Sentence(
    "{other} krijgt de plaats die {mentee} had bij {place}.",
    "{other} gets the place that {mentee} had with {place}.",
)
_BETTER = Sentence(
    "Zonder dat voorstel zijn alle voorstellen samen beter.",
    "Without that proposal all proposals together are better.",
)
_FREED = Sentence(
    "{mentee} krijgt de plaats die vrijkwam bij {other}: {place}.",
    "{mentee} gets the place that {other} no longer has: {place}.",
)
_FREE = Sentence(
    "{mentee} krijgt een vrije plaats bij mentor {mentor}.",
    "{mentee} gets a free place with mentor {mentor}.",
)
_BACK = Sentence(
    "{mentee} krijgt de plaats bij mentor {mentor} terug als voorstel.",
    "{mentee} gets the place with mentor {mentor} back as a proposal.",
)
_SAME_MENTOR = Sentence(
    "{mentee} houdt mentor {mentor}, nu met mentorcoach {coach} en project {project}.",
    "{mentee} keeps mentor {mentor}, now with mentor coach {coach} and project {project}.",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A state with the proposals that are best in it, by mentee, and what limits leave."""

    problem: Problem
    duos: Duos
    limits: Limits

    def holding(self, kind: Kind, key: str) -> set[str]:
        """Return the mentees whose proposal takes a place of a mentor, coach, project or promotor."""
        return {m for m, duo in self.duos.items() if self.label(duo, kind) == key}

    def busy(self, kind: Kind, key: str) -> set[str]:
        """Return the mentees in a duo that takes a place there."""
        return {match.mentee for match in self.problem.committed if self.label(match, kind) == key}

    def full(self, kind: Kind, key: str) -> bool:
        """Return whether proposals take all that is left there."""
        left = self.limits.get((kind, key))
        return left is not None and len(self.holding(kind, key)) >= left

    def label(self, one: Duo | Match, kind: Kind) -> str | None:
        """Return whose place a duo takes."""
        if kind != "promotor":
            found: str | None = getattr(one, kind)
            return found
        project = self.problem.project_by_id.get(one.project or "")
        return None if project is None else project.promotor


def why(mentee: str, before: Moment, now: Moment) -> Sentence:
    """Return why a mentee's proposal differs between two moments."""
    old, new = before.duos.get(mentee), now.duos.get(mentee)
    if new is None:
        assert old is not None  # noqa: S101 -- the two differ
        return _lost(old, now.problem) or _taken(old, before, now) or _BETTER
    if old is not None and old.mentor == new.mentor:
        return _SAME_MENTOR.fill(
            mentee=mentee, mentor=new.mentor, coach=new.coach, project=new.project
        )
    found = _found(new, before, now)
    lost = None if old is None else _lost(old, now.problem) or _taken(old, before, now)
    return found if lost is None else lost + found


def _lost(old: Duo, problem: Problem) -> Sentence | None:
    """Return what of rules or limits ended a proposal, if any did."""
    if old.mentee not in problem.mentee_by_id:
        return _GONE.fill(mentee=old.mentee)
    duo = next((m for m in problem.committed if m.mentee == old.mentee), None)
    if duo is not None:
        return _IN_DUO.fill(mentee=old.mentee, match=duo.id)
    option = option_of(
        problem,
        Match(
            id="",
            mentee=old.mentee,
            mentor=old.mentor,
            coach=old.coach,
            project=old.project,
            status=MatchStatus.PROPOSED,
        ),
    )
    both = {"mentee": old.mentee, "mentor": old.mentor}
    bars = barring(problem, option)
    if bars:
        return _BARRED.fill(**both, rules=listing(list(bars)))
    limits = full(problem, option)
    return _FULL.fill(**both, limits=listing(list(limits))) if limits else None


def _taken(old: Duo, before: Moment, now: Moment) -> Sentence | None:
    """Return who has the place now that a proposal had, where places are all taken."""
    for kind in _HOLDERS:
        key = now.label(old, kind) or ""
        came = now.holding(kind, key) - before.holding(kind, key)
        if came and now.full(kind, key):
            place = _PLACE[kind].fill(id=key)
            return _TAKEN.fill(other=min(came), mentee=old.mentee, place=place)
    return None


def _found(new: Duo, before: Moment, now: Moment) -> Sentence:
    """Return whose place a proposal has, where none was left before; else that it was free."""
    for kind in _HOLDERS:
        key = now.label(new, kind) or ""
        if not before.full(kind, key):
            continue
        left = before.holding(kind, key) - now.holding(kind, key)
        left |= before.busy(kind, key) - now.busy(kind, key)
        if kind == "mentor" and new.mentee in left:
            return _BACK.fill(mentee=new.mentee, mentor=key)
        left.discard(new.mentee)
        if left:
            place = _PLACE[kind].fill(id=key)
            return _FREED.fill(mentee=new.mentee, other=min(left), place=place)
    return _FREE.fill(mentee=new.mentee, mentor=new.mentor)
