"""The conditions of PROGRAMME §2 that several lots combine: Dutch, and the three subgroups."""
