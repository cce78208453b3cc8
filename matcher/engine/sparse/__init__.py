"""Exact over every option of an instance of which a solver sees only a few."""
