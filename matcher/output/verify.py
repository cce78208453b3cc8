"""Checks an output folder from its facts alone, with no solver.

First the facts: rules, points, capacities and prices are computed anew from ``problem.json``.
Then every document is written anew from them and compared byte by byte. Digests come last: they
only show that nothing was touched since, the rest shows that it was right.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from matcher.domain.collector import collector_paused
from matcher.domain.errors import InputError, MatcherError
from matcher.engine.proof.prove import Proven
from matcher.output.certificate import STATUSES, Proof, proven, read_proof
from matcher.output.documents import PROPOSAL_COLUMNS, documents
from matcher.output.facts import digest, minimised
from matcher.output.folder import AUDITS, MARK, StoredRun, WrongFileError, blaming, read_run
from matcher.output.moves import better_step
from matcher.output.run import provenance, run_document
from matcher.output.workbook import SHEET
from matcher.output.xlsx import shown

FACTS, CERTIFICATE, WORKBOOK = "problem.json", "certificate.json", "proposals.xlsx"
METHODS = ("milp", "greedy")
"""What may leave a gap."""

SHOWN_BEFORE, SHOWN = 40, 80
"""Characters told of a line that differs: before the difference, and in all."""


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
    except MatcherError as error:
        return Verified(ok=False, problem=str(error))


@collector_paused()
def _verify(folder: Path, say: Callable[[str], None]) -> Verified:
    names = _names(folder)
    say("facts")
    stored = read_run(folder)
    say("prices")
    with blaming(CERTIFICATE):
        proof = read_proof(stored.certificate, stored.matching.instance)
        found = proven(stored.matching, proof)
        _check_proof(stored, proof, found)
    say("documents")
    _check_documents(folder, names, stored, proof, found)
    say("digests")
    with blaming(MARK):
        _check_digests(folder, names, stored, proof)
    return Verified(
        ok=True,
        status=proof.status,
        served=len(stored.matching.duos),
        points=int(stored.certificate["points"]),
        options=len(stored.matching.instance.mentee)
        if proof.scope is None
        else proof.scope.allowed,
        gap_by_level=found.gap_by_level,
    )


def _names(folder: Path) -> frozenset[str]:
    """Return the names of all files. A link could change unseen, a pipe might never end."""
    found = set()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink():
            found.add(name)
        elif path.is_symlink() or not path.is_dir() or name != AUDITS:
            raise WrongFileError(f"{name}: expected a file, and no folder, link or device.")
    return frozenset(found)


def _check_proof(stored: StoredRun, proof: Proof, found: Proven) -> None:
    if not found.checked.ok:
        raise WrongFileError(f"{CERTIFICATE}: {found.checked.violation}")
    if len(proof.methods) != len(found.loose):
        raise WrongFileError(
            f"{CERTIFICATE}: expected {len(found.loose)} components with a gap, "
            f"found {len(proof.methods)}."
        )
    for part, (method, says) in zip(found.loose, proof.methods, strict=True):
        known = method in METHODS and says in STATUSES
        # Beside a gap only one claim makes a set best: that a search was closed where prices alone
        # could not do it.
        if not known or (says == "optimal" and (part.network or method != "milp")):
            raise WrongFileError(
                f"{CERTIFICATE}: expected a proof where a solver says {says}, found a gap of "
                f"{part.gap} over {part.options} options by {method}."
            )
    said = {says for _, says in proof.methods}
    worst = next((s for s in ("cancelled", "feasible") if s in said), "optimal")
    if proof.status not in {worst, "cancelled"}:
        raise WrongFileError(f"{CERTIFICATE}: expected status {worst}, found {proof.status}.")
    if proof.status == "optimal" and found.loose:
        better = better_step(stored.matching, found.weights)
        if better:
            options = [stored.matching.option(index) for index in better]
            pairs = " and ".join(f"{o.mentee.id} with {o.mentor.id}" for o in options)
            raise WrongFileError(
                f"{CERTIFICATE}: expected no better set for status optimal, found one: {pairs}."
            )


def _check_documents(
    folder: Path, names: frozenset[str], stored: StoredRun, proof: Proof, proved: Proven
) -> None:
    matching, run = stored.matching, stored.run
    facts = _read(folder, FACTS)
    if minimised(matching.problem) != matching.problem:
        raise WrongFileError(f"{FACTS}: expected no facts that no rule reads.")
    with blaming(MARK):
        if run["input_digest"] != digest(facts):
            raise WrongFileError(
                f"{FACTS}: expected the SHA-256 that {MARK} calls its input_digest."
            )
        source = provenance(matching.problem, digest(facts), run["versions"])
    with blaming(FACTS):
        expected = documents(matching, proof, source, found=proved)
    for name, content in expected.items():
        found = _read(folder, name)
        if found != content:
            raise WrongFileError(f"{name}: {_difference(content, found)}")
    _check_workbook(folder, expected["proposals.csv"])
    extra = names - set(expected) - {MARK, WORKBOOK}
    if extra:
        raise WrongFileError(f"{min(extra)}: expected no such file.")


def _check_workbook(folder: Path, proposals: bytes) -> None:
    """Compare the workbook's proposals; names and addresses beside them are covered by its digest."""
    content = _read(folder, WORKBOOK)
    rows = csv.reader(io.StringIO(proposals.decode(), newline=""))
    expected = [[shown(value) for value in row] for row in rows]
    with blaming(WORKBOOK):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheets, sheet = book.sheetnames, book[SHEET]
        # the size that a sheet states may hide rows
        sheet.reset_dimensions()
        found = [
            ["" if value is None else str(value) for value in row[: len(PROPOSAL_COLUMNS)]]
            for row in sheet.iter_rows(values_only=True)
        ]
    if sheets != [SHEET] or found != expected:
        raise WrongFileError(f"{WORKBOOK}: expected the same proposals as in proposals.csv.")


def _check_digests(folder: Path, names: frozenset[str], stored: StoredRun, proof: Proof) -> None:
    run = stored.run
    files = {name: _read(folder, name) for name in sorted(names - {MARK})}
    for name, content in files.items():
        given, found = run["sha256"].get(name), digest(content)
        if given != found:
            raise WrongFileError(f"{name}: expected SHA-256 {given} as in {MARK}, found {found}.")
    source = provenance(stored.matching.problem, run["input_digest"], run["versions"])
    expected = run_document(source, proof.status, run["timings_seconds"], files)
    written = _read(folder, MARK)
    if written != expected:
        raise WrongFileError(f"{MARK}: {_difference(expected, written)}")


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise WrongFileError(f"{name}: expected a readable file.") from error


def _difference(expected: bytes, found: bytes) -> str:
    """Return where two texts part; facts are not echoed beyond a few words of that line."""
    wanted, given = expected.decode().splitlines(), found.decode(errors="replace").splitlines()
    for number, (a, b) in enumerate(zip(wanted, given, strict=False), start=1):
        if a != b:
            same = next(
                (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
                min(len(a), len(b)),
            )
            at = max(0, same - SHOWN_BEFORE)
            shown = [line[at : at + SHOWN].strip() for line in (a, b)]
            return f"line {number}: expected {shown[0]!r}, found {shown[1]!r}."
    return f"expected {len(wanted)} lines, found {len(given)}."
