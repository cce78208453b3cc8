"""Writes the output folder whole or not at all, and reads it back."""

from __future__ import annotations

import json
import shutil
import tempfile
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


def write_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write files into a folder that appears only when all are there.

    An earlier output folder is replaced when nothing was put into it since; anything else that
    stands there is left alone.

    Raises
    ------
    InputError
        When the target is a file, or a folder with other content.
    """
    if target.exists() and not target.is_dir():
        raise InputError(f"{target.name}: expected a folder or nothing, found a file.")
    there = {path.name for path in target.iterdir()} if target.exists() else set()
    other = there - {name.split("/")[0] for name in files} - {AUDITS}
    if other or (there and MARK not in there):
        raise InputError(
            f"{target.name}: expected an empty folder or an earlier result, "
            f"found {min(other or there)}."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    old: Path | None = None
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
            target.rename(old / "was")
        fresh.rename(target)
    except BaseException:
        if old is not None and (old / "was").exists() and not target.exists():
            (old / "was").rename(target)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)


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
    return StoredRun(
        run=read_json(folder, MARK),
        certificate=certificate,
        matching=Matching(instance, chosen_options(certificate, instance)),
    )


def chosen_options(certificate: Any, instance: Instance) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the options that a certificate's duos name, sorted.

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
    chosen = []
    try:
        rows = [
            [str(duo[key]) for key in ("mentee", "mentor", "coach", "project")]
            for duo in certificate["duos"]
        ]
    except (KeyError, TypeError) as error:
        raise InputError(
            "certificate.json: expected duos of mentee, mentor, coach, project."
        ) from error
    for number, ids in enumerate(rows):
        where = f"certificate.json: duos[{number}]"
        if any(one not in table for one, table in zip(ids, index, strict=True)):
            raise InputError(f"{where}: expected ids of problem.json, found {', '.join(ids)}.")
        four = tuple(table[one] for one, table in zip(ids, index, strict=True))
        option = instance.option_at(*four)
        if option is None:
            raise InputError(
                f"{where}: expected an allowed match, found {', '.join(ids)}, "
                f"barred by {', '.join(_broken(instance, *four))}."
            )
        chosen.append(option)
    return np.array(sorted(chosen), dtype=np.int64)


def _broken(
    instance: Instance, mentee: int, mentor: int, coach: int, project: int
) -> tuple[str, ...]:
    """Return the keys of the rules that bar an option of four indices."""
    bars = instance.barred
    mask = bars.em[mentee, mentor] | bars.ep[mentee, project] | bars.mp[mentor, project]
    return bars.names(int(mask | bars.mc[mentor, coach] | bars.cp[coach, project]))
