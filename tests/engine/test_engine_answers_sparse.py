"""Where the solver saw a few of the options, answers are those of all: HiGHS solves with the change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engine_outside import best_totals, large, limits, unit_of
from engine_questions import moved, options_of
from engine_reference import Instance
from test_engine_sparse import columns, sparse

from matcher.engine.answers.answers import Answers
from matcher.engine.answers.regret import Regret
from matcher.engine.answers.worth import Worth
from matcher.engine.sparse.assign import SparseSolution
from matcher.engine.sparse.source import ArraySource

BATCH = 10
FEW = 3
"""The solver, and who answers at first, hold less than one in so many options."""


def solved(batch: int) -> Iterator[tuple[Instance, SparseSolution, Answers]]:
    """Yield the instances of a batch; those of which more had to be held are drawn anew."""
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        for again in range(4):
            _, instance = large(number + 4000 * again)
            solution = sparse(instance, k=1, block=300)
            found = answers(instance, solution, in_memory=number % 3 == 0)
            if FEW * max(solution.core, len(found.numbers)) < instance.size:
                break
        yield instance, solution, found


def answers(instance: Instance, solution: SparseSolution, *, in_memory: bool) -> Answers:
    objective = instance.more["objective"]
    if in_memory:
        options = options_of(instance)
        return Answers.of(options, objective, solution.chosen, solution.prices, solution.levels)
    return Answers.sparse(
        ArraySource(columns(instance), 300),
        solution,
        mentor_capacity=instance.more["mentor_capacity"],
        capacities=[given[1] for given in instance.more["families"]],
        objective=objective,
        priority=instance.more.get("priority"),
    )


def totals(instance: Instance, chosen: Any) -> list[int]:
    return [int(level[chosen].sum()) for level in instance.levels() if level.any()]


def lost(instance: Instance, solution: SparseSolution, mentee: int, mentor: int) -> list[int]:
    """Return what the best of all sets with a duo has less, by level."""
    pair = (instance.mentee == mentee) & (instance.mentor == mentor)
    best = best_totals(instance, limits(instance), pair)
    assert best is not None
    return [a - b for a, b in zip(totals(instance, solution.chosen), best, strict=True)]


def fits(instance: Instance, capacities: list[np.ndarray], chosen: list[int]) -> bool:
    for (labels, _, usage), capacity in zip(instance.families(), capacities, strict=True):
        used = np.zeros(len(capacity), dtype=np.int64)
        np.add.at(used, labels[chosen], usage[chosen])
        if (used > capacity).any():
            return False
    for group, choice in instance.more.get("single_choice", []):
        made = {(int(g), int(c)) for g, c in zip(group[chosen], choice[chosen], strict=True)}
        if len(made) > len({g for g, _ in made}):
            return False
    return True


def check_regret(instance: Instance, solution: SparseSolution, mentee: int, regret: Regret) -> None:
    expected = lost(instance, solution, mentee, regret.mentor)
    assert list(regret.levels.values()) == expected
    assert regret.exact
    after = moved(solution.chosen, regret.moves)
    assert fits(instance, limits(instance), after)
    assert regret.option in after
    assert (instance.mentee[regret.option], instance.mentor[regret.option]) == (
        mentee,
        regret.mentor,
    )
    before = totals(instance, solution.chosen)
    assert [a - b for a, b in zip(before, totals(instance, after), strict=True)] == expected


def check_worth(instance: Instance, solution: SparseSolution, worth: Worth) -> None:
    ((family, label),) = worth.labels
    capacities = [capacity.copy() for capacity in limits(instance)]
    unit = unit_of(instance, family, label)
    capacities[family][label] = capacities[family][label] // unit * unit + unit
    best = best_totals(instance, capacities)
    assert best is not None
    expected = [b - a for a, b in zip(totals(instance, solution.chosen), best, strict=True)]
    assert list(worth.levels.values()) == expected
    assert worth.exact
    after = moved(solution.chosen, worth.moves)
    assert fits(instance, capacities, after)
    assert totals(instance, after) == best


def ask(number: int, instance: Instance, found: Answers, solution: SparseSolution) -> None:
    """Ask about a mentee, one of their other mentors, a label and the mentor most wanted."""
    rng = np.random.default_rng(number)
    served = np.unique(instance.mentee[solution.chosen])
    waiting = np.setdiff1d(instance.mentee, served)
    group = served if number // 2 % 2 or not waiting.size else waiting
    mentee = int(rng.choice(group))
    first = found.regrets(mentee, 2)
    for regret in first:
        check_regret(instance, solution, mentee, regret)
    own = np.setdiff1d(instance.mentor[instance.mentee == mentee], [r.mentor for r in first])
    for regret in found.regrets(mentee, mentors=[int(m) for m in rng.permutation(own)[:1]]):
        check_regret(instance, solution, mentee, regret)
        assert regret.loss >= first[-1].loss
    families = limits(instance)
    family = int(rng.integers(1, len(families)))
    worth = found.worth(family, int(rng.integers(len(families[family]))))
    check_worth(instance, solution, worth)
    if number % 3 == 0:
        for best in found.top(family, 1):
            check_worth(instance, solution, best)
            assert best.gain >= worth.gain


def ask_batch(batch: int) -> dict[str, int]:
    """Ask about a batch of instances; return how many parts answered by path, and by solving."""
    seen = {"path": 0, "solving": 0, "grown": 0}
    for number, (instance, solution, found) in enumerate(solved(batch), start=batch * BATCH):
        assert FEW * solution.core < instance.size
        assert solution.status == "optimal"
        held = len(found.numbers)
        assert FEW * held < instance.size
        paths = found.settled.live.flow >= 0
        seen["path"] += int(paths.sum())
        seen["solving"] += int((~paths).sum())
        ask(number, instance, found, solution)
        seen["grown"] += len(found.numbers) > held
    return seen


@pytest.mark.parametrize("batch", range(12))
def test_answers_among_few_options_are_those_of_a_solve_over_all(batch: int) -> None:
    seen = ask_batch(batch)
    assert seen["path"]
    assert seen["solving"]


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(12, 50))
def test_answers_among_few_options_are_those_of_a_solve_over_all_for_many_more(batch: int) -> None:
    assert ask_batch(batch)
