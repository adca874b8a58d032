"""The Oxigraph store of a built graph: N-Triples as text, loaded chunk by chunk.

Oxigraph loads without the interpreter's lock, so that chunks are loaded on threads while the text of the next is made
and while other threads write the tables. A chunk also bounds the memory, whatever the size of the graph: loading takes
about 1.5 kB a triple of the chunks that are under way.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyoxigraph

from .. import rdf
from ..model import Records
from ..store import layout
from .merge import Merged

__all__ = ["CHUNK", "LOADERS", "ntriples", "write_rdf"]

CHUNK = 250_000
"""Triples that are loaded at once; measured: smaller ones cost time, larger ones only memory."""

LOADERS = 2
"""Chunks that are loaded at a time: one loads on one core, and two are all that the memory allows."""


def ntriples(graph: Merged) -> Iterator[list[str]]:
    """The graph and the vocabulary as lines of N-Triples, at most :data:`CHUNK` in a list."""
    others = Records(
        entities=graph.entities,
        sources=graph.sources,
        mechanisms=graph.mechanisms,
        questions=graph.questions,
    )
    names = rdf.named_entities(graph.entities, len(graph.subject))
    more = itertools.chain.from_iterable(rdf.association_lines(a, names) for a in graph.rich)
    lines = itertools.chain(rdf.lines(others), (f"{t} .\n" for t in rdf.ontology_triples()), more)
    while chunk := list(itertools.islice(lines, CHUNK)):
        yield chunk
    bare = np.ones(len(graph.subject), bool)
    bare[graph.rich.rows] = False
    rows = np.flatnonzero(bare)
    heads = [str(rdf.iri(e.id)) for e in graph.entities]
    middles = [f" {rdf.predicate_iri(p)} " for p in graph.predicates]
    tails = [f"{head} .\n" for head in heads]
    for at in range(0, len(rows), CHUNK):
        part = rows[at : at + CHUNK]
        columns = (column[part].tolist() for column in (graph.subject, graph.predicate, graph.object))
        yield [heads[s] + middles[p] + tails[o] for s, p, o in zip(*columns, strict=True)]


def _load(store: pyoxigraph.Store, chunks: Iterable[list[str]], stop: threading.Event) -> int:
    count = 0
    with ThreadPoolExecutor(LOADERS, "rdf") as loaders:
        under_way: deque[Future[None]] = deque()
        for chunk in chunks:
            data = "".join(chunk).encode()
            count += len(chunk)
            if len(under_way) == LOADERS:
                under_way.popleft().result()
            if stop.is_set():
                return count
            load = loaders.submit(store.bulk_load, data, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
            under_way.append(load)
        for load in under_way:
            load.result()
    return count


def write_rdf(folder: Path, graph: Merged, stop: threading.Event | None = None) -> int:
    """Write the store; the number of triples (before equal ones fall together).

    Oxigraph's ``optimize`` is not called: after loading in bulk no query measured was faster with it.

    Args:
        stop: Set by another thread to give up between two chunks; what was written is then of no use.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    stop = stop or threading.Event()
    store = pyoxigraph.Store(str(folder / layout.RDF))
    count = _load(store, ntriples(graph), stop)
    store.flush()
    del store
    (folder / layout.RDF / "LOG").unlink(missing_ok=True)  # RocksDB's diary, large and of no use to a reader
    return count
