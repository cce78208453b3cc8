"""Every document of the output folder that follows from the facts, the chosen set and its prices."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from matcher.audit.matching import Matching
from matcher.audit.next_best import regret
from matcher.audit.proposal import ProposalAudit, audit_proposals
from matcher.audit.suggest import Adviser
from matcher.audit.unmatched import free_mentors, to_do, unmatched_mentees
from matcher.engine.proof.prove import Proven
from matcher.output.certificate import Proof, certificate_document
from matcher.output.facts import facts_document
from matcher.output.plain import line, lines, plain, to_json
from matcher.output.run import Provenance

PROPOSAL_COLUMNS = (
    "proposal",
    "mentee",
    "mentor",
    "coach",
    "project",
    "promotor",
    "points",
    "rank_of_mentor_for_mentee",
    "regret_of_next_best",
)
NUMBERS = ("points", "rank_of_mentor_for_mentee")
TODO_COLUMNS = ("mentee", "rule", "missing", "projects", "nl", "en")


def documents(
    matching: Matching,
    proof: Proof,
    source: Provenance,
    *,
    facts: bytes | None = None,
    found: Proven | None = None,
) -> dict[str, bytes]:
    """Return every derived file by name, ``problem.json`` first. The same input, the same bytes.

    ``facts`` is ``problem.json``, where it has been written already, and ``found`` what the prices
    prove, where that is known.
    """
    # whatever is claimed of the whole, each part that is a network shows by itself what is best;
    # of all options where only some are held, each mentee would take a reading
    partial = matching.instance.partial
    adviser = None if partial else Adviser(matching, proof.prices, proven=False)
    audits = audit_proposals(matching, adviser)
    files = {
        "problem.json": facts_document(matching.problem) if facts is None else facts,
        "proposals.csv": csv_bytes(PROPOSAL_COLUMNS, [proposal_row(a) for a in audits]),
        "proposals.json": to_json(_proposals(audits, proof, source)),
        "unmatched.json": to_json(
            {
                **plain(source),
                "mentees": [line(one) for one in unmatched_mentees(matching)],
                "mentors": [line(one) for one in free_mentors(matching)],
            }
        ),
        "todo.csv": csv_bytes(TODO_COLUMNS, todo_rows(matching)),
        "certificate.json": certificate_document(matching, proof, found),
    }
    for audit in audits:
        files[f"audit/{audit.proposal}.json"] = to_json({**plain(source), **lines(audit)})
    return files


def proposal_row(audit: ProposalAudit) -> tuple[Any, ...]:
    """Return one line of ``proposals.csv``; see `regret` for the last column."""
    duo = audit.duo
    return (
        audit.proposal,
        duo.mentee,
        duo.mentor,
        duo.coach,
        duo.project,
        audit.promotor,
        audit.points,
        audit.rank,
        regret(audit.next_best),
    )


def proposal_rows(content: bytes) -> list[tuple[Any, ...]]:
    """Return the lines of ``proposals.csv`` as `proposal_row` made them."""
    lines = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
    numbers = {PROPOSAL_COLUMNS.index(name) for name in NUMBERS}
    return [
        (
            *(int(value) if i in numbers else value for i, value in enumerate(line[:-1])),
            _regret(line[-1]),
        )
        for line in lines
    ]


def _regret(cell: str) -> int | str:
    """Return the last column as it was written."""
    return int(cell) if cell.isdecimal() else cell


def todo_rows(matching: Matching) -> list[tuple[str, ...]]:
    """Return the lines of ``todo.csv``."""
    return [
        (
            item.mentee,
            item.rule,
            "; ".join(item.missing),
            "; ".join(item.projects),
            item.sentence.nl,
            item.sentence.en,
        )
        for item in to_do(matching)
    ]


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return CSV with commas in UTF-8 without BOM."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _proposals(audits: Sequence[ProposalAudit], proof: Proof, source: Provenance) -> dict[str, Any]:
    return {
        **plain(source),
        "status": proof.status,
        "served": len(audits),
        "points": sum(a.points for a in audits),
        "proposals": [dict(zip(PROPOSAL_COLUMNS, proposal_row(a), strict=True)) for a in audits],
    }
