"""The capacity rules, one file each."""
