"""Fixtures of the output tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from output_worlds import World, small_tables, world


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a programme of 27 mentees, proven optimal by its prices."""
    return world(small_tables(2), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return the same programme with a quick set: feasible, with a gap in several components."""
    return world(small_tables(2), tmp_path_factory.mktemp("quick"), time_limit=0)


@pytest.fixture(scope="session")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a programme whose best set no prices can prove, only a closed search."""
    return world(small_tables(165, mentees=18), tmp_path_factory.mktemp("gapped"))


@pytest.fixture
def folder(small: World, tmp_path: Path) -> Path:
    """Return the small programme's output folder, written anew for this test."""
    return small.write(tmp_path / "out")
