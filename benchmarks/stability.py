"""How much calmer the second round is when proposals shown before count for something.

A programme of 2,000 mentees and 500 mentors is matched and the proposals are shown. Then 100
waiting mentees leave, 100 others arrive, and all is matched again under several values of
``stability_points``. Who leaves is drawn from all; who arrives is too, or is among those registered
last: they have no points for waiting yet, and take fewer places from others.

A shown proposal is *kept* when its mentee still has the same mentor, and its mentee is *ousted*
when someone else has the place and they have none; those whose mentee left count for nothing.
Points are those of the rule set, without any bonus, against the second round without a bonus.

    python benchmarks/stability.py [seeds]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.values import MatchStatus
from matcher.instance.compile import compile_instance
from matcher.instance.solve import Duo, duos, solve
from matcher.simulation.population import PopulationSettings, population
from matcher.simulation.settings import Shape

AS_OF = date(2026, 11, 2)
BONUSES = (0, 3, 6, 9, 12, 15, 20, 30, 40, 60, 80)
COUNTS = ("shown", "changed", "ousted", "served", "points")
FEWER, LOST_PER_MILLION = 4, 500
"""The bar: so many times fewer changed proposals, for at most so much of the points."""


Arrivals = Literal["any", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The second round under one bonus; None: nothing is known of what was shown.

    ``changed`` are shown proposals whose mentee still waits and has another mentor or none now,
    out of ``shown``; ``ousted`` are those of them who have none now; ``points`` count no bonus.
    """

    bonus: int | None
    shown: int
    changed: int
    ousted: int
    served: int
    points: int


def outcomes(
    seed: int,
    *,
    shape: Shape = "flow",
    mentees: int = 2000,
    mentors: int = 500,
    moved: int = 100,
    arrivals: Arrivals = "any",
    bonuses: Sequence[int] = BONUSES,
) -> tuple[Outcome, ...]:
    """Return the second round without memory, then under each bonus.

    ``moved`` mentees leave and as many arrive. The same arguments give the same figures.
    """
    settings = PopulationSettings(
        seed=seed, as_of=AS_OF, shape=shape, mentees=mentees + moved, mentors=mentors
    )
    made = population(settings).problem
    known = tuple(m for m in made.matches if m.status is not MatchStatus.PROPOSED)
    made = replace(made, matches=known)
    named = {m.mentee for m in known}
    free = [m for m in made.waiting if m.id not in named]
    drawn = random.Random(seed).sample([m.id for m in free], 2 * moved)  # noqa: S311 -- a draw, no secret
    arrive, leave = frozenset(drawn[:moved]), frozenset(drawn[moved:])
    if arrivals == "newest":
        newest = sorted(free, key=lambda m: (m.registered_on or date.min, m.id))[-moved:]
        arrive = frozenset(m.id for m in newest)
        leave = frozenset([one for one in drawn if one not in arrive][:moved])
    before, _ = _round(_without(made, arrive), 0)
    later = _without(made, leave)
    remembered = replace(later, matches=(*known, *(_shown(duo) for duo in before)))
    stay = {duo.mentee: duo.mentor for duo in before if duo.mentee not in leave}
    found = []
    for bonus in (None, *bonuses):
        now, points = _round(later if bonus is None else remembered, bonus or 0)
        mentor_of = {duo.mentee: duo.mentor for duo in now}
        found.append(
            Outcome(
                bonus=bonus,
                shown=len(stay),
                changed=sum(mentor_of.get(mentee) != mentor for mentee, mentor in stay.items()),
                ousted=sum(mentee not in mentor_of for mentee in stay),
                served=len(now),
                points=points,
            )
        )
    return tuple(found)


def _without(problem: Problem, gone: frozenset[str]) -> Problem:
    return replace(
        problem,
        mentees=tuple(m for m in problem.mentees if m.id not in gone),
        exclusions=tuple(e for e in problem.exclusions if e.mentee not in gone),
    )


