"""The tables of an intake folder and their columns, as data.

Recognition of headers, reading, writing and documentation all come from `TABLES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

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
from matcher.intake.columns import Table, column

_ID = column("id", cells.IDENTIFIER, "nummer code referentie", required=True)
_PROMOTOR = column("promotor", cells.IDENTIFIER, "organisatie", required=True)
_LANGUAGES = column("languages", codes.LANGUAGES, "language taal talen", required=True)
_PROJECTS = column("projects", lists.IDENTIFIERS, "projecten")
_RESIDENCE = column("residence", codes.RESIDENCE, "woonplaats gemeente postcode")
_MODE = column(
    "meeting_mode", choices.MEETING_MODE, "ontmoetingswijze ontmoetingsvorm wijze_van_ontmoeten"
)
_TRAVEL = column("max_travel_km", cells.MEASURE, "max_reisafstand_km reisafstand max_reisafstand")
_AVAILABILITY = column("availability", terms.AVAILABILITY, "beschikbaarheid")
_GENDER = column("gender", choices.GENDER, "geslacht gender")
_CONTACT = (
    column("name", cells.TEXT, "naam", target="contact"),
    column("email", cells.TEXT, "e_mail mail e_mailadres mailadres", target="contact"),
    column("phone", cells.TEXT, "telefoon tel gsm telefoonnummer", target="contact"),
)
_MENTEE = column("mentee", cells.IDENTIFIER, "kandidaat mentee_id", required=True)
_MENTOR = column("mentor", cells.IDENTIFIER, "mentor_id", required=True)
_REASON = column("reason", cells.TEXT, "reden")

TABLES: tuple[Table, ...] = (
    Table(
        name="calls",
        dutch=("oproepen",),
        record=Call,
        columns=(
            _ID,
            column("name", cells.TEXT, "naam"),
            column("budget_eur", cells.AMOUNT, "budget budget_euro"),
            column("opened_on", cells.DATE, "geopend_op"),
        ),
    ),
    Table(
        name="lots",
        dutch=("percelen",),
        record=Lot,
        columns=(
            _ID,
            column("call", cells.IDENTIFIER, "oproep"),
            column("provinces", codes.PROVINCES, "provincies province provincie"),
            column("subgroups", codes.SUBGROUPS, "subgroepen doelgroepen subgroep doelgroep"),
        ),
    ),
    Table(
        name="promotors",
        dutch=("promotoren", "organisaties"),
        record=Promotor,
        columns=(
            _ID,
            column("name", cells.TEXT, "naam"),
            column("capacity", cells.COUNT, "capaciteit"),
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
            column("lot", cells.IDENTIFIER, "perceel"),
            column("start", cells.DATE, "begin startdatum begindatum"),
            column("end", cells.DATE, "einde einddatum"),
            column("extended_until", cells.DATE, "verlengd_tot"),
            column("places", cells.COUNT, "plaatsen"),
            column("places_total", cells.COUNT, "plaatsen_totaal totaal_plaatsen"),
            column("budget_eur", cells.AMOUNT, "budget budget_euro"),
            column(
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
            column("caseload", cells.COUNT, "werklast"),
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
            column("occupations", codes.OCCUPATIONS, "beroepen beroep occupation"),
            column("sectors", codes.SECTORS, "sectoren sector"),
            _RESIDENCE,
            column("capacity", cells.COUNT, "capaciteit"),
            column("coach", cells.IDENTIFIER, "mentorcoach"),
            _MODE,
            _TRAVEL,
            _AVAILABILITY,
            column("available_from", cells.DATE, "beschikbaar_vanaf beschikbaar_van"),
            column("available_until", cells.DATE, "beschikbaar_tot beschikbaar_tot_en_met"),
            _GENDER,
            column(
                "wishes",
                terms.wishes("mentee_gender", "geslacht_mentee mentee_geslacht"),
                "wensen wens",
            ),
            column("status", choices.MENTOR_STATUS, "toestand"),
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
            column(
                "dutch_skills",
                codes.SKILLS,
                "nederlands_vaardigheden vaardigheden_nederlands",
            ),
            column("registered_on", cells.DATE, "ingeschreven_op inschrijvingsdatum"),
            column("referred_on", cells.DATE, "doorverwezen_op doorverwijzingsdatum"),
            column("birth_date", cells.DATE, "geboortedatum"),
            _RESIDENCE,
            column("working", choices.ANSWER, "werkend"),
            column("working_on", cells.DATE, "werkend_op"),
            column("vdab_guidance", choices.ANSWER, "begeleiding_vdab vdab_begeleiding"),
            column("migration_background", choices.ANSWER, "migratieachtergrond"),
            column("dutch_certificate", choices.ANSWER, "nt2_attest attest_nederlands"),
            column("education", codes.EDUCATION, "opleidingsniveau vks"),
            column(
                "diploma_in_dutch",
                choices.ANSWER,
                "diploma_in_het_nederlands diploma_nederlands",
            ),
            column("diploma_recognised", choices.ANSWER, "diploma_erkend diploma_recognized"),
            column(
                "target_occupations", codes.OCCUPATIONS, "jobdoelwit jobdoelwitten doelberoepen"
            ),
            column("target_sectors", codes.SECTORS, "doelsector doelsectoren"),
            column("dutch_needed", codes.LEVEL, "nederlands_vereist"),
            _MODE,
            _TRAVEL,
            _AVAILABILITY,
            column("start_from", cells.DATE, "start_vanaf"),
            column(
                "wishes",
                terms.wishes("mentor_gender", "geslacht_mentor mentor_geslacht"),
                "wensen wens",
            ),
            column("promotor", cells.IDENTIFIER, "organisatie"),
            column("project", cells.IDENTIFIER),
            column("priority", cells.COUNT, "prioriteit"),
            column("vdab_decision", choices.DECISION, "beslissing_vdab vdab_beslissing"),
            column("vdab_decided_on", cells.DATE, "beslist_op vdab_beslist_op"),
            column("benefits", choices.ANSWER, "uitkering", target="special"),
            column("nationality", codes.COUNTRY, "nationaliteit", target="special"),
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
            column("name", cells.TEXT, "naam"),
            column("sector", codes.SECTOR, "sectoren sectors"),
            _RESIDENCE,
            column("occupations", codes.OCCUPATIONS, "beroepen beroep"),
            column("vacancies", cells.COUNT, "vacatures"),
        ),
    ),
    Table(
        name="contacts",
        dutch=("contacten",),
        record=EmployerContact,
        columns=(
            _MENTOR,
            column("employer", cells.IDENTIFIER, "werkgever", required=True),
            column("tie", terms.EMPLOYER_TIE, "band", default="knows_someone"),
        ),
    ),
    Table(
        name="acquaintances",
        dutch=("kennissen",),
        record=Acquaintance,
        columns=(
            _MENTOR,
            column("other_mentor", cells.IDENTIFIER, "andere_mentor tweede_mentor", required=True),
            column("tie", cells.TIE, "band", default=Decimal("0.5")),
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
            column("coach", cells.IDENTIFIER, "mentorcoach"),
            column("project", cells.IDENTIFIER),
            column("status", choices.MATCH_STATUS, "toestand", required=True),
            column("started_on", cells.DATE, "gestart_op begonnen_op startdatum begindatum"),
            column("ended_on", cells.DATE, "beëindigd_op geëindigd_op einddatum gestopt_op"),
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
