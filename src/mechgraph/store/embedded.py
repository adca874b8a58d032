"""SPARQL in this process, on Oxigraph: fast, complete, but without a time limit of its own.

pyoxigraph cannot cancel a query, so ``timeout`` is refused here; the server runs queries in worker processes that it
can kill. Queries that reach out (SERVICE) are refused: an embedded graph answers from itself.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph

from .. import rdf
from ..errors import IndexFormatError, QueryError, UsageError
from .base import Table

__all__ = ["EmbeddedEngine", "syntax_error", "table_of"]

_TOKENS = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    r"|[?$]\w+|[\w.\-]*:[\w.\-]*|\w+",
    re.S,
)
_AT = re.compile(r"error at (\d+):(\d+):?")


def forbidden(text: str) -> str | None:
    """The word in a query that reaches outside the graph (SERVICE, LOAD), outside of strings, names and comments.

    >>> forbidden('SELECT ?service { ?service ex:load "SERVICE" }') is None
    True
    >>> forbidden("SELECT * { SERVICE<http://x/>{} }"), forbidden("SELECT * { SERVICE:x {} }")
    ('SERVICE', 'SERVICE')
    """
    tokens = (t.group() for t in _TOKENS.finditer(text) if t.group()[0] not in "#<\"'?$")
    # "SERVICE:x" may be the keyword and a name without a prefix, so what stands before the colon counts as a word
    words = (re.split(r"[.\-]", token.partition(":")[0])[-1].upper() for token in tokens)
    return next((w for w in words if w in ("SERVICE", "LOAD")), None)


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
            raise IndexFormatError(
                f"{folder}: not a readable RDF store: {error}", remedy="build the graph again"
            ) from None

    def query(self, text: str, *, timeout: float | None = None) -> Table | bool | list[pyoxigraph.Triple]:
        if timeout is not None:
            raise UsageError("the embedded engine has no time limit", remedy="use 'mechgraph serve', which has one")
        if word := forbidden(text):
            raise QueryError(f"{word} is not allowed: queries are answered from this graph alone")
        try:
            result = self.store.query(text)
            if isinstance(result, pyoxigraph.QuerySolutions):
                return table_of(result)
            if isinstance(result, pyoxigraph.QueryBoolean):
                return bool(result)
            return list(result)
        except SyntaxError as error:
            raise syntax_error(error) from None
        except (ValueError, RuntimeError, OSError) as error:
            if str(error).startswith("Corruption"):
                raise IndexFormatError(f"the RDF store is damaged: {error}", remedy="build the graph again") from None
            raise QueryError(f"the query failed: {error}") from None


def syntax_error(error: SyntaxError) -> QueryError:
    """Oxigraph's complaint about a query, with the line and column in front.

    >>> print(syntax_error(SyntaxError("error at 1:8: expected a variable")))
    SPARQL syntax, line 1, column 8: expected a variable
    """
    at = _AT.search(str(error))
    where = f"line {at[1]}, column {at[2]}: " if at else ""
    return QueryError(f"SPARQL syntax, {where}{_AT.sub('', str(error)).strip()}")
