"""Named queries, what they share, and the prefixes of everybody's SPARQL."""

from .expand import spelt
from .named import TYPES, NamedQuery, Parameter, named_queries, named_query, parse_query
from .prefixes import as_written, run, with_prefixes

__all__ = [
    "TYPES",
    "NamedQuery",
    "Parameter",
    "as_written",
    "named_queries",
    "named_query",
    "parse_query",
    "run",
    "spelt",
    "with_prefixes",
]
