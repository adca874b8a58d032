"""The graph in RDF, and back: one mapping, in both directions, without loss.

Each asserted claim is a direct triple ``subject predicate object``, so that simple SPARQL stays simple. Each claim that
has qualifiers, evidence or anything else to say is an association node too (``rdf:subject``, ``rdf:predicate``,
``rdf:object``, Biolink's qualifier slots, PROV), with a deterministic IRI, in the default graph; that works on every
SPARQL 1.1 engine. A negated or inconclusive claim is only an association node, never a bare triple.

Terms are those of pyoxigraph. Entities and predicates of foreign RDF are not guessed at here.
"""

from __future__ import annotations

from .asked import Asked, Standing, asked_lines
from .graphs import (
    FORMATS,
    from_rdflib,
    ontology_turtle,
    read_text,
    standing_alone,
    to_rdflib,
    to_store,
    to_text,
    to_turtle,
)
from .marking import Mark, bare_source, marked
from .ontology import ontology_triples
from .reading import association_of, entity_of, from_triples, source_of
from .slots import QUALIFIER_SLOTS
from .terms import iri, iri_text, own_id, predicate_iri, predicate_of, source_iri, term_value
from .writing import (
    COPIED,
    LABELLED,
    association_lines,
    association_triples,
    is_bare,
    lines,
    named_entities,
    parsed,
    triples,
)

__all__ = [
    "COPIED",
    "FORMATS",
    "LABELLED",
    "QUALIFIER_SLOTS",
    "Asked",
    "Mark",
    "Standing",
    "asked_lines",
    "association_lines",
    "association_of",
    "association_triples",
    "bare_source",
    "entity_of",
    "from_rdflib",
    "from_triples",
    "iri",
    "iri_text",
    "is_bare",
    "lines",
    "marked",
    "named_entities",
    "ontology_triples",
    "ontology_turtle",
    "own_id",
    "parsed",
    "predicate_iri",
    "predicate_of",
    "read_text",
    "source_iri",
    "source_of",
    "standing_alone",
    "term_value",
    "to_rdflib",
    "to_store",
    "to_text",
    "to_turtle",
    "triples",
]
