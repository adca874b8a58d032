"""JSON documents that hold nodes and edges in a way of their own: Cytoscape.js, JGIF, TRAPI, OBO graphs and CX2.

Each is turned into nodes and edges of KGX's form; what an edge is, is decided where every edge is read. Results of a
TRAPI message and the looks of a drawing are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..errors import FormatError
from .files import document
from .kgx import _Maker
from .labelled import Labels
from .reading import Reading

__all__ = ["KINDS", "read"]

_IS_A = {"is_a": "rdfs:subClassOf", "type": "rdf:type"}
_Items = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list, or of a dictionary by id."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, Mapping):
                yield {"id": key, **item}
    elif isinstance(value, list):
        yield from (dict(item) for item in value if isinstance(item, Mapping))


def _cyjs(whole: Any) -> _Items:
    elements = whole["elements"]
    if isinstance(elements, list):
        edges = [e for e in _dicts(elements) if "source" in e.get("data", {})]
        nodes = [e for e in _dicts(elements) if e not in edges]
    else:
        nodes, edges = list(_dicts(elements.get("nodes"))), list(_dicts(elements.get("edges")))
    return [dict(n.get("data", {})) for n in nodes], [dict(e.get("data", {})) for e in edges]


def _jgif(whole: Any) -> _Items:
    graphs = whole.get("graphs") or [whole["graph"]]
    nodes, edges = [], []
    for g in graphs:
        nodes += [n | dict(n.pop("metadata", None) or {}) for n in _dicts(g.get("nodes"))]
        edges += [
            e | dict(e.pop("metadata", None) or {}) | {"directed": e.get("directed", g.get("directed", True))}
            for e in _dicts(g.get("edges"))
        ]
    return nodes, edges


def _attributes(item: dict[str, Any]) -> dict[str, Any]:
    """TRAPI's attributes as properties."""
    out = {k: v for k, v in item.items() if k not in ("attributes", "categories")}
    if "categories" in item:
        out["category"] = item["categories"]
    for a in _dicts(item.get("attributes")):
        name = str(a.get("attribute_type_id", "")).removeprefix("biolink:")
        if name and name not in out:
            out[name] = a.get("value")
    return out


def _trapi(whole: Any) -> _Items:
    graph = whole.get("message", whole).get("knowledge_graph") or {}
    return [_attributes(n) for n in _dicts(graph.get("nodes"))], [_attributes(e) for e in _dicts(graph.get("edges"))]


def _obograph(whole: Any) -> _Items:
    nodes, edges = [], []
    for g in _dicts(whole["graphs"]):
        for n in _dicts(g.get("nodes")):
            meta = n.get("meta") or {}
            if n.get("type") == "PROPERTY" or meta.get("deprecated") is True:
                continue
            said = {
                "name": n.get("lbl"),
                "synonym": [s.get("val") for s in _dicts(meta.get("synonyms"))],
                "xref": [x.get("val") for x in _dicts(meta.get("xrefs"))],
                "description": (meta.get("definition") or {}).get("val"),
            }
            nodes.append({"id": n.get("id")} | {k: v for k, v in said.items() if v})
        for e in _dicts(g.get("edges")):
            predicate = _IS_A.get(str(e.get("pred")), e.get("pred"))
            edges.append({"subject": e.get("sub"), "predicate": predicate, "object": e.get("obj")})
    return nodes, edges


def _cx2(whole: Any) -> _Items:
    aspects: dict[str, list[Any]] = {}
    for part in _dicts(whole):
        for name, value in part.items():
            if isinstance(value, list):
                aspects.setdefault(name, []).extend(value)
    declared = next(_dicts(aspects.get("attributeDeclarations", [])), {})

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
    for n in _dicts(aspects.get("nodes", [])):
        said = values(n, "nodes")
        own[n.get("id")] = str(said.pop("represents", "") or n.get("id"))
        nodes.append(said | {"id": own[n.get("id")]})
    edges = []
    for e in _dicts(aspects.get("edges", [])):
        said = values(e, "edges")
        ends = {"subject": own.get(e.get("s"), ""), "object": own.get(e.get("t"), "")}
        if "interaction" in said:
            said["predicate"] = said.pop("interaction")
        edges.append(said | ends)
    return nodes, edges


KINDS: dict[str, Callable[[Any], _Items]] = {
    "cyjs": _cyjs,
    "jgif": _jgif,
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
    try:
        nodes, edges = KINDS[kind](msgspec.json.decode(document(path).removeprefix(b"\xef\xbb\xbf")))
    except (msgspec.DecodeError, RecursionError) as error:
        raise FormatError(f"{path}: not JSON: {error}", remedy="is the file complete?") from None
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise FormatError(f"{path}: not the form of {kind}: {error}") from None
    maker = _Maker(str(path), kind, path.name.partition(".")[0])
    labels = Labels(maker.reading)
    maker.nodes((f"{path}: node {i}", labels.node(n)) for i, n in enumerate(nodes))
    maker.edges(
        (f"{path}: edge {i}", labels.edge(e, directed=e.pop("directed", True) is not False, where=f"edge {i}"))
        for i, e in enumerate(edges)
    )
    return maker.done()
