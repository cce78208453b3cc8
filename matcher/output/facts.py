"""``problem.json``: the facts that rules and criteria read, and the whole rule set.

Names and addresses, nationality and benefits are not in a `Problem` at all. Left out besides:
reasons of exclusions and endings, which no rule reads, and gender where nobody has a wish about it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from matcher.domain.commitments import Exclusion, Match
from matcher.domain.errors import InputError
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import (
    Acquaintance,
    Call,
    Employer,
    EmployerContact,
    Lot,
    Project,
    Promotor,
)
from matcher.domain.values import Level
from matcher.output.plain import stated, to_json
from matcher.rulesets import rules_from_document

TABLES: Mapping[str, type] = {
    "mentees": Mentee,
    "mentors": Mentor,
    "coaches": Coach,
    "projects": Project,
    "promotors": Promotor,
    "calls": Call,
    "lots": Lot,
    "employers": Employer,
    "contacts": EmployerContact,
    "acquaintances": Acquaintance,
    "matches": Match,
    "exclusions": Exclusion,
}
FORMAT = 1


def minimised(problem: Problem) -> Problem:
    """Return the problem without facts that no rule or criterion will read."""
    asked = "wish" not in problem.rules.switched_off
    about_mentors = asked and any("mentor_gender" in m.wishes for m in problem.mentees)
    about_mentees = asked and any("mentee_gender" in m.wishes for m in problem.mentors)
    return dataclasses.replace(
        problem,
        mentees=tuple(
            m if about_mentees else dataclasses.replace(m, gender=None) for m in problem.mentees
        ),
        mentors=tuple(
            m if about_mentors else dataclasses.replace(m, gender=None) for m in problem.mentors
        ),
        matches=tuple(dataclasses.replace(m, reason=None) for m in problem.matches),
        exclusions=tuple(dataclasses.replace(e, reason=None) for e in problem.exclusions),
    )


def facts_document(problem: Problem) -> bytes:
    """Return ``problem.json`` of a minimised problem."""
    tables = {name: [stated(row) for row in getattr(problem, name)] for name in TABLES}
    return to_json(
        {
            "format": FORMAT,
            "as_of": problem.as_of.isoformat(),
            "rules": problem.rules.document,
            **tables,
        }
    )


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_facts(document: Any) -> Problem:
    """Return the problem that ``problem.json`` describes.

    Raises
    ------
    InputError
        When a field is missing, unknown or of the wrong kind; the message names the table and row.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(f"problem.json: expected format {FORMAT}.")
    unknown = set(document) - {"format", "as_of", "rules", *TABLES}
    if unknown:
        raise InputError(f"problem.json: unknown key {min(unknown)!r}.")
    try:
        as_of = date.fromisoformat(document["as_of"])
        rules = rules_from_document(document["rules"], "problem.json")
        tables = {name: _table(name, document[name]) for name in TABLES}
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"problem.json: expected the facts of a run ({error!r}).") from error
    return Problem(as_of=as_of, rules=rules, **tables)


def _table(name: str, rows: list[dict[str, Any]]) -> Any:
    kind = TABLES[name]
    fields = {field.name for field in dataclasses.fields(kind)}
    for number, row in enumerate(rows):
        extra = set(row) - fields
        if extra:
            raise InputError(f"problem.json: {name}[{number}]: unknown key {min(extra)!r}.")
    try:
        found: Any = _adapter(kind).validate_python([_typed(row) for row in rows])
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"problem.json: {name}[{place}]: {first['msg']}.") from error
    if "id" in fields and len({row.id for row in found}) < len(found):
        raise InputError(f"problem.json: {name}: expected each id once.")
    return found


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]  # one of TABLES


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with what JSON cannot tell apart: CEFR names as levels, strengths as numbers."""
    out = dict(row)
    for key in ("languages", "dutch_skills"):
        if key in out:
            out[key] = {code: Level[name] for code, name in out[key].items()}
    if out.get("dutch_needed") is not None:
        out["dutch_needed"] = Level[out["dutch_needed"]]
    if str(out.get("tie", "x"))[:1].isdigit():
        out["tie"] = Decimal(out["tie"])
    return out
