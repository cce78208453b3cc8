"""The output folder: facts, proposals, audits and certificate, written whole, read back, verified."""
