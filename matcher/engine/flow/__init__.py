"""Layered networks: solved by min-cost flow or shortest paths, with their prices."""
