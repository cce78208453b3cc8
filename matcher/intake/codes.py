"""Cell formats for coded facts: languages, occupations, sectors, education, places."""

from __future__ import annotations

import re

from matcher.domain.sentence import Sentence
from matcher.domain.values import Level, Subgroup
from matcher.intake.cells import CellError, Format, as_is, cached, closest, explain_artefacts
from matcher.intake.choices import words
from matcher.intake.lists import TAGGED, join, list_of, mapping_of
from matcher.vocabulary import cefr, countries, languages, municipalities, occupations, sectors

# --- languages ------------------------------------------------------------------------------

_LANGUAGES = Sentence(
    "taalcodes (ISO 639-3) met ERK-niveau, zoals 'ara:C2; fra:B1'",
    "language codes (ISO 639-3) with CEFR level, such as 'ara:C2; fra:B1'",
)
_LEVEL = Sentence("een ERK-niveau van A1 tot C2", "a CEFR level from A1 to C2")
_SKILLS = Sentence(
    "vaardigheden met ERK-niveau, zoals 'listening:A2; speaking:B1; reading:A1; writing:A1'",
    "skills with CEFR level, such as 'listening:A2; speaking:B1; reading:A1; writing:A1'",
)
_SKILL_NAMES = {
    **{name: name for name in ("listening", "reading", "speaking", "writing")},
    "luisteren": "listening",
    "lezen": "reading",
    "spreken": "speaking",
    "schrijven": "writing",
}


def _level(text: str) -> Level:
    level = cefr.parse_level(text)
    if level is None:
        explain_artefacts(text)
        raise CellError(_LEVEL)
    return level


def _language(text: str) -> tuple[str, Level]:
    found = TAGGED.fullmatch(text)
    if found is None:
        explain_artefacts(text)
        code = text.casefold()
        near = code if languages.is_language(code) else languages.suggest_language(text)
        raise CellError(_LANGUAGES, f"{near}:B1" if near else None)
    code = found[1].casefold()
    level = cefr.parse_level(found[2])
    known = languages.is_language(code)
    if known and level is not None:
        return code, level
    near = code if known else languages.suggest_language(found[1])
    if level is None and "," in text:
        raise CellError(_LANGUAGES, text.replace(",", ";"))
    raise CellError(_LANGUAGES, f"{near}:{'B1' if level is None else level.name}" if near else None)


def _skill(text: str) -> tuple[str, Level]:
    found = TAGGED.fullmatch(text)
    level = None if found is None else cefr.parse_level(found[2])
    if found is None or level is None:
        explain_artefacts(text)
        raise CellError(_SKILLS)
    name = found[1].casefold()
    if name not in _SKILL_NAMES:
        near = closest(name, list(_SKILL_NAMES))
        raise CellError(_SKILLS, None if near is None else f"{_SKILL_NAMES[near]}:{level.name}")
    return _SKILL_NAMES[name], level


def _level_name(level: Level) -> str:
    return level.name


LEVEL = Format(_LEVEL, cached(_level), _level_name)
LANGUAGES = mapping_of(_LANGUAGES, _language, _level_name)
SKILLS = mapping_of(_SKILLS, _skill, _level_name)

# --- work -----------------------------------------------------------------------------------

_OCCUPATION = Sentence("een ISCO-08-code van 1 tot 4 cijfers", "an ISCO-08 code of 1 to 4 digits")
_SECTOR = Sentence(
    "een NACE-sectie (letter) of -afdeling (twee cijfers)",
    "a NACE section (letter) or division (two digits)",
)
_EDUCATION = Sentence("een VKS-niveau van 1 tot 8", "a VKS level from 1 to 8")
_VKS = re.compile(r"(?:vks|vkso|niveau|level)?[\s\-]*([1-8])(?:[.,]0+)?", re.IGNORECASE | re.ASCII)


def _occupation(text: str) -> str:
    if not occupations.is_occupation(text):
        explain_artefacts(text)
        shorter = next((text[:n] for n in (3, 2, 1) if occupations.is_occupation(text[:n])), None)
        raise CellError(_OCCUPATION, shorter if text.isdecimal() else None)
    return text


def _sector(text: str) -> str:
    sector = sectors.parse_sector(text)
    if sector is None:
        explain_artefacts(text)
        raise CellError(_SECTOR)
    return sector


def _education(text: str) -> int:
    found = _VKS.fullmatch(text)
    if found is None:
        explain_artefacts(text)
        raise CellError(_EDUCATION)
    return int(found[1])


OCCUPATIONS = list_of(
    Format(_OCCUPATION, _occupation, as_is),
    Sentence("ISCO-08-codes van 1 tot 4 cijfers", "ISCO-08 codes of 1 to 4 digits"),
)
SECTOR = Format(_SECTOR, cached(_sector), as_is)
SECTORS = list_of(
    SECTOR,
    Sentence(
        "NACE-secties (letter) of -afdelingen (twee cijfers)",
        "NACE sections (letter) or divisions (two digits)",
    ),
)
EDUCATION = Format(_EDUCATION, cached(_education), str)

# --- places ---------------------------------------------------------------------------------

_RESIDENCE = Sentence(
    "een REFNIS-code of een postcode van één gemeente",
    "a REFNIS code, or a postcode of one municipality",
)
_COUNTRY = Sentence("een landcode (ISO 3166)", "a country code (ISO 3166)")
_PROVINCES = {
    "BE21": "antwerpen",
    "BE22": "limburg",
    "BE23": "oost_vlaanderen",
    "BE24": "vlaams_brabant",
    "BE25": "west_vlaanderen",
}


def _residence(text: str) -> str:
    code = municipalities.resolve_residence(text)
    if code is None:
        explain_artefacts(text)
        raise CellError(_RESIDENCE)
    return code


def _country(text: str) -> str:
    code = text.upper()
    if not countries.is_country(code):
        explain_artefacts(text)
        raise CellError(_COUNTRY)
    return code


RESIDENCE = Format(_RESIDENCE, cached(_residence), as_is)
COUNTRY = Format(_COUNTRY, cached(_country), as_is)
PROVINCES = list_of(
    words(
        {word: code for code, name in _PROVINCES.items() for word in (code.casefold(), name)},
        list(_PROVINCES),
        as_is,
    ),
    Sentence("provincies BE21 tot BE25", "provinces BE21 to BE25"),
)
_SUBGROUP = words(
    {
        **{m.value.casefold(): m.value for m in Subgroup},
        **dict.fromkeys(("jong", "jongeren"), Subgroup.YOUNG.value),
    },
    [m.value for m in Subgroup],
    as_is,
)
_SUBGROUP_CODES = list_of(
    _SUBGROUP, Sentence("doelgroepen HOA, LOA, young", "target groups HOA, LOA, young")
)
SUBGROUPS: Format[tuple[Subgroup, ...]] = Format(
    _SUBGROUP_CODES.expected,
    cached(lambda text: tuple(Subgroup(code) for code in _SUBGROUP_CODES.parse(text))),
    lambda value: join([group.value for group in value]),
)
