"""Run one SPARQL query in a worker and write its result, as it comes, in the format that was negotiated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import msgspec
import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, RdfFormat

from ..curie import prefix_map
from ..errors import FormatError, QueryError, UsageError
from ..store.embedded import forbidden
from .frames import DATA, HEAD, frame
from .negotiate import GRAPHS, RESULTS, choose
from .problems import Problem
from .rowcount import RowCounter

__all__ = ["QueryRunner", "is_rdf", "open_store"]

CHUNK = 64 * 1024
_SUSPECT = re.compile("service|load", re.IGNORECASE)
_NAMES = re.compile(r"[?$:]\w+")
"""Variables and local names: words in which SERVICE and LOAD mean nothing."""
_SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def is_rdf(source: str) -> bool:
    """Whether the source is one file of RDF, by its suffix."""
    path = Path(source)
    return path.suffix in _SUFFIXES and path.is_file()


def open_store(source: str | None) -> pyoxigraph.Store:
    """The RDF store of a graph: of the records, of a built graph, or of an RDF file as it stands, named graphs and all.

    Raises:
        UsageError: the graph lives behind an endpoint of its own.
        FormatError: a file that does not parse.
    """
    if source and is_rdf(source):
        path, store = Path(source), pyoxigraph.Store()
        try:
            store.bulk_load(path=str(path), format=_SUFFIXES[path.suffix])
        except (SyntaxError, ValueError) as error:
            raise FormatError(f"{path}: {error}") from None
        return store
    from ..graph import load

    opened = getattr(load(source).store.engine, "store", None)
    if not isinstance(opened, pyoxigraph.Store):
        raise UsageError(
            f"{source} answers SPARQL itself", remedy="send queries there; this server offers its search and pages"
        )
    return opened


class _Sink:
    """Gathers what the engine writes into chunks, counts rows, and sends the head before the first chunk.

    No io.IOBase: that would flush when it is collected, into the answer to the next query.
    """

    def __init__(self, send: Callable[[bytes], None], media: str, counter: RowCounter | None, rows: int) -> None:
        self._send = send
        self._head = frame(HEAD, msgspec.json.encode({"media": media}))
        self._parts: list[bytes] = []
        self._size = 0
        self._counter = counter
        self._rows = rows

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size >= CHUNK:
            self._send(self.rest())
            self._head = b""
        return len(data)

    def flush(self) -> None:
        """Nothing: what is left is for who made this to send."""

    def rest(self) -> bytes:
        """What has not been sent yet, as frames.

        Raises:
            OverflowError: the result has too many rows.
        """
        data = b"".join(self._parts)
        self._parts, self._size = [], 0
        short = bool(self._head) and len(data) <= self._rows  # a row takes a byte at least: no need to count
        if self._counter is not None and not short:
            self._counter.feed(data)
            if self._counter.rows > self._rows:
                raise OverflowError
        return self._head + frame(DATA, data) if data or self._head else b""


class QueryRunner:
    """One store and the limit on rows; ``run`` answers a job."""

    def __init__(self, store: pyoxigraph.Store, *, rows: int) -> None:
        self.store = store
        self.rows = rows
        self.prefixes = prefix_map().prefixes

    @classmethod
    def open(cls, source: str | None, *, rows: int) -> QueryRunner:
        return cls(open_store(source), rows=rows)

    def run(self, job: dict[str, Any], send: Callable[[bytes], None]) -> bytes:
        """Answer ``{"query", "accept", "default", "named"}``; what is returned is left to send.

        Raises:
            QueryError: with line and column. Problem: refused, not acceptable, or too many rows.
        """
        text = job["query"]
        if _SUSPECT.search(text) and (word := forbidden(_NAMES.sub(" ", text))):
            raise Problem("refused", f"{word} is not allowed: queries are answered from this graph alone")
        try:
            default = [NamedNode(u) for u in job["default"]]
            named = [NamedNode(u) for u in job["named"]]
            # A dataset of named graphs alone has an empty default graph.
            result = self.store.query(
                text,
                prefixes={p: iri for p, iri in self.prefixes.items() if p + ":" in text},
                default_graph=[*default] if default or named else None,
                named_graphs=[*named] if default or named else None,
            )
        except SyntaxError as error:
            raise self._syntax(error) from None
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from None
        return self._write(result, job["accept"], send)

    def _syntax(self, error: SyntaxError) -> QueryError:
        from ..store.embedded import _AT

        at = _AT.search(str(error))
        where = f"line {at[1]}, column {at[2]}: " if at else ""
        return QueryError(f"SPARQL syntax, {where}{_AT.sub('', str(error)).strip()}")

    def _write(self, result: Any, accept: str, send: Callable[[bytes], None]) -> bytes:
        table = isinstance(result, QuerySolutions | QueryBoolean)
        offered = list(RESULTS if table else GRAPHS)
        media = choose(accept, offered)
        if media is None:
            raise Problem("not-acceptable", f"this result comes as {', '.join(offered)}, not as {accept}")
        counter = RowCounter(RESULTS[media]) if isinstance(result, QuerySolutions) else None
        sink = _Sink(send, _with_charset(media), counter, self.rows)
        output = cast("IO[bytes]", sink)
        try:
            if table:
                result.serialize(output, RESULTS[media])
            else:
                prefixes = self.prefixes if GRAPHS[media] == RdfFormat.TURTLE else None
                pyoxigraph.serialize(self._at_most(result), output, GRAPHS[media], prefixes=prefixes)
            return sink.rest()
        except OverflowError:
            raise Problem(
                "too-many-rows", f"the result has more than {self.rows} rows", remedy="ask for fewer with LIMIT"
            ) from None
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from None

    def _at_most(self, triples: Iterable[pyoxigraph.Triple]) -> Iterator[pyoxigraph.Triple]:
        for i, triple in enumerate(triples):
            if i >= self.rows:
                raise OverflowError
            yield triple


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
