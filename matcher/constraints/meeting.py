"""Who accepts one way of meeting could accept both (PROGRAMME §3.9)."""

from __future__ import annotations

from matcher.constraints.change import Change, Edit, Who
from matcher.domain.people import Mentee, Mentor
from matcher.domain.sentence import Sentence
from matcher.domain.values import MeetingMode

_MENTEE = {
    MeetingMode.IN_PERSON: Sentence("als u ook online wilt afspreken", "if you meet online too"),
    MeetingMode.ONLINE: Sentence(
        "als u ook in het echt wilt afspreken", "if you meet in person too"
    ),
}
_MENTOR = {
    MeetingMode.IN_PERSON: Sentence(
        "als de mentor ook online wil afspreken", "if the mentor meets online too"
    ),
    MeetingMode.ONLINE: Sentence(
        "als de mentor ook in het echt wil afspreken",
        "if the mentor meets in person too",
    ),
}


def either_mode(rule: str, one: Mentee | Mentor) -> Change:
    """Return the change that someone who wants to meet in one way accepts both."""
    assert one.meeting_mode is not None  # noqa: S101 -- the caller saw which one they want
    mentee = isinstance(one, Mentee)
    return Change(
        rule=rule,
        who=Who.MENTEE if mentee else Who.MENTOR,
        condition=(_MENTEE if mentee else _MENTOR)[one.meeting_mode],
        edits=(
            Edit(
                table="mentees" if mentee else "mentors",
                id=one.id,
                field="meeting_mode",
                value=MeetingMode.EITHER,
            ),
        ),
    )
