"""The output folder that a service shows, read and verified once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from matcher.app.suggest import adviser_of
from matcher.audit.matching import Matching, proposal_id
from matcher.audit.next_best import next_best
from matcher.audit.proposal import ProposalAudit, audit_proposal
from matcher.audit.suggest import Adviser
from matcher.audit.unmatched import FreeMentor, UnmatchedMentee, free_mentors, unmatched_mentees
from matcher.domain.errors import InputError, MatcherError, UnknownNameError
from matcher.domain.problem import Problem
from matcher.instance.solve import Duo
from matcher.output.facts import digest
from matcher.output.folder import MARK, read_run
from matcher.output.plain import plain, to_json
from matcher.output.run import provenance, versions
from matcher.output.verify import Verified, verify

KEPT_AUDITS = 1000
SEARCH_SECONDS = 5.0
"""How long a page may search for what one mentor costs; then it tells what that is at least."""

READ = ("problem.json", "certificate.json", MARK)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of a list of proposals; ``option`` is an index into the instance's options."""

    id: str
    duo: Duo
    promotor: str
    points: int
    option: int


@dataclass(frozen=True, eq=False)
class Run:
    """A readable run. All that is shown follows from its facts and its duos.

    Proposals, audits and reasons are worked out anew, so that what was changed by hand in another
    file of the folder is never shown. ``source`` says which facts, rules and software.
    ``adviser`` tells what another mentor would cost; None where the prices are not verified.
    """

    matching: Matching
    source: Mapping[str, Any]
    certificate: Mapping[str, Any]
    adviser: Adviser | None

    @property
    def problem(self) -> Problem:
        """The facts and rules."""
        return self.matching.problem

    @cached_property
    def proposals(self) -> Mapping[str, Proposed]:
        """Every proposal by id, in the order of mentees."""
        instance, found = self.matching.instance, {}
        for index in self.matching.chosen.tolist():
            option = self.matching.option(index)
            assert option.coach is not None  # noqa: S101 -- an option of the instance has all four
            assert option.project is not None  # noqa: S101 -- likewise
            duo = Duo(option.mentee.id, option.mentor.id, option.coach.id, option.project.id)
            points = int(instance.option_points[index])
            key = proposal_id(duo)
            found[key] = Proposed(key, duo, option.project.promotor, points, index)
        return found

    @cached_property
    def proposal_of(self) -> Mapping[str, str]:
        """The proposal's id by mentee."""
        return {one.duo.mentee: one.id for one in self.proposals.values()}

    @cached_property
    def audit(self) -> Callable[[str], ProposalAudit]:
        """Return the audit of a proposal by its id; raises `UnknownNameError`."""
        return lru_cache(maxsize=KEPT_AUDITS)(self._audit)

    def _audit(self, key: str) -> ProposalAudit:
        if key not in self.proposals:
            raise UnknownNameError(
                f"Expected the id of one of {len(self.proposals)} proposals, got {key!r}."
            )
        mentee = self.proposals[key].duo.mentee
        others = next_best(self.adviser, [mentee])[mentee] if self.adviser else ()
        return audit_proposal(self.matching, self.proposals[key].option, key, others)

    @cached_property
    def unmatched(self) -> tuple[UnmatchedMentee, ...]:
        """Every waiting mentee without proposal, in order of id."""
        return unmatched_mentees(self.matching)

    @cached_property
    def free_mentors(self) -> tuple[FreeMentor, ...]:
        """Every mentor with a free place, in order of id."""
        return free_mentors(self.matching)


@dataclass(frozen=True, slots=True)
class Served:
    """What the service serves. ``run`` is None where the folder cannot be read at all.

    ``digest`` changes whenever anything that is shown can change.
    """

    verified: Verified
    digest: str
    run: Run | None


def open_folder(folder: Path) -> Served:
    """Verify and read an output folder.

    Raises
    ------
    InputError
        When there is no such folder, or when it was replaced while it was read.
    """
    before = _fingerprint(folder)
    verified = verify(folder)
    run: Run | None = None
    # Every way in which a spoiled file can fail; `verify` tells which one it is.
    with suppress(MatcherError, ValueError, TypeError, KeyError, AttributeError):
        run = _read(folder, verified=verified.ok)
    if _fingerprint(folder) != before:
        raise InputError(f"{folder.name}: expected a folder at rest, it changed while being read.")
    state = f"{before} {verified} {versions()}"
    return Served(verified, hashlib.sha256(state.encode()).hexdigest(), run)


def _read(folder: Path, *, verified: bool) -> Run:
    stored = read_run(folder)
    facts = (folder / READ[0]).read_bytes()
    source = plain(provenance(stored.matching.problem, digest(facts), stored.run["versions"]))
    to_json({**source, "certificate": stored.certificate})
    adviser = adviser_of(stored, seconds=SEARCH_SECONDS) if verified else None
    run = Run(stored.matching, source, stored.certificate, adviser)
    if len(run.proposal_of) != len(run.matching.chosen):
        raise InputError("certificate.json: expected each mentee at most once.")
    return run


def _fingerprint(folder: Path) -> tuple[str, ...]:
    return tuple(
        digest(path.read_bytes()) if (path := folder / name).is_file() else "" for name in READ
    )
