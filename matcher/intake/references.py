"""References between tables: every id that a row names must exist."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from matcher.domain.sentence import Sentence
from matcher.intake.rows import RowProblem

REFERENCES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "lots": (("call", "calls"),),
        "projects": (("promotor", "promotors"), ("lot", "lots")),
        "coaches": (("promotor", "promotors"), ("projects", "projects")),
        "mentors": (("promotor", "promotors"), ("projects", "projects"), ("coach", "coaches")),
        "mentees": (("promotor", "promotors"), ("project", "projects")),
        "contacts": (("mentor", "mentors"), ("employer", "employers")),
        "acquaintances": (("mentor", "mentors"), ("other_mentor", "mentors")),
        "matches": (
            ("mentee", "mentees"),
            ("mentor", "mentors"),
            ("coach", "coaches"),
            ("project", "projects"),
        ),
        "exclusions": (("mentee", "mentees"), ("mentor", "mentors")),
    }
)
"""Per table: the columns that hold an id (or a list of them) and the table it must be in."""

IMPLIED: Mapping[str, str] = MappingProxyType({"promotors": "projects", "calls": "lots"})
"""Tables that, when absent, consist of the ids that rows of another table name."""

SUGGESTIONS = 50
"""How many dangling references get a suggestion: each costs a search through all ids."""

SEARCHED_IDS = 20_000
"""How many ids such a search looks through."""


class Known:
    """The ids of every table read so far, with their row numbers; row 0 stands for implied ones.

    ``refused`` holds the ids of rows left out for an error, ``later`` those of mentees who
    registered after the as-of day.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.rows: dict[str, dict[str, int]] = {}
        self.refused: dict[str, dict[str, int]] = {}
        self.later: dict[str, int] = {}
        self._suggestions = 0

    def row(self, table: str, key: str) -> int:
        """Return the row number of a known id."""
        return self.rows[table][key]

    def check(self, table: str, record: Mapping[str, Any]) -> None:
        """Check that all ids named by this row exist; take note of implied ones.

        Raises
        ------
        RowProblem
            When one does not exist.
        """
        for column, target in REFERENCES.get(table, ()):
            value = record.get(column)
            if value is None:
                continue
            known = self.rows.setdefault(target, {})
            for key in (value,) if isinstance(value, str) else value:
                if key in known:
                    continue
                if target not in self.files and IMPLIED.get(target) == table:
                    continue
                if target == "mentees" and key in self.later:
                    continue
                raise self._dangling(column, key, target)

    def imply(self, table: str, record: Mapping[str, Any]) -> None:
        """Take note of the ids that an accepted row implies."""
        for column, target in REFERENCES.get(table, ()):
            if target not in self.files and IMPLIED.get(target) == table:
                value = record.get(column)
                if value is not None:
                    self.rows.setdefault(target, {}).setdefault(value, 0)

    def _dangling(self, column: str, key: str, target: str) -> RowProblem:
        file = self.files.get(target) or self.files.get(IMPLIED.get(target, ""))
        if file is None:
            absent = Sentence(
                f"een id uit de tabel {target}, die er niet is",
                f"an id of the table {target}, which is not there",
            )
            return RowProblem(column, key, absent)
        row = self.refused.get(target, {}).get(key)
        if row is not None:
            unread = Sentence(
                f"een leesbare rij in {file} (rij {row} met deze id is geweigerd)",
                f"a readable row in {file} (row {row} with this id was refused)",
            )
            return RowProblem(column, key, unread)
        noun = "promotor" if target in IMPLIED and target not in self.files else "id"
        expected = Sentence(
            f"een {noun} uit {file}", f"{'a' if noun != 'id' else 'an'} {noun} of {file}"
        )
        return RowProblem(column, key, expected, self._closest(key, target))

    def _closest(self, key: str, target: str) -> str | None:
        if self._suggestions >= SUGGESTIONS:
            return None
        self._suggestions += 1
        ids = sorted(self.rows.get(target, {}))[:SEARCHED_IDS]
        by_folded = {known.casefold(): known for known in reversed(ids)}
        near = get_close_matches(key.casefold(), list(by_folded), n=1, cutoff=0.5)
        return by_folded[near[0]] if near else None
