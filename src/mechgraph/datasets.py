"""Public graphs by name: what each adds, under which licence, and where the one of this machine lies.

The table is ``graph/datasets.tsv``. A size or hash that is not known from a file or page is empty there, and then
cannot be checked. Nothing is fetched or built here; see :mod:`mechgraph.build.public`.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from .cache import data_folder
from .curie import data_dir
from .errors import NotFoundError

__all__ = ["EMBEDDED", "Dataset", "datasets", "here", "located", "parts_of", "place_of", "unknown"]

EMBEDDED = "embedded"
"""The name of the graph that comes along."""


@dataclass(frozen=True)
class Dataset:
    """One public graph. ``size`` (bytes) and ``sha256`` are empty where they are not known.

    A hash stands in the table only if it was seen at the source; a file must then have it, and the size. A size
    without a hash is hearsay: a file of another size is used, with a warning.
    """

    name: str
    title: str
    version: str
    licence: str
    adds: str
    size: int | None
    sha256: str
    file: str
    address: str
    note: str


def datasets(table: str | os.PathLike[str] | None = None) -> dict[str, Dataset]:
    """Every dataset of the table, by name.

    >>> datasets()["hetionet"].version
    'v1.0'
    """
    path = Path(table) if table is not None else data_dir("graph") / "datasets.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {r["name"]: Dataset(size=int(r.pop("size") or 0) or None, **r) for r in rows}


def unknown(name: str, known: dict[str, Dataset]) -> NotFoundError:
    """The error for a name that no dataset has."""
    import difflib

    near = difflib.get_close_matches(name, known, n=2, cutoff=0.4)
    return NotFoundError(f"no dataset {name!r}", suggestions=near, remedy="'mechgraph datasets' lists them")


def parts_of(name: str) -> list[str]:
    """The datasets that a name stands for: itself, or those that it joins by ``+``; none where it is no such name.

    The embedded graph goes first, because of two that differ the first is kept.

    >>> parts_of("drugmechdb+embedded"), parts_of("drugmechdb"), parts_of("embedded"), parts_of("x.ttl")
    (['embedded', 'drugmechdb'], ['drugmechdb'], [], [])
    """
    names = list(dict.fromkeys(name.split("+")))
    known = datasets()
    if names == [EMBEDDED] or any(n != EMBEDDED and n not in known for n in names):
        return []
    return sorted(names, key=lambda n: n != EMBEDDED)


def place_of(name: str) -> Path:
    """The folder of the graph of a name, whether it is there or not.

    >>> place_of("drugmechdb+embedded").name
    'embedded+drugmechdb.mechgraph'
    """
    return data_folder() / f"{'+'.join(parts_of(name) or [name])}.mechgraph"


def here() -> dict[str, Path]:
    """The graphs that were got, by name."""
    found = sorted(data_folder().glob("*.mechgraph"))
    return {p.name.removesuffix(".mechgraph"): p for p in found if parts_of(p.name.removesuffix(".mechgraph"))}


def located(source: str) -> str:
    """Where a graph lies that is called by the name of a dataset, or of several joined; any other source as it is.

    A file or folder of that name goes first.

    Raises:
        NotFoundError: the name is known and its graph is not on this machine; with the line that brings it.

    >>> located("https://example.org/sparql")
    'https://example.org/sparql'
    """
    if source == EMBEDDED or "/" in source or os.path.exists(source) or not parts_of(source):
        return source
    place = place_of(source)
    if not place.is_dir():
        name = "+".join(parts_of(source))
        raise NotFoundError(f"the graph {name} is not on this machine yet", remedy=f"mechgraph get {name}")
    return os.fspath(place)
