"""The vocabulary in RDF: predicates, categories, and every property that a graph in RDF uses."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from .. import __version__
from ..curie import data_dir, prefix_map
from ..vocab import vocabulary
from .terms import named, predicate_iri

__all__ = ["header_triples", "ontology_triples", "properties"]

CLASSES = {
    "mgv:Mechanism": ("mechanism", "the claims that curators chose to explain an effect of a drug, in their order"),
    "mgv:Step": ("step", "one step of a mechanism: the claims that state it, and what leads to it"),
    "mgv:OpenQuestion": (
        "open question",
        "a question that the graph leaves open, or a contradiction in it",
    ),
    "mgv:Graph": ("graph", "what a graph in RDF says of itself; there is one such node, mgv:graph"),
    "mgv:Qualifier": (
        "qualifier",
        "a property of a claim that says under which conditions it holds",
    ),
}
"""Classes of our own: label and definition."""


@cache
def properties() -> tuple[dict[str, str], ...]:
    """Every property that is no predicate of the vocabulary: ``property``, ``label``, ``of`` (what it is said of) and
    ``definition``; the table ``graph/vocabulary/properties.tsv``."""
    with (data_dir("graph") / "vocabulary" / "properties.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def header_triples() -> Iterator[Triple]:
    """What the vocabulary is, for who loads it alone: an ``owl:Ontology`` with title, version and licence."""
    node = NamedNode(prefix_map().prefixes["mgv"])
    yield Triple(node, named("rdf:type"), named("owl:Ontology"))
    yield Triple(node, named("dcterms:title"), Literal("The vocabulary of mechgraph", language="en"))
    yield Triple(node, named("dcterms:creator"), Literal("The mechgraph authors"))
    yield Triple(node, named("dcterms:license"), NamedNode("https://creativecommons.org/publicdomain/zero/1.0/"))
    yield Triple(node, named("owl:versionInfo"), Literal(__version__))


def _property_triples() -> Iterator[Triple]:
    for curie, (label, definition) in CLASSES.items():
        node = named(curie)
        yield Triple(node, named("rdf:type"), named("rdfs:Class"))
        yield Triple(node, named("rdfs:label"), Literal(label))
        yield Triple(node, named("skos:definition"), Literal(definition))
    for row in properties():
        node = named(row["property"])
        yield Triple(node, named("rdf:type"), named("rdf:Property"))
        if row["of"] == "qualifier":
            yield Triple(node, named("rdf:type"), named("mgv:Qualifier"))
        yield Triple(node, named("rdfs:label"), Literal(row["label"]))
        # a property that others define is described here as it is used here, not defined anew
        word = "skos:definition" if row["property"].startswith("mgv:") else "skos:scopeNote"
        yield Triple(node, named(word), Literal(row["definition"]))


def ontology_triples() -> Iterator[Triple]:
    """The vocabulary in RDF: predicates with group, sign and mappings, categories as concepts, properties."""
    yield from _property_triples()
    vocab = vocabulary()
    for c in vocab.categories.values():
        node = named(f"mgv:category/{c.id}")
        yield Triple(node, named("rdf:type"), named("skos:Concept"))
        yield Triple(node, named("skos:notation"), Literal(c.id))
        yield Triple(node, named("rdfs:label"), Literal(c.label))
        yield Triple(node, named("skos:definition"), Literal(c.definition))
        yield Triple(node, named("skos:exactMatch"), named("biolink:" + c.biolink))
        yield Triple(node, named("mgv:valence"), Literal(c.valence))
        if c.parent:
            yield Triple(node, named("skos:broader"), named(f"mgv:category/{c.parent}"))
    for p in vocab.predicates.values():
        node = predicate_iri(p.id)
        yield Triple(node, named("rdf:type"), named("rdf:Property"))
        yield Triple(node, named("rdfs:label"), Literal(p.label))
        yield Triple(node, named("skos:definition"), Literal(p.definition))
        yield Triple(node, named("mgv:negated_label"), Literal(p.negated_label))
        yield Triple(node, named("mgv:passive_label"), Literal(p.passive))
        yield Triple(node, named("mgv:group"), Literal(p.group))
        yield Triple(node, named("mgv:sign"), Literal(p.sign))
        yield Triple(node, named("mgv:direct"), Literal(p.direct))
        yield Triple(node, named("mgv:role"), Literal(p.role))
        if p.inverse:
            yield Triple(node, named("owl:inverseOf"), predicate_iri(p.inverse))
        if p.opposite:
            yield Triple(node, named("mgv:opposite"), predicate_iri(p.opposite))
        if p.symmetric:
            yield Triple(node, named("rdf:type"), named("owl:SymmetricProperty"))
        if p.biolink:
            slot = "biolink:" + p.biolink.removeprefix("biolink:").replace(" ", "_")
            yield Triple(node, named("skos:broadMatch"), named(slot))
        if p.relation:
            yield Triple(node, named("skos:closeMatch"), named(p.relation))
