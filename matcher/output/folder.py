"""Reads an output folder back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from matcher.audit.matching import Matching
from matcher.domain.errors import InputError, MatcherError
from matcher.domain.problem import Problem
from matcher.instance.compile import Instance, compile_instance
from matcher.output.facts import read_facts

MARK = "run.json"
AUDITS = "audit"


class WrongFileError(InputError):
    """A file of an output folder that is not right; the message begins with its name."""


@contextmanager
def blaming(name: str) -> Iterator[None]:
    """Turn whatever goes wrong over a file's content into an error that names the file.

    Raises
    ------
    WrongFileError
        In place of any other error.
    """
    try:
        yield
    except WrongFileError:
        raise
    except Exception as error:  # what content can do wrong has no end
        said = str(error)
        if not isinstance(error, MatcherError):
            said = f"expected what a run writes ({type(error).__name__}: {error})."
        raise WrongFileError(said if said.startswith(name) else f"{name}: {said}") from error


@dataclass(frozen=True, slots=True)
class StoredRun:
    """An output folder read back: the run record, the certificate and the matching."""

    run: Mapping[str, Any]
    certificate: Mapping[str, Any]
    matching: Matching


def read_json(folder: Path, name: str) -> Any:
    """Return a JSON file of the folder.

    Raises
    ------
    InputError
        When it is missing or unreadable.
    """
    try:
        return json.loads((folder / name).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{name}: expected readable JSON ({type(error).__name__}).") from error


def read_run(folder: Path) -> StoredRun:
    """Read what an output folder says of itself: enough to explain and to ask why not.

    Raises
    ------
    InputError
        When a file is missing or is not of a run, or a duo is not an allowed option.
    """
    if not folder.is_dir():
        raise InputError(f"{folder.name}: expected an output folder, found none.")
    with blaming("problem.json"):
        problem = read_facts(read_json(folder, "problem.json"))
        instance = compile_instance(problem)
    certificate = read_json(folder, "certificate.json")
    instance, chosen = read_duos(certificate, instance)
    return StoredRun(
        run=read_json(folder, MARK),
        certificate=certificate,
        matching=Matching(instance, chosen),
    )


def read_duos(
    certificate: Any, instance: Instance
) -> tuple[Instance, np.ndarray[Any, np.dtype[np.int64]]]:
    """Return the options that a certificate's duos name, sorted, with the instance that holds them.

    Raises
    ------
    InputError
        When a duo names someone unknown, or is not allowed by the rules.
    """
    problem: Problem = instance.problem
    people: tuple[tuple[Any, ...], ...] = (
        problem.waiting,
        problem.mentors,
        problem.coaches,
        problem.projects,
    )
    index = [{one.id: i for i, one in enumerate(table)} for table in people]
    try:
        rows = [
            [str(duo[key]) for key in ("mentee", "mentor", "coach", "project")]
            for duo in certificate["duos"]
        ]
    except (KeyError, TypeError) as error:
        raise InputError(
            "certificate.json: expected duos of mentee, mentor, coach, project."
        ) from error
    fours = []
    for number, ids in enumerate(rows):
        where = f"certificate.json: duos[{number}]"
        if any(one not in table for one, table in zip(ids, index, strict=True)):
            raise InputError(f"{where}: expected ids of problem.json, found {', '.join(ids)}.")
        fours.append(tuple(table[one] for one, table in zip(ids, index, strict=True)))
    instance = instance.holding(*np.array(fours, dtype=np.int64).reshape(-1, 4).T)
    chosen = []
    for number, (ids, four) in enumerate(zip(rows, fours, strict=True)):
        option = instance.option_at(*four)
        if option is None:
            raise InputError(
                f"certificate.json: duos[{number}]: expected an allowed match, found "
                f"{', '.join(ids)}, barred by {', '.join(_broken(instance, *four))}."
            )
        chosen.append(option)
    return instance, np.array(sorted(chosen), dtype=np.int64)


def _broken(
    instance: Instance, mentee: int, mentor: int, coach: int, project: int
) -> tuple[str, ...]:
    """Return the keys of the rules that bar an option of four indices."""
    bars = instance.barred
    mask = bars.em[mentee, mentor] | bars.ep[mentee, project] | bars.mp[mentor, project]
    return bars.names(int(mask | bars.mc[mentor, coach] | bars.cp[coach, project]))
