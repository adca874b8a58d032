"""SPARQL in this process, on Oxigraph: fast, complete, but without a time limit of its own.

pyoxigraph cannot cancel a query, so ``timeout`` is refused here; the server runs queries in worker processes that it
can kill. Queries that reach out (SERVICE) are refused: an embedded graph answers from itself.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pyoxigraph

from .. import rdf
from ..errors import IndexFormatError, QueryError, UsageError
from .base import Table
from .mapped import unopened
from .wording import forbidden, spelled_out, without_silent_services

__all__ = ["EmbeddedEngine", "syntax_error", "table_of"]

_AT = re.compile(r"error at (\d+):(\d+):?")


def table_of(solutions: pyoxigraph.QuerySolutions) -> Table:
    """All solutions of a SELECT as a table of Python values."""
    columns = tuple(v.value for v in solutions.variables)
    return Table(columns, tuple(tuple(rdf.term_value(term) for term in row) for row in solutions))


class EmbeddedEngine:
    """An Oxigraph store, in memory or opened read-only from a folder."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store

    @classmethod
    def open(cls, folder: Path) -> EmbeddedEngine:
        """Open a store on disk read-only; several readers at once are fine.

        Raises:
            IndexFormatError: the folder holds no Oxigraph store, or a torn one.
        """
        try:
            return cls(pyoxigraph.Store.read_only(str(folder)))
        except (OSError, RuntimeError) as error:
            if reason := _of_the_system(error):
                raise unopened(folder, reason) from None
            raise IndexFormatError(
                f"{folder}: not a readable RDF store: {error}", remedy="build the graph again"
            ) from None

    def query(self, text: str, *, timeout: float | None = None) -> Table | bool | list[pyoxigraph.Triple]:
        if timeout is not None:
            raise UsageError("the embedded engine has no time limit", remedy="use 'mechgraph serve', which has one")
        text = without_silent_services(text)
        if word := forbidden(text):
            raise QueryError(f"{word} is not allowed: queries are answered from this graph alone")
        try:
            result = self.store.query(text)
            if isinstance(result, pyoxigraph.QuerySolutions) and (spelt := spelled_out(text, result)):
                result = self.store.query(spelt)
            if isinstance(result, pyoxigraph.QuerySolutions):
                return table_of(result)
            if isinstance(result, pyoxigraph.QueryBoolean):
                return bool(result)
            return list(result)
        except SyntaxError as error:
            raise syntax_error(error) from None
        except (ValueError, RuntimeError, OSError) as error:
            if reason := _of_the_system(error):
                raise unopened("the RDF store", reason) from None
            if str(error).startswith("Corruption"):
                raise IndexFormatError(f"the RDF store is damaged: {error}", remedy="build the graph again") from None
            raise QueryError(f"the query failed: {error}") from None


def _of_the_system(error: Exception) -> OSError | None:
    """What the system said, where RocksDB passes it on in words: too many files, no permission, no memory.

    >>> found = _of_the_system(OSError("IO error: While open a file for random read: 1.sst: Too many open files"))
    >>> found is not None and found.errno == errno.EMFILE
    True
    """
    text = str(error)
    if "ulimit -n" in text:  # Oxigraph wants some descriptors left for others
        return OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    codes = (errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EPERM, errno.ENOMEM)
    return next((OSError(code, os.strerror(code)) for code in codes if text.endswith(os.strerror(code))), None)


def syntax_error(error: SyntaxError) -> QueryError:
    """Oxigraph's complaint about a query, with the line and column in front.

    >>> print(syntax_error(SyntaxError("error at 1:8: expected a variable")))
    SPARQL syntax, line 1, column 8: expected a variable
    """
    at = _AT.search(str(error))
    where = f"line {at[1]}, column {at[2]}: " if at else ""
    return QueryError(f"SPARQL syntax, {where}{_AT.sub('', str(error)).strip()}")
