"""The graph in RDF, and back: one mapping, in both directions, without loss.

Each asserted claim is a direct triple ``subject predicate object``, so that simple SPARQL stays simple. Each claim that
has qualifiers, evidence or anything else to say is an association node too (``rdf:subject``, ``rdf:predicate``,
``rdf:object``, Biolink's qualifier slots, PROV), with a deterministic IRI, in the default graph; that works on every
SPARQL 1.1 engine. A negated or inconclusive claim is only an association node, never a bare triple.

Terms are those of pyoxigraph. Entities and predicates of foreign RDF are not guessed at here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import msgspec
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from .curie import Curie, prefix_map
from .errors import FormatError
from .model import (
    Association,
    CuratedMechanism,
    Entity,
    Evidence,
    OpenQuestion,
    Qualifiers,
    Quantity,
    Records,
    Source,
)
from .vocab import vocabulary

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "association_of",
    "from_rdflib",
    "from_triples",
    "iri",
    "ontology_triples",
    "ontology_turtle",
    "predicate_of",
    "term_value",
    "to_rdflib",
    "to_store",
    "to_turtle",
    "triples",
]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@cache
def _name(curie: str) -> NamedNode:
    return NamedNode(prefix_map().expand(Curie(curie)))


def iri(curie: Curie | str) -> NamedNode:
    """The IRI of a CURIE as an RDF term.

    >>> iri("HP:0001257").value
    'http://purl.obolibrary.org/obo/HP_0001257'
    """
    return NamedNode(prefix_map().expand(Curie(curie)))


def _own(prefix: str, name: str) -> NamedNode:
    """The IRI of a source, mechanism or question; its id may hold any text."""
    return NamedNode(prefix_map().prefixes[prefix] + quote(name, safe="-._~"))


def _own_id(prefix: str, node: str) -> str:
    return unquote(node.removeprefix(prefix_map().prefixes[prefix]))


def source_iri(source: str) -> NamedNode:
    """The IRI of a source.

    >>> source_iri("L01").value
    'https://w3id.org/mechgraph/source/L01'
    """
    return _own("mgs", source)


def predicate_iri(predicate: str) -> NamedNode:
    return _name(f"mgv:{predicate}")


def predicate_of(node: NamedNode) -> str | None:
    """The predicate of the vocabulary that an IRI stands for, or ``None``."""
    curie = prefix_map().compress(node.value)
    if curie is None or curie.prefix != "mgv" or curie.reference not in vocabulary().predicates:
        return None
    return curie.reference


# Struct field → (property, is it a CURIE?). Fields not listed use mgv:<field>.
_QUALIFIER_SLOTS = {
    "subject_direction": "biolink:subject_direction_qualifier",
    "subject_aspect": "biolink:subject_aspect_qualifier",
    "direction": "biolink:object_direction_qualifier",
    "aspect": "biolink:object_aspect_qualifier",
    "mechanism": "biolink:causal_mechanism_qualifier",
    "anatomy": "biolink:anatomical_context_qualifier",
    "cell_type": "mgv:cell_type",
    "component": "mgv:cellular_component",
    "species": "biolink:species_context_qualifier",
    "population": "mgv:population",
    "population_of": "biolink:population_context_qualifier",
    "route": "mgv:route",
    "dose": "mgv:dose",
    "timing": "mgv:timing",
    "preparation": "mgv:preparation",
    "stimulus": "mgv:stimulus",
    "extent": "mgv:extent",
    "frequency": "mgv:frequency",
    "other": "mgv:other_qualifiers",
}
_ENTITY_SLOTS = {
    "name": "rdfs:label",
    "category": "mgv:category",
    "synonyms": "skos:altLabel",
    "xrefs": "skos:exactMatch",
    "description": "dcterms:description",
    "identifier_source": "mgv:identifier_source",
    "deprecated_by": "dcterms:isReplacedBy",
}
_SOURCE_SLOTS = {
    "title": "dcterms:title",
    "citation": "dcterms:bibliographicCitation",
    "authors": "dcterms:creator",
    "licence": "dcterms:license",
}
_CLAIM_SLOTS = {
    "certainty": "mgv:certainty",
    "hedge": "mgv:hedge",
    "knowledge_level": "biolink:knowledge_level",
    "agent_type": "biolink:agent_type",
    "rule": "mgv:rule",
    "key": "mgv:key",
    "note": "mgv:note",
}
_EVIDENCE_SLOTS = {
    "stance": "mgv:stance",
    "type": "biolink:has_evidence",
    "locator": "mgv:locator",
    "summary": "mgv:summary",
    "cited_as": "mgv:cited_as",
    "exempts": "mgv:exempts",
}


def _slot(slots: Mapping[str, str], field: str) -> NamedNode:
    return _name(slots.get(field, f"mgv:{field}"))


def _literal(value: object) -> Literal:
    if isinstance(value, bool | int | float):
        return Literal(value)
    return Literal(str(value))


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in msgspec.structs.fields(kind))


def _properties(
    node: NamedNode, struct: msgspec.Struct, slots: Mapping[str, str], skip: frozenset[str]
) -> Iterator[Triple]:
    for field, default in _fields(type(struct)):
        if field in skip:
            continue
        value = getattr(struct, field)
        if value == default or value is None:
            continue
        predicate = _slot(slots, field)
        for item in value if isinstance(value, tuple) else (value,):
            yield Triple(node, predicate, iri(item) if isinstance(item, Curie) else _literal(item))


_ID = frozenset({"id"})


def _entity(e: Entity) -> Iterator[Triple]:
    node = iri(e.id)
    yield Triple(node, _name("rdf:type"), _name("biolink:" + vocabulary().category(e.category).biolink))
    yield Triple(node, _name("mgv:curie"), Literal(str(e.id)))
    yield from _properties(node, e, _ENTITY_SLOTS, _ID)


def _source(s: Source) -> Iterator[Triple]:
    node = source_iri(s.id)
    yield Triple(node, _name("rdf:type"), _name("prov:Entity"))
    yield from _properties(node, s, _SOURCE_SLOTS, _ID)
    if s.link:
        yield Triple(node, _name("mgv:link"), Literal(s.link))


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
    yield Triple(node, _name("rdf:type"), _name("biolink:Association"))
    yield Triple(node, _name("rdf:subject"), subject)
    yield Triple(node, _name("rdf:predicate"), predicate)
    yield Triple(node, _name("rdf:object"), target)
    yield Triple(node, _name("biolink:negated"), Literal(a.negated))
    yield Triple(node, _name("mgv:certainty"), Literal(a.certainty))
    yield Triple(node, _name("mgv:stated_sign"), Literal(a.stated_sign))
    yield from _properties(node, a, _CLAIM_SLOTS, _CLAIM_SKIP)
    yield from _properties(node, a.qualifiers, _QUALIFIER_SLOTS, frozenset())
    if a.quantity is not None:
        for field, value in ((f, getattr(a.quantity, f)) for f, _ in _fields(Quantity)):
            if value not in (None, ""):
                yield Triple(node, _name(f"mgv:quantity_{field}"), _literal(value))
    for origin in a.derived_from:
        yield Triple(node, _name("prov:wasDerivedFrom"), iri(origin))
    for i, e in enumerate(a.evidence):
        piece = NamedNode(f"{node.value}/evidence/{i + 1}")
        yield Triple(node, _name("mgv:has_evidence"), piece)
        yield Triple(piece, _name("rdf:type"), _name("biolink:EvidenceType"))
        yield Triple(piece, _name("mgv:position"), Literal(i + 1))
        yield Triple(piece, _name("prov:hadPrimarySource"), source_iri(e.source))
        yield from _properties(
            piece, msgspec.structs.replace(e, stance=e.stance), _EVIDENCE_SLOTS, frozenset({"source", "stance"})
        )
        yield Triple(piece, _name("mgv:stance"), Literal(e.stance))


def _mechanism(m: CuratedMechanism) -> Iterator[Triple]:
    node = _own("mgm", m.id)
    yield Triple(node, _name("rdf:type"), _name("mgv:Mechanism"))
    yield Triple(node, _name("mgv:drug"), iri(m.drug))
    yield Triple(node, _name("mgv:effect"), iri(m.effect))
    for i, claim in enumerate(m.claims):
        yield Triple(node, _name("mgv:claim"), iri(claim))
        yield Triple(node, _name("mgv:claim_order"), Literal(f"{i + 1:04d} {claim}"))
    if m.source:
        yield Triple(node, _name("prov:hadPrimarySource"), source_iri(m.source))
    if m.note:
        yield Triple(node, _name("mgv:note"), Literal(m.note))


def _question(q: OpenQuestion) -> Iterator[Triple]:
    node = _own("mgq", q.id)
    yield Triple(node, _name("rdf:type"), _name("mgv:OpenQuestion"))
    yield Triple(node, _name("mgv:question_kind"), Literal(q.kind))
    yield Triple(node, _name("mgv:question"), Literal(q.question))
    for field, slot in (("claims", "mgv:claim"), ("against", "mgv:claim_against")):
        for i, claim in enumerate(getattr(q, field)):
            yield Triple(node, _name(slot), iri(claim))
            yield Triple(node, _name(f"{slot}_order"), Literal(f"{i + 1:04d} {claim}"))
    for about in q.about:
        yield Triple(node, _name("mgv:about"), iri(about))
    if q.source:
        yield Triple(node, _name("prov:hadPrimarySource"), source_iri(q.source))
    if q.note:
        yield Triple(node, _name("mgv:note"), Literal(q.note))


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


def ontology_triples() -> Iterator[Triple]:
    """The vocabulary in RDF: every predicate with sign, role, inverse and mappings, every category as a class."""
    vocab = vocabulary()
    for c in vocab.categories.values():
        node = _name(f"mgv:category/{c.id}")
        yield Triple(node, _name("rdf:type"), _name("skos:Concept"))
        yield Triple(node, _name("skos:notation"), Literal(c.id))
        yield Triple(node, _name("rdfs:label"), Literal(c.label))
        yield Triple(node, _name("skos:definition"), Literal(c.definition))
        yield Triple(node, _name("skos:exactMatch"), _name("biolink:" + c.biolink))
        if c.parent:
            yield Triple(node, _name("skos:broader"), _name(f"mgv:category/{c.parent}"))
    for p in vocab.predicates.values():
        node = predicate_iri(p.id)
        yield Triple(node, _name("rdf:type"), _name("rdf:Property"))
        yield Triple(node, _name("rdfs:label"), Literal(p.label))
        yield Triple(node, _name("skos:definition"), Literal(p.definition))
        yield Triple(node, _name("mgv:negated_label"), Literal(p.negated_label))
        yield Triple(node, _name("mgv:sign"), Literal(p.sign))
        yield Triple(node, _name("mgv:direct"), Literal(p.direct))
        yield Triple(node, _name("mgv:role"), Literal(p.role))
        if p.inverse:
            yield Triple(node, _name("owl:inverseOf"), predicate_iri(p.inverse))
        if p.symmetric:
            yield Triple(node, _name("rdf:type"), _name("owl:SymmetricProperty"))
        if p.biolink:
            slot = "biolink:" + p.biolink.removeprefix("biolink:").replace(" ", "_")
            yield Triple(node, _name("skos:broadMatch"), _name(slot))
        if p.relation:
            yield Triple(node, _name("skos:closeMatch"), _name(p.relation))


# Back from RDF ---------------------------------------------------------------------------------------------------


def term_value(term: object) -> Any:
    """A term as a Python value: a :class:`Curie` (or IRI text), number, boolean or text; ``None`` stays ``None``."""
    if isinstance(term, NamedNode):
        return prefix_map().compress(term.value) or term.value
    if isinstance(term, Literal):
        kind = term.datatype.value
        if kind == XSD + "boolean":
            return term.value in ("true", "1")
        if kind in (XSD + "integer", XSD + "int", XSD + "long"):
            return int(term.value)
        if kind in (XSD + "decimal", XSD + "double", XSD + "float"):
            return float(term.value)
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return term if term is None else str(term)


class _Node(dict[str, list[Any]]):
    """The properties of one node: property IRI → terms."""

    def one(self, curie: str, default: Any = None) -> Any:
        values = self.get(_name(curie).value)
        return term_value(values[0]) if values else default

    def struct(self, kind: type[msgspec.Struct], slots: Mapping[str, str], fields: Iterable[str]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for field in fields:
            values = self.get(_slot(slots, field).value)
            if not values:
                continue
            default = dict(_fields(kind))[field]
            if isinstance(default, tuple):
                out[field] = tuple(sorted(term_value(v) for v in values))
            else:
                out[field] = term_value(values[0])
        return out

    def source(self) -> str:
        values = self.get(_name("prov:hadPrimarySource").value)
        return _own_id("mgs", values[0].value) if values else ""

    def ordered(self, slot: str) -> tuple[str, ...]:
        listed = sorted(v.value for v in self.get(_name(f"{slot}_order").value, ()))
        return tuple(str(v).split(" ", 1)[1] for v in listed)


def association_of(node_iri: str, nodes: Callable[[str], _Node]) -> Association:
    """The claim of an association node; ``nodes`` gives the properties of an IRI."""
    n = nodes(node_iri)
    predicate = predicate_of(n[_name("rdf:predicate").value][0]) if n.get(_name("rdf:predicate").value) else None
    subject, target = n.one("rdf:subject"), n.one("rdf:object")
    if predicate is None or subject is None or target is None:
        raise FormatError(f"the association {node_iri} has no subject, predicate or object of this vocabulary")
    quantity = {f: n.one(f"mgv:quantity_{f}") for f, _ in _fields(Quantity) if n.one(f"mgv:quantity_{f}") is not None}
    pieces = []
    for term in n.get(_name("mgv:has_evidence").value, ()):
        e = nodes(term.value)
        given = e.struct(Evidence, _EVIDENCE_SLOTS, _EVIDENCE_SLOTS)
        source = e.source()
        pieces.append((e.one("mgv:position", 0), Evidence(source=source, **given)))
    given = n.struct(Association, _CLAIM_SLOTS, _CLAIM_SLOTS)
    return Association(
        subject=Curie(subject),
        predicate=predicate,
        object=Curie(target),
        qualifiers=Qualifiers(**n.struct(Qualifiers, _QUALIFIER_SLOTS, _QUALIFIER_SLOTS)),
        negated=bool(n.one("biolink:negated", False)),
        quantity=Quantity(**quantity) if quantity else None,
        evidence=tuple(e for _, e in sorted(pieces)),
        derived_from=tuple(sorted(str(term_value(t)) for t in n.get(_name("prov:wasDerivedFrom").value, ()))),
        **given,
    )


def entity_of(node_iri: str, n: _Node) -> Entity | None:
    """The entity that an IRI stands for, or ``None`` where the graph gives it no category."""
    curie = n.one("mgv:curie") or prefix_map().compress(node_iri)
    given = n.struct(Entity, _ENTITY_SLOTS, _ENTITY_SLOTS)
    if curie is None or "category" not in given:
        return None
    return Entity(id=Curie(curie), **{"name": str(curie), **given})


def source_of(node_iri: str, n: _Node) -> Source:
    skip = ("id",)
    given = n.struct(Source, _SOURCE_SLOTS, [f for f, _ in _fields(Source) if f not in skip])
    return Source(id=_own_id("mgs", node_iri), **given)


def from_triples(items: Iterable[Triple | Quad]) -> Records:
    """Records from RDF in this module's mapping; triples that are not of it are left alone.

    A direct triple between two entities that no association node explains becomes a bare claim.
    """
    nodes: dict[str, _Node] = {}
    for t in items:
        if isinstance(t.subject, NamedNode):
            nodes.setdefault(t.subject.value, _Node()).setdefault(t.predicate.value, []).append(t.object)
    empty = _Node()
    look_up = lambda node: nodes.get(node, empty)  # noqa: E731 - one expression, used three times below
    out = Records()
    entities: dict[str, Curie] = {}
    explained: set[tuple[Curie, str, Curie]] = set()
    kind = _name("rdf:type").value
    for node, n in nodes.items():
        types = {t.value for t in n.get(kind, ()) if isinstance(t, NamedNode)}
        if _name("biolink:Association").value in types:
            a = association_of(node, look_up)
            explained.add((a.subject, a.predicate, a.object))
            out.associations.append(a)
        elif _name("mgv:Mechanism").value in types:
            out.mechanisms.append(
                CuratedMechanism(
                    id=_own_id("mgm", node),
                    drug=Curie(n.one("mgv:drug")),
                    effect=Curie(n.one("mgv:effect")),
                    claims=n.ordered("mgv:claim"),
                    source=n.source(),
                    note=n.one("mgv:note", ""),
                )
            )
        elif _name("mgv:OpenQuestion").value in types:
            out.questions.append(
                OpenQuestion(
                    id=_own_id("mgq", node),
                    kind=n.one("mgv:question_kind"),
                    question=n.one("mgv:question"),
                    about=tuple(sorted(Curie(term_value(t)) for t in n.get(_name("mgv:about").value, ()))),
                    claims=n.ordered("mgv:claim"),
                    against=n.ordered("mgv:claim_against"),
                    note=n.one("mgv:note", ""),
                    source=n.source(),
                )
            )
        elif _name("prov:Entity").value in types:
            out.sources.append(source_of(node, n))
        elif (entity := entity_of(node, n)) is not None:
            out.entities.append(entity)
            entities[node] = entity.id
    for node, curie in entities.items():
        for predicate, terms in nodes[node].items():
            known = predicate_of(NamedNode(predicate))
            if known is None:
                continue
            for term in terms:
                target = entities.get(term.value) if isinstance(term, NamedNode) else None
                if target is not None and (curie, known, target) not in explained:
                    out.associations.append(Association(subject=curie, predicate=known, object=target))
    for listing in (out.entities, out.sources, out.associations, out.mechanisms, out.questions):
        listing.sort()
    return out


# Whole graphs ----------------------------------------------------------------------------------------------------


def to_store(records: Records, *, ontology: bool = True) -> Store:
    """An in-memory Oxigraph store of the records, with the vocabulary, for SPARQL."""
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples(records))
    if ontology:
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in ontology_triples())
    return store


def store_of(path: Path) -> Store:
    """An in-memory Oxigraph store of a Turtle file that this module wrote."""
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store


def ontology_turtle() -> str:
    """The vocabulary alone as Turtle: the text of ``graph/ontology.ttl``."""
    return to_text(ontology_triples())


FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
}


def to_text(items: Iterable[Triple], format: str = "turtle") -> str:
    """Serialise triples in a stable order, with the prefixes of the prefix map."""
    ordered = sorted(set(items), key=str)
    if format == "jsonld":
        quads = [Quad(t.subject, t.predicate, t.object) for t in ordered]
        return (serialize(quads, format=FORMATS[format]) or b"").decode()
    if format not in FORMATS:
        raise FormatError(f"unknown RDF format {format!r}", suggestions=list(FORMATS))
    used = {str(t.predicate) for t in ordered} if format == "rdfxml" else set()
    prefixes = {} if used else prefix_map().prefixes
    return (serialize(ordered, format=FORMATS[format], prefixes=prefixes) or b"").decode()


def to_turtle(records: Records) -> str:
    """The whole graph and its vocabulary as Turtle, in a stable order: the text of ``graph/mechgraph.ttl``."""
    return to_text((*triples(records), *ontology_triples()))


def read_text(data: bytes, format: str, base: str | None = None) -> list[Quad]:
    """Parse RDF text.

    Raises:
        FormatError: with the line where the parser stopped.
    """
    try:
        return list(parse(data, format=FORMATS[format], base_iri=base))
    except (SyntaxError, ValueError) as error:
        raise FormatError(f"not valid {format}: {error}") from None


def to_rdflib(records: Records, *, plain: bool = False) -> rdflib.Graph:
    """A real rdflib Graph; on Oxigraph's store (fast), or ``plain`` in rdflib's own memory."""
    import rdflib

    graph = rdflib.Graph() if plain else rdflib.Graph(store="Oxigraph")
    text = serialize((*triples(records), *ontology_triples()), format=RdfFormat.N_TRIPLES)
    graph.parse(data=text, format="nt" if plain else "ox-nt")
    for prefix, namespace in prefix_map().prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def from_rdflib(graph: rdflib.Graph) -> Records:
    """Records from an rdflib Graph in this module's mapping."""
    text = graph.serialize(format="nt", encoding="utf-8")
    return from_triples(parse(text, format=RdfFormat.N_TRIPLES))
