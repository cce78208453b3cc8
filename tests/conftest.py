"""In CI nothing is skipped and nothing is random."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

CI = bool(os.environ.get("CI"))
SLOW = [HealthCheck.too_slow]  # machines are shared

settings.register_profile("dev", deadline=None, suppress_health_check=SLOW)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.load_profile("ci" if CI else "dev")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped a test: a machine there has all that the tests need."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if CI and skipped:
        reporter.write_line(f"{len(skipped)} tests were skipped, which CI does not allow.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
