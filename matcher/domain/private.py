"""What is kept apart from the facts: it never reaches rules, points, order or audits.

Contact details are shown beside a proposal. Special categories serve reports only.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.values import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a person of a table (``mentees``, ``mentors``, ``coaches``)."""

    table: str
    id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialCategories:
    """A mentee's nationality (ISO 3166) and benefit entitlement."""

    mentee: str
    nationality: str | None = None
    benefits: Answer = Answer.UNKNOWN
