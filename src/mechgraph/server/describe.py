"""What the server says of itself in RDF: the SPARQL 1.1 Service Description, and VoID for the data."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import __version__
from ..curie import prefix_map

__all__ = ["service_description", "void_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DC = "http://purl.org/dc/terms/"
_PREFIXES = {"sd": _SD, "void": _VOID, "formats": _FORMATS, "dcterms": _DC}
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def _void(base: str, counts: dict[str, int]) -> list[Triple]:
    data = NamedNode(f"{base}.well-known/void#data")
    spaces = {p: i for p, i in prefix_map().prefixes.items() if p in ("MG", "mgv", "mga")}
    out = [
        Triple(data, _RDF_TYPE, NamedNode(_VOID + "Dataset")),
        Triple(data, NamedNode(_DC + "title"), Literal("mechgraph: how drugs work, signed and cited", language="en")),
        Triple(data, NamedNode(_VOID + "sparqlEndpoint"), NamedNode(f"{base}sparql")),
        Triple(data, NamedNode(_VOID + "uriSpace"), Literal(spaces["MG"])),
        Triple(data, NamedNode(_VOID + "vocabulary"), NamedNode(spaces["mgv"])),
    ]
    if "entities" in counts:
        out.append(Triple(data, NamedNode(_VOID + "entities"), Literal(counts["entities"])))
    out += [Triple(data, NamedNode(_VOID + "feature"), NamedNode(_FORMATS + f)) for f in _GRAPHS]
    return out


def void_description(base: str, format: RdfFormat, counts: dict[str, int]) -> bytes:
    """VoID for the data of the server at ``base`` (an address that ends in a slash)."""
    prefixes = _PREFIXES if format == RdfFormat.TURTLE else None
    return serialize(_void(base, counts), format=format, prefixes=prefixes) or b""


def service_description(base: str, format: RdfFormat, counts: dict[str, int]) -> bytes:
    """The service description of the endpoint at ``base`` + ``sparql``, with the VoID of its default dataset.

    >>> text = service_description("http://127.0.0.1:8000/", RdfFormat.TURTLE, {}).decode()
    >>> "SPARQL11Query" in text and "SPARQL11Update" not in text
    True
    """
    service = NamedNode(f"{base}sparql")
    dataset, graph = BlankNode("dataset"), BlankNode("graph")

    def sd(term: str) -> NamedNode:
        return NamedNode(_SD + term)

    out = [
        Triple(service, _RDF_TYPE, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, NamedNode(_DC + "hasVersion"), Literal(__version__)),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, _RDF_TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, _RDF_TYPE, sd("Graph")),
        Triple(graph, NamedNode(_DC + "source"), NamedNode(f"{base}.well-known/void#data")),
    ]
    out += [Triple(service, sd("resultFormat"), NamedNode(_FORMATS + f)) for f in (*_RESULTS, *_GRAPHS)]
    prefixes = _PREFIXES if format == RdfFormat.TURTLE else None
    return serialize([*out, *_void(base, counts)], format=format, prefixes=prefixes) or b""
