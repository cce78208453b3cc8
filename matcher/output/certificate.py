"""``certificate.json``: the chosen set, the prices that bound every other set, and what they prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.audit.matching import Matching
from matcher.domain.errors import InputError
from matcher.engine.problem.folded import some
from matcher.engine.proof.prove import Proven, prove
from matcher.instance.compile import Instance
from matcher.instance.proof import prove_all
from matcher.instance.scope import Scope
from matcher.instance.solve import engine_options
from matcher.output.plain import to_json

STATUSES = ("optimal", "feasible", "cancelled")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a run claims: its status, and a price per label, families as in `family_names`.

    ``methods`` names how each component with a positive gap was solved and what its solver says
    of it, in the order of the components. ``scope`` says of how many allowed options the solver
    saw how many, where not all could be held.
    """

    status: str
    prices: tuple[npt.NDArray[Any], ...]
    methods: tuple[tuple[str, str], ...]
    scope: Scope | None = None


def family_names(instance: Instance) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each family's key with the names of its labels: mentee, mentor, then the others."""
    return (
        ("mentee", tuple(person.id for person in instance.problem.waiting)),
        (instance.mentor_capacity.key, instance.mentor_capacity.names),
        *((capacity.key, capacity.names) for capacity in instance.capacities),
    )


def proven(matching: Matching, proof: Proof) -> Proven:
    """Return what the prices prove of the chosen set, computed from the facts, with no solver.

    Where not all options could be held they are read and priced block by block.

    Raises
    ------
    InputError
        When the scope is not that of the facts.
    """
    if matching.instance.wide is not None:
        return prove_all(matching.instance, matching.chosen, proof.prices, proof.scope)
    if proof.scope is not None:
        raise InputError("scope: expected none where all allowed options are held.")
    return prove(
        engine_options(matching.instance),
        matching.problem.rules.objective,
        matching.chosen,
        proof.prices,
    )


def certificate_document(matching: Matching, proof: Proof, found: Proven | None = None) -> bytes:
    """Return ``certificate.json``. Integers that may pass 2^53 are written as text.

    ``found`` is what `proven` says, where that is known already.
    """
    found = found or proven(matching, proof)
    instance = matching.instance
    weights = some(found.folded, matching.chosen).tolist()
    chosen = {
        instance.problem.waiting[mentee].id: weight
        for mentee, weight in zip(instance.mentee[matching.chosen].tolist(), weights, strict=True)
    }
    return to_json(
        {
            **_scope_document(proof.scope),
            "objective": matching.problem.rules.objective,
            "status": proof.status,
            "served": len(matching.duos),
            "points": int(instance.option_points[matching.chosen].sum()),
            "weight": str(found.checked.weight),
            "bound": str(found.checked.bound),
            "gap": str(found.checked.gap),
            "gap_by_level": {name: str(n) for name, n in found.gap_by_level.items()},
            "levels": [
                {"name": level.name, "multiplier": str(level.multiplier)} for level in found.levels
            ],
            "components_with_a_gap": [
                {
                    "options": part.options,
                    "mentees": part.mentees,
                    "gap": str(part.gap),
                    "network": part.network,
                    "method": method,
                    "solver_says": says,
                }
                for part, (method, says) in zip(found.loose, proof.methods, strict=True)
            ],
            "duos": [
                {
                    "mentee": duo.mentee,
                    "mentor": duo.mentor,
                    "coach": duo.coach,
                    "project": duo.project,
                    "weight": str(chosen[duo.mentee]),
                }
                for duo in matching.duos
            ],
            "prices": {
                key: {
                    name: str(price)
                    for name, price in zip(names, prices.tolist(), strict=True)
                    if price
                }
                for (key, names), prices in zip(family_names(instance), proof.prices, strict=True)
            },
        }
    )


def _scope_document(scope: Scope | None) -> dict[str, Any]:
    if scope is None:
        return {}
    return {
        "scope": {
            "allowed_options": scope.allowed,
            "seen_by_the_solver": scope.seen,
            "nodes_folded_for": scope.nodes,
        }
    }


def _read_scope(document: Mapping[str, Any]) -> Scope | None:
    if "scope" not in document:
        return None
    names = ("allowed_options", "seen_by_the_solver", "nodes_folded_for")
    allowed, seen, nodes = (document["scope"][name] for name in names)
    if not all(type(number) is int for number in (allowed, seen, nodes)):
        raise ValueError("expected whole numbers in scope")
    if not 0 <= seen <= allowed:
        raise ValueError(f"expected a solver that saw at most {allowed} options, found {seen}")
    return Scope(allowed, seen, nodes)


def read_proof(document: Mapping[str, Any], instance: Instance) -> Proof:
    """Return the proof that a certificate holds.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it is not of that shape or names a label that does not exist.
    """
    prices = []
    for key, names in family_names(instance):
        index = {name: i for i, name in enumerate(names)}
        column = np.zeros(len(names), dtype=np.object_)
        for name, price in document["prices"][key].items():
            if name not in index:
                raise ValueError(f"expected a label of {key}, found {name!r}")
            column[index[name]] = int(price)
        prices.append(column)
    status = document["status"]
    if status not in STATUSES:
        raise ValueError(f"expected a status among {', '.join(STATUSES)}, found {status!r}")
    methods = tuple(
        (str(part["method"]), str(part["solver_says"]))
        for part in document["components_with_a_gap"]
    )
    return Proof(status, tuple(prices), methods, _read_scope(document))
