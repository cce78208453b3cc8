"""Mentors who are not there yet, put into a problem without a place.

What one place would give is then what the mentor gives, and what two places would, what two
mentors like this one give: nobody is asked to choose one thing for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.options import OptionsError


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A mentor who could be added.

    ``mentee``, ``points`` (n,) one entry per option; ``labels`` the option's label in each
    further family and ``usage`` what it takes there, each (F, n), or ``usage`` None for one unit
    everywhere. ``continuity`` and ``lottery`` (n,) or None for 0. Mentees and labels are those of
    the problem.
    """

    mentee: IntArray
    points: IntArray
    labels: tuple[IntArray, ...]
    usage: tuple[IntArray, ...] | None = None
    continuity: IntArray | None = None
    lottery: IntArray | None = None


def with_newcomers(arguments: Mapping[str, Any], newcomers: Sequence[Newcomer]) -> dict[str, Any]:
    """Return arguments of `assign` to which mentors without a place are added.

    Their labels among the mentors follow the last mentor's, and their options follow the
    problem's own, both in the order given.

    Parameters
    ----------
    arguments
        Those of `assign` that describe a problem.
    newcomers
        The mentors to add.

    Raises
    ------
    OptionsError
        When an option's label is none of the problem's, or lengths differ.
    """
    families = [tuple(np.asarray(one) for one in given) for given in arguments["families"]]
    for newcomer in newcomers:
        _check([len(given[1]) for given in families], newcomer)
    sizes = [len(newcomer.mentee) for newcomer in newcomers]
    places = np.asarray(arguments["mentor_capacity"])
    who = np.repeat(np.arange(len(newcomers)), sizes)
    old = len(np.asarray(arguments["points"]))
    found = {
        **arguments,
        "mentee": _longer(arguments["mentee"], [n.mentee for n in newcomers]),
        "mentor": _longer(arguments["mentor"], [len(places) + who]),
        "points": _longer(arguments["points"], [n.points for n in newcomers]),
        "mentor_capacity": _longer(places, [np.zeros(len(newcomers), dtype=np.int64)]),
        "families": [
            (
                _longer(given[0], [n.labels[number] for n in newcomers]),
                given[1],
                _longer(_used(given, old), [_usage(n, number) for n in newcomers]),
            )
            for number, given in enumerate(families)
        ],
        "single_choice": [
            (_longer(group, [_last(group) + 1 + who]), _longer(choice, [0 * who]))
            for group, choice in arguments.get("single_choice", ())
        ],
    }
    for name in ("continuity", "lottery"):
        if arguments.get(name) is not None:
            found[name] = _longer(arguments[name], [_or_zeros(n, name) for n in newcomers])
    if arguments.get("previous") is not None:
        found["previous"] = _mask(arguments["previous"], old, len(who))
    return found


def _check(sizes: Sequence[int], newcomer: Newcomer) -> None:
    """Refuse labels that are not there; what else may be wrong `read_options` refuses."""
    size = len(newcomer.mentee)
    usage = newcomer.usage
    for name, given in (("labels", newcomer.labels), ("usage", usage)):
        if given is not None and len(given) != len(sizes):
            raise OptionsError(
                f"Expected {name} of {len(sizes)} further families, got {len(given)}."
            )
    named = [("points", newcomer.points)]
    named += [(f"labels of family {n}", labels) for n, labels in enumerate(newcomer.labels)]
    named += [(f"usages of family {n}", used) for n, used in enumerate(usage or ())]
    for name, values in named:
        if len(values) != size:
            raise OptionsError(f"Expected {size} {name} of a new mentor, got {len(values)}.")
    for number, (labels, below) in enumerate(zip(newcomer.labels, sizes, strict=True)):
        if size and not 0 <= int(labels.min()) <= int(labels.max()) < below:
            raise OptionsError(
                f"Expected labels of family {number} of a new mentor between 0 and {below - 1}, "
                f"got {labels.min()} to {labels.max()}."
            )


def _longer(values: Any, added: Sequence[IntArray]) -> IntArray:
    return np.concatenate([np.asarray(values, dtype=np.int64), *added])


def _used(given: Sequence[IntArray], size: int) -> IntArray:
    """Return a family's usage, of which None given is one unit."""
    return given[2] if len(given) == 3 else np.ones(size, dtype=np.int64)  # noqa: PLR2004 -- labels, capacity, usage


def _usage(newcomer: Newcomer, number: int) -> IntArray:
    if newcomer.usage is None:
        return np.ones(len(newcomer.mentee), dtype=np.int64)
    return newcomer.usage[number]


def _last(group: Any) -> int:
    return int(np.asarray(group).max(initial=-1))


def _or_zeros(newcomer: Newcomer, name: str) -> IntArray:
    values: IntArray | None = getattr(newcomer, name)
    return np.zeros(len(newcomer.mentee), dtype=np.int64) if values is None else values


def _mask(previous: Any, old: int, new: int) -> BoolArray:
    """Return which options were shown before, from a mask or from indices; no new one was."""
    mask = np.zeros(old + new, dtype=np.bool_)
    mask[:old][np.asarray(previous)] = True
    return mask
