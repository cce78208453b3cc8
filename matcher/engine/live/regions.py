"""Which coaches, projects and promotors hang together through the people who can use them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

Node = Hashable


class Regions:
    """Connected parts of a small graph whose edges come and go, each counted."""

    def __init__(self) -> None:
        self._edges: dict[tuple[Node, Node], int] = {}
        self._parent: dict[Node, Node] = {}
        self._stale = False

    def add(self, nodes: Iterable[Node]) -> None:
        """Tie nodes together."""
        for edge in _star(nodes):
            self._edges[edge] = self._edges.get(edge, 0) + 1
            if self._edges[edge] == 1 and not self._stale:
                self._tie(edge)

    def remove(self, nodes: Iterable[Node]) -> None:
        """Take back what `add` of the same nodes in the same order did."""
        for edge in _star(nodes):
            self._edges[edge] -= 1
            if self._edges[edge] == 0:
                del self._edges[edge]
                self._stale = True

    def root(self, node: Node) -> Node:
        """Return a node that stands for the part that this one is in."""
        if self._stale:
            self._parent, self._stale = {}, False
            for edge in self._edges:
                self._tie(edge)
        while (parent := self._parent.get(node, node)) != node:
            node = parent
        return node

    def _tie(self, edge: tuple[Node, Node]) -> None:
        one, other = (self._climb(end) for end in edge)
        if one != other:
            self._parent[one] = other

    def _climb(self, node: Node) -> Node:
        path = []
        while (parent := self._parent.get(node, node)) != node:
            path.append(node)
            node = parent
        for below in path:
            self._parent[below] = node
        return node

    def copy(self) -> Regions:
        """Return the same regions, apart."""
        other = Regions()
        other._edges, other._parent = dict(self._edges), dict(self._parent)
        other._stale = self._stale
        return other


def _star(nodes: Iterable[Node]) -> list[tuple[Node, Node]]:
    """Return the edges from the first node to the others, each once; itself for a single one."""
    found = list(dict.fromkeys(nodes))
    if not found:
        return []
    return [(found[0], other) for other in found[1:]] or [(found[0], found[0])]
