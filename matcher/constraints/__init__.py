"""Hard rules: what makes a match allowed. One file a rule, in `catalogue/`."""
