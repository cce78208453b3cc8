"""What is to be solved: options, families, levels, and how they fall apart and nest."""
