"""Errors that a user can act on: each says where, what was found and what was expected."""

from __future__ import annotations


class MatcherError(Exception):
    """Base of every error that the product raises on purpose."""


class InputError(MatcherError):
    """Input that cannot be used at all: a missing file, an unreadable rule set."""


class UnknownNameError(InputError):
    """A name that does not exist; the message lists what does."""


class PointsOverflowError(MatcherError):
    """Points or levels too large for exact 64-bit arithmetic."""
