"""A graph with more records laid on top of it: to suppose a study, or to try a record before it goes into the graph.

Nothing is written. Claims of equal identity pool their evidence, so that evidence against a known claim is given by
stating that claim once more, with the evidence.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from ..model import Records
from ..records import read
from .base import Store
from .memory import MemoryStore

__all__ = ["layered"]


def layered(store: Store, *files: str | PathLike[str]) -> MemoryStore:
    """The records of a store and of some files or folders, which may refer to the store's, as one store in memory.

    Args:
        files: Record files or folders, laid on top in this order.

    Raises:
        NotFoundError: no such file. RecordError: the first problem in it, with file, line and remedy.
    """
    whole = Records(
        entities=list(store.entities()),
        sources=list(store.sources()),
        associations=list(store.associations()),
        mechanisms=list(store.mechanisms()),
        questions=list(store.questions()),
    )
    for file in files:
        more = read(Path(file), whole)
        for kind in ("entities", "sources", "associations", "mechanisms", "questions"):
            getattr(whole, kind).extend(getattr(more, kind))
    return MemoryStore(whole, name=" with ".join([store.name, *(Path(f).name for f in files)]))
