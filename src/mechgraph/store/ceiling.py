"""A limit on the memory of this process, so that what goes wrong ends it alone and not the machine.

It is a limit of address space beyond what is in use when it is set (Linux); elsewhere there is none. Files that will be
mapped take address space and no memory, so that their size is allowed on top.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from . import layout

__all__ = ["limit_memory", "to_be_mapped"]


def limit_memory(megabytes: float, *, for_good: bool = False) -> None:
    """Allow so much address space beyond what is in use now; 0 for no limit.

    Args:
        for_good: So that this process cannot raise it again.
    """
    if not megabytes:
        return
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + int(megabytes * 1_000_000)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard not in (resource.RLIM_INFINITY, -1):
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most if for_good else hard))


def to_be_mapped(content: Path) -> float:
    """Megabytes of the files that are mapped when they are first used, of a built graph whose content is there."""
    size = 0
    for part in (layout.CLAIMS, layout.PATHS):
        with contextlib.suppress(OSError):
            size += sum(path.stat().st_size for path in (content / part).iterdir())
    return size / 1e6
