"""Which places a duo with a coach in a project would take, also where no duo is possible yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import Role
from matcher.constraints.registry import capacity_rules
from matcher.instance.compile import Capacity, Instance

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Seats:
    """A capacity by the records of its role: each one's label, and what one duo with it takes.

    ``capacity`` is the instance's; ``labels`` and ``usage`` have one entry a record.
    """

    capacity: Capacity
    role: Role
    labels: Integers
    usage: Integers

    def fits(self, record: int) -> bool:
        """Return whether commitments leave room for a duo with this record."""
        return bool(self.usage[record] <= self.capacity.limit[self.labels[record]])


def seats_of(instance: Instance) -> tuple[Seats, ...]:
    """Return the capacities of coaches, projects and promotors, as `Instance.capacities` has them."""
    rules = {rule.key: rule for rule in capacity_rules()}
    found = []
    for capacity in instance.capacities:
        rule = rules[capacity.key]
        records = instance.problem.of_role(rule.role)
        index = {name: number for number, name in enumerate(capacity.names)}
        found.append(
            Seats(
                capacity=capacity,
                role=rule.role,
                labels=np.array([index[rule.label(one)] for one in records], dtype=np.int64),
                usage=np.array([rule.usage(one) for one in records], dtype=np.int64),
            )
        )
    return tuple(found)
