"""Safety of .xlsx files: zip bombs, document type declarations, oversized and lost cells.

An .xlsx is a zip of XML parts. Every part is unpacked as a stream and counted, whatever sizes
the zip declares, before any reader sees the file.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from matcher.domain.errors import InputError
from matcher.intake.delimited import MAX_FILE_BYTES

MAX_UNPACKED_BYTES = 300_000_000
MAX_RATIO = 200
"""Most unpacked bytes per packed byte of the file; applies from 20 MB unpacked."""
RATIO_FROM_BYTES = 20_000_000
MAX_PARTS = 10_000
MAX_CELLS = 20_000_000
"""Largest area (rows × columns) of a sheet: readers hold it in memory as a rectangle."""

Lost = Mapping[tuple[int, int], str]
"""Cells whose value a reader would drop, by (row, column) from 0: ``=`` for a formula without a
calculated value, else the error mark."""

_CHUNK = 1 << 16
_OVERLAP = 4096
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
_AREA = re.compile(rb'\bref="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb'<(?:[A-Za-z]+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_LOSABLE = re.compile(rb'<(?:[A-Za-z]+:)?f[\s>/]|\bt="e"|\bt=\'e\'')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check(path: Path) -> dict[str, Lost]:
    """Verify that a workbook is safe to open; return the lost cells of each sheet by its name.

    Raises
    ------
    InputError
        When the file is empty, no zip, encrypted, no workbook, damaged, or unpacks to more than
        is reasonable; when a part declares a document type; when a sheet's area is too large.
    """
    size = path.stat().st_size
    if size == 0:
        raise InputError(f"{path.name}: the file is empty, expected an .xlsx workbook.")
    if size > MAX_FILE_BYTES:
        raise InputError(
            f"{path.name}: the file has {size:,} bytes, expected at most {MAX_FILE_BYTES:,}."
        )
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise InputError(
                f"{path.name}: is an encrypted workbook or one in the old .xls format. "
                "Expected an .xlsx workbook without password."
            )
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_archive(path.name, size, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise InputError(
            f"{path.name}: is no readable zip file ({error}). Expected an .xlsx workbook."
        ) from None


def _check_archive(name: str, size: int, archive: zipfile.ZipFile) -> dict[str, Lost]:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise InputError(f"{name}: holds {len(parts):,} parts, expected at most {MAX_PARTS:,}.")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise InputError(f"{name}: is encrypted, expected an .xlsx workbook without password.")
    _check_size(name, sum(part.file_size for part in parts), size)
    sheets = _sheet_parts(name, size, archive)
    lost: dict[str, Lost] = {}
    unpacked = 0
    for part in parts:
        sheet = sheets.get(part.filename)
        scan = _Scan(name, sheet)
        is_xml = sheet is not None or part.filename.casefold().endswith((".xml", ".rels"))
        for chunk in _chunks(archive, part):
            unpacked += len(chunk)
            _check_size(name, unpacked, size)
            if is_xml:
                scan.feed(chunk)
        if is_xml:
            scan.close()
        if sheet is not None:
            lost[sheet] = _lost_cells(archive, part) if scan.losable else {}
    return lost


def _check_size(name: str, unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED_BYTES:
        raise InputError(
            f"{name}: unpacks to more than {MAX_UNPACKED_BYTES:,} bytes, expected less. "
            "Give the tables as CSV files instead."
        )
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed:
        raise InputError(
            f"{name}: unpacks to more than {MAX_RATIO} times its size, expected an ordinary "
            "workbook."
        )


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


class _Scan:
    """Reads one part's XML as it streams by."""

    def __init__(self, name: str, sheet: str | None) -> None:
        self.losable = False
        self._name = name
        self._sheet = sheet
        self._tail = b""
        self._rows = 0
        self._columns: set[bytes] = set()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def _refuse_doctype(self, *_: object) -> None:
        raise InputError(
            f"{self._name}: holds a document type declaration, expected an ordinary workbook."
        )

    def close(self) -> None:
        """Take the end of the part."""
        self._parse(b"", last=True)

    def _parse(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise InputError(
                f"{self._name}: holds damaged XML ({error}). Expected an .xlsx workbook."
            ) from None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""
        self._parse(chunk, last=False)
        if self._sheet is None:
            return
        window = self._tail + chunk
        self._tail = window[-_OVERLAP:]
        self.losable = self.losable or _LOSABLE.search(window) is not None
        corners = set(_AREA.findall(window)) | set(_CELL.findall(window))
        self._columns.update(letters for letters, _ in corners)
        self._rows = max((self._rows, *(int(row) for _, row in corners)))
        width = max((_column(letters) + 1 for letters in self._columns), default=0)
        if self._rows * width > MAX_CELLS:
            raise InputError(
                f"{self._name}, sheet {self._sheet}: spans {self._rows:,} rows and {width:,} "
                f"columns, expected at most {MAX_CELLS:,} cells. Remove what stands outside the "
                "table, or give the table as a CSV file."
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheet_parts(name: str, size: int, archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheet name of each worksheet part."""
    try:
        book = _tree(name, size, archive, "xl/workbook.xml")
        links = _tree(name, size, archive, "xl/_rels/workbook.xml.rels")
    except KeyError:
        raise InputError(f"{name}: is a zip file, but no .xlsx workbook.") from None
    targets = {
        link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip(
            "/"
        )
        for link in links
    }
    return {
        targets[sheet.get(_RELATION)]: sheet.get("name", "")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet") and sheet.get(_RELATION) in targets
    }


def _tree(name: str, size: int, archive: zipfile.ZipFile, part: str) -> ET.Element:
    scan = _Scan(name, None)
    parser = ET.XMLParser()  # noqa: S314 – the scan refuses document types before this sees them
    read = 0
    for chunk in _chunks(archive, archive.getinfo(part)):
        read += len(chunk)
        _check_size(name, read, size)
        scan.feed(chunk)
        parser.feed(chunk)
    scan.close()
    root: ET.Element = parser.close()
    return root


def _lost_cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Lost:
    reader = _LostCells()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    for chunk in _chunks(archive, part):
        parser.Parse(chunk)
    return reader.found


class _LostCells:
    """Finds formula cells without a value and error cells in a worksheet part."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._row = -1
        self._column = -1
        self._kind = ""
        self._formula = False
        self._value: str | None = None
        self._reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        if local == "row":
            given = attributes.get("r", "")
            self._row = int(given) - 1 if given.isdecimal() else self._row + 1
            self._column = -1
        elif local == "c":
            letters = attributes.get("r", "").rstrip("0123456789").encode()
            self._column = _column(letters) if letters else self._column + 1
            self._kind = attributes.get("t", "")
            self._formula, self._value = False, None
        elif local == "f":
            self._formula = True
        elif local == "v":
            self._value, self._reading = "", True

    def text(self, data: str) -> None:
        if self._reading and self._value is not None:
            self._value += data

    def end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        if local == "v":
            self._reading = False
        elif local == "c":
            place = (self._row, self._column)
            if self._kind == "e":
                self.found[place] = self._value or "#N/A"
            elif self._formula and (
                self._value is None or (not self._value and self._kind != "str")
            ):
                self.found[place] = "="
