"""Countries: ISO 3166 codes of two or three letters."""

from __future__ import annotations

from functools import cache

from matcher.vocabulary.tables import read_table


@cache
def _codes() -> frozenset[str]:
    return frozenset(row[kind] for row in read_table("countries") for kind in ("alpha2", "alpha3"))


def is_country(code: str) -> bool:
    """Tell whether this is an ISO 3166-1 code of two or three capitals.

    Kosovo counts too, under the user-assigned codes ``XK`` and ``XKX`` that European
    administrations write.
    """
    return code in _codes()
