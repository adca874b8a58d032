"""The folder of a site: written file by file, and never over what is not ours.

The list of the files that were written lies in the folder (:data:`MARK`), so that a later site can take their place and
everything else stays.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from ..draw.files import write_atomic
from ..errors import UsageError, cannot_write

__all__ = ["MARK", "prepare", "put"]

MARK = "mechgraph-site.json"


def prepare(folder: Path, *, replace: bool) -> tuple[str, set[str]]:
    """Whether a site may be written there: into a new or empty folder, or in the place of an older site.

    Returns:
        The name of the graph whose site is replaced, and the files of that site; empty where there is none.

    Raises:
        UsageError: the folder holds other things, or a site and ``replace`` is not set. MechgraphError: it cannot be
            made.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", remedy="name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = sorted(p.name for p in folder.iterdir())
    except OSError as error:
        raise cannot_write(folder, error) from None
    if not there:
        return "", set()
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        graph, files = str(mark["graph"]), {str(f) for f in mark["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        named = ", ".join(there[:3]) + (" …" if len(there) > 3 else "")
        raise UsageError(
            f"{folder} is not empty ({named}) and holds no site of mechgraph; nothing was written",
            remedy="choose a new folder",
        ) from None
    if not replace:
        raise UsageError(
            f"{folder} holds the site of {graph} ({len(files):,} files); nothing was written",
            remedy="--replace puts the new one in its place and leaves all other files there alone",
        )
    return graph, files


def put(folder: Path, files: Mapping[str, str | bytes], old: set[str], about: Mapping[str, object]) -> None:
    """Write the files of a site, then remove those of the older one that it has no more.

    Raises:
        UsageError: a file that is not of the older site has the name of a new one; nothing is written then.
        DrawingError: a file cannot be written.
    """
    taken = [name for name in files if name not in old and (folder / name).exists()]
    if taken:
        raise UsageError(
            f"{folder / taken[0]} is not of the site that stands there; nothing was written", remedy="move it elsewhere"
        )
    for parent in sorted({(folder / name).parent for name in files}):
        try:
            parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(parent, error) from None
    _mark(folder, {**about, "files": sorted(old | files.keys())})  # first: whatever is left behind is known as ours
    for name, content in files.items():
        write_atomic(folder / name, content)
    for name in sorted(old - files.keys()):
        (folder / name).unlink(missing_ok=True)
    _mark(folder, {**about, "files": sorted(files)})


def _mark(folder: Path, content: Mapping[str, object]) -> None:
    write_atomic(folder / MARK, json.dumps(content, ensure_ascii=False, indent=0) + os.linesep)
