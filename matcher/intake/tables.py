"""The tables of an intake folder and their columns, as data.

Recognition of headers, reading, writing and documentation all come from `TABLES`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from matcher.domain.commitments import Exclusion, Match
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.programme import (
    Acquaintance,
    Call,
    Employer,
    EmployerContact,
    Lot,
    Project,
    Promotor,
)
from matcher.intake import cells, choices, codes, lists, terms
from matcher.intake.cells import Format

Target = Literal["record", "contact", "special"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    ``dutch`` holds the Dutch headers and other accepted spellings. ``required`` columns must be
    there and filled in. ``default`` is used for an empty cell where the record has no default of
    its own. ``target`` says where the value goes: the record, the contact details or the special
    categories; values of the last two are never repeated in errors.
    """

    name: str
    format: Format[Any]
    dutch: tuple[str, ...] = ()
    required: bool = False
    default: object = None
    target: Target = "record"

    @property
    def shown(self) -> bool:
        """Whether an error may repeat the value."""
        return self.target == "record"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: its file or sheet names, its columns and the record that a row becomes."""

    name: str
    dutch: tuple[str, ...]
    record: type
    columns: tuple[Column, ...]
    required: bool = False

    @cached_property
    def column_by_header(self) -> Mapping[str, Column]:
        """Columns by every accepted header, in the form that `plain` gives."""
        return {plain(word): c for c in self.columns for word in (c.name, *c.dutch)}

    @cached_property
    def column_by_name(self) -> Mapping[str, Column]:
        """Columns by their canonical name."""
        return {c.name: c for c in self.columns}

    @property
    def has_id(self) -> bool:
        """Whether rows have an id of their own."""
        return self.columns[0].name == "id"


def plain(text: str) -> str:
    """Return a header or file name without case, accents, spaces, dashes and underscores."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]+", "", bare)


def _column(
    name: str,
    kind: Format[Any],
    dutch: str = "",
    *,
    required: bool = False,
    default: object = None,
    target: Target = "record",
) -> Column:
    return Column(
        name=name,
        format=kind,
        dutch=tuple(dutch.split()),
        required=required,
        default=default,
        target=target,
    )


_ID = _column("id", cells.IDENTIFIER, "nummer code referentie", required=True)
_PROMOTOR = _column("promotor", cells.IDENTIFIER, "organisatie", required=True)
_LANGUAGES = _column("languages", codes.LANGUAGES, "language taal talen", required=True)
_PROJECTS = _column("projects", lists.IDENTIFIERS, "projecten")
_RESIDENCE = _column("residence", codes.RESIDENCE, "woonplaats gemeente postcode")
_MODE = _column(
    "meeting_mode", choices.MEETING_MODE, "ontmoetingswijze ontmoetingsvorm wijze_van_ontmoeten"
)
_TRAVEL = _column("max_travel_km", cells.MEASURE, "max_reisafstand_km reisafstand max_reisafstand")
_AVAILABILITY = _column("availability", terms.AVAILABILITY, "beschikbaarheid")
_GENDER = _column("gender", choices.GENDER, "geslacht gender")
_CONTACT = (
    _column("name", cells.TEXT, "naam", target="contact"),
    _column("email", cells.TEXT, "e_mail mail e_mailadres mailadres", target="contact"),
    _column("phone", cells.TEXT, "telefoon tel gsm telefoonnummer", target="contact"),
)
_MENTEE = _column("mentee", cells.IDENTIFIER, "kandidaat mentee_id", required=True)
_MENTOR = _column("mentor", cells.IDENTIFIER, "mentor_id", required=True)
_REASON = _column("reason", cells.TEXT, "reden")

