"""The small closed sets of values that facts are made of."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Answer(StrEnum):
    """A fact that may be unknown. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Answer:
        """Return YES or NO for a boolean, UNKNOWN for None."""
        return cls.UNKNOWN if value is None else cls.YES if value else cls.NO

    def __and__(self, other: Answer) -> Answer:
        """Kleene conjunction: no wins, then unknown."""
        if self is other:
            return self
        return _NO if self is _NO or other is _NO else _UNKNOWN

    def __or__(self, other: Answer) -> Answer:
        """Kleene disjunction: yes wins, then unknown."""
        if self is other:
            return self
        return _YES if self is _YES or other is _YES else _UNKNOWN


# Looking a member up on its class takes longer than all the rest of a conjunction.
_YES, _NO, _UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


class Level(IntEnum):
    """CEFR level (ERK-niveau) of a language, A1 to C2."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class MeetingMode(StrEnum):
    """How someone wants to meet."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    EITHER = "either"


class Gender(StrEnum):
    """Gender as stated; read by a stated wish and by nothing else."""

    FEMALE = "f"
    MALE = "m"
    OTHER = "x"


class MentorStatus(StrEnum):
    """Whether a mentor takes part now."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Decision(StrEnum):
    """VDAB's decision on a mentee's participation."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class MatchStatus(StrEnum):
    """Where a duo stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    RUNNING = "running"
    COMPLETED = "completed"
    STOPPED = "stopped"


class Subgroup(StrEnum):
    """The three subgroups that a lot may be restricted to (PROGRAMME §2)."""

    HOA = "HOA"
    LOA = "LOA"
    YOUNG = "young"


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_PARTS = ("am", "pm", "eve")
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in DAY_PARTS)
"""The 21 weekly slots, Monday morning first: ``mon-am`` … ``sun-eve``."""
