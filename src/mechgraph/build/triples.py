"""The Oxigraph store of a built graph: N-Triples as text, loaded chunk by chunk.

Oxigraph loads without the interpreter's lock, so that chunks are loaded on threads while the text of the next is made,
and while tables are written. All else runs in one thread: two that hold the lock in turn wait milliseconds for each
other. A chunk also bounds the memory, whatever the size of the graph: loading takes about 1.5 kB a triple of the chunks
that are under way.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import numpy as np
import pyoxigraph

from .. import rdf
from ..curie import Curie
from ..exchange.claims import decoded
from ..model import Association, Entity, Evidence, Records
from ..store import layout, packed
from .merge import Merged

__all__ = ["CHUNK", "LOADERS", "Loading", "ntriples"]

CHUNK = 400_000
"""Triples that are loaded at once: smaller chunks cost time, larger ones memory. Two loads stay as they were written,
compressed; from the third on RocksDB moves them to a level that is not."""
Seen = Callable[[int, bytes, int, tuple[str, str, str, bool], Sequence[str]], object]
"""Row, JSON, where its terms end, how the claim stands, and its sources."""
TOLD = 1_000
"""Claims, or lines of other things, that are put together at once."""
AT_ONCE = 50_000
"""Bare claims whose lines are made at once."""

LOADS_LEFT = 2
"""Loads that are not put in order at the end: that would only make them larger."""

LOADERS = 2
"""Chunks that are loaded at a time: one loads on one core, and two are all that the memory allows."""


def ntriples(graph: Merged, seen: Seen) -> Iterator[bytes]:
    """The graph and the vocabulary as N-Triples, about :data:`CHUNK` lines at a time.

    Args:
        seen: Told of each claim that says more than three terms.
    """
    stated = _Stated(graph)
    mark = rdf.Mark(stated.source)
    chunk: list[bytes] = []
    lines = 0
    for some in _some(graph, seen, stated):
        data = "".join(some).encode()
        mark.add(data)
        chunk.append(data)
        lines += data.count(b"\n")
        if lines >= CHUNK:
            yield b"".join(chunk)
            chunk, lines = [], 0
    yield b"".join([*chunk, *(line.encode() for line in mark.lines())])


class _Stated:
    """Which datasets state the claims without evidence: one that the graph names, and those that such a claim names.

    In a graph too large for labels no claim names any: that would outweigh the rest.
    """

    def __init__(self, graph: Merged) -> None:
        self._graph = graph
        self.bare = np.ones(len(graph.subject), bool)
        self.bare[graph.rich.rows] = False
        main = layout.main_origin(graph.origin[self.bare], len(graph.origins))
        self.named = graph.origin != main
        if len(graph.subject) > rdf.LABELLED and len(graph.origins) > 1:
            main, self.named = 0, np.zeros(len(graph.subject), bool)
        self.source = graph.origins[main.bit_length() - 1].id if main else ""

    def of(self, row: int, claim: Association) -> Association:
        """A claim of a row with the datasets that state it, where it is to name them."""
        if not self.named[row] or claim.evidence or claim.derived_from:
            return claim
        mask, last = int(self._graph.origin[row]), layout.LAST_ORIGIN
        found = (Evidence(source=s.id) for i, s in enumerate(self._graph.origins) if mask >> min(i, last) & 1)
        return msgspec.structs.replace(claim, evidence=tuple(found))

    def alone(self) -> Iterator[Association]:
        """The claims of three terms that name their datasets."""
        g = self._graph
        for row in np.flatnonzero(self.bare & self.named).tolist():
            subject, target = (g.entities[column[row]].id for column in (g.subject, g.object))
            yield self.of(row, Association(subject=subject, predicate=g.predicates[g.predicate[row]], object=target))


def _some(graph: Merged, seen: Seen, stated: _Stated) -> Iterator[Iterable[str]]:
    """All lines, some at a time."""
    others = Records(
        entities=graph.entities,
        sources=graph.sources,
        mechanisms=graph.mechanisms,
        questions=graph.questions,
    )
    yield from _parted(rdf.lines(others))
    yield [f"{t} .\n" for t in rdf.ontology_triples()]
    names = rdf.named_entities(graph.entities, len(graph.subject))
    ends = [rdf.iri_text(e.id) for e in graph.entities]
    predicates = [str(rdf.predicate_iri(p)) for p in graph.predicates]
    yield from _parted(_detailed(graph, seen, stated, names, ends, predicates))
    told = rdf.association_lines if len(graph.subject) <= rdf.COPIED else rdf.asked_lines
    yield from _parted("".join(told(claim, names)) for claim in stated.alone())
    rows = np.flatnonzero(stated.bare & ~stated.named)
    middles = [f" {p} " for p in predicates]
    tails = [f"{end} .\n" for end in ends]
    for at in range(0, len(rows), AT_ONCE):
        part = rows[at : at + AT_ONCE]
        columns = (column[part].tolist() for column in (graph.subject, graph.predicate, graph.object))
        yield [ends[s] + middles[p] + tails[o] for s, p, o in zip(*columns, strict=True)]


def _parted(lines: Iterable[str]) -> Iterator[list[str]]:
    lines = iter(lines)
    while some := list(itertools.islice(lines, TOLD)):
        yield some


def _detailed(
    graph: Merged,
    seen: Seen,
    stated: _Stated,
    names: Mapping[Curie, Entity] | None,
    ends: Sequence[str],
    predicates: Sequence[str],
) -> Iterator[str]:
    """The lines of each claim that says more than three terms; ``seen`` is told of it."""
    terms = packed.Terms([str(e.id) for e in graph.entities], graph.predicates)
    columns = [c[graph.rich.rows].tolist() for c in (graph.subject, graph.predicate, graph.object)]
    # what is copied through an endpoint is to be the graph, to the last locator
    whole = len(graph.subject) <= rdf.COPIED
    asked, numbers = rdf.Asked(None if whole else names), graph.rich.column("ids").tolist()
    named = stated.named[graph.rich.rows].tolist()
    told = rdf.association_lines if whole else rdf.asked_lines
    for (row, body), s, p, o, number, own in zip(graph.rich.with_rows(), *columns, numbers, named, strict=True):
        at = terms.end(body, s, p, o)
        text, standing, sources = asked.told(body, at, (ends[s], predicates[p], ends[o]), number)
        seen(row, body, at, standing.kind, sources)
        yield "".join(told(stated.of(row, decoded(body)), names)) if whole or own else text


class Loading:
    """A store that is being written, in a ``with`` block; what is still under way is waited for at its end.

    Args:
        folder: Of the content.

    Raises:
        OSError: the disk is full or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / layout.RDF
        self._store = pyoxigraph.Store(str(self._folder))
        self._loaders = ThreadPoolExecutor(LOADERS, "rdf")
        self._under_way: deque[Future[None]] = deque()
        self._loads = 0

    def add(self, data: bytes) -> None:
        """Load N-Triples; waits where as many chunks are under way as the memory allows."""
        if len(self._under_way) == LOADERS:
            self._under_way.popleft().result()
        load = self._loaders.submit(self._store.bulk_load, data, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
        self._under_way.append(load)
        self._loads += 1

    def done(self) -> None:
        """Wait for all that is under way, and write the store to the disk.

        Of more than two loads RocksDB has put most in order on its own; the rest is put in order here.
        """
        while self._under_way:
            self._under_way.popleft().result()
        self._store.flush()
        if self._loads > LOADS_LEFT:
            self._store.optimize()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loaders.shutdown(cancel_futures=True)
        self._under_way.clear()
        del self._store
        (self._folder / "LOG").unlink(missing_ok=True)  # RocksDB's diary, large and of no use to a reader
