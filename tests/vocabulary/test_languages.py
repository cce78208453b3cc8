"""Languages, levels, education and countries."""

from __future__ import annotations

import pycountry
import pytest

from matcher.domain.errors import UnknownNameError
from matcher.domain.values import Level
from matcher.vocabulary.cefr import parse_level
from matcher.vocabulary.countries import is_country
from matcher.vocabulary.education import isced_of, vks_name, vks_of_isced
from matcher.vocabulary.languages import is_language, language_name, suggest_language
from matcher.vocabulary.tables import read_table

DUTCH_NAMES = {
    "nld": "Nederlands",
    "ara": "Arabisch",
    "arb": "Standaardarabisch",
    "ary": "Marokkaans Arabisch",
    "apc": "Levantijns Arabisch",
    "fra": "Frans",
    "eng": "Engels",
    "deu": "Duits",
    "tur": "Turks",
    "rus": "Russisch",
    "ukr": "Oekraïens",
    "pol": "Pools",
    "ron": "Roemeens",
    "bul": "Bulgaars",
    "spa": "Spaans",
    "por": "Portugees",
    "ita": "Italiaans",
    "prs": "Dari",
    "pus": "Pasjtoe",
    "fas": "Perzisch",
    "kur": "Koerdisch",
    "kmr": "Kurmanci (Noord-Koerdisch)",
    "ckb": "Sorani (Centraal-Koerdisch)",
    "som": "Somalisch",
    "tir": "Tigrinya",
    "amh": "Amhaars",
    "sqi": "Albanees",
    "srp": "Servisch",
    "hrv": "Kroatisch",
    "bos": "Bosnisch",
    "rif": "Riffijns",
    "shi": "Tasjelhiet",
    "zgh": "Standaard Marokkaans Tamazight",
    "kab": "Kabylisch",
    "urd": "Urdu",
    "hin": "Hindi",
    "nep": "Nepalees",
    "ben": "Bengaals",
    "zho": "Chinees",
    "tha": "Thai",
    "vie": "Vietnamees",
    "swa": "Swahili",
    "lin": "Lingala",
    "kin": "Kinyarwanda",
    "ful": "Fula",
    "hye": "Armeens",
    "kat": "Georgisch",
    "che": "Tsjetsjeens",
    "rom": "Romani",
    "tmh": "Tamashek (Toeareg)",
}


@pytest.mark.parametrize(("code", "name"), DUTCH_NAMES.items())
def test_languages_of_integration_courses_have_a_dutch_name(code: str, name: str) -> None:
    assert is_language(code)
    assert language_name(code).nl == name


def test_every_language_and_macrolanguage_of_iso_639_3_is_known() -> None:
    theirs = {item.alpha_3 for item in pycountry.languages if item.scope in {"I", "M"}}
    assert {row["code"] for row in read_table("languages")} == theirs
    assert all(is_language(code) for code in theirs)


def test_every_language_has_a_name_in_both_languages() -> None:
    for row in read_table("languages"):
        name = language_name(row["code"])
        assert name.nl
        assert name.en


def test_own_names_are_given_once_each_and_to_existing_codes_only() -> None:
    codes = [row["code"] for row in read_table("language_names")]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not is_language(code)] == []
    names = [language_name(code).nl for code in codes]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("code", ["prs", "kmr", "arb"])
def test_a_code_beside_a_macrolanguage_is_kept_as_given(code: str) -> None:
    assert is_language(code)
    assert suggest_language(code) == code


@pytest.mark.parametrize("text", ["", "en", "fre", "FRA", "frans", "mul", "zxx", "ajp"])
def test_other_texts_are_no_language_code(text: str) -> None:
    assert not is_language(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("frans", "fra"),
        ("Dari", "prs"),
        ("en", "eng"),
        ("arabisch", "ara"),
        ("fre", "fra"),
        ("FRA", "fra"),
        (" Nederlands ", "nld"),
        ("français", "fra"),
        ("polonais", "pol"),
        ("Arabic", "ara"),
        ("farsi", "fas"),
        ("sorani", "ckb"),
        ("Oekraiens", "ukr"),
        ("engles", "eng"),
        ("tigrinja", "tir"),
        ("ajp", "apc"),
    ],
)
def test_a_mistyped_code_or_a_name_suggests_the_language_meant(text: str, code: str) -> None:
    assert suggest_language(text) == code


@pytest.mark.parametrize("text", ["", "zzzz", "onbekend", "12"])
def test_nothing_is_suggested_where_nothing_comes_near(text: str) -> None:
    assert suggest_language(text) is None


def test_an_unknown_code_is_its_own_name() -> None:
    assert language_name("q9q").nl == "q9q"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("A1", Level.A1),
        (" b2 ", Level.B2),
        ("B1+", Level.B1),
        ("c1 +", Level.C1),
        ("richtgraad 1", Level.A2),
        ("NT2 Richtgraad 2", Level.B1),
        ("rg3", Level.B2),
        ("RG 4", Level.C1),
        ("richtgraad 1.1", Level.A1),
        ("native", Level.C2),
        ("Moedertaal", Level.C2),
    ],
)
def test_levels_are_read_as_intake_files_write_them(text: str, level: Level) -> None:
    assert parse_level(text) is level


@pytest.mark.parametrize("text", ["", "A3", "D1", "B", "richtgraad", "rg5", "goed", "A1B2"])
def test_what_is_no_level_is_none(text: str) -> None:
    assert parse_level(text) is None


def test_lower_secondary_is_isced_2_and_vks_2() -> None:
    assert isced_of(2) == 2
    assert vks_of_isced(2) == 2
    assert vks_name(2).nl == "lager secundair onderwijs"


def test_hbo5_is_the_first_level_of_higher_education() -> None:
    assert isced_of(4) == 3
    assert isced_of(5) == 5
    assert "HBO5" in vks_name(5).nl


@pytest.mark.parametrize("level", range(1, 9))
def test_every_vks_level_has_a_name_and_keeps_its_side_of_every_limit(level: int) -> None:
    assert vks_name(level).nl
    assert vks_name(level).en
    back = vks_of_isced(isced_of(level))
    assert (back <= 2, back <= 4, back >= 5) == (level <= 2, level <= 4, level >= 5)


def test_levels_of_education_that_do_not_exist_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="1 to 8, got 9"):
        vks_name(9)
    with pytest.raises(UnknownNameError, match="1 to 8, got 0"):
        isced_of(0)
    with pytest.raises(UnknownNameError, match="0 to 8, got 9"):
        vks_of_isced(9)


def test_countries_are_known_by_two_and_by_three_letters() -> None:
    for country in pycountry.countries:
        assert is_country(country.alpha_2)
        assert is_country(country.alpha_3)
    assert is_country("XK")


@pytest.mark.parametrize("code", ["", "B", "be", "EN", "België", "ZZZ"])
def test_other_texts_are_no_country(code: str) -> None:
    assert not is_country(code)
