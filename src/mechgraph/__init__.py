"""mechgraph: a knowledge graph of how drugs work.

>>> import mechgraph
>>> kg = mechgraph.load()
>>> kg.entity("baclofen").name
'baclofen'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import MechgraphError

if TYPE_CHECKING:
    from .build import get
    from .curie import Curie
    from .graph import Graph, from_frame, load
    from .model import Association, Entity, Evidence, Mechanism, Path, Qualifiers, Source
    from .store.base import Table

__version__ = "0.1.0"

__all__ = [
    "Association",
    "Curie",
    "Entity",
    "Evidence",
    "Graph",
    "Mechanism",
    "MechgraphError",
    "Path",
    "Qualifiers",
    "Source",
    "Table",
    "from_frame",
    "get",
    "load",
]

_HOMES = {
    "Association": "model",
    "Curie": "curie",
    "Entity": "model",
    "Evidence": "model",
    "Graph": "graph",
    "Mechanism": "model",
    "Path": "model",
    "Qualifiers": "model",
    "Source": "model",
    "Table": "store.base",
    "from_frame": "graph",
    "get": "build",
    "load": "graph",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mechgraph' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f".{home}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
