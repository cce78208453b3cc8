"""How often each fact has each value, among mentees and among mentors.

Order of magnitude of a Flemish mentoring programme; every share is invented. None: not given.
"""

from __future__ import annotations

from decimal import Decimal

from matcher.domain.values import (
    SLOTS,
    Answer,
    Decision,
    Gender,
    MeetingMode,
    MentorStatus,
)
from matcher.simulation.draw import Shares

YES, NO, UNKNOWN = Answer
APPROVED, PENDING, REFUSED = Decision.APPROVED, Decision.PENDING, Decision.REFUSED


def _answers(yes: int, no: int, unknown: int) -> Shares[Answer]:
    return Shares.of({YES: yes, NO: no, UNKNOWN: unknown})


# --- mentees ------------------------------------------------------------------------------------

AGE = Shares.of({(18, 24): 19, (25, 34): 33, (35, 44): 28, (45, 54): 15, (55, 62): 5})
"""Completed years at referral, from and to."""

EDUCATION: Shares[int | None] = Shares.of(
    {1: 14, 2: 20, 3: 7, 4: 26, 5: 5, 6: 15, 7: 9, 8: 1, None: 3}
)
EDUCATION_UNDER_25: Shares[int | None] = Shares.of({1: 18, 2: 38, 3: 12, 4: 27, 6: 2, None: 3})
WORKING = _answers(2, 95, 3)
GUIDANCE = _answers(96, 2, 2)
MIGRATION = _answers(98, 1, 1)
CERTIFICATE_BELOW_A2 = _answers(0, 98, 2)
CERTIFICATE_A2 = _answers(8, 85, 7)
CERTIFICATE_ABOVE = _answers(45, 40, 15)
DIPLOMA_IN_DUTCH = _answers(3, 93, 4)
RECOGNISED = _answers(26, 60, 14)
BENEFITS = _answers(58, 30, 12)
DECISION = Shares.of({APPROVED: 65, PENDING: 31, REFUSED: 4})
MENTEE_MODE: Shares[MeetingMode | None] = Shares.of(
    {None: 45, MeetingMode.IN_PERSON: 18, MeetingMode.EITHER: 33, MeetingMode.ONLINE: 4}
)
MENTEE_TRAVEL: Shares[Decimal | None] = Shares.of(
    {None: 72, Decimal(10): 4, Decimal(15): 7, Decimal(25): 9, Decimal(40): 8}
)
MENTEE_SLOTS = Shares.of({0: 55, 2: 3, 4: 10, 6: 14, 8: 12, 10: 6})
MENTEE_GENDER: Shares[Gender | None] = Shares.of(
    {Gender.FEMALE: 51, Gender.MALE: 43, Gender.OTHER: 1, None: 5}
)
PRIORITY = Shares.of({0: 95, 1: 4, 2: 1})

# --- mentors ------------------------------------------------------------------------------------

CAPACITY = Shares.of({1: 66, 2: 28, 3: 6})
STATUS = Shares.of({MentorStatus.ACTIVE: 93, MentorStatus.PAUSED: 5, MentorStatus.LEFT: 2})
MENTOR_MODE: Shares[MeetingMode | None] = Shares.of(
    {None: 35, MeetingMode.IN_PERSON: 20, MeetingMode.EITHER: 39, MeetingMode.ONLINE: 6}
)
MENTOR_TRAVEL: Shares[Decimal | None] = Shares.of(
    {None: 65, Decimal(15): 4, Decimal(25): 9, Decimal(40): 12, Decimal(60): 10}
)
MENTOR_SLOTS = Shares.of({0: 45, 1: 5, 2: 14, 3: 16, 4: 12, 6: 8})
MENTOR_GENDER: Shares[Gender | None] = Shares.of({Gender.FEMALE: 52, Gender.MALE: 45, None: 3})
CASELOAD = Shares.of({4: 15, 6: 25, 8: 25, 10: 15, 12: 20})
"""Of coaches who do this beside other work, for a few mentors each."""

FULL_CASELOAD = Shares.of({30: 60, 24: 15, 15: 25})
"""Of coaches whose work this is: 30 is the intake's default, the others work part-time."""

DAYTIME = tuple(slot for slot in SLOTS if not slot.startswith("s") and not slot.endswith("eve"))
AFTER_HOURS = tuple(slot for slot in SLOTS if slot not in DAYTIME)

# --- networks -----------------------------------------------------------------------------------

CONTACTS = Shares.of({0: 4, 1: 8, 2: 13, 3: 18, 4: 19, 5: 15, 6: 11, 7: 7, 8: 5})
TIE: Shares[str | Decimal] = Shares.of(
    {
        "worked_there": 28,
        "knows_someone": 42,
        Decimal("0.2"): 8,
        Decimal("0.4"): 8,
        Decimal("0.6"): 8,
        Decimal("0.8"): 6,
    }
)
ACQUAINTANCES = Shares.of({0: 35, 1: 35, 2: 20, 3: 10})
ACQUAINTANCE_TIE = Shares.of(
    {Decimal("0.3"): 30, Decimal("0.5"): 40, Decimal("0.7"): 20, Decimal("0.9"): 10}
)
VACANCIES: Shares[int | None] = Shares.of({0: 30, 1: 20, 2: 15, 3: 10, 5: 5, None: 20})
