"""Events that cannot be: a line that cannot be read, or an event that the state does not allow."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.errors import InputError, MatcherError
from matcher.domain.sentence import Sentence
from matcher.intake.wording import listed, unreadable
from matcher.stream.events import Event

_NOTHING = Sentence("niets", "nothing")


class EventError(MatcherError):
    """An event that cannot follow on the state; the state stays as it was.

    ``event`` is the event, ``sentence`` what was found and what was expected.
    """

    def __init__(self, event: Event, sentence: Sentence) -> None:
        self.event = event
        self.sentence = Sentence(
            f"Gebeurtenis {event.id} ({event.kind}, {event.at}): {sentence.nl}",
            f"Event {event.id} ({event.kind}, {event.at}): {sentence.en}",
        )
        super().__init__(self.sentence.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineError:
    """A line that cannot be read as an event.

    ``line`` counts from 1. ``field`` is None where the whole line is wrong. ``found`` is None
    where the value must not be repeated, empty where there is none. ``suggestion`` is a text that
    would be accepted, if one is close.
    """

    file: str
    line: int
    field: str | None
    found: str | None
    expected: Sentence
    suggestion: str | None = None

    @property
    def message(self) -> Sentence:
        """The error in one sentence, in both languages."""
        where = Sentence(f"{self.file}, regel {self.line}", f"{self.file}, line {self.line}")
        if self.field is not None:
            where = Sentence(f"{where.nl}, veld {self.field}", f"{where.en}, field {self.field}")
        return unreadable(where, self.found, self.expected, self.suggestion, _NOTHING)

    def __str__(self) -> str:
        return self.message.en


class LinesError(InputError):
    """Lines that cannot be read as events; none of the file is used.

    The message lists the first 20; ``errors`` holds all of them.
    """

    def __init__(self, errors: tuple[LineError, ...]) -> None:
        self.errors = errors
        super().__init__(listed(errors))
