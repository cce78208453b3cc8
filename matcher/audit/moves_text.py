"""Who would move when one mentee had another mentor, as lines of a page."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.audit.next_best import OtherMentor
from matcher.audit.suggest import Move
from matcher.domain.sentence import Sentence

SHOWN_MOVES = 6
GOES = Sentence(
    "Persoon {person} gaat dan van mentor {before} naar mentor {after}.",
    "Person {person} would then go from mentor {before} to mentor {after}.",
)
STAYS = Sentence(
    "Persoon {person} houdt mentor {after}, maar met een andere mentorcoach of een ander project.",
    "Person {person} would keep mentor {after}, but with another mentor coach or project.",
)
LOSES = Sentence(
    "Persoon {person} verliest dan mentor {before} en krijgt geen voorstel.",
    "Person {person} would then lose mentor {before} and get no proposal.",
)
GETS = Sentence(
    "Persoon {person} krijgt dan mentor {after}.", "Person {person} would then get mentor {after}."
)
ONE_MORE = Sentence("Zo verandert nog 1 duo.", "1 more pair would change like this.")
MORE = Sentence("Zo veranderen nog {count} duo's.", "{count} more pairs would change like this.")


def move_lines(mentee: str, other: OtherMentor) -> list[Sentence]:
    """Return a line for each other person who would move, from place to place.

    None where it is not sure who would: where a search did not close.
    """
    if not other.exact:
        return []
    moves = chained((move for move in other.moves if move.mentee != mentee), other.mentor)
    lines = [_line(move) for move in moves[:SHOWN_MOVES]]
    more = len(moves) - len(lines)
    if more:
        lines.append(ONE_MORE if more == 1 else MORE.fill(count=more))
    return lines


def chained(moves: Iterable[Move], mentor: str) -> list[Move]:
    """Return moves so that who leaves a mentor follows who came there; the first leaves this one.

    Where several leave, and where a chain ends, the first by id comes first.
    """
    left = sorted(moves, key=lambda move: move.mentee)
    chain: list[Move] = []
    place: str | None = mentor
    while left:
        found = next((move for move in left if move.before == place), left[0])
        left.remove(found)
        chain.append(found)
        place = found.after
    return chain


def _line(move: Move) -> Sentence:
    template = GETS if move.before is None else LOSES if move.after is None else GOES
    if move.before == move.after:
        template = STAYS
    return template.fill(person=move.mentee, before=move.before or "", after=move.after or "")
