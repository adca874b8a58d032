"""Opening a graph: from a path, an address or nothing to the store that answers for it.

A name of a public graph stands for the one that was got. What the source is, is told from what lies there: a manifest
makes it a built graph, a folder holds records, any other file is read in its format. Nothing is written.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from .datasets import datasets, located
from .errors import FormatError, NotFoundError
from .store.base import Store

__all__ = ["open_store"]

_HOST = re.compile(r"(localhost|[\w-]+(\.[\w-]+)+)(:\d+(/|$)|/.*(sparql|query))", re.I)
"""What looks like the address of an endpoint without its scheme."""


def open_store(source: str | os.PathLike[str] | None = None) -> Store:
    """The store of a source, as :func:`mechgraph.load` describes it.

    Raises:
        NotFoundError: no such file. FormatError: not a graph that can be read.
    """
    text = os.fspath(source if source is not None else os.environ.get("MECHGRAPH_GRAPH") or "embedded")
    if text == "embedded":
        from .store.compiled import CompiledStore

        return CompiledStore.embedded()
    if text[:8].lower().startswith(("http://", "https://")):
        from .store.remote import RemoteStore

        return RemoteStore(text)
    from .store.content import is_built

    path = Path(located(text))
    if not path.exists():
        import difflib

        near = [f"http://{text}"] if _HOST.match(text) else difflib.get_close_matches(text, datasets(), n=2)
        remedy = "give a path, an endpoint's address, 'embedded', or a name that 'mechgraph datasets' lists"
        raise NotFoundError(f"no such graph: {text}", suggestions=near, remedy=remedy)
    if is_built(path):
        from .store.disk import DiskStore

        return DiskStore.open(path)
    if path.is_dir() and not any(path.rglob("*.yaml")):
        raise FormatError(
            f"{text}: no graph in this folder", remedy="a built graph has a file 'current'; records are YAML"
        )
    return _of_records(path) if path.is_dir() else _imported(path)


def _of_records(folder: Path) -> Store:
    """A folder of records; the entities and sources of the embedded graph that they name come with them."""
    from .records import embedded, read, with_named
    from .store.memory import MemoryStore

    return MemoryStore(with_named(read(folder, embedded()), embedded()), name=folder.name)


def _imported(file: Path) -> Store:
    """A file of any format that can be imported, read into memory."""
    from .exchange import read_one
    from .store.memory import MemoryStore

    found = read_one(file)
    return MemoryStore(found.records(), name=file.name, bare_source=found.bare_source)
