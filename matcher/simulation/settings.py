"""How large a synthetic programme is and what shape it has."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

from matcher.domain.errors import InputError

Shape = Literal["programme", "flow", "cross"]

_MENTORS_OF_ONE_COACH = {"programme": 8, "flow": 20, "cross": 8}
_MANY = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationSettings:
    """Size and shape of a population; the same settings give the same people everywhere.

    A number of promotors, projects, coaches or employers of 0 follows from the numbers of
    mentees and mentors; with the default numbers these are 8, 12, 15 and 150.

    Shapes: ``programme`` is a programme with everything that occurs in one. ``flow`` refers
    every mentee to one promotor and one project and gives every mentor a coach, none limited to
    some projects, so that capacities nest; a coach there follows twenty mentors, with a caseload
    of mostly 30, so that mentors are what is short. ``cross`` refers half the mentees to no
    promotor, gives each promotor two projects with unlike lots and leaves a third of the mentors
    without a coach.

    Raises
    ------
    InputError
        When the shape is unknown, or a number is too small.
    """

    seed: int = 1
    as_of: date
    shape: Shape = "programme"
    mentees: int = 400
    mentors: int = 120
    promotors: int = 0
    projects: int = 0
    coaches: int = 0
    employers: int = 0

    def __post_init__(self) -> None:
        if self.shape not in get_args(Shape):
            raise InputError(f"Expected a shape among {get_args(Shape)}, got {self.shape!r}.")
        for name, number in self._in_proportion().items():
            if getattr(self, name) == 0:
                object.__setattr__(self, name, number)
        for field in fields(self):
            number = getattr(self, field.name)
            if isinstance(number, int) and field.name != "seed" and number < 1:
                raise InputError(f"Expected {field.name} >= 1, got {number}.")
        for name in ("projects", "coaches"):
            if getattr(self, name) < self.promotors:
                raise InputError(
                    f"Expected {name} >= {self.promotors}, one for each promotor, "
                    f"got {getattr(self, name)}."
                )

    def _in_proportion(self) -> dict[str, int]:
        """Return what follows from the numbers of mentees and mentors.

        Past twenty thousand mentees there are fewer and larger promotors, so that allowed pairs
        grow faster than mentees × mentors.
        """
        promotors = self.promotors or (8 if self.mentees <= _MANY else 5)
        projects = promotors + promotors // 2 if self.mentees <= _MANY else 12
        if self.shape == "cross":
            projects = 2 * promotors
        return {
            "promotors": promotors,
            "projects": max(promotors, projects),
            "coaches": max(promotors, self.mentors // _MENTORS_OF_ONE_COACH[self.shape]),
            "employers": max(150, self.mentors // 2),
        }
