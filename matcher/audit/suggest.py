"""For one mentee the best mentors by what choosing each costs everybody together, and who moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.audit.matching import Matching
from matcher.constraints.words import counted
from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence
from matcher.engine.answers.regret import Regret, Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.arrays import PriceArray
from matcher.instance.solve import engine_options

POINTS, SERVED = "points", "served"
_PERSON = Sentence("persoon", "person"), Sentence("mensen", "people")
_POINT = Sentence("punt", "point"), Sentence("punten", "points")
NOTHING = Sentence("Dat kost het geheel niets.", "That costs the whole nothing.")
LOTTERY = Sentence(
    "Dat is voor het geheel even goed. Alleen het lot koos anders.",
    "That is as good for the whole. Only the lottery chose otherwise.",
)
FEWER = Sentence(
    "Dan krijgt {people} minder een voorstel.", "Then {people} fewer would get a proposal."
)
LESS = Sentence("Dat kost het geheel {points}.", "That costs the whole {points}.")
GAINS = Sentence("Het geheel wint dan wel {points}.", "The whole would win {points} though.")
AT_LEAST = Sentence("Het kan ook meer kosten.", "It may cost more as well.")
PRIORITY = Sentence(
    "Dan verliest iemand met meer voorrang een voorstel.",
    "Then someone with more priority would lose a proposal.",
)
ONE_MOVER = Sentence("Dan verandert ook 1 ander duo.", "Then 1 other pair would change too.")
MOVERS = Sentence(
    "Dan veranderen ook {count} andere duo's.", "Then {count} other pairs would change too."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A mentee whose mentor changes; None: no proposal."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A mentor for a mentee, the best coach and project with them, and what the choice costs.

    ``loss`` unfolds by level what all together lose: ``served`` and ``served:K`` people,
    ``points``, and lower levels. ``exact`` is False where a search did not close: at least that.
    ``moves`` are all whose mentor changes, this mentee among them unless nothing changes.
    """

    mentee: str
    mentor: str
    coach: str
    project: str
    points: int
    loss: Mapping[str, int]
    exact: bool
    moves: tuple[Move, ...]

    @property
    def served_loss(self) -> int:
        """How many people fewer would be served."""
        return sum(n for level, n in self.loss.items() if level.startswith(SERVED))

    @property
    def points_loss(self) -> int:
        """How many points fewer all together."""
        return self.loss.get(POINTS, 0)

    def sentence(self) -> Sentence:
        """Say what the choice costs, to a coordinator."""
        if not any(self.loss.values()):
            return NOTHING
        said: list[Sentence] = []
        if self.served_loss:
            said.append(FEWER.fill(people=counted(self.served_loss, *_PERSON)))
        elif any(level.startswith(SERVED) and n for level, n in self.loss.items()):
            said.append(PRIORITY)
        if self.points_loss:
            template = LESS if self.points_loss > 0 else GAINS
            said.append(template.fill(points=counted(abs(self.points_loss), *_POINT)))
        said = said or [LOTTERY]
        others = sum(move.mentee != self.mentee for move in self.moves)
        if others:
            said.append(ONE_MOVER if others == 1 else MOVERS.fill(count=others))
        if not self.exact:
            said.append(AT_LEAST)
        whole = said[0]
        for sentence in said[1:]:
            whole += sentence
        return whole


class Adviser:
    """Answers "what would it cost" for one matching; what all answers need is built once.

    Parameters
    ----------
    matching
        The set that was chosen.
    prices
        The certificate's prices, one array a family.
    proven
        Whether the set is proven best; else what it costs is "at least".
    """

    def __init__(self, matching: Matching, prices: Sequence[PriceArray], *, proven: bool) -> None:
        self._matching = matching
        self._prices = prices
        self._proven = proven

    @cached_property
    def _regrets(self) -> Regrets:
        matching = self._matching
        settled = Settled(
            engine_options(matching.instance),
            matching.problem.rules.objective,
            matching.chosen,
            self._prices,
            proven=self._proven,
        )
        return Regrets(settled)

    def suggest(self, mentee: str, k: int | None = None) -> tuple[Suggestion, ...]:
        """Return the k mentors that cost everybody together least, the least first.

        Raises
        ------
        matcher.domain.errors.UnknownNameError
            When there is no such mentee.
        InputError
            When the mentee is in a duo already.
        """
        return self._of(mentee, k, None)

    def cost_of(self, mentee: str, mentor: str) -> Suggestion | None:
        """Return what this mentor costs; None when no option with them is allowed."""
        index = self._matching.problem.mentors.index(self._matching.problem.mentor(mentor))
        found = self._of(mentee, None, [index])
        return found[0] if found else None

    def _of(self, mentee: str, k: int | None, mentors: list[int] | None) -> tuple[Suggestion, ...]:
        problem = self._matching.problem
        person = problem.mentee(mentee)
        if mentee in problem.in_a_duo:
            raise InputError(f"Expected a mentee who waits, {mentee!r} is in a duo.")
        found = self._regrets.of(problem.waiting.index(person), k, mentors)
        return tuple(self._told(mentee, regret) for regret in found)

    def _told(self, mentee: str, regret: Regret) -> Suggestion:
        option = self._matching.option(regret.option)
        assert option.coach is not None  # noqa: S101 -- an option of the instance has all four
        assert option.project is not None  # noqa: S101 -- likewise
        instance = self._matching.instance
        return Suggestion(
            mentee=mentee,
            mentor=option.mentor.id,
            coach=option.coach.id,
            project=option.project.id,
            points=int(instance.option_points[regret.option]),
            loss=regret.levels,
            exact=regret.exact,
            moves=tuple(
                Move(
                    mentee=self._who(before if after is None else after),
                    before=self._whom(before),
                    after=self._whom(after),
                )
                for before, after in regret.moves
            ),
        )

    def _who(self, option: int | None) -> str:
        assert option is not None  # noqa: S101 -- a move has a side
        return self._matching.option(option).mentee.id

    def _whom(self, option: int | None) -> str | None:
        return None if option is None else self._matching.option(option).mentor.id
