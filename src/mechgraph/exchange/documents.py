"""JSON documents that hold nodes and edges in ways of their own: Cytoscape.js, JGIF, BEL, TRAPI, Neo4j, OBO graphs.

Each is turned into nodes and edges of KGX's form; what an edge is, is decided where every edge is read. Results of a
TRAPI message and the looks of a drawing are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..errors import FormatError
from . import bel
from .files import document
from .jsons import decoded, dicts
from .kgx import Maker
from .labelled import Labels
from .reading import Reading, normalised
from .words import known_as, text

__all__ = ["KINDS", "read"]

_IS_A = {"is_a": "rdfs:subClassOf", "type": "rdf:type"}
_Items = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _cyjs(whole: Any) -> _Items:
    elements = whole["elements"] if isinstance(whole, Mapping) else whole
    if isinstance(elements, list):
        edges = [e for e in dicts(elements) if "source" in e.get("data", {})]
        nodes = [e for e in dicts(elements) if e not in edges]
    else:
        nodes, edges = list(dicts(elements.get("nodes"))), list(dicts(elements.get("edges")))
    return [dict(n.get("data", {})) for n in nodes], [dict(e.get("data", {})) for e in edges]


def _jgif(whole: Any) -> _Items:
    graphs = whole.get("graphs") or [whole["graph"]]
    nodes, edges = [], []
    for g in graphs:
        nodes += [n | dict(n.pop("metadata", None) or {}) for n in dicts(g.get("nodes"))]
        edges += [
            e | dict(e.pop("metadata", None) or {}) | {"directed": e.get("directed", g.get("directed", True))}
            for e in dicts(g.get("edges"))
        ]
    if any(bel.spoken(n.get("label") or n.get("id")) for n in nodes[:20]):
        return bel.items(nodes, edges)
    return nodes, edges


def _bel(whole: Any) -> _Items:
    return bel.items(list(dicts(whole.get("nodes"))), list(dicts(whole.get("links") or whole.get("edges"))))


def _neo4j(whole: Any) -> _Items:
    """What APOC exports, an object for each node and each relationship."""
    nodes: dict[str, dict[str, Any]] = {}
    edges = []
    for item in dicts(whole):
        said = {k: v for k, v in (item.get("properties") or {}).items() if k not in ("subject", "object", "predicate")}
        if item.get("type") == "node":
            nodes[str(item.get("id"))] = said | {
                "id": next(
                    (v for k in known_as("id") if normalised(text(v := said.get(k))) is not None), item.get("id")
                ),
                "category": item.get("labels"),
            }
        elif item.get("type") == "relationship":
            edges.append(said | {"predicate": item.get("label"), "start": item.get("start"), "end": item.get("end")})
    for edge in edges:
        for end, field in (("start", "subject"), ("end", "object")):
            internal = str((edge.pop(end) or {}).get("id"))
            edge[field] = str(nodes.get(internal, {}).get("id", internal))
    return list(nodes.values()), edges


def _attributes(item: dict[str, Any]) -> dict[str, Any]:
    """TRAPI's attributes as properties."""
    out = {k: v for k, v in item.items() if k not in ("attributes", "categories")}
    if "categories" in item:
        out["category"] = item["categories"]
    for a in dicts(item.get("attributes")):
        name = str(a.get("attribute_type_id", "")).removeprefix("biolink:")
        if name and name not in out:
            out[name] = a.get("value")
    return out


def _trapi(whole: Any) -> _Items:
    message = whole.get("message", whole)
    graph = message.get("knowledge_graph", message if "nodes" in message else {}) or {}
    return [_attributes(n) for n in dicts(graph.get("nodes"))], [_attributes(e) for e in dicts(graph.get("edges"))]


def _obograph(whole: Any) -> _Items:
    nodes, edges = [], []
    for g in dicts(whole["graphs"]):
        for n in dicts(g.get("nodes")):
            meta = n.get("meta") or {}
            if n.get("type") == "PROPERTY" or meta.get("deprecated") is True:
                continue
            said = {
                "name": n.get("lbl"),
                "synonym": [s.get("val") for s in dicts(meta.get("synonyms"))],
                "xref": [x.get("val") for x in dicts(meta.get("xrefs"))],
                "description": (meta.get("definition") or {}).get("val"),
            }
            nodes.append({"id": n.get("id")} | {k: v for k, v in said.items() if v})
        for e in dicts(g.get("edges")):
            predicate = _IS_A.get(str(e.get("pred")), e.get("pred"))
            edges.append({"subject": e.get("sub"), "predicate": predicate, "object": e.get("obj")})
    return nodes, edges


def _cx2(whole: Any) -> _Items:
    aspects: dict[str, list[Any]] = {}
    for part in dicts(whole):
        for name, value in part.items():
            if isinstance(value, list):
                aspects.setdefault(name, []).extend(value)
    declared = next(dicts(aspects.get("attributeDeclarations", [])), {})

    def values(item: dict[str, Any], kind: str) -> dict[str, Any]:
        given = dict(item.get("v") or {})
        for name, how in (declared.get(kind) or {}).items():
            if isinstance(how, Mapping):
                if "a" in how and how["a"] in given:
                    given[name] = given.pop(how["a"])
                if "v" in how:
                    given.setdefault(name, how["v"])
        return given

    own: dict[Any, str] = {}
    nodes = []
    for n in dicts(aspects.get("nodes", [])):
        said = values(n, "nodes")
        own[n.get("id")] = str(said.pop("represents", "") or n.get("id"))
        nodes.append(said | {"id": own[n.get("id")]})
    edges = []
    for e in dicts(aspects.get("edges", [])):
        said = values(e, "edges")
        ends = {"subject": own.get(e.get("s"), ""), "object": own.get(e.get("t"), "")}
        if "interaction" in said:
            said["predicate"] = said.pop("interaction")
        edges.append(said | ends)
    return nodes, edges


KINDS: dict[str, Callable[[Any], _Items]] = {
    "bel": _bel,
    "cyjs": _cyjs,
    "jgif": _jgif,
    "neo4j-lines": _neo4j,
    "trapi": _trapi,
    "obograph": _obograph,
    "cx2": _cx2,
}


def read(path: str | Path, kind: str) -> Reading:
    """Read a document of a kind of :data:`KINDS`.

    Raises:
        FormatError: not JSON, or not of that form.
    """
    path = Path(path)
    data = document(path)
    try:
        if kind == "neo4j-lines" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            whole: Any = [decoded(line, f"{path}:{n}") for n, line in enumerate(data.splitlines(), 1) if line.strip()]
        else:
            whole = decoded(data, path)
        nodes, edges = KINDS[kind](whole)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise FormatError(f"{path}: not the form of {kind}: {error}") from None
    maker = Maker(str(path), kind, path.name.partition(".")[0])
    labels = Labels(maker.reading)
    for part in ("results", "auxiliary_graphs") if kind == "trapi" else ():
        left = whole.get("message", whole).get(part)
        if left and isinstance(left, list | dict):
            maker.reading.report.dropped.add(f"{part} of a TRAPI message, which make no claims", path, len(left))
    maker.nodes((f"{path}: node {i}", labels.node(n)) for i, n in enumerate(nodes))
    maker.edges(
        (f"{path}: edge {i}", labels.edge(e, directed=e.pop("directed", True) is not False, where=f"edge {i}"))
        for i, e in enumerate(edges)
    )
    return maker.done()
