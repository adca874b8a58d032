"""A public graph by its name: fetched, built into the user's data folder, and asked by that name from then on.

``embedded+NAME`` joins it with the graph that comes along. Nothing is fetched, built or joined unless it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec.structs import replace

from ..datasets import EMBEDDED, Dataset, datasets, parts_of, place_of, unknown
from ..errors import UsageError
from ..exchange.reading import Reading
from ..exchange.registry import open_sources
from .fetch import fetch
from .joined import embedded_reading, same_entities
from .run import BuildReport, build

__all__ = ["get"]


def get(
    name: str,
    from_: str | os.PathLike[str] | None = None,
    *,
    progress: Callable[[str], None] | None = None,
) -> BuildReport:
    """Bring a public graph to this machine, so that :func:`mechgraph.load` opens it by its name.

    Args:
        name: A name that ``mechgraph datasets`` lists, or several joined by ``+``; ``embedded`` is the graph that comes
            along. Of two that differ the first is kept, and the embedded one goes first.
        from_: The file of the dataset, or a folder that holds it, instead of the network.
        progress: Called with the name of each step as it starts.

    Returns:
        What was built, and what became of each source.

    Raises:
        NotFoundError: no such dataset, or no file of it in ``from_``. UsageError: nothing to get.
        MechgraphError: the download failed; what was received is kept. FormatError: it is not the file expected.

    >>> import mechgraph
    >>> mechgraph.get("embedded")
    Traceback (most recent call last):
    mechgraph.errors.UsageError: the embedded graph is here already (name what to join it with: embedded+drugmechdb)
    """
    if name == EMBEDDED:
        raise UsageError(
            "the embedded graph is here already", remedy=f"name what to join it with: {EMBEDDED}+drugmechdb"
        )
    parts = parts_of(name)
    if not parts:
        known = datasets()
        raise unknown(next(n for n in name.split("+") if n not in known and n != EMBEDDED), known)
    if from_ is not None and os.path.isfile(from_) and len([p for p in parts if p != EMBEDDED]) > 1:
        raise UsageError(f"{os.fspath(from_)} is one file, and {name} needs several", remedy="give their folder")
    readings: list[Reading] = []
    for part in parts:
        readings += [embedded_reading()] if part == EMBEDDED else _read(datasets()[part], from_)
    return build(readings, place_of(name), progress=progress, same=same_entities if len(parts) > 1 else None)


def _read(dataset: Dataset, from_: str | os.PathLike[str] | None) -> list[Reading]:
    """The readings of a dataset, with what the table says of it where its file does not say that itself."""
    found = open_sources([fetch(dataset.name, from_)])
    for reading in found:
        source = reading.source
        told = replace(
            source,
            licence=dataset.licence or source.licence,
            version=source.version or dataset.version,
            url=source.url or dataset.address,
        )
        reading.source = told
        reading.sources = [told if s.id == told.id else s for s in reading.sources]
    return found
