"""One XML part of a workbook, read as a stream: nothing dangerous, no cell lost unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from xml.parsers import expat

from matcher.domain.errors import InputError

MAX_CELLS = 20_000_000
"""Largest area (rows × columns) of a sheet: readers hold it in memory as a rectangle."""

Lost = Mapping[tuple[int, int], str]
"""Cells whose value a reader would drop, by (row, column) from 0: ``=`` for a formula without a
calculated value, else the error mark."""

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


class Scan:
    """Reads one part's XML as it streams by; of a worksheet also where its cells are.

    ``losable`` tells whether any cell may be lost to a reader.
    """

    def __init__(self, name: str, sheet: str | None) -> None:
        self.losable = False
        self._name = name
        self._sheet = sheet
        self._row = 0
        self._column = 0
        self._rows = 0
        self._width = 0
        self._row_text = "0"
        self._seen: dict[str, int] = {}
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        if sheet is not None:
            self._parser.StartElementHandler = self._start

    def _refuse_doctype(self, *_: object) -> None:
        raise InputError(
            f"{self._name}: holds a document type declaration, expected an ordinary workbook."
        )

    def close(self) -> None:
        """Take the end of the part."""
        self._parse(b"", last=True)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""
        self._parse(chunk, last=False)
        if self._rows * self._width > MAX_CELLS:
            raise InputError(
                f"{self._name}, sheet {self._sheet}: spans {self._rows:,} rows and "
                f"{self._width:,} columns, expected at most {MAX_CELLS:,} cells. Remove what "
                "stands outside the table, or give the table as a CSV file."
            )

    def _parse(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise InputError(
                f"{self._name}: holds damaged XML ({error}). Expected an .xlsx workbook."
            ) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "c":
            self._cell(attributes.get("r"))
            self.losable = self.losable or attributes.get("t") == "e"
        elif kind == "row":
            given = attributes.get("r")
            self._row = self._row + 1 if given is None else self._corner(f"A{given}")[0]
            self._column = 0
            self._rows = max(self._rows, self._row)
            self._row_text = str(self._row)
        elif kind == "f":
            self.losable = True
        elif kind == "dimension":
            for corner in attributes.get("ref", "A1").split(":"):
                self._cell(corner)
            self._row = self._column = 0

    def _cell(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        elif (column := self._seen.get(reference.removesuffix(self._row_text))) is not None:
            self._column = column
        else:
            self._row, self._column = self._corner(reference)
            self._rows = max(self._rows, self._row)
            self._seen[reference.rstrip("0123456789")] = self._column
        self._width = max(self._width, self._column)

    def _corner(self, reference: str) -> tuple[int, int]:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise InputError(
                f"{self._name}, sheet {self._sheet}: found {reference[:20]!r} where a cell is "
                "named, expected one like 'A1'."
            )
        return int(found[2]), column_number(found[1])


@cache
def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


@cache
def column_number(letters: str) -> int:
    """Return a column's number, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def lost_cells(chunks: Iterable[bytes]) -> Lost:
    """Return the lost cells of a worksheet part that is known to be well-formed."""
    reader = _LostCells()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    for chunk in chunks:
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
        local = _local(tag)
        if local == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
        elif local == "c":
            reference = attributes.get("r", "")
            letters = reference.rstrip("0123456789")
            self._column = column_number(letters) - 1 if letters else self._column + 1
            self._row = int(reference[len(letters) :]) - 1 if letters else self._row
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
        local = _local(tag)
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
