"""What a cell may hold, and how a cell that cannot be read is answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from intake_worlds import OnlyError, Read

from matcher.domain.people import Mentee, Mentor
from matcher.domain.values import Answer, Level, MeetingMode
from matcher.intake.columns import plain
from matcher.intake.tables import TABLE_BY_NAME, TABLES


def mentee(read: Read, column: str, cell: str) -> Mentee:
    """Return the mentee whose cell this is."""
    quoted = cell.replace('"', '""')
    intake = read(mentees=f'id,languages,{column}\nE1,ara:C2,"{quoted}"\n')
    assert [str(e) for e in intake.report.errors] == []
    return intake.problem.mentees[0]


def mentor(read: Read, column: str, cell: str) -> Mentor:
    """Return the mentor whose cell this is."""
    intake = read(mentors=f'id,promotor,languages,{column}\nM1,P1,ara:C2,"{cell}"\n')
    assert [str(e) for e in intake.report.errors] == []
    return intake.problem.mentors[0]


@pytest.mark.parametrize(
    "cell",
    [
        "ara:C2; fra:B1",
        "ara C2;fra B1",
        "ara (C2) | fra (B1)",
        "ARA:c2;\nfra : B1",
        "ara:C2;fra:B1;",
    ],
)
def test_languages_are_understood_in_every_spelling(read: Read, cell: str) -> None:
    intake = read(mentees=f'id,languages\nE1,"{cell}"\n')
    assert intake.problem.mentees[0].languages == {"ara": Level.C2, "fra": Level.B1}


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("ara", "Did you mean 'ara:B1'?"),
        ("fr:B2", "Did you mean 'fra:B2'?"),
        ("Dutch:A1", "Did you mean 'nld:A1'?"),
        ("ara:D1", "CEFR level"),
        ("ara:C2, fra:B1", "Did you mean 'ara:C2; fra:B1'?"),
        ("ara:C2; ara:B1", "each once ('ara' is there twice)"),
        (";", "ISO 639-3"),
        ("=A1", "not a formula"),
        ("#REF!", "not a spreadsheet error"),
    ],
)
def test_a_language_that_cannot_be_read_is_answered(
    only_error: OnlyError, cell: str, wanted: str
) -> None:
    error = only_error(mentees=f'id,languages\nE1,"{cell}"\n')
    assert error.startswith("mentees.csv, row 2, column languages: found ")
    assert wanted in error


def test_the_same_language_twice_at_one_level_is_no_error(read: Read) -> None:
    intake = read(mentees="id,languages\nE1,ara:C2; ara:C2\n")
    assert intake.problem.mentees[0].languages == {"ara": Level.C2}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("ja", Answer.YES),
        ("1", Answer.YES),
        ("TRUE", Answer.YES),
        ("x", Answer.YES),
        ("nee", Answer.NO),
        ("0", Answer.NO),
        ("false", Answer.NO),
        ("onbekend", Answer.UNKNOWN),
        ("", Answer.UNKNOWN),
    ],
)
def test_answers_may_be_given_in_both_languages(read: Read, cell: str, value: Answer) -> None:
    assert mentee(read, "werkend", cell).working is value


@pytest.mark.parametrize("cell", ["2026-03-01", "01/03/2026", "1-3-2026", "2026-03-01 10:30:00"])
def test_dates_may_be_iso_or_belgian(read: Read, cell: str) -> None:
    assert mentee(read, "registered_on", cell).registered_on == date(2026, 3, 1)


@pytest.mark.parametrize("cell", ["2026-02-30", "31/02/2026", "03/2026", "46082", "1026-01-01"])
def test_an_impossible_date_is_an_error(only_error: OnlyError, cell: str) -> None:
    error = only_error(mentees=f"id,languages,registered_on\nE1,ara:C2,{cell}\n")
    assert f"column registered_on: found '{cell}', expected a date such as" in error


def test_a_month_and_day_the_wrong_way_round_get_a_suggestion(only_error: OnlyError) -> None:
    error = only_error(mentees="id,languages,registered_on\nE1,ara:C2,2026-31-12\n")
    assert "Did you mean '2026-12-31'?" in error


def test_numbers_may_have_a_decimal_comma(read: Read) -> None:
    assert mentee(read, "max_travel_km", "12,5").max_travel_km == Decimal("12.5")
    assert mentor(read, "capacity", "2,0").capacity == 2


@pytest.mark.parametrize(
    "cell",
    [
        "-1",
        "1.5",
        "two",
        "NaN",
        "inf",
        "-inf",
        "#N/A",
        "1e3",
        "1.000",
        "1,000",
        "2000000000",
        "=1+1",
        "9" * 30,
        "²",
    ],
)
def test_a_capacity_that_is_no_count_is_an_error(only_error: OnlyError, cell: str) -> None:
    error = only_error(mentors=f'id,promotor,languages,capacity\nM1,P1,ara:C2,"{cell}"\n')
    assert error.startswith(f"mentors.csv, row 2, column capacity: found '{cell}', expected a ")


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("1.500", "'1500'"),
        ("1,500", "'1500'"),
        ("1.626.796,40", "'1626796.40'"),
        ("€ 500", "'500'"),
        ("-3", None),
        ("3.999", "'3999'"),
        ("3.14159", None),
        ("1 000", "'1000'"),
        ("NaN", None),
    ],
)
def test_money_that_may_mean_two_things_is_an_error(
    only_error: OnlyError, cell: str, hint: str | None
) -> None:
    error = only_error(projects=f'id,promotor,budget_eur\nJ1,P1,5\nJ2,P1,"{cell}"\n')
    assert "projects.csv, row 3, column budget_eur" in error
    assert ("Did you mean" in error) == (hint is not None)
    assert hint is None or hint in error


def test_money_is_decimal(read: Read) -> None:
    intake = read(projects='id,promotor,budget_eur\nJ1,P1,"1626796,40"\n')
    assert intake.problem.projects[0].budget_eur == Decimal("1626796.40")


def test_slots_may_be_dutch(read: Read) -> None:
    cell = "ma-vm; di avond | Wednesday afternoon; za-nm"
    assert mentee(read, "availability", cell).availability == {
        "mon-am",
        "tue-eve",
        "wed-pm",
        "sat-pm",
    }


def test_education_may_name_its_scale(read: Read) -> None:
    assert mentee(read, "education", "VKS 5").education == 5


def test_skills_in_dutch_may_be_given_apart(read: Read) -> None:
    cell = "listening:A2; spreken:B1; reading:A1; writing:A1"
    assert mentee(read, "nederlands_vaardigheden", cell).dutch_skills == {
        "listening": Level.A2,
        "speaking": Level.B1,
        "reading": Level.A1,
        "writing": Level.A1,
    }


def test_wishes_know_one_gender_each(read: Read, only_error: OnlyError) -> None:
    assert mentee(read, "wishes", "mentor_gender:v").wishes == {"mentor_gender": "f"}
    assert mentor(read, "wensen", "geslacht_mentee:x").wishes == {"mentee_gender": "x"}
    error = only_error(mentees="id,languages,wishes\nE1,ara:C2,mentee_gender:f\n", mentors=None)
    assert "Did you mean 'mentor_gender:f'?" in error


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("residence", "99999"),
        ("residence", "Sint-Niklaas"),
        ("working", "maybe"),
        ("education", "9"),
        ("target_occupations", "2144; 99999"),
        ("target_sectors", "Z"),
        ("dutch_needed", "B7"),
        ("meeting_mode", "telepathy"),
        ("max_travel_km", "-3"),
        ("availability", "mon-night"),
        ("start_from", "soon"),
        ("wishes", "mentor_gender:q"),
        ("priority", "high"),
        ("vdab_decision", "perhaps"),
        ("gender", "q"),
        ("dutch_skills", "singing:A2"),
        ("dutch_skills", "listening"),
        ("wishes", "f"),
        ("target_occupations", "2144, 2141"),
    ],
)
def test_a_bad_optional_cell_refuses_the_row_and_not_the_others(
    read: Read, column: str, cell: str
) -> None:
    intake = read(mentees=f'id,languages,{column}\nE1,ara:C2,"{cell}"\nE2,tur:C1,\n')
    assert [(e.row, e.column, e.value) for e in intake.report.errors] == [(2, column, cell)]
    assert [m.id for m in intake.problem.mentees] == ["E2"]


@pytest.mark.parametrize("column", ["name", "email", "phone", "nationality", "benefits"])
def test_a_bad_personal_cell_is_not_repeated(read: Read, column: str) -> None:
    intake = read(mentees=f"id,languages,{column}\nE1,ara:C2,=secret()\n")
    (error,) = intake.report.errors
    assert (error.column, error.value, error.suggestion) == (column, None, None)
    assert "secret" not in str(intake.report.as_document())


def test_a_country_is_a_code(read: Read) -> None:
    intake = read(mentees="id,languages,nationality\nE1,ara:C2,sy\nE2,ara:C2,Syria\n")
    assert [s.nationality for s in intake.special] == ["SY"]
    assert "expected a country code (ISO 3166)" in str(intake.report.errors[0])


def test_a_list_with_commas_gets_a_suggestion(only_error: OnlyError) -> None:
    error = only_error(mentees='id,languages,target_occupations\nE1,ara:C2,"2144, 2141"\n')
    assert "Did you mean '2144; 2141'?" in error


def test_a_telephone_number_is_no_formula(read: Read) -> None:
    intake = read(mentees="id,languages,phone\nE1,ara:C2,+32 470 12 34 56\n")
    assert intake.contacts[0].phone == "+32 470 12 34 56"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-A1", "@SUM(A1)", "nan", "#REF!", "a\tb"])
def test_an_id_that_is_no_id_is_an_error(only_error: OnlyError, cell: str) -> None:
    assert "column id: found" in only_error(mentees=f'id,languages\n"{cell}",ara:C2\n')


def test_an_error_shortens_a_long_value_and_speaks_two_languages(read: Read) -> None:
    (error,) = read(mentees=f"id,languages\nE1,{'x' * 500}\n").report.errors
    assert len(error.message.nl) < 400
    assert error.message.nl.startswith("mentees.csv, rij 2, kolom languages: gevonden 'xxx")
    assert "verwacht taalcodes" in error.message.nl


def test_accents_may_be_composed_or_not(read: Read) -> None:
    intake = read(mentees="id,languages\nE\u0301,ara:C2\n", exclusions="mentee,mentor\n\u00c9,M1\n")
    assert intake.report.errors == ()
    assert intake.problem.exclusions[0].mentee == "\u00c9"


def test_meeting_modes_may_be_dutch(read: Read) -> None:
    assert mentee(read, "meeting_mode", "fysiek").meeting_mode is MeetingMode.IN_PERSON
    assert mentee(read, "ontmoetingswijze", "beide").meeting_mode is MeetingMode.EITHER


def test_every_header_stands_for_one_column() -> None:
    for table in TABLES:
        words = [plain(w) for c in table.columns for w in (c.name, *c.dutch)]
        assert len(set(words)) == len(set(table.column_by_header))
        for word in set(words):
            owners = {
                c.name for c in table.columns if word in {plain(w) for w in (c.name, *c.dutch)}
            }
            assert len(owners) == 1, (table.name, word)


def test_every_fact_of_a_record_has_a_column() -> None:
    for table in TABLES:
        fields = set(table.record.__dataclass_fields__)
        assert fields == {c.name for c in table.columns if c.target == "record"}
    assert TABLE_BY_NAME["mentees"].required


@pytest.mark.parametrize(
    ("table", "headers"),
    [
        (
            "mentees",
            (
                "taal talen ingeschreven_op doorverwezen_op geboortedatum woonplaats werkend werkend_op "
                "begeleiding_vdab migratieachtergrond nt2_attest opleidingsniveau "
                "diploma_in_het_nederlands diploma_erkend jobdoelwit doelsector nederlands_vereist "
                "ontmoetingswijze max_reisafstand_km beschikbaarheid start_vanaf wensen prioriteit "
                "beslissing_vdab beslist_op uitkering nationaliteit geslacht nederlands_vaardigheden"
            ),
        ),
        ("mentors", "beroepen sectoren capaciteit coach geslacht wensen"),
        ("coaches", "caseload talen"),
        ("projects", "perceel plaatsen"),
        ("lots", "oproep"),
        ("contacts", "werkgever band"),
        ("exclusions", "reden"),
    ],
)
def test_the_dutch_headers_are_known(table: str, headers: str) -> None:
    known = TABLE_BY_NAME[table].column_by_header
    assert [header for header in headers.split() if plain(header) not in known] == []
