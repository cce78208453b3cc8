"""What each kind of event holds in a file: a format for every field, and where records go.

Texts are those of the intake: a mentee's languages stand in an event as they stand in a cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from matcher.domain.sentence import Sentence
from matcher.domain.values import Decision
from matcher.intake.cells import AMOUNT, DATE, IDENTIFIER, TIE, CellError, Format, cached
from matcher.intake.choices import words
from matcher.intake.terms import EMPLOYER_TIE
from matcher.stream.events import Ending, Ground, Limit, Party, Reason

_VALUE = Sentence(
    "een geheel getal vanaf 0, of voor een budget een bedrag in euro",
    "a whole number, 0 or more, or for a budget an amount in euros",
)


def _value(text: str) -> int | Decimal:
    try:
        amount = AMOUNT.parse(text)
    except CellError as error:
        raise CellError(_VALUE, error.suggestion) from None
    return int(amount) if amount == amount.to_integral_value() else amount


def _one_of(kind: Any) -> Format[Any]:
    names = [member.value for member in kind]
    return words({m.value: m for m in kind}, names, lambda member: str(member.value))


VALUE: Format[int | Decimal] = Format(
    _VALUE,
    cached(_value),
    lambda value: str(value) if isinstance(value, int) else format(value, "f"),
)
FINAL: Format[Decision] = words(
    {"approved": Decision.APPROVED, "refused": Decision.REFUSED},
    [Decision.APPROVED.value, Decision.REFUSED.value],
    lambda decision: decision.value,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field that holds one text or number, which may be left out unless it is ``needed``."""

    format: Format[Any]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Ties:
    """A field that holds a tie by id; it may be left out."""

    format: Format[Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A field that holds a person: the columns of an intake table, with all that it asks."""

    table: Literal["mentees", "mentors"]


@dataclass(frozen=True, slots=True)
class Changes:
    """A field that holds some columns of an intake table; an empty one is no longer given."""

    table: Literal["mentees", "mentors"]
    apart: Mapping[str, str]
    """Columns that another kind of event changes, by name."""


Field = Cell | Ties | Record | Changes
_ID = Cell(IDENTIFIER)
_REASON = Cell(_one_of(Reason))

FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "mentee_arrived": {"mentee": Record("mentees")},
        "mentee_withdrawn": {"mentee": _ID, "reason": _REASON},
        "mentee_changed": {
            "mentee": _ID,
            "changes": Changes(
                "mentees",
                {"vdab_decision": "vdab_decided", "vdab_decided_on": "vdab_decided"},
            ),
        },
        "vdab_decided": {"mentee": _ID, "decision": Cell(FINAL)},
        "mentor_joined": {
            "mentor": Record("mentors"),
            "employers": Ties(EMPLOYER_TIE),
            "acquaintances": Ties(TIE),
        },
        "mentor_paused": {
            "mentor": _ID,
            "begins": Cell(DATE, needed=False),
            "until": Cell(DATE, needed=False),
        },
        "mentor_resumed": {"mentor": _ID},
        "mentor_left": {"mentor": _ID},
        "mentor_changed": {
            "mentor": _ID,
            "changes": Changes(
                "mentors", {"capacity": "capacity_changed", "status": "mentor_paused"}
            ),
        },
        "capacity_changed": {
            "limit": Cell(_one_of(Limit)),
            "of": _ID,
            "value": Cell(VALUE, needed=False),
        },
        "proposal_made": {
            "match": _ID,
            "mentee": _ID,
            "mentor": _ID,
            "coach": _ID,
            "project": _ID,
        },
        "proposal_accepted": {"match": _ID},
        "proposal_declined": {"match": _ID, "by": Cell(_one_of(Party)), "reason": _REASON},
        "duo_started": {"match": _ID},
        "duo_ended": {
            "match": _ID,
            "ending": Cell(_one_of(Ending)),
            "reason": Cell(_one_of(Reason), needed=False),
        },
        "exclusion_added": {"mentee": _ID, "mentor": _ID, "reason": Cell(_one_of(Ground))},
    }
)
"""The fields of every kind of event, beside ``kind``, ``id`` and ``at``."""

EVERY: Mapping[str, Cell] = MappingProxyType({"id": Cell(IDENTIFIER), "at": Cell(DATE)})
"""What every event has."""
