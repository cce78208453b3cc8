"""Reading of the tab-separated tables that lie in the package's ``data`` folder."""

from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of ``data/<name>.tsv`` as dictionaries, in the order of the file.

    Each caller keeps what it makes of the rows, so that a table is read once per process and
    nothing is read on import.
    """
    text = (files("matcher.vocabulary") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def plain(text: str) -> str:
    """Return the text as a search key: no accents, no case, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())
