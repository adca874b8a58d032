"""Triples → records: the way back, for what :mod:`mechgraph.rdf.writing` wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from pyoxigraph import NamedNode, Quad, Triple

from ..curie import Curie, prefix_map
from ..errors import FormatError
from ..model import (
    Association,
    CuratedMechanism,
    Entity,
    Evidence,
    MechanismStep,
    OpenQuestion,
    Qualifiers,
    Quantity,
    Records,
    Source,
    Stance,
)
from .ontology import properties
from .slots import (
    CLAIM_SLOTS,
    ENTITY_SLOTS,
    EVIDENCE_SLOTS,
    QUALIFIER_SLOTS,
    SOURCE_SLOTS,
    STEP_SLOTS,
    fields_of,
    slot_of,
)
from .terms import named, own_id, predicate_of, term_value

__all__ = ["association_of", "entity_of", "from_triples", "source_of"]


@cache
def _closed(kind: type[msgspec.Struct]) -> dict[str, tuple[str, ...]]:
    """The fields of a record that take one of a few words."""
    return {f.name: get_args(f.type) for f in msgspec.structs.fields(kind) if get_origin(f.type) is Literal}


class _Node(dict[str, list[Any]]):
    """The properties of one node: property IRI → terms."""

    def one(self, curie: str, default: Any = None) -> Any:
        values = self.get(named(curie).value)
        return term_value(values[0]) if values else default

    def struct(self, kind: type[msgspec.Struct], slots: Mapping[str, str], fields: Iterable[str]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for field in fields:
            values = self.get(slot_of(slots, field).value)
            if not values:
                continue
            default = dict(fields_of(kind))[field]
            if isinstance(default, tuple):
                out[field] = tuple(sorted(term_value(v) for v in values))
            else:
                out[field] = term_value(values[0])
                closed = _closed(kind).get(field)
                if closed and out[field] not in closed:
                    raise FormatError(
                        f"{slot_of(slots, field).value} may not be {str(out[field])[:60]!r}",
                        remedy=f"write one of: {', '.join(filter(None, closed))}",
                    )
        return out

    def source(self) -> str:
        values = self.get(named("prov:hadPrimarySource").value)
        return own_id("mgs", values[0].value) if values else ""

    def ordered(self, slot: str) -> tuple[str, ...]:
        return self.in_order(f"{slot}_order")

    def in_order(self, slot: str) -> tuple[str, ...]:
        listed = sorted(v.value for v in self.get(named(slot).value, ()))
        return tuple(str(v).split(" ", 1)[1] for v in listed)


def association_of(node_iri: str, nodes: Callable[[str], _Node]) -> Association:
    """The claim of an association node; ``nodes`` gives the properties of an IRI."""
    n = nodes(node_iri)
    predicate = predicate_of(n[named("rdf:predicate").value][0]) if n.get(named("rdf:predicate").value) else None
    subject, target = n.one("rdf:subject"), n.one("rdf:object")
    if predicate is None or subject is None or target is None:
        raise FormatError(f"the association {node_iri} has no subject, predicate or object of this vocabulary")
    quantity = {f: n.one(f"mgv:quantity_{f}") for f, _ in fields_of(Quantity) if n.one(f"mgv:quantity_{f}") is not None}
    pieces = []
    for term in n.get(named("mgv:has_evidence").value, ()):
        e = nodes(term.value)
        given = e.struct(Evidence, EVIDENCE_SLOTS, EVIDENCE_SLOTS)
        source = e.source()
        position = e.one("mgv:position") or int(_NUMBER.sub("", term.value) or 0)
        pieces.append((position, Evidence(source=source, **given)))
    known = {e.source for _, e in pieces}
    for slot, stance in _LINKS.items():  # of a store that is only asked: sources of which nothing more is said
        linked = sorted(own_id("mgs", term.value) for term in n.get(named(slot).value, ()))
        last = max((position for position, _ in pieces), default=0)
        pieces += [(last + i, Evidence(source=s, stance=stance)) for i, s in enumerate(linked, 1) if s not in known]
    given = n.struct(Association, CLAIM_SLOTS, CLAIM_SLOTS)
    return Association(
        subject=Curie(subject),
        predicate=predicate,
        object=Curie(target),
        qualifiers=Qualifiers(**n.struct(Qualifiers, QUALIFIER_SLOTS, QUALIFIER_SLOTS)),
        negated=bool(n.one("biolink:negated", False)),
        quantity=Quantity(**quantity) if quantity else None,
        evidence=tuple(e for _, e in sorted(pieces)),
        derived_from=tuple(sorted(str(term_value(t)) for t in n.get(named("prov:wasDerivedFrom").value, ()))),
        **given,
    )


_NUMBER = re.compile(r".*/evidence/(?=[0-9]+\Z)|.*")
_LINKS: dict[str, Stance] = {"mgv:supported_by": "supports", "mgv:opposed_by": "refutes"}


def steps_of(mechanism: _Node, nodes: Callable[[str], _Node]) -> tuple[MechanismStep, ...]:
    """The steps of a curated mechanism, in their order."""
    found = [nodes(term.value) for term in mechanism.get(named("mgv:has_step").value, ())]
    return tuple(
        MechanismStep(
            **n.struct(MechanismStep, STEP_SLOTS, STEP_SLOTS),
            claims=n.ordered("mgv:claim"),
            after=n.in_order("mgv:after"),
            summarises=n.in_order("mgv:summarises"),
        )
        for n in sorted(found, key=lambda n: int(n.one("mgv:position", 0)))
    )


def entity_of(node_iri: str, n: _Node) -> Entity | None:
    """The entity that an IRI stands for, or ``None`` where the graph gives it no category."""
    curie = n.one("mgv:curie") or prefix_map().compress(node_iri)
    given = n.struct(Entity, ENTITY_SLOTS, ENTITY_SLOTS)
    if curie is None or "category" not in given:
        return None
    return Entity(id=Curie(curie), **{"name": str(curie), **given})


def source_of(node_iri: str, n: _Node) -> Source:
    skip = ("id",)
    given = n.struct(Source, SOURCE_SLOTS, [f for f, _ in fields_of(Source) if f not in skip])
    return Source(id=own_id("mgs", node_iri), **given)


@cache
def _properties() -> frozenset[str]:
    """Every property of this mapping but the predicates of claims."""
    return frozenset(named(row["property"]).value for row in properties())


def from_triples(items: Iterable[Triple | Quad], left: list[Triple] | None = None) -> Records:
    """Records from RDF in this module's mapping; triples that are not of it are put into ``left``.

    A direct triple between two entities that no association node explains becomes a bare claim.
    """
    nodes: dict[str, _Node] = {}
    for t in items:
        if isinstance(t.subject, NamedNode):
            nodes.setdefault(t.subject.value, _Node()).setdefault(t.predicate.value, []).append(t.object)
        elif left is not None:
            left.append(Triple(t.subject, t.predicate, t.object))
    empty = _Node()
    look_up = lambda node: nodes.get(node, empty)  # noqa: E731 - one expression, used three times below
    out = Records()
    entities: dict[str, Curie] = {}
    others: set[str] = set()
    explained: set[tuple[Curie, str, Curie]] = set()
    kind, predicate_term, own = named("rdf:type").value, named("rdf:predicate").value, prefix_map().prefixes["mga"]
    for node, n in nodes.items():
        types = {t.value for t in n.get(kind, ()) if isinstance(t, NamedNode)}
        if named("biolink:Association").value in types or (node.startswith(own) and predicate_term in n):
            a = association_of(node, look_up)
            explained.add((a.subject, a.predicate, a.object))
            out.associations.append(a)
        elif named("mgv:Mechanism").value in types:
            out.mechanisms.append(
                CuratedMechanism(
                    id=own_id("mgm", node),
                    drug=Curie(n.one("mgv:drug")),
                    effect=Curie(n.one("mgv:effect")),
                    claims=n.ordered("mgv:claim"),
                    steps=steps_of(n, look_up),
                    source=n.source(),
                    note=n.one("mgv:note", ""),
                )
            )
        elif named("mgv:Step").value in types:
            continue  # read with its mechanism
        elif named("mgv:OpenQuestion").value in types:
            out.questions.append(
                OpenQuestion(
                    id=own_id("mgq", node),
                    kind=n.one("mgv:question_kind"),
                    question=n.one("mgv:question"),
                    about=tuple(sorted(Curie(term_value(t)) for t in n.get(named("mgv:about").value, ()))),
                    claims=n.ordered("mgv:claim"),
                    against=n.ordered("mgv:claim_against"),
                    note=n.one("mgv:note", ""),
                    source=n.source(),
                )
            )
        elif named("prov:Entity").value in types:
            out.sources.append(source_of(node, n))
        elif (entity := entity_of(node, n)) is not None:
            out.entities.append(entity)
            entities[node] = entity.id
        else:
            others.add(node)
    for node, curie in entities.items():
        for predicate, terms in nodes[node].items():
            known = predicate_of(NamedNode(predicate))
            if known is None:
                continue
            for term in terms:
                target = entities.get(term.value) if isinstance(term, NamedNode) else None
                if target is not None and (curie, known, target) not in explained:
                    out.associations.append(Association(subject=curie, predicate=known, object=target))
    if left is not None:
        left += _left(nodes, entities, others)
    for listing in (out.entities, out.sources, out.associations, out.mechanisms, out.questions):
        listing.sort()
    return out


def _left(nodes: Mapping[str, _Node], entities: Mapping[str, Curie], others: set[str]) -> Iterator[Triple]:
    """What no record holds: all about nodes that are none, and properties that are not of this mapping.

    The vocabulary's own description, which may stand in the same file, is no part of the graph.
    """
    evidence = {e.value for n in nodes.values() for e in n.get(named("mgv:has_evidence").value, ())}
    vocabulary_itself = prefix_map().prefixes["mgv"]
    for node, n in nodes.items():
        if node.startswith(vocabulary_itself) or node in _properties():
            continue
        unknown = node in others and node not in evidence
        for predicate, terms in n.items():
            if not unknown and predicate in _properties():
                continue
            relation = NamedNode(predicate)
            is_claim = node in entities and predicate_of(relation) is not None
            for term in terms:
                if not (is_claim and isinstance(term, NamedNode) and term.value in entities):
                    yield Triple(NamedNode(node), relation, term)
