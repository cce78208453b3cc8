"""One sheet of text and whole numbers as an .xlsx file, written directly: the same bytes each time.

A workbook library builds an object for every cell, which takes longer than all other documents of
a small programme together, and stamps the file with the time of day.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import (
    ARC_CONTENT_TYPES,
    ARC_ROOT_RELS,
    ARC_STYLE,
    ARC_WORKBOOK,
    ARC_WORKBOOK_RELS,
    CONTYPES_NS,
    PKG_REL_NS,
    REL_NS,
    SHEET_MAIN_NS,
    STYLES_TYPE,
    WORKSHEET_TYPE,
    XLSX,
)

LONGEST = 32_767
"""Characters that a cell can hold."""
WIDTH = 16
"""Width of a column, in characters."""
ARC_SHEET = "xl/worksheets/sheet1.xml"
START_OF_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES = (
    f'<Types xmlns="{CONTYPES_NS}">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/{ARC_WORKBOOK}" ContentType="{XLSX}"/>'
    f'<Override PartName="/{ARC_SHEET}" ContentType="{WORKSHEET_TYPE}"/>'
    f'<Override PartName="/{ARC_STYLE}" ContentType="{STYLES_TYPE}"/>'
    "</Types>"
)
_ROOT_RELS = (
    f'<Relationships xmlns="{PKG_REL_NS}">'
    f'<Relationship Id="rId1" Type="{REL_NS}/officeDocument" Target="{ARC_WORKBOOK}"/>'
    "</Relationships>"
)
_WORKBOOK_RELS = (
    f'<Relationships xmlns="{PKG_REL_NS}">'
    f'<Relationship Id="rId1" Type="{REL_NS}/worksheet" Target="/{ARC_SHEET}"/>'
    f'<Relationship Id="rId2" Type="{REL_NS}/styles" Target="/{ARC_STYLE}"/>'
    "</Relationships>"
)
_STYLES = (
    f'<styleSheet xmlns="{SHEET_MAIN_NS}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""Style 0 is as it comes, style 1 is bold."""


def xlsx_bytes(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str | int | None]]
) -> bytes:
    """Return a workbook of one sheet whose bold header stays in view. Text is never a formula."""
    parts = {
        ARC_CONTENT_TYPES: _CONTENT_TYPES,
        ARC_ROOT_RELS: _ROOT_RELS,
        ARC_WORKBOOK: (
            f'<workbook xmlns="{SHEET_MAIN_NS}" xmlns:r="{REL_NS}">'
            "<bookViews><workbookView/></bookViews>"
            f'<sheets><sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        ARC_WORKBOOK_RELS: _WORKBOOK_RELS,
        ARC_STYLE: _STYLES,
        ARC_SHEET: _sheet(header, rows),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name, START_OF_ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, _DECLARATION + text)
    return out.getvalue()


def shown(text: str) -> str:
    """Return what a cell can hold of a text: no control characters, and not too much."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]


def _sheet(header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> str:
    letters = [get_column_letter(number) for number in range(1, len(header) + 1)]
    lines = [_row(1, letters, header, ' s="1"')]
    lines.extend(_row(number, letters, row, "") for number, row in enumerate(rows, start=2))
    return (
        f'<worksheet xmlns="{SHEET_MAIN_NS}">'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(letters)}" width="{WIDTH}" customWidth="1"/></cols>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _row(number: int, letters: Sequence[str], row: Sequence[str | int | None], style: str) -> str:
    cells = [
        f'<c r="{letter}{number}"{style}><v>{value}</v></c>'
        if isinstance(value, int)
        else f'<c r="{letter}{number}"{style} t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(shown(value))}</t></is></c>'
        for letter, value in zip(letters, row, strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'
