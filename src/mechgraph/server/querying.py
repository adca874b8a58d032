"""Run one SPARQL query in a worker, on the store that it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat

from ..curie import prefix_map
from ..errors import FormatError, QueryError
from ..queries import as_written, with_prefixes
from ..store.embedded import syntax_error
from ..store.wording import forbidden, spelled_out, without_silent_services
from .problems import Problem
from .writing import write_result

__all__ = ["QueryRunner", "is_rdf", "open_store", "refuse_reaching_out"]

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
    assert isinstance(opened, pyoxigraph.Store), "an endpoint has a runner of its own"
    return opened


def refuse_reaching_out(text: str) -> None:
    """Refuse a query that names another endpoint or file.

    Raises:
        Problem: it holds SERVICE or LOAD.
    """
    if _SUSPECT.search(text) and (word := forbidden(_NAMES.sub(" ", text))):
        raise Problem("refused", f"{word} is not allowed: queries are answered from this graph alone")


class QueryRunner:
    """One store and the limit on rows; ``run`` answers a job."""

    def __init__(self, store: pyoxigraph.Store, *, rows: int) -> None:
        self.store = store
        self.rows = rows
        self.prefixes = prefix_map().prefixes
        self.base = self.prefixes["MG"]

    @classmethod
    def open(cls, source: str | None, *, rows: int) -> QueryRunner:
        return cls(open_store(source), rows=rows)

    def run(self, job: dict[str, Any], send: Callable[[bytes], None]) -> bytes:
        """Answer ``{"query", "accept", "default", "named"}``; what is returned is left to send.

        With ``"first"``, so many rows or triples are all that is wanted.

        Raises:
            QueryError: with line and column. Problem: refused, not acceptable, or too many rows.
        """
        written = without_silent_services(job["query"])
        refuse_reaching_out(written)
        text = with_prefixes(written)
        try:
            default = [NamedNode(u) for u in job["default"]]
            named = [NamedNode(u) for u in job["named"]]
            # A dataset of named graphs alone has an empty default graph.
            options: dict[str, Any] = {
                "base_iri": self.base,
                "default_graph": [*default] if default or named else None,
                "named_graphs": [*named] if default or named else None,
            }
            result = self.store.query(text, **options)
            if isinstance(result, QuerySolutions) and (spelt := spelled_out(text, result)):
                result = self.store.query(spelt, **options)
        except SyntaxError as error:
            raise as_written(syntax_error(error), written, len(text) - len(written)) from None
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from None
        return write_result(result, job["accept"], send, rows=self.rows, prefixes=self.prefixes, first=job.get("first"))
