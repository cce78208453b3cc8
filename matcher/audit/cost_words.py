"""What choosing another mentor costs everybody together, in words."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.constraints.words import counted
from matcher.domain.sentence import Sentence

POINTS, SERVED, LOTTERY_LEVEL = "points", "served", "lottery"
_PERSON = Sentence("persoon", "person"), Sentence("mensen", "people")
_POINT = Sentence("punt", "point"), Sentence("punten", "points")
NOTHING = Sentence("Dat kost het geheel niets.", "That costs the whole nothing.")
LOTTERY = Sentence(
    "Dat is voor het geheel even goed. Alleen het lot koos anders.",
    "That is as good for the whole. Only the lottery chose otherwise.",
)
EARLIER = Sentence(
    "Dat kost het geheel geen punten. Maar dan blijft er minder zoals het was.",
    "That costs the whole no points. But then less would stay as it was.",
)
FEWER = Sentence(
    "Dan krijgt {people} minder een voorstel.", "Then {people} fewer would get a proposal."
)
LESS = Sentence("Dat kost het geheel {points}.", "That costs the whole {points}.")
GAINS = Sentence("Het geheel wint dan wel {points}.", "The whole would win {points} though.")
PRIORITY = Sentence(
    "Dan verliest iemand met meer voorrang een voorstel.",
    "Then someone with more priority would lose a proposal.",
)
ONE_MOVER = Sentence("Dan verandert ook 1 ander duo.", "Then 1 other pair would change too.")
MOVERS = Sentence(
    "Dan veranderen ook {count} andere duo's.", "Then {count} other pairs would change too."
)
FEWER_AT_LEAST = Sentence(
    "Dan krijgt minstens {people} minder een voorstel.",
    "Then at least {people} fewer would get a proposal.",
)
SOMEONE = Sentence(
    "Dan verliest minstens 1 persoon een voorstel.",
    "Then at least 1 person would lose a proposal.",
)
LESS_AT_LEAST = Sentence(
    "Dat kost het geheel minstens {points}.", "That costs the whole at least {points}."
)
UNSURE = Sentence("Misschien kost dat het geheel niets.", "Perhaps that costs the whole nothing.")
AT_LEAST = Sentence("Het kan ook meer kosten.", "It may cost more as well.")


def served_loss(loss: Mapping[str, int]) -> int:
    """Return how many people fewer are served, all classes together."""
    return sum(n for level, n in loss.items() if level.startswith(SERVED))


def foremost(loss: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the first level, in order of weight, in which anything is lost; None: in none.

    Of a bound no more can be said: what it loses in later levels may be made good there.
    """
    return next(((level, n) for level, n in loss.items() if n), None)


def cost_sentence(loss: Mapping[str, int], others: int, *, exact: bool) -> Sentence:
    """Say what a choice costs, to a coordinator.

    Parameters
    ----------
    loss
        By level, the weightiest first, what all together lose.
    others
        How many other pairs change.
    exact
        Whether it is just that; else it is at least that.
    """
    said = _exact(loss) if exact else [_bound(loss)]
    if others:
        said.append(ONE_MOVER if others == 1 else MOVERS.fill(count=others))
    if not exact:
        said.append(AT_LEAST)
    whole = said[0]
    for sentence in said[1:]:
        whole += sentence
    return whole


def _exact(loss: Mapping[str, int]) -> list[Sentence]:
    first = foremost(loss)
    if first is None:
        return [NOTHING]
    said: list[Sentence] = []
    people, points = served_loss(loss), loss.get(POINTS, 0)
    if people > 0:
        said.append(FEWER.fill(people=counted(people, *_PERSON)))
    elif first[0].startswith(SERVED):
        said.append(PRIORITY)
    if points:
        template = LESS if points > 0 else GAINS
        said.append(template.fill(points=counted(abs(points), *_POINT)))
    return said or [LOTTERY if first[0] == LOTTERY_LEVEL else EARLIER]


def _bound(loss: Mapping[str, int]) -> Sentence:
    level, n = foremost(loss) or ("", 0)
    if level == POINTS:
        return LESS_AT_LEAST.fill(points=counted(n, *_POINT))
    if level == next(iter(loss)) == SERVED:
        return FEWER_AT_LEAST.fill(people=counted(n, *_PERSON))
    before = list(loss)[: list(loss).index(level)] if level else []
    if level.startswith(SERVED) and POINTS not in before:
        return SOMEONE
    return UNSURE
