"""The JSON face: every address in one table."""

from __future__ import annotations

from flask import Blueprint

from matcher.web.api import health, people, proposals, rules

ROUTES = (
    ("/proposals", proposals.list_proposals),
    ("/proposals/<id:key>", proposals.show_proposal),
    ("/proposals/<id:key>/audit", proposals.show_audit),
    ("/mentees/<id:both>", people.show_why_not),
    ("/unmatched", people.list_unmatched),
    ("/rules", rules.list_rules),
    ("/certificate", rules.show_certificate),
)


def blueprint() -> Blueprint:
    """Return the blueprint of ``/api/v1``."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    for path, view in ROUTES:
        api.add_url_rule(path, view_func=view)
    return api


def health_blueprint() -> Blueprint:
    """Return the blueprint by which a machine sees whether the service works."""
    states = Blueprint("health", __name__)
    states.add_url_rule("/healthz", view_func=health.alive)
    states.add_url_rule("/readyz", view_func=health.ready)
    return states
