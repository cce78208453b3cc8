"""From a problem to the best set of duos, with everything that can be asked of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from matcher.audit.matching import Matching
from matcher.audit.pair import PairAnswer, why_not
from matcher.audit.proposal import audit_proposals
from matcher.audit.suggest import Adviser, Suggestion
from matcher.audit.text import Language, Page, explain_mentee
from matcher.domain.collector import collector_paused
from matcher.domain.private import Contact
from matcher.domain.problem import Problem
from matcher.engine import Solution
from matcher.instance.compile import compile_instance
from matcher.instance.propose import propose
from matcher.instance.scope import Scope
from matcher.output.certificate import Proof, certificate_document
from matcher.output.documents import PROPOSAL_COLUMNS, documents, proposal_row, proposal_rows
from matcher.output.facts import digest, facts_document, minimised
from matcher.output.run import NAME, provenance, run_document, versions
from matcher.output.workbook import workbook_bytes

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """The best set of duos for a problem, and how sure that is.

    ``status`` is ``optimal``, ``feasible`` or ``cancelled``. ``matching`` holds the instance and
    the chosen options, ``solution`` what the engine returned. Of a problem with too many
    allowed options to hold, the instance holds some, and ``scope`` counts them.
    """

    matching: Matching
    solution: Solution
    timings: dict[str, float]
    scope: Scope | None = None

    @property
    def problem(self) -> Problem:
        """The problem that was matched."""
        return self.matching.problem

    @property
    def status(self) -> str:
        """``optimal`` only where it is proven."""
        return self.solution.status

    @property
    def objective(self) -> int:
        """Total points of the proposed duos."""
        return int(self.matching.instance.option_points[self.matching.chosen].sum())

    @property
    def served(self) -> int:
        """How many mentees have a proposal."""
        return len(self.matching.duos)

    @cached_property
    def proof(self) -> Proof:
        """The prices and claims that stand in the certificate."""
        return Proof(
            status=self.solution.status,
            prices=self.solution.prices,
            methods=tuple((c.method, c.status) for c in self.solution.components if c.gap),
            scope=self.scope,
        )

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """The proposals, one line each, columns as in ``proposals.csv``."""
        import pandas as pd  # noqa: PLC0415 -- half a second, and only notebooks ask for it

        rows = [proposal_row(audit) for audit in audit_proposals(self.matching, self.adviser)]
        return pd.DataFrame(rows, columns=list(PROPOSAL_COLUMNS))

    @cached_property
    def certificate(self) -> bytes:
        """The certificate, as written to ``certificate.json``."""
        return certificate_document(self.matching, self.proof)

    def explain(self, mentee: str, language: Language = "nl") -> Page:
        """Return in plain words why this mentee has this proposal, or none."""
        return explain_mentee(self.matching, mentee, language, self.adviser)

    def why_not(self, mentee: str, mentor: str) -> PairAnswer:
        """Return what rules, points and places say of a pair, and what choosing it would cost."""
        return why_not(self.matching, mentee, mentor, self.adviser)

    @cached_property
    def adviser(self) -> Adviser:
        """Answers what choosing otherwise would cost."""
        return Adviser(
            self.matching,
            self.solution.prices,
            proven=self.status == "optimal",
            levels=self.solution.levels,
            scope=self.scope,
        )

    def suggest(self, mentee: str, k: int | None = None) -> tuple[Suggestion, ...]:
        """Return the k mentors that cost everybody together least, the least first."""
        return self.adviser.suggest(mentee, k)

    @collector_paused()
    def files(self, contacts: Iterable[Contact] = ()) -> dict[str, bytes]:
        """Return the whole output folder: content by file name."""
        started = time.perf_counter()
        facts = facts_document(self.problem)
        source = provenance(self.problem, digest(facts), versions())
        found = documents(self.matching, self.proof, source, facts=facts)
        rows = proposal_rows(found["proposals.csv"])
        found["proposals.xlsx"] = workbook_bytes(rows, contacts)
        timings = {**self.timings, "audits": time.perf_counter() - started}
        shown = {name: f"{seconds:.3f}" for name, seconds in timings.items()}
        found[NAME] = run_document(source, self.status, shown, found)
        return found


def match(
    problem: Problem,
    *,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Result:
    """Return the best set of duos, proven where the status says so.

    Parameters
    ----------
    problem
        People, programme and rules as of one day.
    time_limit
        Seconds for the solver; 0 gives the greedy set with its bound.
    memory_limit
        Bytes for the solver, where a limit makes it a process of its own; beyond it likewise.
    cancel
        Asked while a long solve runs; True ends it with the best set known.
    progress
        Told what is being done.
    """
    say: Callable[[str], Any] = progress or (lambda _: None)
    say("compile")
    started = time.perf_counter()
    with collector_paused():
        instance = compile_instance(minimised(problem), progress=progress)
    compiled = time.perf_counter()
    say("solve")
    found = propose(
        instance,
        time_limit=time_limit,
        memory_limit=memory_limit,
        cancel=cancel,
        progress=lambda done: say(f"solve {done}"),
    )
    solved = time.perf_counter()
    return Result(
        matching=Matching(found.instance, found.solution.chosen),
        solution=found.solution,
        timings={"compile": compiled - started, "solve": solved - compiled},
        scope=found.scope,
    )
