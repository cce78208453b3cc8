"""Fixtures of the intake tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_worlds import OnlyError, Read, reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder that `read` fills."""
    place = tmp_path / "intake"
    place.mkdir()
    return place


@pytest.fixture
def read(folder: Path) -> Read:
    """Return the reader of this test's folder."""
    return reader(folder)


@pytest.fixture
def only_error(read: Read) -> OnlyError:
    """Return a reader that expects one row error."""

    def one(**tables: str | bytes | None) -> str:
        errors = read(**tables).report.errors
        assert len(errors) == 1, [str(e) for e in errors]
        return str(errors[0])

    return one
