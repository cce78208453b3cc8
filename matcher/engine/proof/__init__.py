"""What prices prove of a set of options, with no solver."""
