"""Whole graphs: RDF text in every syntax, in-memory Oxigraph stores, and rdflib's graphs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse, serialize

from ..curie import prefix_map
from ..errors import FormatError
from ..model import Records
from .marking import marked
from .ontology import header_triples, ontology_triples
from .reading import from_triples
from .turtle import turtle
from .writing import lines, parsed, triples

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "FORMATS",
    "from_rdflib",
    "ontology_turtle",
    "read_text",
    "standing_alone",
    "to_rdflib",
    "to_store",
    "to_text",
    "to_turtle",
]


def to_store(records: Records, *, ontology: bool = True) -> Store:
    """An in-memory Oxigraph store of the records, with the vocabulary, for SPARQL."""
    store = Store()
    text = "".join(standing_alone(records) if ontology else lines(records))
    store.bulk_load(text.encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    return store


def standing_alone(records: Records, bare_source: str = "") -> Iterator[str]:
    """The lines of N-Triples of a graph that others load: with the vocabulary, and what the graph is.

    Args:
        bare_source: As in :class:`~mechgraph.rdf.marking.Mark`.
    """
    vocabulary = (f"{t} .\n" for t in ontology_triples())
    return marked(itertools.chain(lines(records), vocabulary), bare_source)


def ontology_turtle() -> str:
    """The vocabulary alone as Turtle: the text of ``graph/ontology.ttl``."""
    return to_text((*header_triples(), *ontology_triples()))


FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
}


def to_text(items: Iterable[Triple], format: str = "turtle") -> str:
    """Serialise triples in a stable order, with the prefixes of the prefix map; Turtle in bytes of our own."""
    if format == "turtle":
        return "".join(turtle(items, prefix_map().prefixes))
    ordered = sorted(set(items), key=str)
    if format == "jsonld":
        quads = [Quad(t.subject, t.predicate, t.object) for t in ordered]
        return (serialize(quads, format=FORMATS[format]) or b"").decode()
    if format not in FORMATS:
        raise FormatError(f"unknown RDF format {format!r}", suggestions=list(FORMATS))
    used = {str(t.predicate) for t in ordered} if format == "rdfxml" else set()
    prefixes = {} if used else prefix_map().prefixes
    return (serialize(ordered, format=FORMATS[format], prefixes=prefixes) or b"").decode()


def to_turtle(records: Records) -> str:
    """The whole graph and its vocabulary as Turtle, in a stable order."""
    return to_text(parsed(standing_alone(records)))


def read_text(data: bytes, format: str, base: str | None = None) -> list[Quad]:
    """Parse RDF text.

    Raises:
        FormatError: with the line where the parser stopped.
    """
    try:
        return list(parse(data, format=FORMATS[format], base_iri=base))
    except (SyntaxError, ValueError) as error:
        raise FormatError(f"not valid {format}: {error}") from None


def to_rdflib(records: Records, *, plain: bool = False) -> rdflib.Graph:
    """A real rdflib Graph; on Oxigraph's store (fast), or ``plain`` in rdflib's own memory."""
    import rdflib

    graph = rdflib.Graph() if plain else rdflib.Graph(store="Oxigraph")
    text = serialize((*triples(records), *ontology_triples()), format=RdfFormat.N_TRIPLES)
    graph.parse(data=text, format="nt" if plain else "ox-nt")
    for prefix, namespace in prefix_map().prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def from_rdflib(graph: rdflib.Graph) -> Records:
    """Records from an rdflib Graph in this module's mapping."""
    text = graph.serialize(format="nt", encoding="utf-8")
    return from_triples(parse(text, format=RdfFormat.N_TRIPLES))
