"""Delimited text files: encoding and delimiter found out, rows read as a stream."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence

MAX_FILE_BYTES = 500_000_000
MAX_ROWS = 2_000_000
DELIMITERS = (";", ",", "\t")
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = {"|": "'|'", ":": "':'", "^": "'^'", "~": "'~'", "\x1f": "a unit separator"}

BadRow = Callable[[int, Sentence], None]
"""Told the row number and what was expected of a row whose quotes make no sense."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a delimited file is written down. ``skipped`` counts the rows above the header."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    skipped: int


def find_encoding(path: Path) -> str:
    """Return the file's encoding: by its byte order mark, else UTF-8 if valid, else Windows-1252.

    Raises
    ------
    InputError
        When the file is empty, too large, or no text in any of these.
    """
    size = path.stat().st_size
    if size == 0:
        raise InputError(f"{path.name}: the file is empty, expected a line with column names.")
    if size > MAX_FILE_BYTES:
        raise InputError(
            f"{path.name}: the file has {size:,} bytes, expected at most {MAX_FILE_BYTES:,}."
        )
    with path.open("rb") as file:
        start = file.read(4)
    named = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    broken_at = _first_error(path, named or "utf-8")
    if broken_at is None:
        return named or "utf-8"
    if named is not None:
        raise InputError(
            f"{path.name}: starts as {named.removesuffix('-sig').upper()}, but what stands after "
            f"byte {broken_at:,} is not. Expected one encoding; save the file again as UTF-8."
        )
    if not _ascii_before(path, broken_at):
        raise InputError(
            f"{path.name}: is UTF-8 up to byte {broken_at:,} and something else after it. "
            "Expected one encoding; save the file again as UTF-8."
        )
    if (at := _first_error(path, "cp1252")) is not None:
        raise InputError(
            f"{path.name}: byte {at:,} fits neither UTF-8 nor Windows-1252. "
            "Expected a text file; save it again as UTF-8."
        )
    return "cp1252"


def _first_error(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return max(0, read - pending) + error.start
            if "\0" in text:
                raise InputError(
                    f"{path.name}: holds NUL characters, expected a text file in UTF-8, "
                    "UTF-16 with byte order mark, or Windows-1252."
                )
            read += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return read
    return None


def _ascii_before(path: Path, end: int) -> bool:
    with path.open("rb") as file:
        while end > 0 and (chunk := file.read(min(_CHUNK, end))):
            if not chunk.isascii():
                return False
            end -= len(chunk)
    return True


def find_layout(
    path: Path,
    known: Callable[[str], bool],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip: int = 0,
) -> Layout:
    """Find out how the file is written down from its header line.

    Parameters
    ----------
    path
        The file.
    known
        Whether a header is one that the table knows; the delimiter under which most headers are
        known wins.
    encoding, delimiter
        Used as given instead of found out.
    skip
        Rows above the header.

    Raises
    ------
    InputError
        When there is no header line, or no delimiter makes sense of it.
    """
    encoding = encoding or find_encoding(path)
    best: tuple[tuple[int, int], Layout] | None = None
    single = ""
    for candidate in (delimiter,) if delimiter else DELIMITERS:
        found = _header(path, encoding, candidate, skip)
        if found is None:
            continue
        cells, skipped = found
        single = cells[0] if len(cells) == 1 else single
        score = (sum(known(cell) for cell in cells), len(cells))
        if best is None or score > best[0]:
            best = (score, Layout(encoding, candidate, tuple(cells), skipped))
    if best is None:
        raise InputError(f"{path.name}: expected a line with column names, found none.")
    (recognised, width), layout = best
    if width == 1 and not recognised and not delimiter:
        marks = [name for mark, name in _LIKELY.items() if mark in single]
        between = f"; found {' and '.join(marks)} in it" if marks else ""
        raise InputError(
            f"{path.name}: the header line has one column only{between}. "
            "Expected column names separated by ';', ',' or tab."
        )
    return layout


def _header(path: Path, encoding: str, delimiter: str, skip: int) -> tuple[list[str], int] | None:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
        try:
            for number, cells in enumerate(reader):
                stripped = [cell.strip() for cell in cells]
                if number < skip or not any(stripped):
                    continue
                if number == 0 and stripped[0].casefold().startswith("sep="):
                    continue
                return stripped, number
        except csv.Error:
            return None
    return None


def is_blank(cells: list[str]) -> bool:
    """Tell whether a row holds nothing but white space."""
    text = "".join(cells)
    return not text or text.isspace()


def read_rows(
    path: Path, layout: Layout, bad_row: BadRow, *, max_rows: int = MAX_ROWS
) -> Iterator[tuple[int, list[str]]]:
    """Yield every row under the header as (row number, cells), blank rows left out.

    Rows are numbered as a spreadsheet does, the first line of the file being 1.

    Raises
    ------
    InputError
        When there are more than ``max_rows`` rows.
    """
    with path.open(encoding=layout.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=layout.delimiter, skipinitialspace=True, strict=True)
        number = 0
        while True:
            number += 1
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                too_long = "field limit" in str(error)
                bad_row(number, _SHORTER if too_long else _quotes(line, reader.line_num))
                continue
            if number <= layout.skipped + 1 or is_blank(cells):
                continue
            if number - layout.skipped - 1 > max_rows:
                raise InputError(f"{path.name}: has more than {max_rows:,} rows, expected fewer.")
            yield number, cells


_SHORTER = Sentence(
    f"cellen van hoogstens {csv.field_size_limit()} tekens",
    f"cells of at most {csv.field_size_limit()} characters",
)


def _quotes(first: int, last: int) -> Sentence:
    where_nl = f"regel {first}" if first >= last else f"regels {first} tot {last}"
    where_en = f"line {first}" if first >= last else f"lines {first} to {last}"
    return Sentence(
        f"aanhalingstekens die elk veld openen en sluiten ({where_nl})",
        f"quotes that open and close each field ({where_en})",
    )
