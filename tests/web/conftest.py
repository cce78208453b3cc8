"""The small intake matched, written to a folder and served."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_worlds import AS_OF, TABLES

from matcher.app.match import match
from matcher.intake import read_folder
from matcher.output.writing import write_folder
from matcher.rulesets import default_rules, rules_from_document
from service import create_app

Run = Callable[[Mapping[str, Any]], Path]


@pytest.fixture(scope="session")
def run_under(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Match the small intake under the rules of a document; return the output folder."""

    def run(document: Mapping[str, Any]) -> Path:
        place = tmp_path_factory.mktemp("web")
        intake = place / "intake"
        intake.mkdir()
        for name, content in TABLES.items():
            (intake / f"{name}.csv").write_text(content + "\n", encoding="utf-8")
        rules = rules_from_document({**default_rules().document, **document})
        read = read_folder(intake, as_of=AS_OF, rules=rules, strict=True)
        write_folder(match(read.problem).files(read.contacts), place / "out")
        return place / "out"

    return run


@pytest.fixture(scope="session")
def output(run_under: Run) -> Path:
    """Return the output folder of the small intake under the default rules."""
    return run_under({})


@pytest.fixture(scope="session")
def app(output: Path) -> Flask:
    """Return the service over that folder."""
    return create_app({"MATCHER_OUTPUT": str(output)})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the service."""
    return app.test_client()


@pytest.fixture
def tampered(output: Path, tmp_path: Path) -> Callable[..., FlaskClient]:
    """Return a client over a copy of the folder in which one text was replaced by another."""

    def spoil(name: str, old: str, new: str) -> FlaskClient:
        copy = tmp_path / "copy"
        shutil.copytree(output, copy)
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")
        return create_app({"MATCHER_OUTPUT": str(copy)}).test_client()

    return spoil
