"""Records → triples: one claim, one entity, or everything.

Triples are written as lines of N-Triples, because millions of lines are joined faster than millions of terms are made;
who wants terms has the lines parsed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import msgspec
from pyoxigraph import RdfFormat, Triple, parse

from ..curie import Curie, prefix_map
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
)
from ..sentences import claim_sentence
from ..vocab import vocabulary
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
from .terms import iri_text, literal_text, named, own_text, predicate_iri

__all__ = [
    "ASSOCIATION",
    "COPIED",
    "LABELLED",
    "Fields",
    "association_lines",
    "association_triples",
    "claim_iri",
    "details",
    "is_bare",
    "lines",
    "links",
    "named_entities",
    "parsed",
    "triples",
    "word",
]

LABELLED = 200_000
"""Claims up to which each node of a graph is labelled with its sentence; beyond, the text would outweigh the rest."""
COPIED = 20_000
"""Claims, and entities, up to which a graph at an endpoint is copied, so that a built one spells its claims out."""
_AT_ONCE = 10_000
"""Lines that are parsed at once."""


class Fields:
    """The fields of a kind of record that become properties of its node."""

    def __init__(self, kind: type[msgspec.Struct], slots: Mapping[str, str], *skip: str) -> None:
        self._kind, self._slots, self._skip = kind, slots, skip

    @cached_property
    def _plan(self) -> list[tuple[str, Any, str]]:
        fields = ((f, default) for f, default in fields_of(self._kind) if f not in self._skip)
        return [(f, default, f" {slot_of(self._slots, f)} ") for f, default in fields]

    def lines(self, node: str, record: msgspec.Struct) -> Iterator[str]:
        for field, default, predicate in self._plan:
            value = getattr(record, field)
            if value == default or value is None:
                continue
            for item in value if isinstance(value, tuple) else (value,):
                text = iri_text(item) if isinstance(item, Curie) else literal_text(item)
                yield f"{node}{predicate}{text} .\n"


_ENTITY = Fields(Entity, ENTITY_SLOTS, "id")
_SOURCE = Fields(Source, SOURCE_SLOTS, "id")
ASSOCIATION = Fields(
    Association,
    CLAIM_SLOTS,
    *("subject", "predicate", "object", "qualifiers", "negated", "certainty", "quantity", "evidence", "derived_from"),
)
_QUALIFIERS = Fields(Qualifiers, QUALIFIER_SLOTS)
_STEP = Fields(MechanismStep, STEP_SLOTS, "claims", "after", "summarises")
_EVIDENCE = Fields(Evidence, EVIDENCE_SLOTS, "source", "stance")


@cache
def word(curie: str) -> str:
    """A property between its two ends."""
    return f" {named(curie)} "


@cache
def _kind(curie: str) -> str:
    """The end of a line that says what kind of thing a node is."""
    return f"{word('rdf:type')}{named(curie)} .\n"


def _entity(e: Entity) -> Iterator[str]:
    node = iri_text(e.id)
    yield node + _kind("biolink:" + vocabulary().category(e.category).biolink)
    yield f"{node}{word('mgv:curie')}{literal_text(e.id)} .\n"
    yield from _ENTITY.lines(node, e)


def _source(s: Source) -> Iterator[str]:
    node = own_text("mgs", s.id)
    yield node + _kind("prov:Entity")
    yield from _SOURCE.lines(node, s)
    if s.link:
        yield f"{node}{word('mgv:link')}{literal_text(s.link)} .\n"


def is_bare(a: Association) -> bool:
    """Whether the direct triple says all there is to say."""
    return (
        not a.qualifiers
        and not a.evidence
        and a.quantity is None
        and not (a.negated or a.hedge or a.note or a.key or a.rule or a.derived_from)
        and a.certainty == "established"
        and not a.source_certainty
        and a.knowledge_level == "knowledge_assertion"
        and a.agent_type == "manual_agent"
    )


def _direct(a: Association) -> tuple[str, str, str, list[str]]:
    """The terms of a claim, and its direct triple where it is asserted."""
    subject, predicate, target = iri_text(a.subject), str(predicate_iri(a.predicate)), iri_text(a.object)
    return subject, predicate, target, [f"{subject} {predicate} {target} .\n"] if a.asserted else []


def association_lines(a: Association, names: Mapping[Curie, Entity] | None = None) -> list[str]:
    """The triples of one claim: the direct one where it is asserted, and its association node where there is more.

    Args:
        a: The claim.
        names: The entities by their names, for the label of the node; without them it has none.
    """
    subject, predicate, target, out = _direct(a)
    if is_bare(a):
        return out
    name = claim_iri(a.id)
    node = f"<{name}>"
    out += (
        node + _kind("biolink:Association"),
        f"{node}{word('rdf:subject')}{subject} .\n",
        f"{node}{word('rdf:predicate')}{predicate} .\n",
        f"{node}{word('rdf:object')}{target} .\n",
        f"{node}{word('biolink:negated')}{literal_text(a.negated)} .\n",
        f"{node}{word('mgv:certainty')}{literal_text(a.certainty)} .\n",
        f"{node}{word('mgv:stated_sign')}{literal_text(a.stated_sign)} .\n",
    )
    if names is not None:
        out.append(f"{node}{word('rdfs:label')}{literal_text(claim_sentence(a, names))} .\n")
    out += links(node, a.evidence)
    out += ASSOCIATION.lines(node, a)
    out += details(node, a)
    for i, e in enumerate(a.evidence, 1):
        piece = f"<{name}/evidence/{i}>"
        out += (
            f"{node}{word('mgv:has_evidence')}{piece} .\n",
            piece + _kind("biolink:EvidenceType"),
            f"{piece}{word('mgv:position')}{literal_text(i)} .\n",
            f"{piece}{word('prov:hadPrimarySource')}{own_text('mgs', e.source)} .\n",
            f"{piece}{word('mgv:stance')}{literal_text(e.stance)} .\n",
        )
        out += _EVIDENCE.lines(piece, e)
    return out


def claim_iri(claim: str) -> str:
    """The IRI of a claim; looked up only where its identifier is none that was made from its content."""
    own = claim.startswith("mga:") and claim.isascii() and claim[4:].isalnum()
    return prefix_map().prefixes["mga"] + claim[4:] if own else prefix_map().expand(Curie(claim))


def links(node: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The sources of a claim by what they say of it."""
    for slot, stances in _SIDES.items():
        for source in dict.fromkeys([e.source for e in evidence if e.stance in stances]):
            yield f"{node}{word(slot)}{own_text('mgs', source)} .\n"


