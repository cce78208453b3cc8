"""From people to arrays: a `Problem` compiled to the `Instance` that the engine solves."""

from matcher.instance.compile import Capacity, Instance, compile_instance

__all__ = ["Capacity", "Instance", "compile_instance"]