TABLES: tuple[Table, ...] = (
    Table(
        name="calls",
        dutch=("oproepen",),
        record=Call,
        columns=(
            _ID,
            _column("name", cells.TEXT, "naam"),
            _column("budget_eur", cells.AMOUNT, "budget budget_euro"),
            _column("opened_on", cells.DATE, "geopend_op"),
        ),
    ),
    Table(
        name="lots",
        dutch=("percelen",),
        record=Lot,
        columns=(
            _ID,
            _column("call", cells.IDENTIFIER, "oproep"),
            _column("provinces", codes.PROVINCES, "provincies province provincie"),
            _column("subgroups", codes.SUBGROUPS, "subgroepen doelgroepen subgroep doelgroep"),
        ),
    ),
    Table(
        name="promotors",
        dutch=("promotoren", "organisaties"),
        record=Promotor,
        columns=(
            _ID,
            _column("name", cells.TEXT, "naam"),
            _column("capacity", cells.COUNT, "capaciteit"),
        ),
    ),
    Table(
        name="projects",
        dutch=("projecten",),
        record=Project,
        required=True,
        columns=(
            _ID,
            _PROMOTOR,
            _column("lot", cells.IDENTIFIER, "perceel"),
            _column("start", cells.DATE, "begin startdatum begindatum"),
            _column("end", cells.DATE, "einde einddatum"),
            _column("extended_until", cells.DATE, "verlengd_tot"),
            _column("places", cells.COUNT, "plaatsen"),
            _column("places_total", cells.COUNT, "plaatsen_totaal totaal_plaatsen"),
            _column("budget_eur", cells.AMOUNT, "budget budget_euro"),
            _column(
                "cost_per_mentee_eur",
                cells.AMOUNT,
                "kost_per_mentee kosten_per_mentee kost_per_mentee_eur kostprijs_per_mentee",
            ),
        ),
    ),
    Table(
        name="coaches",
        dutch=("mentorcoaches", "coachen"),
        record=Coach,
        required=True,
        columns=(
            _ID,
            _PROMOTOR,
            _LANGUAGES,
            _column("caseload", cells.COUNT, "werklast"),
            _PROJECTS,
            *_CONTACT,
        ),
    ),
    Table(
        name="mentors",
        dutch=("mentoren",),
        record=Mentor,
        required=True,
        columns=(
            _ID,
            _PROMOTOR,
            _LANGUAGES,
            _PROJECTS,
            _column("occupations", codes.OCCUPATIONS, "beroepen beroep occupation"),
            _column("sectors", codes.SECTORS, "sectoren sector"),
            _RESIDENCE,
            _column("capacity", cells.COUNT, "capaciteit"),
            _column("coach", cells.IDENTIFIER, "mentorcoach"),
            _MODE,
            _TRAVEL,
            _AVAILABILITY,
            _column("available_from", cells.DATE, "beschikbaar_vanaf"),
            _column("available_until", cells.DATE, "beschikbaar_tot"),
            _GENDER,
            _column(
                "wishes",
                terms.wishes("mentee_gender", "geslacht_mentee mentee_geslacht"),
                "wensen wens",
            ),
            _column("status", choices.MENTOR_STATUS, "toestand"),
            *_CONTACT,
        ),
    ),
    Table(
        name="mentees",
        dutch=("kandidaten",),
        record=Mentee,
        required=True,
        columns=(
            _ID,
            _LANGUAGES,
            _column(
                "dutch_skills",
                codes.SKILLS,
                "nederlands_vaardigheden vaardigheden_nederlands",
            ),
            _column("registered_on", cells.DATE, "ingeschreven_op inschrijvingsdatum"),
            _column("referred_on", cells.DATE, "doorverwezen_op doorverwijzingsdatum"),
            _column("birth_date", cells.DATE, "geboortedatum"),
            _RESIDENCE,
            _column("working", choices.ANSWER, "werkend"),
            _column("working_on", cells.DATE, "werkend_op"),
            _column("vdab_guidance", choices.ANSWER, "begeleiding_vdab vdab_begeleiding"),
            _column("migration_background", choices.ANSWER, "migratieachtergrond"),
            _column("dutch_certificate", choices.ANSWER, "nt2_attest attest_nederlands"),
            _column("education", codes.EDUCATION, "opleidingsniveau vks"),
            _column(
                "diploma_in_dutch",
                choices.ANSWER,
                "diploma_in_het_nederlands diploma_nederlands",
            ),
            _column("diploma_recognised", choices.ANSWER, "diploma_erkend diploma_recognized"),
            _column(
                "target_occupations", codes.OCCUPATIONS, "jobdoelwit jobdoelwitten doelberoepen"
            ),
            _column("target_sectors", codes.SECTORS, "doelsector doelsectoren"),
            _column("dutch_needed", codes.LEVEL, "nederlands_vereist"),
            _MODE,
            _TRAVEL,
            _AVAILABILITY,
            _column("start_from", cells.DATE, "start_vanaf"),
            _column(
                "wishes",
                terms.wishes("mentor_gender", "geslacht_mentor mentor_geslacht"),
                "wensen wens",
            ),
            _column("promotor", cells.IDENTIFIER, "organisatie"),
            _column("project", cells.IDENTIFIER),
            _column("priority", cells.COUNT, "prioriteit"),
            _column("vdab_decision", choices.DECISION, "beslissing_vdab vdab_beslissing"),
            _column("vdab_decided_on", cells.DATE, "beslist_op vdab_beslist_op"),
            _column("benefits", choices.ANSWER, "uitkering", target="special"),
            _column("nationality", codes.COUNTRY, "nationaliteit", target="special"),
            _GENDER,
            *_CONTACT,
        ),
    ),
    Table(
        name="employers",
        dutch=("werkgevers",),
        record=Employer,
        columns=(
            _ID,
            _column("name", cells.TEXT, "naam"),
            _column("sector", codes.SECTOR, "sectoren sectors"),
            _RESIDENCE,
            _column("occupations", codes.OCCUPATIONS, "beroepen beroep"),
            _column("vacancies", cells.COUNT, "vacatures"),
        ),
    ),
    Table(
        name="contacts",
        dutch=("contacten",),
        record=EmployerContact,
        columns=(
            _MENTOR,
            _column("employer", cells.IDENTIFIER, "werkgever", required=True),
            _column("tie", terms.EMPLOYER_TIE, "band", default="knows_someone"),
        ),
    ),
    Table(
        name="acquaintances",
        dutch=("kennissen",),
        record=Acquaintance,
        columns=(
            _MENTOR,
            _column("other_mentor", cells.IDENTIFIER, "andere_mentor", required=True),
            _column("tie", cells.TIE, "band", default=Decimal("0.5")),
        ),
    ),
    Table(
        name="matches",
        dutch=("koppelingen", "duos"),
        record=Match,
        columns=(
            _ID,
            _MENTEE,
            _MENTOR,
            _column("coach", cells.IDENTIFIER, "mentorcoach"),
            _column("project", cells.IDENTIFIER),
            _column("status", choices.MATCH_STATUS, "toestand", required=True),
            _column("started_on", cells.DATE, "gestart_op begonnen_op"),
            _column("ended_on", cells.DATE, "beëindigd_op geëindigd_op"),
            _REASON,
        ),
    ),
    Table(
        name="exclusions",
        dutch=("uitsluitingen",),
        record=Exclusion,
        columns=(_MENTEE, _MENTOR, _REASON),
    ),
)
"""Every table, each after those that it refers to."""

TABLE_BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