def _shown(duo: Duo) -> Match:
    return Match(
        id=f"shown {duo.mentee}",
        mentee=duo.mentee,
        mentor=duo.mentor,
        coach=duo.coach,
        project=duo.project,
        status=MatchStatus.PROPOSED,
    )


def _round(problem: Problem, bonus: int) -> tuple[tuple[Duo, ...], int]:
    """Return the proven best duos under a bonus, and their points without it."""
    rules = replace(problem.rules, stability_points=bonus)
    instance = compile_instance(replace(problem, rules=rules))
    solution = solve(instance)
    if solution.status != "optimal":
        raise RuntimeError(f"Expected a proven round, got {solution.status}.")
    return duos(instance, solution.chosen), int(instance.option_points[solution.chosen].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The same as `Outcome`, added up over seeds; ``lost`` is the share of points against bonus 0."""

    bonus: int | None
    shown: int
    changed: int
    ousted: int
    served: int
    points: int
    lost: float


def totals(runs: Sequence[Sequence[Outcome]]) -> tuple[Total, ...]:
    """Return runs of several seeds added up, bonus by bonus."""
    sums = [
        {key: sum(getattr(one, key) for one in same) for key in COUNTS}
        for same in zip(*runs, strict=True)
    ]
    best = next(sums[i]["points"] for i, one in enumerate(runs[0]) if one.bonus == 0)
    return tuple(
        Total(bonus=one.bonus, **found, lost=1 - found["points"] / best)
        for one, found in zip(runs[0], sums, strict=True)
    )


def fewest_changed(found: Sequence[Total], per_million: int) -> int:
    """Return how many shown proposals change at least, whatever the method, for that loss at most.

    A round under bonus s has the greatest points + s × kept of all sets that serve as many. So a
    set with points >= p keeps at most (points + s × kept − p) / s, for every s.
    """
    plain = next(one for one in found if one.bonus == 0)
    least = plain.points - plain.points * per_million // 1_000_000
    floors = (
        one.shown - (one.points + one.bonus * (one.shown - one.changed) - least) // one.bonus
        for one in found
        if one.bonus
    )
    return max(0, *floors)


def table(seeds: int, arrivals: Arrivals) -> None:
    """Print a table over all seeds, and what can be had within the bar's loss of points."""
    found = totals([outcomes(seed, arrivals=arrivals) for seed in range(1, seeds + 1)])
    who = {"any": "drawn from all who wait", "newest": "those registered last"}[arrivals]
    print(f"2,000 mentees x 500 mentors, flow, 100 out and 100 in ({who}), {seeds} seeds together")
    print(
        f"{'bonus':>9}{'shown':>7}{'changed':>9}{'share':>8}{'ousted':>8}{'served':>8}{'points':>9}"
        f"{'lost':>9}"
    )
    for one in found:
        name = "forgotten" if one.bonus is None else str(one.bonus)
        print(
            f"{name:>9}{one.shown:7}{one.changed:9}{one.changed / one.shown:8.1%}{one.ousted:8}"
            f"{one.served:8}{one.points:9}{one.lost:9.3%}"
        )
    plain = next(one.changed for one in found if one.bonus == 0)
    for per_million in (LOST_PER_MILLION, 1000, 2000, 5000):
        print(
            f"for at most {per_million / 10_000:.2f} % of points no method changes fewer than "
            f"{fewest_changed(found, per_million)} of {found[0].shown} (without a bonus {plain})"
        )
    calm = next((one for one in found if one.bonus and one.changed * FEWER <= plain), None)
    if calm is not None:
        print(f"{FEWER} times fewer changes first at bonus {calm.bonus}, for {calm.lost:.2%}")


def main() -> None:
    """Print a table for each way to arrive."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for arrivals in get_args(Arrivals):
        table(seeds, arrivals)
        print()


if __name__ == "__main__":
    main()
