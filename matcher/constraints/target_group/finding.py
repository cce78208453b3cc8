"""A condition's answer, with the columns that would settle an unknown one."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.values import Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """Yes, no or unknown, and what is missing where it is unknown."""

    answer: Answer
    missing: tuple[str, ...] = ()

    def __and__(self, other: Finding) -> Finding:
        """Both conditions: no wins, then unknown with everything that is missing."""
        return _combined(self.answer & other.answer, self, other)

    def __or__(self, other: Finding) -> Finding:
        """Either condition: yes wins, then unknown with everything that is missing."""
        return _combined(self.answer | other.answer, self, other)


def _combined(answer: Answer, *findings: Finding) -> Finding:
    if answer is not Answer.UNKNOWN:
        return Finding(answer)
    return Finding(answer, tuple(dict.fromkeys(name for f in findings for name in f.missing)))


def fact(answer: Answer, column: str) -> Finding:
    """Return a finding that rests on one column."""
    return Finding(answer, (column,) if answer is Answer.UNKNOWN else ())


def opposite(answer: Answer, column: str) -> Finding:
    """Return the finding that a yes/no fact is no."""
    turned = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}
    return fact(turned[answer], column)
