"""A project's budget over its life, in euro cents (PROGRAMME §3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from matcher.constraints.capacities.project_places_total import duos_ever
from matcher.constraints.capacity import CapacityRule, Source
from matcher.constraints.change import Who
from matcher.constraints.contract import Outcome
from matcher.constraints.encoding import Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


def _cents(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)


class ProjectBudget(CapacityRule):
    """Every duo costs the project's cost per mentee; without such a cost nothing is restricted."""

    key = "project_budget"
    section = "PROGRAMME §3.6"
    role: ClassVar[Role] = "project"
    title = Sentence("Budget van het project", "The project's budget")
    counts = "cents"
    source = Source(
        table="projects",
        field="budget_eur",
        who=Who.PROMOTOR,
        condition=Sentence(
            "als project {label} een budget krijgt dat {units} groter is",
            "if project {label} gets a budget that is {units} larger",
        ),
    )
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Project {label} kreeg een budget van {limit}. Daarvan is nog {free} over.",
            "Project {label} got a budget of {limit}. Of that {free} is left.",
        ),
        Outcome.BROKEN: Sentence(
            "Project {label} kreeg een budget van {limit}. Er is te weinig over voor nog een duo.",
            "Project {label} got a budget of {limit}. Too little is left for one more pair.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Project {label} gaf geen budget of geen kost per persoon op.",
            "Project {label} gave no budget or no cost per person.",
        ),
    }

    def label(self, one: Any) -> str:
        """Label by project."""
        return str(one.id)

    def limit(self, label: str, problem: Problem) -> int | None:
        """Return the budget in cents, where budget and cost are given."""
        project = problem.project_by_id[label]
        if project.budget_eur is None or project.cost_per_mentee_eur is None:
            return None
        return _cents(project.budget_eur)

    def used(self, problem: Problem) -> Mapping[str, int]:
        """Add up the cost of all duos that were ever made."""
        cost = {p.id: _cents(p.cost_per_mentee_eur) for p in problem.projects}
        return {
            project: duos * cost.get(project, 0) for project, duos in duos_ever(problem).items()
        }

    def usage(self, one: Any) -> int:
        """Return the project's cost per mentee in cents."""
        return _cents(one.cost_per_mentee_eur)
