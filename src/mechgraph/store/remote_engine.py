"""SPARQL at an endpoint far away: streamed, with a time limit, and an eye for what an endpoint cut off.

It trusts nothing that an endpoint says by its status alone: a result that was cut is an error here, not an answer. A
SELECT that could have been cut is counted by the endpoint. A CONSTRUCT cannot be counted: prefer SELECT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

from .. import rdf
from ..errors import QueryError, QueryTimeoutError, RemoteError
from .base import Table
from .endpoint import Connection

__all__ = ["CutError", "RemoteEngine"]

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
TRIPLES = "application/n-triples"
RESULTS = f"{JSON}, {XML};q=0.8"
XML_FIRST = f"{XML}, {JSON};q=0.5"
SMALLEST = 100
"""Rows below which no endpoint cuts."""
_FORMATS = {
    JSON: QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
_NOISE = re.compile(r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.S)
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)
_LIMIT = re.compile(r"\bLIMIT\s+(\d+)(?:\s+OFFSET\s+\d+)?\s*\Z", re.I)
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<[^>]*>|[\w.-]*:\S*)", re.I)


def _form(text: str) -> str:
    found = _FORM.search(_NOISE.sub(" ", text))
    if found is None:
        raise QueryError("a query is a SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found[1].upper()


class CutError(RemoteError):
    """A result of which an endpoint gave a part."""


class RemoteEngine:
    """A SPARQL 1.1 endpoint.

    Args:
        address: Of the endpoint.
        timeout: Seconds for one query as a whole.
        retries: How often a busy or unreachable endpoint is asked again.
    """

    def __init__(self, address: str, *, timeout: float = 120.0, retries: int = 3) -> None:
        self.connection = Connection(address, timeout=timeout, retries=retries)
        self.name = self.connection.name
        self._whole = SMALLEST
        self._accept = RESULTS
        self.cap: int | None = None

    @property
    def timeout(self) -> float:
        """Seconds for one query as a whole."""
        return self.connection.timeout

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        self.connection.timeout = seconds

    def close(self) -> None:
        """Close the connections."""
        self.connection.close()

    def query(self, text: str, *, timeout: float | None = None) -> Table | bool | list[pyoxigraph.Triple]:
        """Run one query.

        Raises:
            QueryError: the endpoint refuses the query. QueryTimeoutError: not done in time.
            RemoteError: it cannot be reached, or answers with something else, or with a part of the result.
        """
        found = self.result(text, timeout=timeout)
        if not isinstance(found, tuple):
            return found
        columns, rows = found
        return Table(columns, tuple(tuple(rdf.term_value(t) for t in row) for row in rows))

    def result(
        self, text: str, *, timeout: float | None = None
    ) -> tuple[tuple[str, ...], list[Any]] | bool | list[pyoxigraph.Triple]:
        """As :meth:`query`, but a SELECT comes as columns and rows of RDF terms."""
        form = _form(text)
        if form == "ASK":
            return self.asked(text, timeout=timeout)
        if form == "SELECT":
            return self.solutions(text, timeout=timeout)
        with self._ask(text, TRIPLES, timeout) as body, self._reading():
            quads = pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES)
            return [pyoxigraph.Triple(q.subject, q.predicate, q.object) for q in quads]

    def asked(self, text: str, *, timeout: float | None = None) -> bool:
        """The answer to an ASK; Virtuoso gives it as a table."""
        _, found = self._rows(text, timeout)
        if isinstance(found, bool):
            return found
        value = rdf.term_value(found[0][0]) if len(found) == 1 and len(found[0]) == 1 else None
        if not isinstance(value, bool | int):
            raise RemoteError(f"{self.name} answers an ASK with a table of {len(found)} rows")
        return bool(value)

    def solutions(self, text: str, *, timeout: float | None = None) -> tuple[tuple[str, ...], list[Any]]:
        """The answer to a SELECT as columns and rows of RDF terms."""
        columns, rows = self._rows(text, timeout)
        if isinstance(rows, bool):
            raise RemoteError(f"{self.name} answers a SELECT with {str(rows).lower()}")
        if self.cap is not None and len(rows) >= self.cap and not _is_whole(text, len(rows)):
            raise CutError(f"{self.name} cut the result at {self.cap} rows", remedy="ask for fewer, with LIMIT")
        self._notice_cut(text, len(rows), timeout)
        return columns, rows

    def _rows(self, text: str, timeout: float | None) -> tuple[tuple[str, ...], list[Any] | bool]:
        try:
            return self._read(text, timeout)
        except RemoteError as error:
            # Comunica puts figures of its own beside the rows; its XML has none
            if self._accept == XML_FIRST or "after the end of the bindings" not in error.message:
                raise
            self._accept = XML_FIRST
            return self._read(text, timeout)

    def _read(self, text: str, timeout: float | None) -> tuple[tuple[str, ...], list[Any] | bool]:
        with self._ask(text, self._accept, timeout) as body, self._reading():
            result = pyoxigraph.parse_query_results(body, format=_FORMATS[body.media])
            if isinstance(result, QueryBoolean):
                return (), bool(result)
            assert isinstance(result, QuerySolutions)
            return tuple(v.value for v in result.variables), [tuple(row) for row in result]

    def _notice_cut(self, text: str, rows: int, timeout: float | None) -> None:
        """Have the endpoint count the rows, unless a result of as many was found to be whole before.

        What cuts is a limit on rows, so that fewer rows than once came whole are not cut.
        """
        if rows <= self._whole or _is_whole(text, rows):
            return
        bare = _bare(text)
        start = _FORM.search(bare)
        assert start is not None
        body, dataset = text[start.start() :], ""
        for clause in reversed(list(_FROM.finditer(_kept(text), start.start()))):
            at, end = (i - start.start() for i in clause.span())
            dataset = f"{clause[0]} {dataset}"
            body = body[:at] + body[end:]
        counting = f"{text[: start.start()]}SELECT (COUNT(*) AS ?n) {dataset}WHERE {{ {{ {body}\n}} }}"
        total = self.number(counting, timeout=timeout)
        if total > rows:
            raise CutError(
                f"{self.name} cut the result silently: {rows} of {total} rows", remedy="ask in parts, with LIMIT"
            )
        self._whole = max(self._whole, rows)

    def number(self, text: str, *, timeout: float | None = None) -> int:
        """The one number that a query asks for.

        Raises:
            RemoteError: the endpoint answers with something else.
        """
        _, rows = self._rows(text, timeout)
        value = None if isinstance(rows, bool) or len(rows) != 1 or not rows[0] else rdf.term_value(rows[0][0])
        if isinstance(value, str) and value.isdigit():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RemoteError(f"{self.name} does not answer with a number where it was asked to count")
        return int(value)

    @contextmanager
    def _ask(self, text: str, accept: str, timeout: float | None) -> Iterator[Any]:
        with self.connection.ask({"query": text}, accept, timeout) as body:
            if body.headers.get("x-sql-state") == "S1TAT":
                raise QueryTimeoutError(f"{self.name} stopped at its own time limit, with a part of the result")
            known = _FORMATS if accept != TRIPLES else (TRIPLES, "text/plain", "text/ntriples")
            if body.status != 200 or body.media not in known:
                wanted = JSON if accept != TRIPLES else accept
                raise self.connection.unexpected(body.status, body.media, wanted, body.headers.get("location", ""))
            stated = body.headers.get("x-sparql-maxrows", "")
            if stated.isdigit():
                self.cap = int(stated)
            yield body

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Errors of the parser, and of the connection beneath it, as ours."""
        import httpx

        try:
            yield
        except (QueryError, RemoteError, httpx.HTTPError):
            raise
        except (SyntaxError, ValueError, OSError) as error:
            cause = error.__cause__ or error.__context__
            if isinstance(cause, QueryTimeoutError | httpx.HTTPError):
                raise cause from None
            raise RemoteError(f"the answer of {self.name} is broken: {str(error)[:300]}") from None


def _bare(text: str) -> str:
    """The text with comments, names and strings blanked, of the same length."""
    return _NOISE.sub(lambda m: " " * len(m[0]), text)


def _kept(text: str) -> str:
    """The text with comments and strings blanked, of the same length."""
    return _NOISE.sub(lambda m: m[0] if m[0][0] == "<" else " " * len(m[0]), text)


def _is_whole(text: str, rows: int) -> bool:
    """Whether a query asked for no more than these rows."""
    asked = _LIMIT.search(_bare(text).strip())
    return asked is not None and int(asked[1]) <= rows
