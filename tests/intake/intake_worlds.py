"""A small sound intake that each test spoils in one way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from matcher.domain.ruleset import RuleSet
from matcher.intake import Intake, read_folder

AS_OF = date(2026, 6, 30)

SOUND = {
    "mentees": "id,languages\nE1,ara:C2; fra:B1\nE2,tur:C1\n",
    "mentors": "id,promotor,languages\nM1,P1,ara:C1; nld:C2\nM2,P1,tur:C2; nld:C1\n",
    "coaches": "id,promotor,languages\nC1,P1,nld:C2\n",
    "projects": "id,promotor\nJ1,P1\n",
}

RULES = RuleSet(
    name="none",
    version="1",
    objective="participation",
    min_points=0,
    stability_points=0,
    lottery_seed="seed",
    lottery_bits=8,
    same_language=frozenset(),
    rules={},
    criteria={},
    document={},
    digest="",
)


class Read(Protocol):
    """Write the sound tables, replaced or completed by those given, and read them.

    A table given as None is left out; bytes are written as they are.
    """

    def __call__(
        self, *, as_of: date = AS_OF, strict: bool = False, **tables: str | bytes | None
    ) -> Intake: ...


class OnlyError(Protocol):
    """Read and return the text of the one error that there must be."""

    def __call__(self, **tables: str | bytes | None) -> str: ...


def reader(folder: Path) -> Read:
    """Return a `Read` that fills this folder."""

    def read(*, as_of: date = AS_OF, strict: bool = False, **tables: str | bytes | None) -> Intake:
        for name, content in (SOUND | tables).items():
            if content is not None:
                data = content if isinstance(content, bytes) else content.encode()
                (folder / f"{name}.csv").write_bytes(data)
        return read_folder(folder, as_of=as_of, rules=RULES, strict=strict)

    return read
