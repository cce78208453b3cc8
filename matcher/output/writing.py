"""Writes results so that what stands there is whole at any moment: the earlier one or the new one.

All is written into a working folder beside the target and put in place at the end. A run that was
killed leaves its working folder behind; the next run beside it clears it away, and puts back the
earlier result where the kill came between taking it away and putting the new one there.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import psutil

from matcher.domain.errors import InputError, MatcherError
from matcher.output.folder import AUDITS, MARK

ENDING = (signal.SIGINT, signal.SIGTERM)
WORKING = ".matcher-{node}-{process}-"
EARLIER = "earlier"


class NotWrittenError(MatcherError):
    """A result that could not be written; what stood there before is as it was."""


def expect_place(target: Path) -> None:
    """Refuse a place where no result can come, before any work is done for it.

    Raises
    ------
    InputError
        When the target is a file, or a folder with something else than an earlier result.
    NotWrittenError
        When the nearest folder above it is none, or cannot be written to.
    """
    with _telling(target):
        _content(target)
        above = next(folder for folder in target.absolute().parents if folder.exists())
        if not above.is_dir():
            raise NotWrittenError(f"{above.name}: expected a folder to write in, found a file.")
        if not os.access(above, os.W_OK | os.X_OK):
            raise NotWrittenError(f"{above.name}: expected a folder that may be written to.")


def write_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write files into a folder that appears only when all are there.

    An earlier output folder is replaced when nothing was put into it since; anything else that
    stands there is left alone.

    Raises
    ------
    InputError
        When the target is a file, or a folder with other content.
    NotWrittenError
        When it cannot be written: the disk is full, the folder above may not be written to.
    """
    with _telling(target):
        other = _content(target) - {name.split("/")[0] for name in files} - {AUDITS}
        if other:
            raise _elsewhere(target, other)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _working_folder(target.parent) as working:
            fresh = working / "fresh"
            for folder in sorted({(fresh / name).parent for name in files}):
                folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (fresh / name).write_bytes(content)
            with undisturbed():
                _put_in_place(fresh, target, working)


def write_file(content: bytes, target: Path) -> None:
    """Write a file that appears, or takes another's place, only when all of it is there.

    Raises
    ------
    NotWrittenError
        When it cannot be written.
    """
    with _telling(target), _working_folder(target.parent) as working:
        path = working / "fresh"
        path.write_bytes(content)
        path.replace(target)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a signal that ends the process wait until the block is done.

    Signals come to the main thread alone: in any other this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        del frame
        came.append(number)

    before = {one: signal.signal(one, wait) for one in ENDING if signal.getsignal(one) is not None}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in came[:1]:
            signal.raise_signal(number)


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWrittenError(
            f"{target.name}: could not be written ({error.strerror or error}); "
            "what stood there before is as it was."
        ) from error


def _content(target: Path) -> set[str]:
    """Return the names in an earlier result, none where there is nothing yet.

    Another writer may put its own folder there while names are read: only when the same folder
    stands there before and after are they those of one result.
    """
    before = _standing(target)
    while before is not None:
        there: set[str] = set()
        with suppress(FileNotFoundError):
            there = {path.name for path in target.iterdir()}
        after = _standing(target)
        if after is not None and os.path.samestat(before, after):
            if there and MARK not in there:
                raise _elsewhere(target, there)
            return there
        before = after
    return set()


def _standing(target: Path) -> os.stat_result | None:
    """Return what tells the folder that stands there from others, None where nothing does."""
    try:
        found = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISDIR(found.st_mode):
        raise InputError(f"{target.name}: expected a folder or nothing, found a file.")
    return found


def _elsewhere(target: Path, found: set[str]) -> InputError:
    return InputError(
        f"{target.name}: expected an empty folder or an earlier result, found {min(found)}."
    )


@contextmanager
def _working_folder(parent: Path) -> Iterator[Path]:
    """Make a folder that is gone afterwards, whatever happens; clear away those of the dead."""
    node = re.sub(r"\W+", "_", platform.node())
    _clear_away(parent, node)
    working: Path | None = None
    try:
        with undisturbed():
            prefix = WORKING.format(node=node, process=os.getpid())
            working = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        yield working
    finally:
        with undisturbed():
            if working is not None:
                shutil.rmtree(working, ignore_errors=True)


def _put_in_place(fresh: Path, target: Path, working: Path) -> None:
    earlier = working / EARLIER / target.name
    try:
        if target.exists():
            earlier.parent.mkdir()
            target.rename(earlier)
        fresh.rename(target)
    except BaseException:
        if earlier.exists() and not target.exists():
            earlier.rename(target)
        raise


def _clear_away(parent: Path, node: str) -> None:
    """Remove working folders of processes of this machine that are no more."""
    begins = WORKING.format(node=node, process="")[:-1]
    for working in parent.glob(f"{begins}*"):
        process = working.name.removeprefix(begins).split("-")[0]
        if not process.isdigit() or psutil.pid_exists(int(process)):
            continue
        with undisturbed():
            for earlier in (working / EARLIER).glob("*"):
                if not (parent / earlier.name).exists():
                    earlier.rename(parent / earlier.name)
            shutil.rmtree(working, ignore_errors=True)
