"""Where files are kept that can be had again: what was fetched, and what was found out."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path:
    """``$MECHGRAPH_CACHE``, or a folder of ours in the user's cache."""
    own = os.environ.get("MECHGRAPH_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mechgraph"
