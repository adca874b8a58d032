"""Claims that RDF makes as nodes: Biolink's associations, ``rdf:Statement``, OBAN; each becomes a KGX edge.

A node is a statement where it has a subject and an object in one of these vocabularies. What else is said of it are the
properties of the edge. Nothing is asserted here: :func:`mechgraph.exchange.kgx_items.read_edge` decides what it is.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .mappings import UNKNOWN_PREDICATE
from .reading import normalised

__all__ = ["Statements", "is_part"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BIOLINK = ("https://w3id.org/biolink/vocab/", "http://w3id.org/biolink/vocab/")
_OBAN = "http://purl.org/oban/"
_PARTS = {
    **{_RDF + k: k for k in ("subject", "predicate", "object")},
    **{b + k: k for b in _BIOLINK for k in ("subject", "predicate", "object")},
    **{f"{_OBAN}association_has_{k}": k for k in ("subject", "predicate", "object")},
    f"{_OBAN}association_has_object_property": "predicate",
}
_MORE = {
    "http://purl.org/dc/elements/1.1/source": "publications",
    "http://purl.org/dc/terms/source": "publications",
    "http://purl.obolibrary.org/obo/RO_0002558": "has_evidence",
}
_TYPE = _RDF + "type"


def is_part(predicate: str) -> bool:
    """Whether a property says what the subject, predicate or object of a statement is."""
    return predicate in _PARTS


def _key(predicate: str) -> str:
    for base in _BIOLINK:
        if predicate.startswith(base):
            return predicate[len(base) :]
    return _MORE.get(predicate, predicate)


def _value(term: object) -> str:
    if isinstance(term, NamedNode):
        return str(normalised(term.value) or term.value)
    return term.value if isinstance(term, Literal) else str(term)


class Statements:
    """Nodes that are statements, and all that is said of them."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, list[Any]]] = {}

    def add(self, t: Triple) -> None:
        """Take a triple about a node that is, or may yet become, a statement."""
        key = _PARTS.get(t.predicate.value) or _key(t.predicate.value)
        if t.predicate.value != _TYPE:
            self.nodes.setdefault(str(t.subject), {}).setdefault(key, []).append(_value(t.object))

    def knows(self, node: NamedNode | BlankNode) -> bool:
        return str(node) in self.nodes

    def edges(self) -> list[tuple[str, dict[str, Any]]]:
        """Each statement as its node and the edge that it is."""
        out = []
        for node, said in self.nodes.items():
            if "subject" in said and "object" in said:
                edge: dict[str, Any] = {k: v[0] if len(v) == 1 else v for k, v in said.items()}
                if not node.startswith("_:"):
                    edge["id"] = str(normalised(node[1:-1]) or node[1:-1])
                edge.setdefault("predicate", edge.get("edge_label") or edge.get("relation") or UNKNOWN_PREDICATE)
                out.append((node, edge))
        return out
