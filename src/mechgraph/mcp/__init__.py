"""Tools for language models, over the Model Context Protocol: each answer in short, with verdict, signs and sources.

What a tool does is in :mod:`mechgraph.mcp.tools`, without the SDK; the SDK (the extra ``mcp``) is spoken to in
:mod:`mechgraph.mcp.serving` alone. Nothing here writes, and no query reaches out: the graph is all that is read.
"""

from __future__ import annotations

__all__: list[str] = []
