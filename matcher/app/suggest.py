"""Suggestions from a result that was written earlier."""

from __future__ import annotations

from matcher.audit.suggest import Adviser
from matcher.domain.errors import InputError
from matcher.output.certificate import read_proof
from matcher.output.folder import StoredRun


def adviser_of(stored: StoredRun, *, seconds: float | None = None) -> Adviser:
    """Return answers to what choosing otherwise would cost, for a result read back.

    ``seconds`` limits each search that a part which is no network needs; None does not.

    Raises
    ------
    InputError
        When the certificate cannot be read, or says nothing of its scope where it must.
    """
    try:
        proof = read_proof(stored.certificate, stored.matching.instance)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"certificate.json: expected prices and claims ({error!r}).") from error
    return Adviser(
        stored.matching,
        proof.prices,
        proven=proof.status == "optimal",
        seconds=seconds,
        scope=proof.scope,
    )
