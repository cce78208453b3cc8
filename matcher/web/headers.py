"""What every response carries: who may frame, load and keep it, and which run it speaks of."""

from __future__ import annotations

from flask import Response, request

from matcher.web.current import served

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATE = "/healthz", "/readyz"


def add_headers(response: Response) -> Response:
    """Add the fixed headers, and an ETag where the answer follows from the run alone."""
    response.headers.update(FIXED)
    response.headers["Matcher-Verified"] = "yes" if served().verified.ok else "no"
    if request.endpoint == "static":
        return response
    response.headers["Cache-Control"] = "private, no-cache"
    if response.status_code != 200 or request.path in STATE:  # noqa: PLR2004 -- only a full answer has an ETag
        response.headers["Cache-Control"] = "no-store"
        return response
    response.set_etag(served().digest)
    response.make_conditional(request)
    return response
