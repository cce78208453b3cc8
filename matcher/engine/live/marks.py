"""Where people are marked, and how many at each node, so that nodes can be gone through alone."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.engine.live.facts import Key
from matcher.engine.live.regions import Node


class Marks:
    """A node for each key that is marked."""

    def __init__(self) -> None:
        self._at: dict[Key, Node] = {}
        self._count: dict[Node, int] = {}

    def __bool__(self) -> bool:
        return bool(self._at)

    @property
    def nodes(self) -> Iterable[Node]:
        """Nodes where anything is marked, each once."""
        return self._count

    def put(self, key: Key, node: Node) -> None:
        """Mark a key at a node, and nowhere else."""
        if self._at.get(key) != node or key not in self._at:
            self.drop(key)
            self._at[key] = node
            self._count[node] = self._count.get(node, 0) + 1

    def drop(self, key: Key) -> None:
        """Take a key's mark away, if it has one."""
        if key in self._at:
            node = self._at.pop(key)
            self._count[node] -= 1
            if not self._count[node]:
                del self._count[node]

    def copy(self) -> Marks:
        """Return the same marks, apart."""
        other = Marks()
        other._at, other._count = dict(self._at), dict(self._count)
        return other
