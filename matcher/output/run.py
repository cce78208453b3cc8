"""What a run records of itself: versions, seed, timings, and the digest of every file."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from matcher.domain.problem import Problem
from matcher.output.plain import to_json

PACKAGES = ("mentoring-matcher", "numpy", "ortools", "scipy", "networkx")
NAME = "run.json"


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of Python and of what computes the result."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:  # run from a source tree
            found[package] = "source"
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What every document names: which facts, which rules, which software."""

    as_of: str
    ruleset: Mapping[str, str]
    input_digest: str
    versions: Mapping[str, str]
    lottery_seed: str


def provenance(problem: Problem, input_digest: str, used: Mapping[str, str]) -> Provenance:
    """Return the provenance of a run over a problem."""
    rules = problem.rules
    return Provenance(
        as_of=problem.as_of.isoformat(),
        ruleset={"name": rules.name, "version": rules.version, "digest": rules.digest},
        input_digest=input_digest,
        versions=used,
        lottery_seed=rules.lottery_seed,
    )


def run_document(
    source: Provenance, status: str, timings: Mapping[str, str], files: Mapping[str, bytes]
) -> bytes:
    """Return ``run.json``, with the digest of every other file and of itself (field empty)."""
    document = {
        "format": 1,
        "status": status,
        "as_of": source.as_of,
        "ruleset": dict(source.ruleset),
        "input_digest": source.input_digest,
        "lottery_seed": source.lottery_seed,
        "versions": dict(source.versions),
        "timings_seconds": dict(timings),
        "sha256": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())
        },
        "sha256_of_this_file": "",
    }
    document["sha256_of_this_file"] = hashlib.sha256(to_json(document)).hexdigest()
    return to_json(document)
