"""The web service: one output folder, shown as JSON and as pages. It proposes; a person decides.

Start it with any WSGI server on ``service:create_app()``, with the folder's path in the
environment variable ``MATCHER_OUTPUT``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from matcher.domain.errors import InputError
from matcher.web import api, pages
from matcher.web.current import EXTENSION
from matcher.web.headers import add_headers
from matcher.web.paths import IdConverter
from matcher.web.served import open_folder

OUTPUT = "MATCHER_OUTPUT"


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the service over one output folder, which is read and verified now and never written.

    Parameters
    ----------
    config
        Settings of Flask, and ``MATCHER_OUTPUT``: the folder. Not given: the environment's.

    Raises
    ------
    InputError
        When no folder is named, or there is none.
    """
    app = Flask("matcher.web")
    app.config.from_mapping(config or {})
    where = app.config.get(OUTPUT) or os.environ.get(OUTPUT)
    if not where:
        raise InputError(f"{OUTPUT}: expected the path of an output folder, found nothing.")
    app.extensions[EXTENSION] = open_folder(Path(where))
    app.url_map.converters["id"] = IdConverter
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(api.blueprint())
    app.register_blueprint(api.health_blueprint())
    app.register_blueprint(pages.blueprint())
    pages.handle_errors(app)
    app.after_request(add_headers)
    return app
