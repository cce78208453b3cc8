"""Ways out and room that is lacking, as lines of a page for the person who waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.audit.more_room import MoreRoom
from matcher.audit.phrases import MENTORS
from matcher.audit.ways_out import WayOut
from matcher.constraints.change import Change
from matcher.constraints.words import counted, names
from matcher.domain.sentence import Sentence

SHOWN_MENTORS = 3
ONE = Sentence(
    "Mentor {mentor} is mogelijk {condition}.", "Mentor {mentor} is possible {condition}."
)
SEVERAL = Sentence("{mentors} zijn mogelijk {condition}.", "{mentors} are possible {condition}.")
ALSO = Sentence("Dat geldt alleen {condition}.", "That holds only {condition}.")
THESE = Sentence("Dat zijn {mentors}.", "Those are {mentors}.")
AMONG_THEM = Sentence("Onder hen zijn {mentors}.", "Among them are {mentors}.")
ASSUMED = Sentence(
    "Wij gaan dan uit van het antwoord dat u het meest helpt.",
    "We then go by the answer that helps you most.",
)
NO_PROMISE = Sentence(
    "Dit belooft u nog geen plaats. Bij een nieuwe ronde kijken wij opnieuw.",
    "This does not promise you a place yet. We look again in a new round.",
)
ROOM = Sentence("Er is plaats voor u {condition}.", "There is room for you {condition}.")
AS_THEY_ARE = Sentence(
    "Wij gaan uit van de voorstellen van nu.", "We start from the proposals as they are now."
)


def ways_lines(ways: Sequence[WayOut]) -> list[Sentence]:
    """Return a line for each way out and a last one that promises nothing; none without ways."""
    return [*map(_way, ways), NO_PROMISE] if ways else []


def room_lines(rooms: Sequence[MoreRoom]) -> list[Sentence]:
    """Return what the lines rest on, and a line for each room that would do; none without any."""
    return [AS_THEY_ARE, *map(_room, rooms)] if rooms else []


def _way(way: WayOut) -> Sentence:
    first, *others = _conditions(way.changes)
    mentors = way.mentors
    several = len(mentors) > 1
    line = ONE.fill(mentor=mentors[0], condition=first)
    if several:
        line = SEVERAL.fill(mentors=counted(len(mentors), *MENTORS), condition=first)
    for condition in others:
        line += ALSO.fill(condition=condition)
    if several:
        which = THESE if len(mentors) <= SHOWN_MENTORS else AMONG_THEM
        line += which.fill(mentors=names(mentors[:SHOWN_MENTORS]))
    return line + ASSUMED if any(change.assumed for change in way.changes) else line


def _room(room: MoreRoom) -> Sentence:
    first, *others = _conditions(room.changes)
    line = ROOM.fill(condition=first)
    for condition in others:
        line += ALSO.fill(condition=condition)
    return line


def _conditions(changes: Iterable[Change]) -> list[Sentence]:
    return list(dict.fromkeys(c for change in changes for c in change.conditions))
