"""A synthetic mentoring programme: invented people, projects, networks and duos, from a seed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

from matcher.domain.errors import InputError
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.problem import Problem
from matcher.intake.write import write_folder
from matcher.rulesets import default_rules
from matcher.simulation import duos, mentees, mentors, networks, private, programme
from matcher.simulation.settings import PopulationSettings, Shape

__all__ = ["Population", "PopulationSettings", "population"]


@dataclass(frozen=True, kw_only=True)
class Population:
    """A synthetic programme: the problem under the rule set as shipped, and what is kept apart."""

    settings: PopulationSettings
    problem: Problem
    contacts: tuple[Contact, ...]
    special: tuple[SpecialCategories, ...]

    def write(self, folder: str | Path) -> None:
        """Write an intake folder with a ``scenario.toml`` that says how it was made."""
        write_folder(self.problem, folder, contacts=self.contacts, special=self.special)
        text = f'as_of = "{self.settings.as_of}"\nseed = {self.settings.seed}\n'
        Path(folder, "scenario.toml").write_text(text, encoding="utf-8")


def population(settings: PopulationSettings) -> Population:
    """Return the programme of these settings, every table sorted by id."""
    frame = programme.frame(settings)
    coaches = mentors.coaches(settings, frame)
    volunteers = mentors.mentors(settings, frame, coaches)
    seekers = mentees.mentees(settings, frame, coaches)
    employers = networks.employers(settings)
    problem = Problem(
        as_of=settings.as_of,
        rules=default_rules(),
        mentees=seekers,
        mentors=volunteers,
        coaches=coaches,
        projects=frame.projects,
        promotors=frame.promotors,
        calls=frame.calls,
        lots=frame.lots,
        employers=employers,
        contacts=networks.contacts(settings, volunteers, employers),
        acquaintances=networks.acquaintances(settings, volunteers),
    )
    made = duos.duos(settings, problem)
    problem = replace(problem, mentees=made.mentees, matches=made.matches)
    limited = programme.with_limits(frame, problem)
    problem = replace(
        problem,
        projects=limited.projects,
        promotors=limited.promotors,
        exclusions=duos.exclusions(settings, problem),
    )
    return Population(
        settings=settings,
        problem=problem,
        contacts=private.contact_details(settings, problem.mentees, volunteers, coaches),
        special=private.special_categories(settings, problem.mentees),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a population as an intake folder; 0 when done, 2 when the settings cannot be used."""
    parser = argparse.ArgumentParser(prog="matcher.simulation.population", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", choices=get_args(Shape), default="programme")
    parser.add_argument("--mentees", type=int, default=400)
    parser.add_argument("--mentors", type=int, default=120)
    given = vars(parser.parse_args(arguments))
    out = given.pop("out")
    try:
        population(PopulationSettings(**given)).write(out)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
