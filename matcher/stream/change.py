"""What an event changed in the proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.domain.sentence import Sentence
from matcher.instance.solve import Duo
from matcher.stream.events import Event

What = Literal["added", "dropped", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A mentee's proposal before and now (None: none), and why it differs, by ids only.

    ``cause`` says what happened, ``reason`` what that did to this proposal.
    """

    mentee: str
    before: Duo | None
    now: Duo | None
    cause: Sentence
    reason: Sentence

    @property
    def why(self) -> Sentence:
        """Cause and reason together; where they are the same, once."""
        return self.reason if self.cause == self.reason else self.cause + self.reason

    @property
    def what(self) -> What:
        """Whether the proposal was added, dropped or changed."""
        if self.before is None:
            return "added"
        return "dropped" if self.now is None else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an event, or a new day, changed.

    ``event`` is None where only a day passed, and where several came at once. ``moves`` are sorted
    by mentee, ``kept`` counts the proposals that stay as they were, ``warnings`` are for someone to
    look at. ``before`` is what the days that passed until the event changed first, None where it
    came on the same day.
    """

    event: Event | None
    day: date
    moves: tuple[Move, ...]
    kept: int
    warnings: tuple[Sentence, ...] = ()
    before: Change | None = None

    @property
    def added(self) -> tuple[Move, ...]:
        """Mentees who get a proposal and had none."""
        return self._of("added")

    @property
    def dropped(self) -> tuple[Move, ...]:
        """Mentees who had a proposal and have none now."""
        return self._of("dropped")

    @property
    def changed(self) -> tuple[Move, ...]:
        """Mentees with another proposal than before."""
        return self._of("changed")

    def _of(self, what: What) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.what == what)
