"""RDF terms and what they stand for: IRIs of CURIEs, predicates, sources; and terms as Python values."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from ..curie import Curie, prefix_map
from ..vocab import vocabulary

__all__ = [
    "iri",
    "iri_text",
    "literal_text",
    "named",
    "own_id",
    "own_iri",
    "own_text",
    "predicate_iri",
    "predicate_of",
    "source_iri",
    "term_value",
]

XSD = "http://www.w3.org/2001/XMLSchema#"


@cache
def named(curie: str) -> NamedNode:
    return NamedNode(prefix_map().expand(Curie(curie)))


def iri(curie: Curie | str) -> NamedNode:
    """The IRI of a CURIE as an RDF term.

    >>> iri("HP:0001257").value
    'http://purl.obolibrary.org/obo/HP_0001257'
    """
    return NamedNode(prefix_map().expand(Curie(curie)))


@lru_cache(1 << 16)
def iri_text(curie: Curie | str) -> str:
    """The IRI of a CURIE as N-Triples have it.

    >>> iri_text("HP:0001257")
    '<http://purl.obolibrary.org/obo/HP_0001257>'
    """
    return f"<{prefix_map().expand(Curie(curie))}>"


def own_iri(prefix: str, name: str) -> NamedNode:
    """The IRI of a source, mechanism or question; its id may hold any text."""
    return NamedNode(_space(prefix) + quote(name, safe="-._~"))


@cache
def _space(prefix: str) -> str:
    return prefix_map().prefixes[prefix]


@lru_cache(1 << 16)
def own_text(prefix: str, name: str) -> str:
    """What :func:`own_iri` gives, as N-Triples have it."""
    return f"<{_space(prefix)}{quote(name, safe='-._~')}>"


def own_id(prefix: str, node: str) -> str:
    return unquote(node.removeprefix(prefix_map().prefixes[prefix]))


def source_iri(source: str) -> NamedNode:
    """The IRI of a source.

    >>> source_iri("L01").value
    'https://w3id.org/mechgraph/source/L01'
    """
    return own_iri("mgs", source)


def predicate_iri(predicate: str) -> NamedNode:
    return named(f"mgv:{predicate}")


def predicate_of(node: NamedNode) -> str | None:
    """The predicate of the vocabulary that an IRI stands for, or ``None``."""
    curie = prefix_map().compress(node.value)
    if curie is None or curie.prefix != "mgv" or curie.reference not in vocabulary().predicates:
        return None
    return curie.reference


_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def literal_text(value: object) -> str:
    """A literal as N-Triples have it.

    >>> literal_text('say "no"'), literal_text(True)
    ('"say \\\\"no\\\\""', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    """
    if isinstance(value, bool | int | float):
        return _typed_text(value)
    text = str(value)
    return f'"{text}"' if text.isalnum() else f'"{text.translate(_ESCAPED)}"'


@lru_cache(1 << 12, typed=True)
def _typed_text(value: bool | int | float) -> str:
    return str(Literal(value))


@lru_cache(1 << 16)
def _compressed(value: str) -> str:
    return prefix_map().compress(value) or value


def term_value(term: object) -> Any:
    """A term as a Python value: a :class:`Curie` (or IRI text), number, boolean or text; ``None`` stays ``None``."""
    if isinstance(term, NamedNode):
        return _compressed(term.value)
    if isinstance(term, Literal):
        kind = term.datatype.value
        if kind == XSD + "boolean":
            return term.value in ("true", "1")
        if kind in (XSD + "integer", XSD + "int", XSD + "long"):
            return int(term.value)
        if kind in (XSD + "decimal", XSD + "double", XSD + "float"):
            return float(term.value)
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return term if term is None else str(term)
