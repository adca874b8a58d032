"""A model's SPARQL: in a process of its own that reads, can open no socket, and is stopped at its limits."""

from __future__ import annotations

import json
import re

from ..curie import prefix_map
from ..errors import QueryError
from ..server.kept import Kept
from ..server.pool import Pool
from ..server.problems import Problem
from ..server.settings import Settings
from ..shapes.base import Document
from ..shapes.shortening import brief_table
from ..store.base import Table
from .arguments import SparqlArguments
from .tools import OTHER

__all__ = ["LIMITS", "Limited"]

LIMITS = Settings(seconds=20, rows=10_000, megabytes=1_000, workers=1, callers=1, cache=0)
_WORDS = "INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH"
_WRITES = re.compile(rf"^\s*(?:(?:PREFIX|BASE)\b[^\n>]*>\s*)*({_WORDS})\b", re.IGNORECASE)


class Limited:
    """Runs SPARQL on a graph; the processes start with the first query."""

    def __init__(self, source: str | None) -> None:
        self._source = source
        self._pool: Pool | None = None

    async def stop(self) -> None:
        """End the processes, if there are any."""
        if self._pool is not None:
            await self._pool.stop()

    async def run(self, a: SparqlArguments) -> Document:
        """The rows of a query, at most ``limit``.

        Raises:
            QueryError: it does not parse, writes, reaches out, takes too long or has too many rows.
        """
        if match := _WRITES.match(a.query):
            raise QueryError(
                f"{match[1].upper()} is not allowed: the graph is only read", remedy="ask by SELECT or ASK"
            )
        if self._pool is None:
            remote = (self._source or "").startswith(("http://", "https://"))
            self._pool = Pool("relay" if remote else "query", self._source, LIMITS, Kept(0))
            await self._pool.start()
        job = {"query": a.query, "accept": "application/sparql-results+json", "default": [], "named": []}
        try:
            answered = await self._pool.run(job)
            data = json.loads(await answered.whole())
        except Problem as problem:
            raise QueryError(str(problem), remedy=str(problem.more.get("remedy", ""))) from None
        if "boolean" in data:
            return brief_table(Table(("answer",), ((data["boolean"],),)), OTHER, 0, 1)
        columns = tuple(data["head"]["vars"])
        rows = tuple(tuple(_short(row.get(c)) for c in columns) for row in data["results"]["bindings"])
        more = "Ask for other rows with OFFSET and LIMIT in the query; evidence(claim) for one claim."
        return brief_table(Table(columns, rows), OTHER, 0, a.limit, more)


def _short(term: dict[str, str] | None) -> str | None:
    """A term of a result: an IRI as a CURIE where one is known, a literal as its text."""
    if term is None:
        return None
    known = prefix_map().compress(term["value"]) if term["type"] == "uri" else None
    return term["value"] if known is None else str(known)
