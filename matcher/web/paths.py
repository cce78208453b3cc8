"""Ids in addresses: any characters, slashes too."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """An id, percent-encoded whole, so that it never breaks out of its place in the address."""

    part_isolating = False
    regex = r"[\s\S]+?"

    def to_url(self, value: str) -> str:
        """Return the id as it stands in an address."""
        return quote(value, safe="")