def details(node: str, a: Association) -> Iterator[str]:
    """Qualifiers, quantity and what a claim was derived from."""
    if a.qualifiers:
        yield from _QUALIFIERS.lines(node, a.qualifiers)
    if a.quantity is not None:
        for field, value in ((f, getattr(a.quantity, f)) for f, _ in fields_of(Quantity)):
            if value not in (None, ""):
                yield f"{node}{word(f'mgv:quantity_{field}')}{literal_text(value)} .\n"
    for origin in a.derived_from:
        yield f"{node}{word('prov:wasDerivedFrom')}{iri_text(origin)} .\n"


def association_triples(a: Association) -> Iterator[Triple]:
    """What :func:`association_lines` says, as terms."""
    return parsed(association_lines(a))


_SIDES = {"mgv:supported_by": ("supports", "partial"), "mgv:opposed_by": ("refutes", "no_effect")}
"""What a claim says of its sources at once: who supports it, wholly or in part, and who speaks against it."""


def _mechanism(m: CuratedMechanism) -> Iterator[str]:
    node = own_text("mgm", m.id)
    yield node + _kind("mgv:Mechanism")
    yield f"{node}{word('mgv:drug')}{iri_text(m.drug)} .\n"
    yield f"{node}{word('mgv:effect')}{iri_text(m.effect)} .\n"
    yield from _claims(node, "mgv:claim", m.claims)
    for i, step in enumerate(m.steps, 1):
        piece = own_text("mgm", f"{m.id}/step/{i}")
        yield f"{node}{word('mgv:has_step')}{piece} .\n"
        yield piece + _kind("mgv:Step")
        yield f"{piece}{word('mgv:position')}{literal_text(i)} .\n"
        yield from _STEP.lines(piece, step)
        yield from _claims(piece, "mgv:claim", step.claims)
        yield from _listed(piece, "mgv:after", step.after)
        yield from _listed(piece, "mgv:summarises", step.summarises)
    if m.source:
        yield f"{node}{word('prov:hadPrimarySource')}{own_text('mgs', m.source)} .\n"
    if m.note:
        yield f"{node}{word('mgv:note')}{literal_text(m.note)} .\n"


