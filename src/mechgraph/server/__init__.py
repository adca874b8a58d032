"""The server: a SPARQL 1.1 endpoint, a JSON API and an explorer in the browser, over one graph, read-only.

Starlette and uvicorn are imported when a server is made, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app
    from .run import serve
    from .settings import Settings

__all__ = ["Settings", "create_app", "serve"]

_HOMES = {"Settings": "settings", "create_app": "app", "serve": "run"}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mechgraph.server' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f".{home}", __name__), name)
