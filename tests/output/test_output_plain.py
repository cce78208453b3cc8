"""A line is the JSON of the plain record, byte for byte."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from output_worlds import World

from matcher.audit.unmatched import unmatched_mentees
from matcher.domain.values import Answer, Level
from matcher.output.facts import TABLES
from matcher.output.plain import line, lines, plain, stated, to_json
from tests.contract.contract_worlds import world


@dataclass(frozen=True)
class Inner:
    """One field, and a text that JSON has to escape."""

    text: str = 'a "quoted" \\ line\n\x01é☃'


@dataclass(frozen=True)
class Outer:
    """A value of every kind that records hold."""

    yes: bool = True
    nothing: None = None
    number: int = -(2**70)
    answer: Answer = Answer.UNKNOWN
    level: Level = Level.B1
    day: date = date(2026, 1, 31)
    amount: Decimal = Decimal("10.50")
    inner: Inner = Inner()
    inners: tuple[Inner, ...] = (Inner(), Inner("b"))
    pairs: tuple[tuple[str, int], ...] = (("z", 1), ("a", 2))
    empty: tuple[str, ...] = ()
    slots: frozenset[str] = frozenset({"a!", "a", "é"})


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_a_line_is_what_the_plain_record_would_be_as_json() -> None:
    assert line(Outer()) == dumped(plain(Outer()))
    assert line({"b": Level.C1, "a": Inner()}) == dumped(plain({"b": Level.C1, "a": Inner()}))


def test_every_table_of_a_programme_is_written_alike() -> None:
    for seed in range(4):
        problem = world(seed, disorder=0.3)
        for name in TABLES:
            for row in getattr(problem, name):
                every = plain(row)
                assert line(row) == dumped(every)
                said = json.loads(stated(row))
                assert said == {key: every[key] for key in said}
                kind: Any = type(row)
                assert kind(**{key: getattr(row, key) for key in said}) == row


def test_a_document_of_lines_is_the_document_of_plain_records() -> None:
    record = Outer()
    assert to_json({"first": 1, **lines(record)}) == to_json({"first": 1, **plain(record)})
    rows = [record, record]
    assert to_json({"rows": [line(r) for r in rows]}) == to_json({"rows": [plain(r) for r in rows]})
    assert to_json({"rows": [], "text": "x"}) == b'{\n"rows": [],\n"text": "x"\n}\n'


def test_a_number_with_a_fraction_is_of_no_kind_that_the_product_records() -> None:
    for value in (1.5, [1.5], Inner(1.5)):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="Expected a record"):
            line(value)


def test_documents_of_a_run_are_written_as_if_plain(small: World) -> None:
    for found in unmatched_mentees(small.result.matching):
        assert line(found) == dumped(plain(found))
