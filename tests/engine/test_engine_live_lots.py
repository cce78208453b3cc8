"""The lottery of the live engine: drawn before anything changes, one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from live_world import lot

from matcher.engine import LiveAssignment
from matcher.engine.problem.options import OptionsError

BAD = "bad"
"""A key whose lots cannot be used."""


def _broken(value: Any) -> Callable[[str, str, str], int]:
    """Return a lottery that fails in every pair of the bad key: raises, or gives a value."""

    def draw(kind: str, left: str, right: str) -> Any:
        if BAD not in {left, right}:
            return lot(kind, left, right)
        if isinstance(value, Exception):
            raise value
        return value

    return draw


class Several:
    """A lottery that gives the lots of several pairs at once."""

    def __init__(self, short: int = 0) -> None:
        self.short, self.calls = short, 0

    def __call__(self, kind: str, left: str, right: str) -> int:
        """Draw one lot."""
        raise AssertionError(f"{kind} of {left} and {right} drawn one by one")

    def many(self, kind: str, lefts: Sequence[str], rights: Sequence[str]) -> list[int]:
        """Draw several."""
        self.calls += 1
        lots = [lot(kind, left, right) for left, right in zip(lefts, rights, strict=True)]
        return lots[: len(lots) - self.short]


def _filled(lottery: Any) -> LiveAssignment:
    live = LiveAssignment("participation", lottery=lottery)
    for number in range(3):
        live.add_mentor(f"m{number}", 1, ("c1", "c2"), "p", {})
    for number in range(5):
        live.add_mentee(f"e{number}", {f"m{m}": 7 for m in range(3) if (m + number) % 3})
    return live


def _state(live: LiveAssignment) -> Any:
    return live.chosen, live.totals, live.prices, live.fixed, len(live.exported().options)


def _mentee(live: LiveAssignment) -> None:
    live.add_mentee(BAD, {"m0": 5, "m1": 3}, priority=4)


def _mentee_of_a_mentor(live: LiveAssignment) -> None:
    live.add_mentee("new", {"m0": {("c1", "p"): 1, ("c2", "p"): 2}, BAD: 3})


def _mentor(live: LiveAssignment) -> None:
    live.add_mentor("m9", 2, (BAD, "new"), ("p", "q"), {"e0": 4, "e1": 2})


def _pair(live: LiveAssignment) -> None:
    live.set_points("e0", BAD, 4)


@pytest.mark.parametrize("value", [RuntimeError("no lot"), -1, 2**40 + 1, 0.5, True, None, "1"])
@pytest.mark.parametrize("event", [_mentee, _mentee_of_a_mentor, _mentor, _pair])
def test_a_lot_that_cannot_be_used_leaves_everything_as_it_was(
    value: Any, event: Callable[[LiveAssignment], None]
) -> None:
    live = _filled(_broken(value))
    # a mentor without coaches has no lots yet
    live.add_mentor(BAD, 1, (), "p", {})
    before = _state(live)

    with pytest.raises(RuntimeError if isinstance(value, Exception) else OptionsError):
        event(live)

    assert _state(live) == before
    live.add_mentee("after", {"m0": 50})
    assert live.chosen["after"].mentor == "m0"


def test_lots_drawn_together_are_those_drawn_one_by_one() -> None:
    several = Several()
    together, alone = _filled(several), _filled(lot)

    assert several.calls > 0
    assert _state(together) == _state(alone)
    for live in (together, alone):
        live.add_mentor("m9", 2, ("c1", "c2"), "p", {"e0": 9, "e3": 9})
        live.set_points("e1", "m9", 9)
        live.fix("e0", "m9", "c1", "p")
        live.unfix("e0")
    assert _state(together) == _state(alone)
    assert together.prices == alone.prices


def test_too_few_lots_are_refused() -> None:
    live = LiveAssignment(lottery=Several(short=1))

    with pytest.raises(OptionsError, match="Expected 2 lots of mentor-coach, got 1"):
        live.add_mentor("m", 1, ("c1", "c2"), "p", {})


def test_a_pair_is_drawn_once_and_again_when_somebody_came_back() -> None:
    drawn: list[tuple[str, str, str]] = []

    def counting(kind: str, left: str, right: str) -> int:
        drawn.append((kind, left, right))
        return lot(kind, left, right)

    live = _filled(counting)
    once = len(drawn)
    assert once == len(set(drawn))
    live.show("e0", "m1", "c1", "p")
    live.set_points("e0", "m1", 8)
    live.fix("e0", "m1", "c1", "p")
    live.unfix("e0")
    assert len(drawn) == once
    live.remove_mentee("e0")
    live.add_mentee("e0", {"m1": 8})
    live.remove_mentor("m1")
    live.add_mentor("m1", 1, "c1", "p", {"e0": 8})
    assert drawn[once:] == [
        ("mentee-project", "e0", "p"),
        ("mentee-mentor", "e0", "m1"),
        ("mentor-coach", "m1", "c1"),
        ("mentee-mentor", "e0", "m1"),
    ]
