"""Mentors, employers and who knows whom: a graph to walk, and the same as matrices."""
