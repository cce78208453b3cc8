"""For one mentee the best mentors by what choosing each costs everybody together, and who moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.audit.cost_words import POINTS, cost_sentence, served_loss
from matcher.audit.matching import Matching
from matcher.audit.numbered import answers_over_all, four_of, points_of
from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence
from matcher.engine.answers.answers import Answers
from matcher.engine.answers.next_best import NextBest
from matcher.engine.answers.regret import Regret, Regrets
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.arrays import PriceArray
from matcher.engine.problem.levels import LevelScale
from matcher.engine.problem.weighing import weigh
from matcher.instance.scope import Scope
from matcher.instance.solve import engine_options

MANY_OPTIONS = 50_000
"""Options from which regrets are found among a few of them, and are as exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A mentee whose mentor, coach or project changes; None: no proposal."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A mentor for a mentee, the best coach and project with them, and what the choice costs.

    ``loss`` unfolds by level what all together lose: ``served`` and ``served:K`` people,
    ``points``, and lower levels. ``exact`` is False where a search did not close: at least that.
    ``moves`` are all for whom something changes, this mentee among them unless nothing does.
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
        return served_loss(self.loss)

    @property
    def points_loss(self) -> int:
        """How many points fewer all together."""
        return self.loss.get(POINTS, 0)

    @property
    def others_changed(self) -> int:
        """How many other mentees' options change."""
        return sum(move.mentee != self.mentee for move in self.moves)

    def sentence(self) -> Sentence:
        """Say what the choice costs, to a coordinator."""
        return cost_sentence(self.loss, self.others_changed, exact=self.exact)


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
    seconds
        Time limit for each search that a part which is no network needs, None for none.
    levels
        How the weights are folded that the prices speak of; None: found out when needed.
    scope
        Over how many allowed options the prices were found, where the instance holds only some.

    Raises
    ------
    InputError
        When the instance holds only some of the allowed options and there is no scope.
    """

    def __init__(
        self,
        matching: Matching,
        prices: Sequence[PriceArray],
        *,
        proven: bool,
        seconds: float | None = None,
        levels: Sequence[LevelScale] | None = None,
        scope: Scope | None = None,
    ) -> None:
        if matching.instance.partial and scope is None:
            raise InputError(
                "scope: expected how many options are allowed and were seen, found none."
            )
        self._scope = scope
        self._levels = levels
        self._matching = matching
        self._prices = prices
        self._proven = proven
        self._seconds = seconds

    @cached_property
    def _settled(self) -> Settled:
        matching = self._matching
        return Settled(
            engine_options(matching.instance),
            matching.problem.rules.objective,
            matching.chosen,
            self._prices,
            proven=self._proven,
        )

    @cached_property
    def _regrets(self) -> Callable[..., Sequence[Regret]]:
        """Answers what each mentor costs a mentee; of many options only a few are held for that."""
        if self._scope is not None:
            return answers_over_all(
                self._matching,
                self._prices,
                self._scope,
                proven=self._proven,
                seconds=self._seconds,
            ).regrets
        if len(self._matching.instance.mentee) < MANY_OPTIONS:
            return Regrets(self._settled, seconds=self._seconds).of
        objective = self._matching.problem.rules.objective
        options = engine_options(self._matching.instance)
        return Answers.of(
            options,
            objective,
            self._matching.chosen,
            self._prices,
            self._levels or weigh(options, objective).folding.levels,
            proven=self._proven,
            seconds=self._seconds,
        ).regrets

    @cached_property
    def _next_best(self) -> NextBest:
        return NextBest(self._settled)

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

    def next_best(self, mentees: Iterable[str], k: int) -> dict[str, tuple[Suggestion, ...]]:
        """Return for each of some waiting mentees the k other mentors that cost least.

        No solver is used. In a part that is no network, the loss is what the prices say that it
        is at least, and who would move is not found out. Where the instance holds only some of
        the allowed options nobody is told of: each mentee would take a reading of all options.
        """
        if self._matching.instance.partial:
            return dict.fromkeys(mentees, ())
        index = self._index
        found = self._next_best.of((index[mentee] for mentee in mentees), k)
        waiting = self._matching.problem.waiting
        return {
            waiting[at].id: tuple(self._told(waiting[at].id, regret) for regret in regrets)
            for at, regrets in found.items()
        }

    @cached_property
    def _index(self) -> dict[str, int]:
        return {person.id: at for at, person in enumerate(self._matching.problem.waiting)}

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
        found = self._regrets(self._index[person.id], k, mentors)
        return tuple(self._told(mentee, regret) for regret in found)

    def _told(self, mentee: str, regret: Regret) -> Suggestion:
        problem, instance = self._matching.problem, self._matching.instance
        _, mentor, coach, project = four_of(instance, regret.option)
        return Suggestion(
            mentee=mentee,
            mentor=problem.mentors[mentor].id,
            coach=problem.coaches[coach].id,
            project=problem.projects[project].id,
            points=points_of(instance, regret.option),
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
        matching = self._matching
        return matching.problem.waiting[four_of(matching.instance, option)[0]].id

    def _whom(self, option: int | None) -> str | None:
        if option is None:
            return None
        matching = self._matching
        return matching.problem.mentors[four_of(matching.instance, option)[1]].id
