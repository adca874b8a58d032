"""Stores: the entities and claims of one graph, in memory, on disk or behind an endpoint.

Every store answers the same protocol, :class:`~mechgraph.store.base.Store`, and one compliance suite holds them to it.
"""

from .base import Engine, Store, Table

__all__ = ["Engine", "Store", "Table"]
