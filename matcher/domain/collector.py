"""Python's collector of cyclic garbage, and when to spare it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile.

    Records of many people are many small objects and hold no cycles. While more of them are made,
    the collector would walk through them all time and again, which takes as long as all the rest.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
