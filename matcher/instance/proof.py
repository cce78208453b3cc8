"""What prices prove of a set over all allowed options of a problem that cannot hold them."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.errors import InputError
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.proof.prove import Proven
from matcher.instance.compile import Instance
from matcher.instance.scope import Scope
from matcher.instance.solve import engine_options


def prove_all(
    instance: Instance, chosen: IntArray, prices: Sequence[PriceArray], scope: Scope | None
) -> Proven:
    """Return what prices prove of chosen options of an instance that holds some.

    Raises
    ------
    InputError
        When there is no scope, or it counts other options than the facts allow.
    """
    from matcher.engine.sparse.proving import prove_placed  # noqa: PLC0415 -- loads machine code

    wide = instance.wide
    if wide is None or scope is None:
        raise InputError("scope: expected how many options are allowed and were seen, found none.")
    found, allowed = prove_placed(
        wide,
        [each.limit for each in wide.capacities],
        engine_options(instance),
        instance.problem.rules.objective,
        chosen,
        prices,
        scope.nodes,
    )
    if allowed != scope.allowed:
        raise InputError(f"scope: expected {allowed} allowed options, found {scope.allowed}.")
    return found
