"""Where files of ours are kept: those that can be had again at any time, and the graphs that were got."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder", "data_folder"]


def cache_folder() -> Path:
    """``$MECHGRAPH_CACHE``, or a folder of ours in the user's cache."""
    own = os.environ.get("MECHGRAPH_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mechgraph"


def data_folder() -> Path:
    """``$MECHGRAPH_DATA``, or a folder of ours in the user's data: graphs that were got by name."""
    own = os.environ.get("MECHGRAPH_DATA")
    if own:
        return Path(own)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "mechgraph"
