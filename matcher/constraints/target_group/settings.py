"""Settings of the subgroups (PROGRAMME §2)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.constraints.contract import Settings


class SubgroupSettings(Settings):
    """How the subgroups are read.

    ``inherit_base``: a lot with subgroups asks the base conditions too (HOA replaces the rule on
    Dutch). ``education_not_given``: a level that is not given is ``unknown``, or counts as
    ``no`` diploma. ``unrecognised_counts``: a diploma not recognised counts as given, else as none.
    ``age_limit``: young means under this age on the day that ``age_on`` names.
    """

    inherit_base: bool = True
    education_not_given: Literal["unknown", "no"] = "unknown"
    unrecognised_counts: bool = True
    age_limit: int = Field(default=25, ge=1, le=120)
    age_on: Literal["referral_else_registration", "referral", "registration", "as_of"] = (
        "referral_else_registration"
    )
