"""What choosing another mentor would cost everybody together, as audits state it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.audit.cost_words import POINTS, SERVED, foremost, served_loss
from matcher.audit.suggest import Adviser, Move, Suggestion
from matcher.domain.sentence import Sentence

SHOWN_NEXT_BEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMentor:
    """Another mentor, with the best coach and project, and what choosing them would cost.

    ``loss`` holds what all together lose in people (``served``, or ``served:K`` by class of
    priority) and in ``points``. Where ``exact`` is False it is at least that: levels after the
    first in which anything is lost are left out, as that loss may be made good there.
    ``others_changed`` counts the other mentees in ``moves``; in the audit of a proposal both stay
    empty where ``exact`` is False.
    """

    mentor: str
    coach: str
    project: str
    points: int
    loss: Mapping[str, int]
    exact: bool
    others_changed: int
    moves: tuple[Move, ...]
    sentence: Sentence


def other_mentor(suggestion: Suggestion) -> OtherMentor:
    """Return a suggestion as audits state it; levels below points break ties and are left out."""
    shown = {n: lost for n, lost in suggestion.loss.items() if n == POINTS or n.startswith(SERVED)}
    first = foremost(shown)
    if first is not None and not suggestion.exact:
        shown = dict(list(shown.items())[: list(shown).index(first[0]) + 1])
    return OtherMentor(
        mentor=suggestion.mentor,
        coach=suggestion.coach,
        project=suggestion.project,
        points=suggestion.points,
        loss=shown,
        exact=suggestion.exact,
        others_changed=suggestion.others_changed,
        moves=suggestion.moves,
        sentence=suggestion.sentence(),
    )


def next_best(adviser: Adviser, mentees: Iterable[str]) -> dict[str, tuple[OtherMentor, ...]]:
    """Return for each of some waiting mentees the few other mentors that cost the whole least."""
    return {
        mentee: tuple(other_mentor(suggestion) for suggestion in suggestions)
        for mentee, suggestions in adviser.next_best(mentees, SHOWN_NEXT_BEST).items()
    }


def regret(others: Sequence[OtherMentor]) -> int | str:
    """Return what the best other mentor costs, for a cell of a table; empty where there is none.

    A number of points; ``-1 served`` where fewer people would be served, or ``-1 served:2`` where
    only that class of priority has fewer; with ``or more`` behind it where it is at least that.
    """
    if not others:
        return ""
    best = others[0]
    level, n = foremost(best.loss) or (POINTS, 0)
    people = served_loss(best.loss)
    if best.exact and people > 0:
        level, n = SERVED, people
    found: int | str = n if level == POINTS else f"-{n} {level}"
    return found if best.exact else f"{found} or more"
