"""The named queries as examples in RDF: ``sh:SPARQLExecutable``, as SPARQL editors read them from an endpoint.

The form is that of the SIB's collection of examples (github.com/sib-swiss/sparql-examples): a comment for people, the
text under ``sh:select``, the prefixes once for all, the endpoint that each is for.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..curie import prefix_map
from ..queries import NamedQuery, named_queries

__all__ = ["PREFIXES", "SCHEMA", "example_triples"]

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = "https://schema.org/"
PREFIXES = {"sh": _SH, "rdf": _RDF, "rdfs": _RDFS, "xsd": _XSD, "schema": SCHEMA}


def _comment(query: NamedQuery) -> str:
    note = f" <em>{html.escape(query.note)}.</em>" if query.note else ""
    return f"{html.escape(query.title)}.{note}"


def example_triples(base: str) -> Iterator[Triple]:
    """Each named query, bound to the defaults of its parameters, as an example.

    Args:
        base: Address of the server, with a slash at its end.

    >>> any("shacl#select" in t.predicate.value for t in example_triples("http://127.0.0.1/"))
    True
    """
    type_ = NamedNode(_RDF + "type")
    prefixes = BlankNode("sparql_examples_prefixes")
    yield Triple(prefixes, type_, NamedNode("http://www.w3.org/2002/07/owl#Ontology"))
    used = set[str]()
    for name, query in named_queries().items():
        example = NamedNode(f"{base}.well-known/sparql-examples/{name}")
        text = query.sparql({p.name: "*" for p in query.parameters if p.default in ("", "*")})
        used |= {p for p in prefix_map().prefixes if f"{p}:" in text}
        for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
            yield Triple(example, type_, NamedNode(_SH + kind))
        yield Triple(example, NamedNode(_SH + "prefixes"), prefixes)
        yield Triple(example, NamedNode(_RDFS + "label"), Literal(query.title))
        yield Triple(example, NamedNode(_RDFS + "comment"), Literal(_comment(query), datatype=NamedNode(_RDF + "HTML")))
        yield Triple(example, NamedNode(_SH + "select"), Literal(text))
        yield Triple(example, NamedNode(SCHEMA + "target"), NamedNode(f"{base}sparql"))
        yield Triple(example, NamedNode(SCHEMA + "keywords"), Literal(name))
    for prefix in sorted(used):
        declared = BlankNode("prefix_" + "".join(c if c.isalnum() else "_" for c in prefix))
        namespace = Literal(prefix_map().prefixes[prefix], datatype=NamedNode(_XSD + "anyURI"))
        yield Triple(prefixes, NamedNode(_SH + "declare"), declared)
        yield Triple(declared, NamedNode(_SH + "prefix"), Literal(prefix))
        yield Triple(declared, NamedNode(_SH + "namespace"), namespace)
