"""BEL, the Biological Expression Language, in PyBEL's node-link JSON and in JGIF, as items of KGX's form.

``act(p(HGNC:X))`` is X with the aspect activity; a term that wraps more than one name, such as a complex, a reaction
or a secretion, stays one thing of its own, called by the term. A name of a namespace is no identifier: of human genes
it is looked up, any other stays a name of its file. What a relation means stands in ``bel.predicates.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .jsons import dicts, inner
from .kgx_items import biolink_of
from .mappings import UNKNOWN_CATEGORY, mapping
from .reading import normalised
from .words import text

__all__ = ["items", "spoken"]

_TERM = re.compile(r"(?P<function>[A-Za-z]+)\((?P<inner>.*)\)")
_NAMED = re.compile(
    r'(?P<space>[\w.-]+)\s*:\s*(?P<q>"?)(?P<id>[^"!,()]+?)(?P=q)\s*(?:!\s*"?(?P<name>[^"]+?)"?\s*)?(?P<more>,.*)?'
)
_ACTIVITY = frozenset(
    {"act", "activity", "kin", "cat", "tscript", "phos", "gtp", "tport", "chap", "pep", "ribo", "gap", "gef"}
)
"""Functions of BEL 2 and 1 that say that the activity of the thing within is meant."""

_ENDS = frozenset({"source", "target", "subject", "object", "evidences", "evidence", "citation", "key"})


def spoken(term: object) -> bool:
    """Whether a text is a term of BEL.

    >>> spoken("act(p(HGNC:PTGS1))"), spoken("GABA(A) receptor")
    (True, False)
    """
    found = _TERM.fullmatch(str(term))
    return found is not None and (
        found["function"] in _ACTIVITY or mapping("bel").category(found["function"]) is not None
    )


def _node(term: str) -> tuple[dict[str, Any], bool]:
    """The node that a term names, and whether its activity is meant."""
    found = _TERM.fullmatch(term.strip())
    if found is not None and found["function"] in _ACTIVITY:
        inner = found["inner"].partition(", ma(")[0].partition(",ma(")[0]
        if spoken(inner):
            return _node(inner)[0], True
    category = (mapping("bel").category(found["function"]) if found else None) or UNKNOWN_CATEGORY
    node: dict[str, Any] = {"id": term, "name": term, "category": [category]}
    named = _NAMED.fullmatch(found["inner"].strip()) if found is not None else None
    if named is None or named["more"]:
        return node, False
    space, own, name = named["space"], named["id"].strip(), named["name"]
    return node | _called(space, own, name or ""), False


def _called(space: str, own: str, name: str) -> dict[str, Any]:
    """Identifier and name of what a namespace calls so."""
    from .gathered import gene_of

    if space.upper() == "HGNC" and not own.isdigit():
        gene = gene_of(own)
        return {"id": str(gene), "name": own} if gene is not None else {"id": f"{space} {own}", "name": own}
    curie = normalised(f"{space}:{own}")
    if curie is not None and (name or any(c.isdigit() for c in own)):
        return {"id": str(curie), "name": name or str(curie)}
    return {"id": f"{space} {own}", "name": name or own}


def _concept(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node of PyBEL's own: its concept where it is one thing, else its term."""
    concept = inner(node, "concept")
    whole = any(node.get(k) for k in ("variants", "members", "reactants", "products", "fusion"))
    if not concept or whole:
        return _node(text(node.get("bel")) or text(node.get("id")))[0]
    function = text(node.get("function"))
    category = mapping("bel").category(function[:1].lower() + function[1:]) or UNKNOWN_CATEGORY
    name = text(concept.get("name"))
    called = _called(text(concept.get("namespace")), text(concept.get("identifier")) or name, name)
    return called | {"category": [category]}


def items(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Nodes and edges of a BEL graph as those of KGX; an edge for each piece of evidence."""
    own: dict[str, tuple[str, bool]] = {}
    found: dict[str, dict[str, Any]] = {}

    def known(key: object, node: Mapping[str, Any]) -> None:
        term = text(node.get("bel")) or text(node.get("label")) or str(key)
        made, active = (_concept(node), False) if "concept" in node else _node(term)
        own[str(key)] = made["id"], active
        found.setdefault(made["id"], made)

    for i, node in enumerate(nodes):
        known(node.get("id", i), node)
    out: list[dict[str, Any]] = []
    for edge in edges:
        for end in ("source", "target"):
            if str(edge.get(end)) not in own:
                known(edge.get(end), {})
        out += _edges(edge, own)
    return list(found.values()), out


def _edges(edge: Mapping[str, Any], own: Mapping[str, tuple[str, bool]]) -> Iterator[dict[str, Any]]:
    (subject, acts), (target, acted) = own[str(edge["source"])], own[str(edge["target"])]
    acts = acts or _modifier(edge.get("subject", edge.get("source_modifier"))) == "Activity"
    acted = acted or _modifier(edge.get("object", edge.get("target_modifier"))) == "Activity"
    relation = text(edge.get("relation"))
    table = mapping("bel")
    row = (table.find(f"{relation} activity") if acted else None) or table.find(relation)
    plain = {k: v for k, v in edge.items() if k not in _ENDS}
    plain |= {"subject": subject, "object": target, "predicate": relation}
    if row is not None:
        term, qualifiers = biolink_of(row.predicate)
        plain |= {"predicate": term, **qualifiers, **({"negated": True} if row.negated else {})}
        if row.swap:
            plain |= {"subject": target, "object": subject}
    if acts:
        plain["subject_aspect_qualifier"] = "activity"
    for end in ("subject", "object"):
        if (other := _modifier(edge.get(end))) not in ("", "Activity"):
            plain[f"{end}_form_or_variant_qualifier"] = other
    for e in list(dicts(edge.get("evidences"))) or [dict(edge)]:
        citation = inner(e, "citation")
        number = text(citation.get("identifier")) or text(citation.get("reference")) or text(citation.get("id"))
        kind = (text(citation.get("namespace")) or text(citation.get("type")) or text(citation.get("db"))).lower()
        told = {
            "publications": [f"PMID:{number}"] if number.isdigit() and kind == "pubmed" else [number] if number else [],
            "supporting_text": text(e.get("evidence")) or text(e.get("summary_text")),
            "experiment_context": e.get("experiment_context"),
        }
        yield plain | {k: v for k, v in told.items() if v}


def _modifier(end: object) -> str:
    return text(end.get("modifier")) if isinstance(end, Mapping) else ""
