"""Workbooks (.xlsx): checked for safety first, then read sheet by sheet as rows of texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from matcher.domain.errors import InputError
from matcher.intake import package
from matcher.intake.delimited import MAX_ROWS, is_blank


class Workbook:
    """One opened workbook.

    ``sheets`` holds the names of its sheets.

    Raises
    ------
    InputError
        On construction, when the file is no workbook that can be read safely.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lost = package.check(path)
        try:
            self._book = CalamineWorkbook.from_path(path)
        except CalamineError as error:
            raise InputError(
                f"{path.name}: cannot be read as a workbook ({error}). Expected an .xlsx file."
            ) from None
        self.sheets: tuple[str, ...] = tuple(
            name for name in self._book.sheet_names if name in self._lost
        )

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the sheet's rows as (row number from 1, texts), blank rows left out.

        A formula without a calculated value reads as ``=``, an error value as its mark, so that
        neither passes for an empty cell.

        Raises
        ------
        InputError
            When the sheet cannot be read or has more rows than `MAX_ROWS`.
        """
        try:
            found = self._book.get_sheet_by_name(sheet)
        except CalamineError as error:
            raise InputError(
                f"{self.path.name}, sheet {sheet}: cannot be read ({error})."
            ) from None
        last_row = 0 if found.end is None else found.end[0]
        if last_row > MAX_ROWS:
            raise InputError(
                f"{self.path.name}, sheet {sheet}: has more than {MAX_ROWS:,} rows under its "
                "header, expected fewer."
            )
        lost: dict[int, dict[int, str]] = {}
        for (row, column), mark in self._lost[sheet].items():
            lost.setdefault(row, {})[column] = mark
        left = [""] * (0 if found.start is None else found.start[1])
        number = -1
        for number, values in enumerate(found.iter_rows()):
            texts = left + [as_text(value) for value in values]
            if number in lost:
                texts = _marked(texts, lost.pop(number))
            if not is_blank(texts):
                yield number + 1, texts
        for beyond in sorted(lost):
            yield beyond + 1, _marked([], lost[beyond])


def _marked(texts: list[str], marks: dict[int, str]) -> list[str]:
    texts = texts + [""] * (max(marks) + 1 - len(texts))
    for column, mark in marks.items():
        texts[column] = mark
    return texts


def as_text(value: Any) -> str:
    """Return a workbook value as the text that a CSV would hold for it."""
    text = str(value)
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float):
        # Spreadsheets keep and show fifteen digits; the rest is rounding of their formulas.
        shown = float(f"{value:.15g}")
        text = str(int(shown)) if shown.is_integer() else repr(shown)
    elif isinstance(value, datetime):
        midnight = value.time() == time()
        text = value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    elif isinstance(value, timedelta):
        text = f"{value.total_seconds():g} s"
    return text
