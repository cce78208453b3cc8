"""How tables are found and understood as files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_worlds import AS_OF, RULES, Read, reader

from matcher.domain.errors import InputError
from matcher.domain.values import Level
from matcher.intake import IntakeError, delimited, read_folder


def test_a_sound_folder_reads_without_remark(read: Read) -> None:
    intake = read()
    assert [m.id for m in intake.problem.mentees] == ["E1", "E2"]
    assert intake.problem.mentees[0].languages == {"ara": Level.C2, "fra": Level.B1}
    assert [p.id for p in intake.problem.promotors] == ["P1"]
    assert intake.report.errors == ()
    assert intake.report.warnings == ()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_found_out(read: Read, delimiter: str, encoding: str) -> None:
    lines = [["id", "languages", "name"], ["É1", "ara:C2", "Zoë Ñúñez"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    intake = read(mentees=text.encode(encoding))
    assert [m.id for m in intake.problem.mentees] == ["É1"]
    assert intake.contacts[0].name == "Zoë Ñúñez"
    assert intake.report.errors == ()


def test_a_delimiter_inside_quotes_does_not_separate(read: Read) -> None:
    intake = read(mentees='id;languages;name\n"E;1";"ara:C2; fra:B1";"De Smet; An"\n')
    assert intake.problem.mentees[0].id == "E;1"
    assert intake.contacts[0].name == "De Smet; An"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(read: Read, end: str) -> None:
    intake = read(mentees=end.join(["id,languages", "E1,ara:C2", 'E2, "ara:C2; fra:B1"', ""]))
    assert [m.id for m in intake.problem.mentees] == ["E1", "E2"]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text('id,languages;"\n\r\tE1ara:C2=|é', max_size=120).map(str.encode)
    | st.text('E1,ara:C2;"\n\r\t=|é9.', max_size=120).map(lambda t: f"id,languages\n{t}".encode())
)
def test_any_bytes_give_an_intake_or_a_clear_error(content: bytes) -> None:
    refused = ""
    with tempfile.TemporaryDirectory() as place:
        try:
            report = reader(Path(place))(mentees=content).report
        except InputError as error:
            refused = str(error)
    if not refused:
        table = next(t for t in report.tables if t.table == "mentees")
        assert table.rows == table.kept + len(report.errors)
    assert not refused or refused.startswith("mentees.csv: ")


def test_a_line_naming_the_separator_is_no_header(read: Read) -> None:
    assert len(read(mentees="sep=;\nid;languages\nE1;ara:C2\n").problem.mentees) == 1


def test_an_unusual_delimiter_is_named(read: Read) -> None:
    with pytest.raises(InputError, match=r"mentees\.csv: .*one column only; found '\|'.*';', ','"):
        read(mentees="id|languages\nE1|ara:C2\n")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("table", ["mentees", "exclusions"])
def test_an_empty_file_is_refused_by_name(read: Read, table: str, content: bytes) -> None:
    with pytest.raises(InputError, match=rf"{table}\.csv: .*column names"):
        read(**{table: content})


def test_a_header_without_rows_is_a_table_of_nobody(read: Read) -> None:
    intake = read(
        mentees="id,languages", mentors="id,promotor,languages\n", exclusions="mentee,mentor"
    )
    assert intake.problem.mentees == ()
    assert intake.problem.mentors == ()
    assert intake.report.errors == ()


def test_missing_tables_are_named_together(read: Read) -> None:
    with pytest.raises(InputError, match="missing coaches, mentees"):
        read(mentees=None, coaches=None)


def test_a_missing_folder_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_folder(tmp_path / "nowhere", as_of=AS_OF, rules=RULES)
    (tmp_path / "mentees.txt").write_text("id", encoding="utf-8")
    with pytest.raises(InputError, match=r"an \.xlsx file"):
        read_folder(tmp_path / "mentees.txt", as_of=AS_OF, rules=RULES)


def test_file_names_and_headers_may_be_dutch_and_written_any_way(folder: Path, read: Read) -> None:
    read()
    shutil.move(folder / "mentees.csv", folder / "Mentees.CSV")
    shutil.move(folder / "mentors.csv", folder / "Mentoren.csv")
    (folder / "Koppelingen.csv").write_text(
        "ID;Mentee;Mentor;Toestand;Gestart-op\nX1;E1;M1;lopend;1/3/2026\n", encoding="utf-8"
    )
    (folder / "Mentees.CSV").write_text(
        "ID;Talen;INGESCHREVEN op;geboorte-datum;Woonplaats;Diploma in het Nederlands;Geslacht\n"
        "E1;ara (C2);31/12/2025;1-2-1990;9000;nee;v\n",
        encoding="utf-8",
    )
    intake = read_folder(folder, as_of=AS_OF, rules=RULES)
    mentee = intake.problem.mentees[0]
    assert (mentee.residence, mentee.gender, mentee.diploma_in_dutch) == ("44021", "f", "no")
    assert mentee.registered_on.isoformat() == "2025-12-31"
    assert mentee.birth_date.isoformat() == "1990-02-01"
    assert intake.problem.matches[0].status == "running"
    assert intake.report.errors == ()


def test_two_files_for_one_table_are_refused(folder: Path, read: Read) -> None:
    (folder / "mentoren.csv").write_text("id,promotor,languages\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mentoren\.csv and mentors\.csv both hold"):
        read()


def test_unknown_columns_and_files_are_reported_by_name_only(folder: Path, read: Read) -> None:
    (folder / "notes.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "readme.txt").write_text("hello", encoding="utf-8")
    report = read(mentees="id,languages,shoe size\nE1,ara:C2,secret\n").report
    assert [(c.file, c.column) for c in report.unknown_columns] == [("mentees.csv", "shoe size")]
    assert report.unknown_files == ("notes.csv", "readme.txt")
    assert "secret" not in str(report)


def test_a_header_that_stands_twice_is_refused(read: Read) -> None:
    with pytest.raises(
        InputError, match="'Talen' and 'languages' both stand for the column languages"
    ):
        read(mentees="id,Talen,languages\nE1,ara:C2,ara:C2\n")


def test_a_missing_column_is_named_with_the_one_that_looks_like_it(read: Read) -> None:
    with pytest.raises(InputError, match=r"mentors\.csv: .*misses promotor \('promotr' looks like"):
        read(mentors="id,promotr,languages\nM1,P1,ara:C2\n")


def test_a_binary_file_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="NUL characters"):
        read(mentees=b"id,languages\n\0\0\0")


def test_a_file_in_two_encodings_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="UTF-8 up to byte"):
        read(
            mentees="id,languages,name\nE1,ara:C2,Zoë\n".encode() + "E2,ara:C2,Zoë".encode("cp1252")
        )


def test_a_mark_of_an_encoding_that_the_rest_is_not_in_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="starts as UTF-8, but what stands after byte"):
        read(mentees=b"\xef\xbb\xbfid,languages,name\nE1,ara:C2,Zo\xeb\n")


def test_a_register_number_among_the_headers_is_refused_unseen(read: Read) -> None:
    with pytest.raises(InputError, match="column 1 of the header holds a national") as caught:
        read(mentees="85.07.30-033.28,ara:C2\n")
    assert "033" not in str(caught.value)


def test_bytes_of_no_known_encoding_are_refused(read: Read) -> None:
    with pytest.raises(InputError, match="neither UTF-8 nor Windows-1252"):
        read(mentees=b"id,languages,name\nE1,ara:C2,\x81\x8d\n")


def test_too_many_rows_or_bytes_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match="expected at most 10"):
        read()


def test_strict_lists_the_errors_it_stops_at(read: Read) -> None:
    rows = "".join(f"E{n},klingon\n" for n in range(30))
    with pytest.raises(IntakeError, match="got 30 rows in error") as caught:
        read(strict=True, mentees=f"id,languages\n{rows}")
    assert len(caught.value.errors) == 30
    assert str(caught.value).count("mentees.csv, row") == 20
    assert "10 more" in str(caught.value)


def test_progress_is_told(read: Read, folder: Path) -> None:
    read()
    told: list[tuple[str, int]] = []
    read_folder(
        folder, as_of=AS_OF, rules=RULES, progress=lambda name, rows: told.append((name, rows))
    )
    assert ("mentees", 2) in told
    assert ("coaches", 1) in told
