"""Machine code is kept where it can be, and nowhere that another could write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest

from matcher.engine import jit
from matcher.engine.jit import compiled, kept, private_folder


def add_one(number: int) -> int:
    return number + 1


class ReadOnly:
    """Stands in for numba where it can keep nothing but in the folder of its setting."""

    def __init__(self) -> None:
        self.folders: list[str] = []

    def __call__(self, *, cache: bool, nogil: bool) -> Callable[[Any], Any]:
        assert nogil

        def decorate(function: Any) -> Any:
            if cache and not numba.config.CACHE_DIR:
                raise RuntimeError("cannot cache function: no locator available")
            self.folders.append(numba.config.CACHE_DIR if cache else "")
            return function

        return decorate


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ReadOnly:
    fake = ReadOnly()
    monkeypatch.setattr(numba, "njit", fake)
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(jit.tempfile, "gettempdir", lambda: str(tmp_path))
    return fake


def test_a_compiled_function_does_what_it_did_before() -> None:
    function = compiled(add_one)
    assert function(41) == 42
    assert kept(function)


def test_a_function_never_called_is_kept_only_if_its_code_lies_on_disk(tmp_path: Path) -> None:
    class Stats:
        cache_path = str(tmp_path)

    class Function:
        __name__ = "scan_all"
        signatures: tuple[object, ...] = ()
        stats = Stats()
        py_func = staticmethod(add_one)

    line = add_one.__code__.co_firstlineno
    assert not kept(Function())  # type: ignore[arg-type]  # a stand-in
    (tmp_path / f"kernel.scan_all-{line + 1}.py311.nbi").touch()
    assert not kept(Function())  # type: ignore[arg-type]  # likewise
    (tmp_path / f"kernel.scan_all-{line}.py311.nbi").touch()
    assert kept(Function())  # type: ignore[arg-type]  # likewise


def test_where_nothing_can_be_written_a_folder_of_ones_own_takes_its_place(
    read_only: ReadOnly, tmp_path: Path
) -> None:
    assert compiled(add_one)(1) == 2
    (folder,) = read_only.folders
    assert Path(folder).parent == tmp_path
    assert Path(folder).stat().st_mode & 0o777 == 0o700
    assert not numba.config.CACHE_DIR


def test_without_any_folder_the_code_is_made_anew_in_each_run(
    read_only: ReadOnly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jit, "private_folder", lambda _: None)
    assert compiled(add_one)(1) == 2
    assert read_only.folders == [""]


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    folder = private_folder(tmp_path)
    assert folder is not None
    assert private_folder(tmp_path) == folder
    folder.chmod(0o777)
    assert private_folder(tmp_path) is None


def test_a_file_or_link_in_its_place_is_not_used(tmp_path: Path) -> None:
    folder = private_folder(tmp_path)
    assert folder is not None
    folder.rmdir()
    folder.touch()
    assert private_folder(tmp_path) is None
    folder.unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.symlink_to(elsewhere)
    assert private_folder(tmp_path) is None
