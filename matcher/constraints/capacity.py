"""What a capacity rule is: a label for each option, a limit for each label, what is used already.

To the engine every capacity is the same: labels, limits, usage. Usage is 1 duo, or euro cents.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from matcher.constraints.change import Change, Edit, Table, Who
from matcher.constraints.contract import Evidence, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Role
from matcher.constraints.words import counted, euros
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityEvidence(Evidence):
    """A label's limit (None: none given), what commitments use and what is left for proposals."""

    label: str
    limit: int | None
    used: int
    free: int | None
    usage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The fact that sets a limit: in which table and field, who could raise it, and how to say so.

    ``condition`` is a clause with places for ``{label}`` and ``{units}``.
    """

    table: Table
    field: str
    who: Who
    condition: Sentence


class CapacityRule(ABC):
    """A limit on how many duos, or how many euro cents, one label may take.

    ``role`` says whose record names the label. ``counts`` is ``duos`` or ``cents``, ``unit`` what
    one and several of them are called. Texts: HELD
    where something is free, BROKEN where commitments alone leave nothing, UNKNOWN where there is
    no limit. ``source`` is the fact that sets the limit of a label.
    """

    key: ClassVar[str]
    section: ClassVar[str]
    role: ClassVar[Role]
    title: ClassVar[Sentence]
    texts: ClassVar[Mapping[Outcome, Sentence]]
    counts: ClassVar[str] = "duos"
    unit: ClassVar[tuple[Sentence, Sentence]] = (
        Sentence("duo", "pair"),
        Sentence("duo's", "pairs"),
    )
    settings_type: ClassVar[type[Settings]] = Settings
    source: ClassVar[Source]

    @abstractmethod
    def label(self, one: Any) -> str:
        """Return the label that a record of ``role`` belongs to."""

    @abstractmethod
    def limit(self, label: str, problem: Problem) -> int | None:
        """Return the limit of a label, None for none."""

    @abstractmethod
    def used(self, problem: Problem) -> Mapping[str, int]:
        """Return what committed duos use, by label."""

    def usage(self, one: Any) -> int:
        """Return what one duo with this record uses."""
        del one
        return 1

    def free(self, label: str, problem: Problem) -> int | None:
        """Return what is left for new duos, never below 0; None for no limit."""
        limit = self.limit(label, problem)
        return None if limit is None else max(0, limit - problem.once(self.used).get(label, 0))

    def more(self, label: str, units: int, problem: Problem) -> Change | None:
        """Return the change that a label takes so many units more; None where that cannot be said."""
        source = self.source
        record = next((one for one in getattr(problem, source.table) if one.id == label), None)
        limit = None if record is None else getattr(record, source.field)
        if limit is None:
            return None
        cents = self.counts == "cents"
        added = Decimal(units) / 100 if cents else units
        edit = Edit(table=source.table, id=label, field=source.field, value=limit + added)
        amount = euros(units) if cents else counted(units, *self.unit)
        condition = source.condition.fill(label=label, units=amount)
        return Change(rule=self.key, who=source.who, condition=condition, edits=(edit,))

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether commitments leave room for one more."""
        one = getattr(option, self.role)
        label = self.label(one)
        limit, free, usage = self.limit(label, problem), self.free(label, problem), self.usage(one)
        used = problem.once(self.used).get(label, 0)
        evidence = CapacityEvidence(label=label, limit=limit, used=used, free=free, usage=usage)
        if free is None:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        fits = usage <= free
        return Verdict(
            outcome=Outcome.HELD if fits else Outcome.BROKEN, allowed=fits, evidence=evidence
        )

    def sentence(self, verdict: Verdict, option: Option) -> Sentence:
        """Return the verdict as a sentence in both languages."""
        del option
        evidence = verdict.evidence
        assert isinstance(evidence, CapacityEvidence)  # noqa: S101 -- its own; tells mypy

        def amount(value: int) -> Sentence:
            return euros(value) if self.counts == "cents" else counted(value, *self.unit)

        return self.texts[verdict.outcome].fill(
            label=evidence.label,
            limit=amount(evidence.limit or 0),
            used=amount(evidence.used),
            free=amount(evidence.free or 0),
        )

    def settings(self, problem: Problem) -> Any:
        """Return this rule's settings in the rule set in force."""
        return problem.rules.rules[self.key]
