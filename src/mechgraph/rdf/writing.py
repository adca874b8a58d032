"""Records → triples: one claim, one entity, or everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from pyoxigraph import Literal, NamedNode, Triple

from ..curie import Curie
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Quantity, Records, Source
from ..vocab import vocabulary
from .slots import CLAIM_SLOTS, ENTITY_SLOTS, EVIDENCE_SLOTS, QUALIFIER_SLOTS, SOURCE_SLOTS, fields_of, slot_of
from .terms import iri, literal, named, own_iri, predicate_iri, source_iri

__all__ = ["association_triples", "is_bare", "triples"]


def _properties(
    node: NamedNode, struct: msgspec.Struct, slots: Mapping[str, str], skip: frozenset[str]
) -> Iterator[Triple]:
    for field, default in fields_of(type(struct)):
        if field in skip:
            continue
        value = getattr(struct, field)
        if value == default or value is None:
            continue
        predicate = slot_of(slots, field)
        for item in value if isinstance(value, tuple) else (value,):
            yield Triple(node, predicate, iri(item) if isinstance(item, Curie) else literal(item))


_ID = frozenset({"id"})


def _entity(e: Entity) -> Iterator[Triple]:
    node = iri(e.id)
    yield Triple(node, named("rdf:type"), named("biolink:" + vocabulary().category(e.category).biolink))
    yield Triple(node, named("mgv:curie"), Literal(str(e.id)))
    yield from _properties(node, e, ENTITY_SLOTS, _ID)


def _source(s: Source) -> Iterator[Triple]:
    node = source_iri(s.id)
    yield Triple(node, named("rdf:type"), named("prov:Entity"))
    yield from _properties(node, s, SOURCE_SLOTS, _ID)
    if s.link:
        yield Triple(node, named("mgv:link"), Literal(s.link))


_CLAIM_SKIP = frozenset(
    {"subject", "predicate", "object", "qualifiers", "negated", "certainty", "quantity", "evidence", "derived_from"}
)


def is_bare(a: Association) -> bool:
    """Whether the direct triple says all there is to say."""
    return (
        not a.qualifiers
        and not a.evidence
        and a.quantity is None
        and not (a.negated or a.hedge or a.note or a.key or a.rule or a.derived_from)
        and a.certainty == "established"
        and a.knowledge_level == "knowledge_assertion"
        and a.agent_type == "manual_agent"
    )


def association_triples(a: Association) -> Iterator[Triple]:
    """The triples of one claim: the direct one where it is asserted, and its association node where there is more."""
    subject, predicate, target = iri(a.subject), predicate_iri(a.predicate), iri(a.object)
    if a.asserted:
        yield Triple(subject, predicate, target)
    if is_bare(a):
        return
    node = iri(a.id)
    yield Triple(node, named("rdf:type"), named("biolink:Association"))
    yield Triple(node, named("rdf:subject"), subject)
    yield Triple(node, named("rdf:predicate"), predicate)
    yield Triple(node, named("rdf:object"), target)
    yield Triple(node, named("biolink:negated"), Literal(a.negated))
    yield Triple(node, named("mgv:certainty"), Literal(a.certainty))
    yield Triple(node, named("mgv:stated_sign"), Literal(a.stated_sign))
    yield from _properties(node, a, CLAIM_SLOTS, _CLAIM_SKIP)
    yield from _properties(node, a.qualifiers, QUALIFIER_SLOTS, frozenset())
    if a.quantity is not None:
        for field, value in ((f, getattr(a.quantity, f)) for f, _ in fields_of(Quantity)):
            if value not in (None, ""):
                yield Triple(node, named(f"mgv:quantity_{field}"), literal(value))
    for origin in a.derived_from:
        yield Triple(node, named("prov:wasDerivedFrom"), iri(origin))
    for i, e in enumerate(a.evidence):
        piece = NamedNode(f"{node.value}/evidence/{i + 1}")
        yield Triple(node, named("mgv:has_evidence"), piece)
        yield Triple(piece, named("rdf:type"), named("biolink:EvidenceType"))
        yield Triple(piece, named("mgv:position"), Literal(i + 1))
        yield Triple(piece, named("prov:hadPrimarySource"), source_iri(e.source))
        yield from _properties(
            piece, msgspec.structs.replace(e, stance=e.stance), EVIDENCE_SLOTS, frozenset({"source", "stance"})
        )
        yield Triple(piece, named("mgv:stance"), Literal(e.stance))


def _mechanism(m: CuratedMechanism) -> Iterator[Triple]:
    node = own_iri("mgm", m.id)
    yield Triple(node, named("rdf:type"), named("mgv:Mechanism"))
    yield Triple(node, named("mgv:drug"), iri(m.drug))
    yield Triple(node, named("mgv:effect"), iri(m.effect))
    for i, claim in enumerate(m.claims):
        yield Triple(node, named("mgv:claim"), iri(claim))
        yield Triple(node, named("mgv:claim_order"), Literal(f"{i + 1:04d} {claim}"))
    if m.source:
        yield Triple(node, named("prov:hadPrimarySource"), source_iri(m.source))
    if m.note:
        yield Triple(node, named("mgv:note"), Literal(m.note))


def _question(q: OpenQuestion) -> Iterator[Triple]:
    node = own_iri("mgq", q.id)
    yield Triple(node, named("rdf:type"), named("mgv:OpenQuestion"))
    yield Triple(node, named("mgv:question_kind"), Literal(q.kind))
    yield Triple(node, named("mgv:question"), Literal(q.question))
    for field, slot in (("claims", "mgv:claim"), ("against", "mgv:claim_against")):
        for i, claim in enumerate(getattr(q, field)):
            yield Triple(node, named(slot), iri(claim))
            yield Triple(node, named(f"{slot}_order"), Literal(f"{i + 1:04d} {claim}"))
    for about in q.about:
        yield Triple(node, named("mgv:about"), iri(about))
    if q.source:
        yield Triple(node, named("prov:hadPrimarySource"), source_iri(q.source))
    if q.note:
        yield Triple(node, named("mgv:note"), Literal(q.note))


def triples(records: Records) -> Iterator[Triple]:
    """Every triple of the records, the vocabulary not included.

    >>> from mechgraph.records import parse
    >>> r = parse("entities:\\n- {id: 'MG:x', name: x, category: state}").records
    >>> sorted(t.object.value for t in triples(r))[:2]
    ['MG:x', 'https://w3id.org/biolink/vocab/BiologicalProcessOrActivity']
    """
    for e in records.entities:
        yield from _entity(e)
    for s in records.sources:
        yield from _source(s)
    for a in records.associations:
        yield from association_triples(a)
    for m in records.mechanisms:
        yield from _mechanism(m)
    for q in records.questions:
        yield from _question(q)
