"""What the server says of itself in RDF: the SPARQL 1.1 Service Description; VoID, DCAT and schema.org for the data.

Partitions say how many things of each class there are and by which properties they are described. The server counts
them by queries (``Server.about`` in :mod:`mechgraph.server.backend`), and leaves them out where that takes too long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import __version__
from ..curie import prefix_map
from .examples import PREFIXES as EXAMPLE_PREFIXES
from .examples import SCHEMA, example_triples

__all__ = ["PARTITIONS", "About", "examples_description", "service_description", "void_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DC = "http://purl.org/dc/terms/"
_PREFIXES = {
    "sd": _SD, "void": _VOID, "formats": _FORMATS, "dcterms": _DC, "dcat": _DCAT, **EXAMPLE_PREFIXES,
}  # fmt: skip
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_CC0 = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")

PARTITIONS = {
    "classes": "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class",
    "properties": "SELECT ?property (COUNT(*) AS ?n) WHERE { ?s ?property ?o } GROUP BY ?property",
    "of_classes": "SELECT ?class ?property (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?property ?o } "
    "GROUP BY ?class ?property",
}
"""What is counted: instances by class, triples by property, and both together."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of the data.

    Args:
        name: Of the graph; "embedded" for the one that comes with mechgraph, whose licence is known.
        counts: Entities, associations, …; empty where they are not known.
        classes, properties: How many instances, how many triples; empty where they were not counted.
        of_classes: (class, property) → how many triples.
    """

    name: str = ""
    counts: dict[str, int] = {}
    classes: dict[str, int] = {}
    properties: dict[str, int] = {}
    of_classes: dict[tuple[str, str], int] = {}


def _n(value: str) -> NamedNode:
    return NamedNode(value)


def _data(base: str, about: About) -> Iterator[Triple]:
    data, endpoint = _n(f"{base}.well-known/void#data"), _n(f"{base}sparql")
    spaces = {p: i for p, i in prefix_map().prefixes.items() if p in ("MG", "mgv", "mga")}
    embedded = about.name in ("", "embedded")
    title = "mechgraph: how drugs work, signed and cited" if embedded else about.name
    told = f"Claims about how drugs work, with their sources: the graph {about.name or 'embedded'} of mechgraph."
    for kind in (_VOID + "Dataset", _DCAT + "Dataset", SCHEMA + "Dataset"):
        yield Triple(data, _RDF_TYPE, _n(kind))
    for space, name, description in ((_DC, "title", "description"), (SCHEMA, "name", "description")):
        yield Triple(data, _n(space + name), Literal(title, language="en"))
        yield Triple(data, _n(space + description), Literal(told, language="en"))
    yield Triple(data, _n(SCHEMA + "url"), _n(base))
    for word in ("pharmacology", "mechanism of action", "knowledge graph", "drug repurposing"):
        yield Triple(data, _n(_DCAT + "keyword"), Literal(word, language="en"))
        yield Triple(data, _n(SCHEMA + "keywords"), Literal(word, language="en"))
    if embedded:
        yield Triple(data, _n(_DC + "license"), _CC0)
        yield Triple(data, _n(SCHEMA + "license"), _CC0)
        yield Triple(data, _n(SCHEMA + "version"), Literal(__version__))
    yield Triple(data, _n(_VOID + "sparqlEndpoint"), endpoint)
    yield Triple(data, _n(_VOID + "uriSpace"), Literal(spaces["MG"]))
    yield Triple(data, _n(_VOID + "vocabulary"), _n(spaces["mgv"]))
    yield Triple(data, _n(_VOID + "rootResource"), _n(base))
    yield from _access(data, endpoint, base)
    if "entities" in about.counts:
        yield Triple(data, _n(_VOID + "entities"), Literal(about.counts["entities"]))
    for f in _GRAPHS:
        yield Triple(data, _n(_VOID + "feature"), _n(_FORMATS + f))
    yield from _partitions(data, base, about)


def _access(data: NamedNode, endpoint: NamedNode, base: str) -> Iterator[Triple]:
    """How the data is had: the endpoint as a service and as a download of results."""
    service, download = _n(f"{base}.well-known/void#service"), _n(f"{base}.well-known/void#access")
    yield Triple(data, _n(_DCAT + "distribution"), download)
    yield Triple(data, _n(SCHEMA + "distribution"), download)
    yield Triple(download, _RDF_TYPE, _n(_DCAT + "Distribution"))
    yield Triple(download, _RDF_TYPE, _n(SCHEMA + "DataDownload"))
    yield Triple(download, _n(_DCAT + "accessURL"), endpoint)
    yield Triple(download, _n(SCHEMA + "contentUrl"), endpoint)
    yield Triple(download, _n(SCHEMA + "encodingFormat"), Literal("text/turtle"))
    yield Triple(download, _n(_DCAT + "accessService"), service)
    yield Triple(service, _RDF_TYPE, _n(_DCAT + "DataService"))
    yield Triple(service, _n(_DC + "title"), Literal("SPARQL endpoint", language="en"))
    yield Triple(service, _n(_DCAT + "endpointURL"), endpoint)
    yield Triple(service, _n(_DCAT + "endpointDescription"), endpoint)
    yield Triple(service, _n(_DCAT + "servesDataset"), data)


def _partitions(data: NamedNode, base: str, about: About) -> Iterator[Triple]:
    """Class and property partitions, and the properties within each class; totals beside them."""
    if about.properties:
        yield Triple(data, _n(_VOID + "triples"), Literal(sum(about.properties.values())))
        yield Triple(data, _n(_VOID + "properties"), Literal(len(about.properties)))
        yield Triple(data, _n(_VOID + "classes"), Literal(len(about.classes)))
    for i, (name, n) in enumerate(_largest(about.properties)):
        part = _n(f"{base}.well-known/void#property-{i}")
        yield Triple(data, _n(_VOID + "propertyPartition"), part)
        yield Triple(part, _n(_VOID + "property"), _n(name))
        yield Triple(part, _n(_VOID + "triples"), Literal(n))
    for i, (name, n) in enumerate(_largest(about.classes)):
        part = _n(f"{base}.well-known/void#class-{i}")
        yield Triple(data, _n(_VOID + "classPartition"), part)
        yield Triple(part, _n(_VOID + "class"), _n(name))
        yield Triple(part, _n(_VOID + "entities"), Literal(n))
        within = {p: k for (c, p), k in about.of_classes.items() if c == name}
        for j, (prop, k) in enumerate(_largest(within)):
            inner = _n(f"{base}.well-known/void#class-{i}-property-{j}")
            yield Triple(part, _n(_VOID + "propertyPartition"), inner)
            yield Triple(inner, _n(_VOID + "property"), _n(prop))
            yield Triple(inner, _n(_VOID + "triples"), Literal(k))


def _largest(counted: dict[str, int]) -> list[tuple[str, int]]:
    """The largest first, equal ones by name."""
    return sorted(Counter(counted).items(), key=lambda item: (-item[1], item[0]))


def _written(triples: Iterator[Triple] | list[Triple], format: RdfFormat) -> bytes:
    return serialize(triples, format=format, prefixes=_PREFIXES if format == RdfFormat.TURTLE else None) or b""


def void_description(base: str, format: RdfFormat, about: About) -> bytes:
    """VoID, DCAT and schema.org for the data of the server at ``base`` (an address that ends in a slash)."""
    return _written(_data(base, about), format)


def examples_description(base: str, format: RdfFormat) -> bytes:
    """The named queries as examples of the endpoint at ``base`` + ``sparql``, in the form that SPARQL editors read."""
    return _written(list(example_triples(base)), format)


def service_description(base: str, format: RdfFormat, about: About) -> bytes:
    """The service description of the endpoint at ``base`` + ``sparql``, with what is said of its data, and examples.

    >>> text = service_description("http://127.0.0.1:8000/", RdfFormat.TURTLE, About()).decode()
    >>> "SPARQL11Query" in text and "SPARQL11Update" not in text
    True
    """
    service = _n(f"{base}sparql")
    dataset, graph = BlankNode("dataset"), BlankNode("graph")

    def sd(term: str) -> NamedNode:
        return _n(_SD + term)

    out = [
        Triple(service, _RDF_TYPE, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, _n(_DC + "hasVersion"), Literal(__version__)),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, _RDF_TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, _RDF_TYPE, sd("Graph")),
        Triple(graph, _n(_DC + "source"), _n(f"{base}.well-known/void#data")),
    ]
    out += [Triple(service, sd("resultFormat"), _n(_FORMATS + f)) for f in (*_RESULTS, *_GRAPHS)]
    return _written([*out, *_data(base, about), *example_triples(base)], format)
