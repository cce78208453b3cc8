"""Synthetic programmes: a seeded population of invented people, projects and employers."""
