"""Proposals kept at their best while a programme goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.instance.solve import Duo
from matcher.stream.change import Change, Move
from matcher.stream.events import Event
from matcher.stream.following import Following
from matcher.stream.happened import day_passed, happened
from matcher.stream.programme import Programme
from matcher.stream.why import Moment, why

_SETTLED = Sentence(
    "Er is verder gezocht naar de beste voorstellen.", "The search for the best set went on."
)
_TAKEN_IN = Sentence("{number} berichten zijn verwerkt.", "{number} events were taken in.")


class LiveMatching:
    """A programme with the best set of proposals for it, after every event.

    Parameters
    ----------
    problem
        Where it begins.
    """

    def __init__(self, problem: Problem) -> None:
        self._programme = Programme.of(problem)
        self._following = Following(problem)
        self._duos = self._following.duos()

    @property
    def programme(self) -> Programme:
        """The state, with the clock's day."""
        return self._programme

    @property
    def problem(self) -> Problem:
        """The problem as of the clock's day."""
        return self._programme.problem

    @property
    def proposals(self) -> tuple[Duo, ...]:
        """The proposals, sorted by mentee."""
        return tuple(self._duos[mentee] for mentee in sorted(self._duos))

    @property
    def status(self) -> str:
        """``optimal`` where it is proven, else ``bounded``."""
        return self._following.status

    @property
    def objective(self) -> int:
        """Total points of the proposals."""
        return self._following.points(self._duos)

    @property
    def served(self) -> int:
        """How many mentees have a proposal."""
        return len(self._duos)

    def settle(self) -> Change:
        """Prove what is only bounded, which may find better proposals; return what changed."""
        before = self._moment()
        self._following.settle()
        return self._change(before, None, _SETTLED)

    def advance(self, day: date, *, settle: bool = False) -> Change:
        """Go on to a day, from the clock's on; return what that changes.

        With ``settle`` the proposals are proven before they are compared.

        Raises
        ------
        ValueError
            When the day is earlier than the clock's.
        """
        return self._move(self._programme.advanced(day), None, day_passed(day), settle=settle)

    def apply(self, event: Event, *, settle: bool = False) -> Change:
        """Take an event in and return what it changes.

        With ``settle`` the proposals are proven before they are compared.

        Raises
        ------
        EventError
            When the event cannot be; nothing changed then. See `Programme.apply`.
        """
        applied = self._programme.apply(event)
        later = event.at > self._programme.state.day
        passed = self.advance(event.at, settle=settle) if later else None
        return self._move(
            applied.programme, event, happened(event), applied.warnings, passed, settle=settle
        )

    def apply_all(self, events: Iterable[Event], *, settle: bool = False) -> Change:
        """Take several events in, in order, and return what they change together.

        Proposals are brought up to date once, at the end: what a delay of some hours or a whole
        intake takes this way. With ``settle`` they are proven before they are compared.

        Raises
        ------
        EventError
            When one of them cannot be; nothing changed then, not by those before it either.
        """
        programme, number = self._programme, 0
        warnings: list[Sentence] = []
        for event in events:
            applied = programme.apply(event)
            programme = applied.programme
            warnings += applied.warnings
            number += 1
        cause = _TAKEN_IN.fill(number=str(number))
        return self._move(programme, None, cause, tuple(warnings), settle=settle)

    def _moment(self) -> Moment:
        return Moment(self.problem, self._duos, self._following.limits)

    def _move(
        self,
        programme: Programme,
        event: Event | None,
        cause: Sentence,
        warnings: tuple[Sentence, ...] = (),
        passed: Change | None = None,
        *,
        settle: bool,
    ) -> Change:
        before = self._moment()
        self._following.follow(programme.problem)
        if settle:
            self._following.settle()
        self._programme = programme
        return self._change(before, event, cause, warnings, passed)

    def _change(
        self,
        before: Moment,
        event: Event | None,
        cause: Sentence,
        warnings: tuple[Sentence, ...] = (),
        passed: Change | None = None,
    ) -> Change:
        self._duos = self._following.duos()
        now = self._moment()
        everyone = sorted(before.duos.keys() | now.duos.keys())
        differing = [e for e in everyone if before.duos.get(e) != now.duos.get(e)]
        return Change(
            event=event,
            day=self.problem.as_of,
            moves=tuple(
                Move(
                    mentee=mentee,
                    before=before.duos.get(mentee),
                    now=now.duos.get(mentee),
                    cause=cause,
                    reason=why(mentee, before, now),
                )
                for mentee in differing
            ),
            kept=len(everyone) - len(differing),
            warnings=warnings,
            before=passed,
        )
