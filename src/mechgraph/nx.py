"""The graph as a networkx ``MultiDiGraph``, and back, without loss: every parallel claim stays an edge of its own.

Node attributes: ``name``, ``category``, ``synonyms``, ``xrefs`` and ``entity`` (the :class:`Entity`). Edge key: the id
of the association; edge attributes: ``predicate``, ``sign``, ``direct``, ``negated``, ``certainty``, ``sources`` and
``association`` (the :class:`Association`). Edges run from subject to object, as the claim is worded; negated and
inconclusive claims are left out unless asked for, because an algorithm would walk them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import Association, Records

if TYPE_CHECKING:
    import networkx

    from .curie import Curie

__all__ = ["from_networkx", "to_networkx"]


def to_networkx(records: Records, *, asserted_only: bool = True) -> networkx.MultiDiGraph[Curie]:
    """Records as a MultiDiGraph; sources, mechanisms and questions ride along in ``graph.graph["records"]``.

    >>> from mechgraph.records import parse
    >>> r = parse("entities:\\n- {id: 'MG:x', name: x, category: state}").records
    >>> to_networkx(r).nodes["MG:x"]["name"]
    'x'
    """
    import networkx

    rest = Records(sources=records.sources, mechanisms=records.mechanisms, questions=records.questions)
    graph: networkx.MultiDiGraph[Curie] = networkx.MultiDiGraph(records=rest)
    for e in records.entities:
        graph.add_node(e.id, name=e.name, category=e.category, synonyms=e.synonyms, xrefs=e.xrefs, entity=e)
    for a in records.associations:
        if a.asserted or not asserted_only:
            graph.add_edge(a.subject, a.object, key=a.id, **_attributes(a))
    return graph


def _attributes(a: Association) -> dict[str, object]:
    return {
        "predicate": a.predicate,
        "sign": a.sign,
        "direct": a.relation.direct,
        "negated": a.negated,
        "certainty": a.certainty,
        "sources": a.sources,
        "association": a,
    }


def from_networkx(graph: networkx.MultiDiGraph[Curie]) -> Records:
    """Records from a graph made by :func:`to_networkx`, possibly cut down in between."""
    rest: Records = graph.graph.get("records", Records())
    return Records(
        entities=sorted(data["entity"] for _, data in graph.nodes(data=True)),
        associations=sorted(data["association"] for _, _, data in graph.edges(data=True)),
        sources=list(rest.sources),
        mechanisms=list(rest.mechanisms),
        questions=list(rest.questions),
    )
