"""No digit of an output folder can change without `verify` seeing it."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from output_worlds import names

from matcher.app.match import match
from matcher.intake import read_folder
from matcher.output.verify import verify
from matcher.output.writing import write_folder
from matcher.rulesets import default_rules

DIGITS = string.digits.encode()
SAMPLES = 330
DEMO = Path(__file__).parents[2] / "scenarios" / "demo"


def places(folder: Path, count: int, seed: int) -> Iterator[tuple[str, int]]:
    """Yield places of digits: as many in each file as its share of kinds asks, none left out.

    Audits count as one file: there are many, all alike.
    """
    draw = random.Random(seed)  # noqa: S311 -- test data, not secrets
    kinds: dict[str, list[tuple[str, int]]] = {}
    for name in names(folder):
        content = (folder / name).read_bytes()
        kinds.setdefault(name.split("/")[0], []).extend(
            (name, at) for at, byte in enumerate(content) if byte in DIGITS
        )
    for kind in sorted(kinds):
        share = min(len(kinds[kind]), -(-count // len(kinds)))
        yield from draw.sample(kinds[kind], share)


def unseen(folder: Path, count: int, seed: int) -> list[tuple[str, int, str]]:
    """Return the changes of one digit that `verify` lets pass."""
    draw = random.Random(seed)  # noqa: S311 -- likewise
    passed = []
    for name, at in places(folder, count, seed):
        content = (folder / name).read_bytes()
        other = draw.choice([d for d in DIGITS if d != content[at]])
        (folder / name).write_bytes(content[:at] + bytes([other]) + content[at + 1 :])
        if verify(folder).ok:
            passed.append((name, at, f"{chr(content[at])} to {chr(other)}"))
        (folder / name).write_bytes(content)
    return passed


def test_every_kind_of_file_is_among_the_sampled_places(folder: Path) -> None:
    sampled = list(places(folder, SAMPLES, seed=1))
    assert len(sampled) >= 300
    assert {name.split("/")[0] for name, _ in sampled} == {
        name.split("/")[0] for name in names(folder)
    }


def test_changing_one_digit_anywhere_makes_the_folder_not_verified(folder: Path) -> None:
    assert unseen(folder, SAMPLES, seed=1) == []
    assert verify(folder).ok


def test_changing_any_digit_of_the_run_record_is_seen(folder: Path) -> None:
    """Timings and versions follow from nothing else: only the record's own digest holds them."""
    content = (folder / "run.json").read_bytes()
    start, end = content.index(b'"versions"'), content.index(b'"sha256"')
    for at in (at for at in range(start, end) if content[at] in DIGITS):
        other = b"1" if content[at] != b"1"[0] else b"2"
        (folder / "run.json").write_bytes(content[:at] + other + content[at + 1 :])
        assert not verify(folder).ok, at


@pytest.mark.soak
def test_changing_one_digit_of_the_demo_makes_it_not_verified(tmp_path: Path) -> None:
    read = read_folder(DEMO, as_of=date(2026, 11, 2), rules=default_rules())
    folder = tmp_path / "demo"
    write_folder(match(read.problem).files(read.contacts), folder)
    assert verify(folder).ok
    assert unseen(folder, 360, seed=2) == []