def _question(q: OpenQuestion) -> Iterator[str]:
    node = own_text("mgq", q.id)
    yield node + _kind("mgv:OpenQuestion")
    yield f"{node}{word('mgv:question_kind')}{literal_text(q.kind)} .\n"
    yield f"{node}{word('mgv:question')}{literal_text(q.question)} .\n"
    yield from _claims(node, "mgv:claim", q.claims)
    yield from _claims(node, "mgv:claim_against", q.against)
    for about in q.about:
        yield f"{node}{word('mgv:about')}{iri_text(about)} .\n"
    if q.source:
        yield f"{node}{word('prov:hadPrimarySource')}{own_text('mgs', q.source)} .\n"
    if q.note:
        yield f"{node}{word('mgv:note')}{literal_text(q.note)} .\n"


def _claims(node: str, slot: str, claims: tuple[str, ...]) -> Iterator[str]:
    """Claims that a node lists, and their order."""
    for i, claim in enumerate(claims, 1):
        yield f"{node}{word(slot)}{iri_text(claim)} .\n"
        yield f"{node}{word(f'{slot}_order')}{literal_text(f'{i:04d} {claim}')} .\n"


def _listed(node: str, slot: str, names: tuple[str, ...]) -> Iterator[str]:
    """Names in their order."""
    for i, name in enumerate(names, 1):
        yield f"{node}{word(slot)}{literal_text(f'{i:04d} {name}')} .\n"


def named_entities(entities: Iterable[Entity], claims: int) -> dict[Curie, Entity] | None:
    """The entities by identifier where a graph of so many claims has labels on its claims; else ``None``."""
    return {e.id: e for e in entities} if claims <= LABELLED else None


def lines(records: Records) -> Iterator[str]:
    """Every triple of the records as a line of N-Triples, the vocabulary not included."""
    for e in records.entities:
        yield from _entity(e)
    for s in records.sources:
        yield from _source(s)
    names = named_entities(records.entities, len(records.associations))
    for a in records.associations:
        yield from association_lines(a, names)
    for m in records.mechanisms:
        yield from _mechanism(m)
    for q in records.questions:
        yield from _question(q)


def triples(records: Records) -> Iterator[Triple]:
    """Every triple of the records, the vocabulary not included.

    >>> from mechgraph.records import parse
    >>> r = parse("entities:\\n- {id: 'MG:x', name: x, category: state}").records
    >>> sorted(t.object.value for t in triples(r))[:2]
    ['MG:x', 'https://w3id.org/biolink/vocab/BiologicalProcessOrActivity']
    """
    return parsed(lines(records))


def parsed(text: Iterable[str]) -> Iterator[Triple]:
    """The triples of lines of N-Triples, as they come."""
    text = iter(text)
    while some := list(itertools.islice(text, _AT_ONCE)):
        for quad in parse("".join(some), format=RdfFormat.N_TRIPLES, lenient=True):
            yield Triple(quad.subject, quad.predicate, quad.object)
