"""Components that are no network: linear relaxation, search, and a quick set at once."""
