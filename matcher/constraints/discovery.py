"""Finds every rule of a catalogue folder: being there is registration."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def discover(package: ModuleType, base: type[T]) -> tuple[T, ...]:
    """Return one instance of each concrete subclass of ``base`` in the package, sorted by key.

    Raises
    ------
    TypeError
        When two classes share a key, or a file holds none.
    """
    found: dict[str, T] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        classes = [
            cls
            for _, cls in inspect.getmembers(module, inspect.isclass)
            if issubclass(cls, base)
            and not inspect.isabstract(cls)
            and cls.__module__ == module.__name__
        ]
        if not classes:
            raise TypeError(f"Expected a {base.__name__} in {module.__name__}, found none.")
        for cls in classes:
            key = cls.key  # type: ignore[attr-defined]  # every catalogue base declares one
            if key in found:
                raise TypeError(f"Expected one {base.__name__} with key {key!r}, found two.")
            found[key] = cls()
    return tuple(found[key] for key in sorted(found))
