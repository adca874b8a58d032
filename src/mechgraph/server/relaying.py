"""Run one SPARQL query at the endpoint behind a served graph, in a worker: the same limits, formats and errors.

A result is fetched whole and checked for cuts before it is passed on, as :class:`~mechgraph.store.RemoteEngine` does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph
from pyoxigraph import QueryResultsFormat

from ..curie import prefix_map
from ..queries import with_prefixes
from ..store.remote_engine import RemoteEngine
from ..store.wording import without_silent_services
from .problems import Problem
from .querying import refuse_reaching_out
from .writing import solutions, too_many, write_result

__all__ = ["RelayRunner"]


class RelayRunner:
    """An endpoint and the limit on rows; ``run`` answers a job."""

    def __init__(self, engine: RemoteEngine, *, rows: int) -> None:
        self.engine = engine
        self.rows = rows

    @classmethod
    def open(cls, source: str, *, rows: int) -> RelayRunner:
        return cls(RemoteEngine(source), rows=rows)

    def run(self, job: dict[str, Any], send: Callable[[bytes], None]) -> bytes:
        """Answer ``{"query", "accept", "default", "named"}``; what is returned is left to send.

        Raises:
            Problem: refused, not acceptable, or too many rows. MechgraphError: the endpoint's own trouble.
        """
        text = without_silent_services(job["query"])
        refuse_reaching_out(text)
        if job["default"] or job["named"]:
            raise Problem(
                "bad-request", "this graph is behind another endpoint", remedy="name the dataset in the query, by FROM"
            )
        found = self.engine.result(with_prefixes(text))
        size = 1 if isinstance(found, bool) else len(found if isinstance(found, list) else found[1])
        if size > self.rows:
            raise too_many(self.rows)
        result: Any = found
        if isinstance(found, bool):
            result = pyoxigraph.parse_query_results(b"true" if found else b"false", QueryResultsFormat.TSV)
        elif isinstance(found, tuple):
            result = solutions(*found)
        return write_result(
            result, job["accept"], send, rows=self.rows, prefixes=prefix_map().prefixes, first=job.get("first")
        )
