"""Checks an output folder from its facts alone, with no solver.

First the facts: rules, points, capacities and prices are computed anew from ``problem.json``.
Then every document is written anew from them and compared byte by byte. Digests come last: they
only show that nothing was touched since, the rest shows that it was right.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from matcher.audit.proposal import audit_proposals
from matcher.domain.errors import InputError, MatcherError
from matcher.engine.proof import Proven
from matcher.output.certificate import Proof, proven, read_proof
from matcher.output.documents import PROPOSAL_COLUMNS, documents, proposal_row
from matcher.output.facts import digest
from matcher.output.folder import MARK, StoredRun, read_run
from matcher.output.plain import to_json
from matcher.output.run import provenance
from matcher.output.workbook import SHEET

CLAIM = ("milp", "optimal")
"""The one claim that lets a set be called optimal beside a gap: a search that was closed."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the folder holds; ``problem`` names the first thing that is wrong.

    ``gap_by_level`` says how far the prices are from proving the set best, empty when they do.
    """

    ok: bool
    problem: str | None = None
    status: str | None = None
    served: int = 0
    points: int = 0
    options: int = 0
    gap_by_level: dict[str, int] | None = None


class _WrongError(MatcherError):
    """The first thing that is wrong."""


def verify(folder: Path, progress: Callable[[str], None] | None = None) -> Verified:
    """Check an output folder.

    Raises
    ------
    InputError
        When the folder itself is not there. Whatever is wrong inside is the result's ``problem``.
    """
    if not folder.is_dir():
        raise InputError(f"{folder.name}: expected an output folder, found none.")
    say = progress or (lambda _: None)
    try:
        return _verify(folder, say)
    except (MatcherError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, MatcherError):
            return Verified(ok=False, problem=str(error))
        return Verified(ok=False, problem=f"expected a complete output folder ({error!r})")


def _verify(folder: Path, say: Callable[[str], None]) -> Verified:
    say("facts")
    stored = read_run(folder)
    proof = read_proof(stored.certificate, stored.matching.instance)
    say("prices")
    found = proven(stored.matching, proof)
    if not found.checked.ok:
        raise _WrongError(f"certificate.json: {found.checked.violation}")
    _check_status(proof, found)
    say("documents")
    _check_documents(folder, stored, proof)
    say("digests")
    _check_digests(folder, stored.run)
    return Verified(
        ok=True,
        status=proof.status,
        served=len(stored.matching.duos),
        points=int(stored.certificate["points"]),
        options=len(stored.matching.instance.mentee),
        gap_by_level=found.gap_by_level,
    )


def _check_status(proof: Proof, found: Proven) -> None:
    if len(proof.methods) != len(found.loose):
        raise _WrongError(
            f"certificate.json: expected {len(found.loose)} components with a gap, "
            f"found {len(proof.methods)}."
        )
    if proof.status != "optimal":
        return
    for part, claim in zip(found.loose, proof.methods, strict=True):
        if part.network or claim != CLAIM:
            raise _WrongError(
                f"certificate.json: expected a proof for status optimal, found a gap of {part.gap} "
                f"over {part.options} options."
            )


def _check_documents(folder: Path, stored: StoredRun, proof: Proof) -> None:
    matching, run = stored.matching, stored.run
    facts = (folder / "problem.json").read_bytes()
    source = provenance(matching.problem, digest(facts), run["versions"])
    if run["status"] != proof.status:
        raise _WrongError(f"{MARK}: expected status {proof.status!r}, found {run['status']!r}.")
    expected = documents(matching, proof, source)
    for name, content in expected.items():
        if _read(folder, name) != content:
            raise _WrongError(f"{name}: {_difference(content, _read(folder, name))}")
    for key, value in (
        ("as_of", source.as_of),
        ("ruleset", dict(source.ruleset)),
        ("input_digest", source.input_digest),
        ("lottery_seed", source.lottery_seed),
    ):
        if run[key] != value:
            raise _WrongError(f"{MARK}: expected {key} {value!r}, found {run[key]!r}.")
    _check_workbook(folder, stored)
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    extra = present - set(expected) - {MARK, "proposals.xlsx"}
    if extra:
        raise _WrongError(f"{min(extra)}: expected no such file.")


def _check_workbook(folder: Path, stored: StoredRun) -> None:
    """Compare the workbook's proposals; names and addresses beside them are covered by its digest."""
    content = _read(folder, "proposals.xlsx")
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)[SHEET]
        rows = [row[: len(PROPOSAL_COLUMNS)] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # a damaged archive fails in many ways
        raise _WrongError(
            f"proposals.xlsx: expected a workbook ({type(error).__name__})."
        ) from error
    expected = [proposal_row(a) for a in audit_proposals(stored.matching)]
    if [tuple(str(v or "") for v in row) for row in rows] != [
        tuple(str(v or "") for v in row) for row in (PROPOSAL_COLUMNS, *expected)
    ]:
        raise _WrongError("proposals.xlsx: expected the same proposals as in proposals.csv.")


def _check_digests(folder: Path, run: Any) -> None:
    given = dict(run["sha256"])
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    if set(given) != present - {MARK}:
        odd = min(set(given) ^ (present - {MARK}))
        raise _WrongError(f"{MARK}: expected a digest for each file there is, not so for {odd}.")
    for name, expected in given.items():
        found = digest(_read(folder, name))
        if found != expected:
            raise _WrongError(f"{name}: expected SHA-256 {expected}, found {found}.")
    bare = {**run, "sha256_of_this_file": ""}
    own = hashlib.sha256(to_json(bare)).hexdigest()
    if run["sha256_of_this_file"] != own or to_json(dict(run)) != _read(folder, MARK):
        raise _WrongError(f"{MARK}: expected its own digest {own}.")


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise _WrongError(f"{name}: expected a readable file.") from error


def _difference(expected: bytes, found: bytes) -> str:
    """Return where two texts part, by line; facts are not echoed beyond that line."""
    wanted, given = expected.decode().splitlines(), found.decode(errors="replace").splitlines()
    for number, (a, b) in enumerate(zip(wanted, given, strict=False), start=1):
        if a != b:
            return f"line {number}: expected {a.strip()!r}, found {b.strip()!r}."
    return f"expected {len(wanted)} lines, found {len(given)}."
