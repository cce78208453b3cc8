"""A small intake with odd ids and telltale private details, and how a page is looked at."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote

from flask.testing import FlaskClient

AS_OF = date(2026, 11, 2)
SLASH, SCRIPT, SPACED, NESTED = "E/1", "<script>alert(1)</script>", "Zoë van Ü", "E4/why-not/M9"
ODD_MENTOR = "/M 1?&#%2F"
ALONE, UNKNOWN_FACTS, REFUSED, WORKING, IN_DUO = "E5", "E6", "E7", "E8", "E9"
PRIVATE = (
    "Geheimnaam",
    "geheim@example.org",
    "+32 400 11 22 33",
    "Mozambique",
    "MOZ",
    "1991-07-23",
)

_ELIGIBLE = "44021,no,yes,yes,no,2026-03-01,1991-07-23,5223,MOZ,Geheimnaam,geheim@example.org"
_MENTEES = (
    f"{SLASH},ara:C2,approved,{_ELIGIBLE}",
    f"{SCRIPT},ara:C1; fra:B2,pending,{_ELIGIBLE}",
    f"{SPACED},ara:B2,approved,{_ELIGIBLE}",
    f"{NESTED},ara:B1,approved,{_ELIGIBLE}",
    f"{ALONE},tir:C2,approved,{_ELIGIBLE}",
    f"{UNKNOWN_FACTS},ara:C2,approved,{_ELIGIBLE.replace('44021,no', '44021,')}",
    f"{REFUSED},ara:C2,refused,{_ELIGIBLE}",
    f"{WORKING},ara:C2,approved,{_ELIGIBLE.replace('44021,no', '44021,yes')}",
    f"{IN_DUO},ara:C2,approved,{_ELIGIBLE}",
)
TABLES = {
    "mentees": "id,languages,vdab_decision,residence,working,vdab_guidance,migration_background,"
    "dutch_certificate,registered_on,birth_date,target_occupations,nationality,name,email\n"
    + "\n".join(_MENTEES),
    "mentors": "id,promotor,languages,capacity,residence,occupations,name,phone\n"
    f"{ODD_MENTOR},O1,ara:C2; nld:C1,2,44021,5223,Geheimnaam,+32 400 11 22 33\n"
    "M2,O1,ara:C2; nld:C1,2,11002,5223,Geheimnaam,+32 400 11 22 33\n"
    "M3,O2,tur:C2; nld:C2,1,11002,,Geheimnaam,+32 400 11 22 33",
    "coaches": "id,promotor,languages,name\nC1,O1,nld:C2,Geheimnaam\nC2,O2,nld:C2,Geheimnaam",
    "projects": "id,promotor\nJ1,O1\nJ2,O2",
    "matches": f"id,mentee,mentor,coach,project,status,started_on\n"
    f"D1,{IN_DUO},M2,C1,J1,running,2026-08-01",
}


class Outline(HTMLParser):
    """What a page is made of: tags with their attributes, and its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [str(a["href"]) for a in self.every("a")]


def addresses(client: FlaskClient) -> list[str]:
    """Return an address of every page."""
    key = client.get("/api/v1/proposals").json["proposals"][0]["proposal"]
    return [
        "/",
        "/voorstellen",
        "/voorstellen?sort=points&promotor=O1",
        f"/voorstellen/{key}",
        "/wachtlijst",
        "/wachtlijst?reason=outbid",
        *(
            f"/wachtlijst/{quote(m, safe='')}"
            for m in (SLASH, SCRIPT, SPACED, NESTED, ALONE, UNKNOWN_FACTS, IN_DUO)
        ),
        "/regels",
        "/uitleg",
        f"/uitleg?mentee={quote(SCRIPT)}&mentor={quote(ODD_MENTOR, safe='')}",
        f"/uitleg?mentee={ALONE}&mentor=M2",
        f"/uitleg?mentee={IN_DUO}&mentor=M2",
    ]


def in_language(address: str, lang: str) -> str:
    return address if lang == "nl" else f"{address}{'&' if '?' in address else '?'}lang={lang}"
