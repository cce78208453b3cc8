"""What the tests of the simulation share: the demo's folder, day and population."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from matcher.engine import Solution, assign
from matcher.instance import Instance
from matcher.simulation.population import Population, PopulationSettings, population
from matcher.simulation.settings import Shape

AS_OF = date(2026, 11, 2)
DEMO = Path(__file__).parents[2] / "scenarios" / "demo"


@cache
def small(shape: Shape, seed: int = 1) -> Population:
    """Return a population of 300 mentees and 80 mentors."""
    return population(
        PopulationSettings(seed=seed, as_of=AS_OF, shape=shape, mentees=300, mentors=80)
    )


@cache
def demo() -> Population:
    """Return the population of the demo."""
    return population(PopulationSettings(seed=1, as_of=AS_OF))


def solve(instance: Instance) -> Solution:
    """Return the best set of options of an instance."""
    return assign(
        instance.mentee,
        instance.mentor,
        instance.weighed,
        mentor_capacity=instance.mentor_capacity.limit,
        families=[(c.labels, c.limit, c.usage) for c in instance.capacities],
        single_choice=[(instance.mentor, instance.coach)] if instance.one_coach else (),
        objective="participation",
        priority=instance.priority,
        previous=instance.previous,
        continuity=instance.continuity,
        lottery=instance.lottery,
    )
