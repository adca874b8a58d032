"""Write the result of a query, as it comes, in the format that was negotiated, and count its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, Any, cast

import msgspec
import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

from ..errors import QueryError
from .frames import DATA, HEAD, frame
from .negotiate import GRAPHS, RESULTS, choose
from .problems import Problem
from .rowcount import RowCounter

__all__ = ["solutions", "too_many", "write_result"]

CHUNK = 64 * 1024


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


def write_result(
    result: QuerySolutions | QueryBoolean | Iterable[pyoxigraph.Triple],
    accept: str,
    send: Callable[[bytes], None],
    *,
    rows: int,
    prefixes: Mapping[str, str],
    first: int | None = None,
) -> bytes:
    """Send all of a result but the last piece, which is returned, as frames.

    Args:
        rows: At most so many, of triples too.
        first: Only so many are wanted, and what follows is not computed; ``None``: all.
        prefixes: For Turtle.

    Raises:
        Problem: no acceptable format, or too many rows. QueryError: it failed on the way.
    """
    if first is not None and not isinstance(result, QueryBoolean):
        result = _first(result, first)
    table = isinstance(result, QuerySolutions | QueryBoolean)
    offered = list(RESULTS if table else GRAPHS)
    media = choose(accept, offered)
    if media is None:
        raise Problem("not-acceptable", f"this result comes as {', '.join(offered)}, not as {accept}")
    counter = RowCounter(RESULTS[media]) if isinstance(result, QuerySolutions) else None
    sink = _Sink(send, f"{media}; charset=utf-8" if media.startswith("text/") else media, counter, rows)
    output = cast("IO[bytes]", sink)
    try:
        if isinstance(result, QuerySolutions | QueryBoolean):
            result.serialize(output, RESULTS[media])
        else:
            used = dict(prefixes) if GRAPHS[media] == RdfFormat.TURTLE else None
            pyoxigraph.serialize(_at_most(result, rows), output, GRAPHS[media], prefixes=used)
        return sink.rest()
    except OverflowError:
        raise too_many(rows) from None
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}") from None


def _first(result: QuerySolutions | Iterable[pyoxigraph.Triple], most: int) -> Any:
    try:
        if not isinstance(result, QuerySolutions):
            return list(islice(result, most))
        columns = [v.value for v in result.variables]
        return solutions(columns, [[row[c] for c in columns] for row in islice(result, most)])
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}") from None


def solutions(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> QuerySolutions:
    """Rows of terms as the engine's own result, which writes itself in every format."""
    lines = ["\t".join(f"?{c}" for c in columns)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows]
    text = "\n".join(lines) + "\n"
    result = pyoxigraph.parse_query_results(text.encode(), QueryResultsFormat.TSV)
    assert isinstance(result, QuerySolutions)
    return result


def too_many(rows: int) -> Problem:
    """What a result of more than ``rows`` is answered with."""
    return Problem("too-many-rows", f"the result has more than {rows} rows", remedy="ask for fewer with LIMIT")


def _at_most(triples: Iterable[pyoxigraph.Triple], rows: int) -> Iterator[pyoxigraph.Triple]:
    for i, triple in enumerate(triples):
        if i >= rows:
            raise OverflowError
        yield triple
