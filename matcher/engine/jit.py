"""Compiling to machine code, kept on disk between runs, also where the product cannot write.

numba keeps what it compiled beside the source, or else in the user's cache folder, or in the one
that ``NUMBA_CACHE_DIR`` names. Where none of these can be written (an installation that is read
only, a user without a home) a folder of this user's own among the temporary files takes their
place.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Return the function as machine code, compiled when first called, free of Python's lock."""
    try:
        return _njit(function, cache=True)
    except RuntimeError:
        folder = private_folder(Path(tempfile.gettempdir()))
        if folder is None:
            return _njit(function, cache=False)
    config: Any = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        return _njit(function, cache=True)
    finally:
        config.CACHE_DIR = before


def private_folder(parent: Path) -> Path | None:
    """Return a folder that this user alone can write, made where it is not there; None without.

    What lies in a cache of machine code is run: a folder that another could fill is not used.
    """
    folder = parent / f"matcher-compiled-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    closed = not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if stat.S_ISDIR(found.st_mode) and own and closed else None


def kept(function: Callable[..., Any]) -> bool:
    """Return whether a compiled function has been called, or its machine code is on disk."""
    if function.signatures:  # type: ignore[attr-defined]  # numba's dispatcher
        return True
    folder = function.stats.cache_path  # type: ignore[attr-defined]  # likewise
    line = function.py_func.__code__.co_firstlineno  # type: ignore[attr-defined]  # likewise
    name = f"*.{function.__name__}-{line}.*.nbi"
    return folder is not None and any(Path(folder).glob(name))


def _njit(function: F, *, cache: bool) -> F:
    return cast("F", numba.njit(cache=cache, nogil=True)(function))
