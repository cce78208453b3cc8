"""Soft criteria: what makes a match good, in integer points. One file each, in `catalogue/`."""
