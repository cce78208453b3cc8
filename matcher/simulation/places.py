"""Where people live: provinces, and within them mostly the cities.

Order of magnitude of where newcomers in Flanders live; the shares are invented.
"""

from __future__ import annotations

from functools import cache

from matcher.simulation.draw import Shares
from matcher.vocabulary.municipalities import municipalities

PROVINCES = ("BE21", "BE22", "BE23", "BE24", "BE25")
PROVINCE = Shares.of({"BE21": 35, "BE23": 25, "BE25": 15, "BE24": 14, "BE22": 11})

CITIES = {
    "11002": 170,  # Antwerpen
    "12025": 35,  # Mechelen
    "13040": 14,  # Turnhout
    "11005": 10,  # Boom
    "12021": 10,  # Lier
    "13008": 8,  # Geel
    "44021": 130,  # Gent
    "41002": 30,  # Aalst
    "46021": 30,  # Sint-Niklaas
    "46029": 15,  # Lokeren
    "45041": 12,  # Ronse
    "42006": 12,  # Dendermonde
    "24062": 60,  # Leuven
    "23088": 45,  # Vilvoorde
    "23027": 25,  # Halle
    "24107": 14,  # Tienen
    "24020": 10,  # Diest
    "71016": 40,  # Genk
    "71072": 40,  # Hasselt
    "71053": 18,  # Sint-Truiden
    "71004": 12,  # Beringen
    "73107": 12,  # Maasmechelen
    "31005": 45,  # Brugge
    "35013": 45,  # Oostende
    "34022": 40,  # Kortrijk
    "36015": 25,  # Roeselare
    "33011": 10,  # Ieper
    "34027": 10,  # Menen
}
"""Weights by REFNIS code; every other municipality weighs 1."""


@cache
def towns(province: str) -> Shares[str]:
    """Return the municipalities of a province (NUTS 2 code) by weight."""
    return Shares.of(
        {
            town.refnis: CITIES.get(town.refnis, 1)
            for town in municipalities()
            if town.province == province
        }
    )
