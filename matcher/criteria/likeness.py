"""Settings and words that two criteria share: how much one job is like another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from matcher.criteria.contract import CriterionSettings
from matcher.domain.people import Mentee
from matcher.domain.sentence import Sentence
from matcher.network.likeness import LikenessScale
from matcher.vocabulary.occupations import occupation_name
from matcher.vocabulary.sectors import sector_name

Permille = Annotated[int, Field(ge=0, le=1000)]


SHOWN_TARGETS = 2
"""Targets named in a sentence, so that it stays short."""


class LikenessSettings(CriterionSettings):
    """Permille for occupations by shared ISCO-08 digits, and for sectors by NACE level.

    More digits shared never count for less, nor a division for less than its section.
    """

    four_digits: Permille = 1000
    three_digits: Permille = 850
    two_digits: Permille = 550
    one_digit: Permille = 200
    same_division: Permille = 700
    same_section: Permille = 400

    @model_validator(mode="after")
    def _deeper_is_no_less(self) -> Self:
        digits = (self.one_digit, self.two_digits, self.three_digits, self.four_digits)
        if list(digits) != sorted(digits):
            raise ValueError(
                f"Expected one_digit ≤ two_digits ≤ three_digits ≤ four_digits, got {digits}."
            )
        if self.same_section > self.same_division:
            raise ValueError(
                "Expected same_section ≤ same_division, "
                f"got {self.same_section} and {self.same_division}."
            )
        return self

    @property
    def likeness(self) -> LikenessScale:
        """The scale as `matcher.network.likeness` reads it."""
        return LikenessScale(
            occupation=(self.one_digit, self.two_digits, self.three_digits, self.four_digits),
            same_division=self.same_division,
            same_section=self.same_section,
        )


def target_names(mentee: Mentee) -> Sentence:
    """Return the names of the mentee's targets, with semicolons: many hold commas and "and".

    Of more than two the first two by code, and how many more there are.
    """
    names = [
        *(occupation_name(code) for code in sorted(mentee.target_occupations)),
        *(sector_name(code) for code in sorted(mentee.target_sectors)),
    ]
    more = len(names) - SHOWN_TARGETS
    if more > 0:
        names = [*names[:SHOWN_TARGETS], Sentence(f"nog {more}", f"{more} more")]
    return Sentence("; ".join(name.nl for name in names), "; ".join(name.en for name in names))


def missing_columns(table: str, columns: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the columns, as ``table.column``, that hold nothing."""
    return tuple(f"{table}.{name}" for name, value in columns.items() if not value)
