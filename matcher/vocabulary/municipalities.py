"""Municipalities of Belgium as of 1 January 2025, by REFNIS code, and distances between them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from matcher.domain.errors import UnknownNameError
from matcher.domain.sentence import Sentence
from matcher.vocabulary.tables import read_table

Region = Literal["flanders", "brussels", "wallonia"]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG), in kilometres."""

PROVINCES = {
    "BE10": Sentence("Brussel", "Brussels"),
    "BE21": Sentence("Antwerpen", "Antwerp"),
    "BE22": Sentence("Limburg", "Limburg"),
    "BE23": Sentence("Oost-Vlaanderen", "East Flanders"),
    "BE24": Sentence("Vlaams-Brabant", "Flemish Brabant"),
    "BE25": Sentence("West-Vlaanderen", "West Flanders"),
    "BE31": Sentence("Waals-Brabant", "Walloon Brabant"),
    "BE32": Sentence("Henegouwen", "Hainaut"),
    "BE33": Sentence("Luik", "Liège"),
    "BE34": Sentence("Luxemburg", "Luxembourg"),
    "BE35": Sentence("Namen", "Namur"),
}
"""Provinces by NUTS 2 code; the Brussels region has none and stands under its own code."""

_POSTCODE_LENGTH = 4
_REFNIS_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: Dutch name, NUTS 2 code, postcodes in order, centre in degrees (WGS 84)."""

    refnis: str
    name: str
    province: str
    region: Region
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float


@cache
def _by_refnis() -> dict[str, Municipality]:
    return {
        row["refnis"]: Municipality(
            refnis=row["refnis"],
            name=row["name"],
            province=row["province"],
            region=cast("Region", row["region"]),
            postcodes=tuple(row["postcodes"].split()),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in read_table("municipalities")
    }


@cache
def _successors() -> dict[str, str]:
    return {row["former"]: row["refnis"] for row in read_table("successors")}


@cache
def _by_postcode() -> dict[str, Municipality]:
    sharing: defaultdict[str, list[Municipality]] = defaultdict(list)
    for town in _by_refnis().values():
        for postcode in town.postcodes:
            sharing[postcode].append(town)
    return {
        postcode: min(towns, key=lambda town: (len(town.postcodes), town.refnis))
        for postcode, towns in sharing.items()
    }


def municipalities(region: Region | None = None) -> tuple[Municipality, ...]:
    """Return all municipalities, or those of one region, by REFNIS code."""
    return tuple(town for town in _by_refnis().values() if region in {None, town.region})


def municipality(code: str) -> Municipality | None:
    """Return the municipality with this REFNIS code, None when there is none.

    A code that a merger or a change of district has ended (2019, 2025) gives its successor.
    """
    return _by_refnis().get(_successors().get(code, code))


def by_postcode(text: str) -> Municipality | None:
    """Return the municipality of a postcode, None when there is none.

    Where municipalities share one, it is taken for the one with the fewest postcodes: 1040 is
    Etterbeek and 1050 Elsene, which have no other, rather than the City of Brussels.
    """
    return _by_postcode().get(text.strip())


def resolve_residence(text: str) -> str | None:
    """Return the current REFNIS code that five digits (REFNIS) or four (postcode) stand for."""
    code = text.strip()
    town = None
    if len(code) == _REFNIS_LENGTH:
        town = municipality(code)
    elif len(code) == _POSTCODE_LENGTH:
        town = by_postcode(code)
    return None if town is None else town.refnis


def residence_name(refnis: str) -> str:
    """Return the Dutch name of a municipality.

    Raises
    ------
    UnknownNameError
        When the code is none of a municipality.
    """
    return _known(refnis).name


def province_name(code: str) -> Sentence:
    """Return the name of a province by its NUTS 2 code.

    Raises
    ------
    UnknownNameError
        When there is no such province.
    """
    if code not in PROVINCES:
        raise UnknownNameError(f"Expected a province among {', '.join(PROVINCES)}, got {code!r}.")
    return PROVINCES[code]


def in_flanders(refnis: str, *, brussels_counts: bool = False) -> bool:
    """Tell whether a municipality lies in Flanders; Brussels only when the setting says so.

    Raises
    ------
    UnknownNameError
        When the code is none of a municipality.
    """
    region = _known(refnis).region
    return region == "flanders" or (brussels_counts and region == "brussels")


@cache
def distance_km10(a: str, b: str) -> int:
    """Return the distance between the centres of two municipalities, in tenths of a kilometre.

    Great circle by the haversine formula, rounded half up; symmetric, 0 from a place to itself.

    Raises
    ------
    UnknownNameError
        When a code is none of a municipality.
    """
    start, end = sorted((_known(a), _known(b)), key=lambda town: town.refnis)
    phi, psi = math.radians(start.latitude), math.radians(end.latitude)
    half_turn = math.radians(end.longitude - start.longitude) / 2
    squared_half_chord = (
        math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(half_turn) ** 2
    )
    kilometres = 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(squared_half_chord))
    return math.floor(10 * kilometres + 0.5)


def distance_table(codes: Sequence[str]) -> list[list[int]]:
    """Return the distances between all codes, in their order, in tenths of a kilometre.

    Raises
    ------
    UnknownNameError
        When a code is none of a municipality.
    """
    table = [[0] * len(codes) for _ in codes]
    for row, a in enumerate(codes):
        for column, b in enumerate(codes[:row]):
            table[row][column] = table[column][row] = distance_km10(a, b)
    return table


def _known(refnis: str) -> Municipality:
    town = municipality(refnis)
    if town is None:
        raise UnknownNameError(f"Expected the REFNIS code of a municipality, got {refnis!r}.")
    return town
