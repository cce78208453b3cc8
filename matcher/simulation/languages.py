"""Who speaks what: home languages with second languages, nationality and a pool of names.

Order of magnitude of Flemish courses in civic integration; the shares are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.values import Level
from matcher.simulation.draw import Shares

A1, A2, B1, B2, C1, C2 = Level


@dataclass(frozen=True, slots=True)
class Home:
    """A home language: its share, second languages in percent, nationalities, pool of names."""

    language: str
    share: int
    others: tuple[tuple[str, int], ...]
    nationalities: tuple[str, ...]
    names: str


HOMES = (
    Home("ara", 9, (("eng", 60), ("fra", 17), ("kmr", 6)), ("SY", "IQ", "PS", "LB"), "arabic"),
    Home("arb", 7, (("fra", 48), ("eng", 44), ("spa", 6)), ("MA", "DZ", "TN"), "arabic"),
    Home("prs", 9, (("pus", 35), ("fas", 45), ("eng", 49)), ("AF",), "afghan"),
    Home("pus", 7, (("prs", 50), ("eng", 35), ("urd", 15)), ("AF",), "afghan"),
    Home("ukr", 11, (("rus", 82), ("eng", 70), ("pol", 12)), ("UA",), "slavic"),
    Home("tir", 6, (("eng", 66), ("amh", 35), ("ara", 20)), ("ER", "ET"), "horn"),
    Home("tur", 7, (("eng", 49), ("kmr", 12), ("deu", 10)), ("TR",), "turkish"),
    Home("som", 5, (("eng", 66), ("ara", 22), ("swa", 12)), ("SO",), "horn"),
    Home("rus", 5, (("eng", 56), ("deu", 10)), ("RU", "KZ", "GE"), "slavic"),
    Home("kmr", 4, (("ara", 35), ("tur", 35), ("eng", 31)), ("TR", "SY", "IQ"), "turkish"),
    Home("fra", 4, (("eng", 52), ("lin", 35), ("ful", 15)), ("CD", "CM", "GN", "CI"), "african"),
    Home("eng", 4, (("fra", 24), ("aka", 25), ("hin", 15)), ("GH", "NG", "IN"), "african"),
    Home("spa", 4, (("eng", 74), ("fra", 14)), ("SV", "CO", "ES", "PE"), "latin"),
    Home("sqi", 3, (("eng", 61), ("ita", 25)), ("AL", "XK"), "balkan"),
    Home("fas", 3, (("eng", 85), ("prs", 30)), ("IR",), "afghan"),
    Home("por", 3, (("eng", 52), ("spa", 40), ("fra", 18)), ("BR", "PT", "AO"), "latin"),
    Home("ron", 3, (("eng", 61), ("ita", 18)), ("RO", "MD"), "balkan"),
    Home("bul", 2, (("tur", 45), ("eng", 35), ("rus", 20)), ("BG",), "balkan"),
    Home("pol", 2, (("eng", 61), ("rus", 20), ("deu", 15)), ("PL",), "slavic"),
    Home("lin", 2, (("fra", 90), ("eng", 21)), ("CD", "CG"), "african"),
    Home("hye", 2, (("rus", 85), ("eng", 35)), ("AM",), "slavic"),
    Home("ful", 1, (("fra", 84), ("eng", 18)), ("GN", "SN"), "african"),
    Home("urd", 1, (("eng", 85), ("pus", 20)), ("PK",), "afghan"),
    Home("amh", 1, (("eng", 85), ("tir", 20)), ("ET",), "horn"),
)
"""ISO 639-3 codes, ISO 3166 countries."""

BY_LANGUAGE = {home.language: home for home in HOMES}
HOME_SHARES = Shares.of({home: home.share for home in HOMES})
HOME_LEVEL = Shares.of({C2: 85, C1: 15})
SECOND_LEVEL = Shares.of({A1: 3, A2: 10, B1: 34, B2: 32, C1: 15, C2: 6})

MENTEE_DUTCH: Shares[Level | None] = Shares.of({None: 36, A1: 30, A2: 29, B1: 4, B2: 1})

FLEMISH = Home("nld", 0, (("eng", 88), ("fra", 68), ("deu", 20), ("spa", 8)), ("BE",), "flemish")
MENTOR_ORIGIN = Shares.of({"flemish": 44, "newcomer": 44, "without_dutch": 12})
"""A newcomer has learnt Dutch; one without Dutch manages in another language."""

FLEMISH_LEVEL = Shares.of({A2: 6, B1: 26, B2: 40, C1: 22, C2: 6})
NEWCOMER_DUTCH = Shares.of({B1: 15, B2: 40, C1: 30, C2: 15})
WORKING_LANGUAGES = ("eng", "fra")
WORKING_LEVEL = Shares.of({B2: 50, C1: 40, C2: 10})
COACH_LANGUAGES = (("eng", 88), ("fra", 62), ("deu", 10), ("ara", 10), ("tur", 10), ("spa", 10))
