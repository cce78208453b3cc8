"""The graph of mentors and employers, walked one mentor at a time, with the paths found."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import networkx as nx

from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.network.scale import FULL, NetworkScale, Wanted
from matcher.network.units import share, unit_table

Node = tuple[str, str]
STRENGTH = "strength"
"""The kind of a tie that was given as a number."""

KEPT = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How a mentor reaches an employer: directly, or through one acquaintance.

    ``kind`` is the kind of the last step, into the employer. ``via`` is the id of the mentor in
    between, None for a direct tie.
    """

    employer: str
    permille: int
    kind: str
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerPath:
    """One employer within reach, and the path there. ``chance`` is tie × fit in permille."""

    employer: str
    label: str
    sector: str | None
    kind: str
    via: str | None
    tie: int
    fit: int
    chance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a mentor's network can do for a mentee.

    ``units`` are those of `matcher.network.units`; ``paths`` hold every employer with a chance
    above zero, the best first, equal ones by id. ``known`` counts the employers that the mentor
    knows, suitable or not.
    """

    units: int
    known: int
    paths: tuple[EmployerPath, ...]

    @property
    def permille(self) -> int:
        """The chance that at least one employer works out, rounded down."""
        return share(self.units, FULL)


class Network:
    """Mentors and employers as nodes, contacts and acquaintances as weighted edges.

    Rows that name a mentor or employer who is not in the problem are left out; of repeated
    rows the strongest counts, and of equal ones the first kind by name.
    """

    def __init__(self, problem: Problem, scale: NetworkScale) -> None:
        self._scale = scale
        self._employers = problem.employer_by_id
        # Walking on for one mentee past many mentors meets the same ties and employers again.
        self._kept_ties = lru_cache(maxsize=KEPT)(self._find_ties)
        self._kept_fit = lru_cache(maxsize=KEPT)(self._find_fit)
        self.graph: nx.Graph[Node] = nx.Graph()
        self.graph.add_nodes_from(("mentor", m.id) for m in problem.mentors)
        self.graph.add_nodes_from(("employer", e.id) for e in problem.employers)
        for contact in problem.contacts:
            kind = STRENGTH if isinstance(contact.tie, Decimal) else contact.tie
            ends = ("mentor", contact.mentor), ("employer", contact.employer)
            self._connect(*ends, scale.tie(contact.tie), kind)
        for acquaintance in problem.acquaintances:
            ends = ("mentor", acquaintance.mentor), ("mentor", acquaintance.other_mentor)
            self._connect(*ends, scale.tie(acquaintance.tie), STRENGTH)

    def _connect(self, one: Node, other: Node, permille: int, kind: str) -> None:
        if one == other or one not in self.graph or other not in self.graph:
            return
        known = self.graph.get_edge_data(one, other)
        if known is None or (-permille, kind) < (-known["permille"], known["kind"]):
            self.graph.add_edge(one, other, permille=permille, kind=kind)

    def ties(self, mentor: str) -> tuple[Tie, ...]:
        """Return the strongest tie of a mentor to each employer within two steps, by employer.

        A direct tie goes before an equal one through an acquaintance; of equal acquaintances
        the lowest id. Ties of 0 are none.
        """
        return self._kept_ties(mentor)

    def _find_ties(self, mentor: str) -> tuple[Tie, ...]:
        best: dict[str, Tie] = {}
        for employer, permille, kind in self._neighbours(mentor, "employer"):
            _keep_stronger(best, Tie(employer=employer, permille=permille, kind=kind))
        for other, known, _ in self._neighbours(mentor, "mentor"):
            for employer, permille, kind in self._neighbours(other, "employer"):
                step = self._scale.through(known, permille)
                _keep_stronger(best, Tie(employer=employer, permille=step, kind=kind, via=other))
        return tuple(best[employer] for employer in sorted(best))

    def reach(self, mentor: str, mentee: Mentee) -> Reach:
        """Return which employers a mentor can open for a mentee, and how likely one works out."""
        paths = []
        wanted = Wanted.by(mentee)
        ties = self.ties(mentor)
        for tie in ties:
            employer = self._employers[tie.employer]
            fit = self._kept_fit(tie.employer, wanted)
            chance = tie.permille * fit // FULL
            if chance:
                paths.append(
                    EmployerPath(
                        employer=employer.id,
                        label=employer.name or employer.id,
                        sector=employer.sector,
                        kind=tie.kind,
                        via=tie.via,
                        tie=tie.permille,
                        fit=fit,
                        chance=chance,
                    )
                )
        table = unit_table()
        return Reach(
            units=sum(table[path.chance] for path in paths),
            known=len(ties),
            paths=tuple(sorted(paths, key=lambda path: (-path.chance, path.employer))),
        )

    def _find_fit(self, employer: str, wanted: Wanted) -> int:
        return self._scale.fit(self._employers[employer], wanted)

    def _neighbours(self, mentor: str, side: str) -> list[tuple[str, int, str]]:
        return [
            (node[1], edge["permille"], edge["kind"])
            for node, edge in sorted(self.graph.adj["mentor", mentor].items())
            if node[0] == side
        ]


def _keep_stronger(best: dict[str, Tie], tie: Tie) -> None:
    known = best.get(tie.employer)
    if tie.permille and (known is None or tie.permille > known.permille):
        best[tie.employer] = tie


_networks: dict[int, tuple[weakref.ref[Problem], NetworkScale, Network]] = {}


def network_of(problem: Problem, scale: NetworkScale) -> Network:
    """Return the problem's network, built once for as long as the problem is in use."""
    key = id(problem)
    kept = _networks.get(key)
    if kept is not None and kept[0]() is problem and kept[1] == scale:
        return kept[2]
    network = Network(problem, scale)
    _networks[key] = weakref.ref(problem, lambda _: _networks.pop(key, None)), scale, network
    return network
