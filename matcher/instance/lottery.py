"""The published lottery: ties fall by lots that anyone can draw again.

The lot of two ids is the first ``bits`` bits of SHA-256 over the rule set's seed, the kind of
pair and the two ids, separated by the unit separator. An option's lots are added up:
h(mentee, project) + h(mentee, mentor) + h(mentor, coach).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem

SEPARATOR = "\x1f"
DIGEST_WORDS = 4
"""A digest is so many words of 64 bits."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """The lots of one kind of pair: of ``bits`` bits, over a text for each record on both sides."""

    bits: int
    left: tuple[bytes, ...]
    right: tuple[bytes, ...]

    @classmethod
    def of(cls, problem: Problem, kind: str, left: Sequence[Any], right: Sequence[Any]) -> Kind:
        """Take the ids of the records on both sides; ``kind`` is for instance ``mentee-mentor``."""
        start = f"{problem.rules.lottery_seed}{SEPARATOR}{kind}{SEPARATOR}"
        return cls(
            problem.rules.lottery_bits,
            tuple(f"{start}{one.id}{SEPARATOR}".encode() for one in left),
            tuple(one.id.encode() for one in right),
        )

    def draw(self, i: Integers, j: Integers) -> Integers:
        """Return the lot of each two indices, 0 … 2^bits − 1; each two are drawn once."""
        if not len(i):
            return np.zeros(0, dtype=np.int64)
        both = i * max(1, len(self.right)) + j
        if len(both) > 1 and bool((both[1:] > both[:-1]).all()):
            return self._lots(i, j)
        distinct, back = np.unique(both, return_inverse=True)
        width = max(1, len(self.right))
        return self._lots(distinct // width, distinct % width)[back]

    def lot(self, i: int, j: int) -> int:
        """Return the lot of two indices, as `draw` does."""
        digest = hashlib.sha256(self.left[i] + self.right[j]).digest()
        return int.from_bytes(digest[:8], "big") >> (64 - self.bits)

    def _lots(self, i: Integers, j: Integers) -> Integers:
        left, right, sha256 = self.left, self.right, hashlib.sha256
        digests = b"".join(
            [
                sha256(left[a] + right[b]).digest()
                for a, b in zip(i.tolist(), j.tolist(), strict=True)
            ]
        )
        words = np.frombuffer(digests, dtype=">u8")[::DIGEST_WORDS]
        return (words.astype(np.uint64) >> np.uint64(64 - self.bits)).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Lottery:
    """The lottery of a problem; ``most`` is as large as an option's lots together can be."""

    mentee_project: Kind
    mentee_mentor: Kind
    mentor_coach: Kind
    most: int

    @classmethod
    def of(cls, problem: Problem) -> Lottery:
        """Read seed, bits and ids."""
        people, mentors = problem.waiting, problem.mentors
        return cls(
            Kind.of(problem, "mentee-project", people, problem.projects),
            Kind.of(problem, "mentee-mentor", people, mentors),
            Kind.of(problem, "mentor-coach", mentors, problem.coaches),
            3 * (2**problem.rules.lottery_bits - 1),
        )

    def draw(
        self, mentee: Integers, mentor: Integers, coach: Integers, project: Integers
    ) -> Integers:
        """Return the lots of options by four indices each, (n,)."""
        total = self.mentee_project.draw(mentee, project)
        total += self.mentee_mentor.draw(mentee, mentor)
        total += self.mentor_coach.draw(mentor, coach)
        return total
