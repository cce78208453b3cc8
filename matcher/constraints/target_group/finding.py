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


_YES, _UNKNOWN = Answer.YES, Answer.UNKNOWN
MET, UNMET = Finding(Answer.YES), Finding(Answer.NO)
"""What is known needs no record of its own; conditions are asked of everyone."""


def _combined(answer: Answer, *findings: Finding) -> Finding:
    if answer is not _UNKNOWN:
        return MET if answer is _YES else UNMET
    return Finding(answer, tuple(dict.fromkeys(name for f in findings for name in f.missing)))


def fact(answer: Answer, column: str) -> Finding:
    """Return a finding that rests on one column."""
    if answer is _UNKNOWN:
        return Finding(answer, (column,))
    return MET if answer is _YES else UNMET


def known(*, met: bool) -> Finding:
    """Return the finding of a condition whose facts are all there."""
    return MET if met else UNMET


def opposite(answer: Answer, column: str) -> Finding:
    """Return the finding that a yes/no fact is no."""
    if answer is _UNKNOWN:
        return Finding(answer, (column,))
    return UNMET if answer is _YES else MET
