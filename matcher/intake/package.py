"""Safety of .xlsx files: zip bombs, document type declarations, oversized and lost cells.

An .xlsx is a zip of XML parts. Every part is unpacked as a stream and counted, whatever sizes
the zip declares, before any reader sees the file.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from matcher.domain.errors import InputError
from matcher.intake.delimited import MAX_FILE_BYTES
from matcher.intake.parts import Lost, Scan, lost_cells

MAX_UNPACKED_BYTES = 300_000_000
MAX_RATIO = 200
"""Most unpacked bytes per packed byte of the file; applies from 20 MB unpacked."""
RATIO_FROM_BYTES = 20_000_000
MAX_PARTS = 10_000
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
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
        scan = Scan(name, sheet)
        is_xml = sheet is not None or part.filename.casefold().endswith((".xml", ".rels"))
        for chunk in _chunks(archive, part):
            unpacked += len(chunk)
            _check_size(name, unpacked, size)
            if is_xml:
                scan.feed(chunk)
        if is_xml:
            scan.close()
        if sheet is not None:
            lost[sheet] = lost_cells(_chunks(archive, part)) if scan.losable else {}
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
    scan = Scan(name, None)
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
