"""Records → triples: one claim, one entity, or everything.

Triples are written as lines of N-Triples, because millions of lines are joined faster than millions of terms are made;
who wants terms has the lines parsed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
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
    "COPIED",
    "LABELLED",
    "asked_lines",
    "association_lines",
    "association_triples",
    "is_bare",
    "lines",
    "named_entities",
    "parsed",
    "triples",
]

LABELLED = 200_000
"""Claims up to which each node of a graph is labelled with its sentence; beyond, the text would outweigh the rest."""
COPIED = 20_000
"""Claims, and entities, up to which a graph at an endpoint is copied, so that a built one spells its claims out."""
_AT_ONCE = 10_000
"""Lines that are parsed at once."""


class _Fields:
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


_ENTITY = _Fields(Entity, ENTITY_SLOTS, "id")
_SOURCE = _Fields(Source, SOURCE_SLOTS, "id")
_ASSOCIATION = _Fields(
    Association,
    CLAIM_SLOTS,
    *("subject", "predicate", "object", "qualifiers", "negated", "certainty", "quantity", "evidence", "derived_from"),
)
_QUALIFIERS = _Fields(Qualifiers, QUALIFIER_SLOTS)
_STEP = _Fields(MechanismStep, STEP_SLOTS, "claims", "after", "summarises")
_EVIDENCE = _Fields(Evidence, EVIDENCE_SLOTS, "source", "stance")
_ASKED_EVIDENCE = _Fields(Evidence, EVIDENCE_SLOTS, "source", "stance", "locator", "raw")


@cache
def _word(curie: str) -> str:
    """A property between its two ends."""
    return f" {named(curie)} "


@cache
def _kind(curie: str) -> str:
    """The end of a line that says what kind of thing a node is."""
    return f"{_word('rdf:type')}{named(curie)} .\n"


def _entity(e: Entity) -> Iterator[str]:
    node = iri_text(e.id)
    yield node + _kind("biolink:" + vocabulary().category(e.category).biolink)
    yield f"{node}{_word('mgv:curie')}{literal_text(e.id)} .\n"
    yield from _ENTITY.lines(node, e)


def _source(s: Source) -> Iterator[str]:
    node = own_text("mgs", s.id)
    yield node + _kind("prov:Entity")
    yield from _SOURCE.lines(node, s)
    if s.link:
        yield f"{node}{_word('mgv:link')}{literal_text(s.link)} .\n"


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
    name = _claim_iri(a.id)
    node = f"<{name}>"
    out += (
        node + _kind("biolink:Association"),
        f"{node}{_word('rdf:subject')}{subject} .\n",
        f"{node}{_word('rdf:predicate')}{predicate} .\n",
        f"{node}{_word('rdf:object')}{target} .\n",
        f"{node}{_word('biolink:negated')}{literal_text(a.negated)} .\n",
        f"{node}{_word('mgv:certainty')}{literal_text(a.certainty)} .\n",
        f"{node}{_word('mgv:stated_sign')}{literal_text(a.stated_sign)} .\n",
    )
    if names is not None:
        out.append(f"{node}{_word('rdfs:label')}{literal_text(claim_sentence(a, names))} .\n")
    out += _links(node, a)
    out += _ASSOCIATION.lines(node, a)
    out += _details(node, a)
    for i, e in enumerate(a.evidence, 1):
        piece = f"<{name}/evidence/{i}>"
        out += (
            f"{node}{_word('mgv:has_evidence')}{piece} .\n",
            piece + _kind("biolink:EvidenceType"),
            f"{piece}{_word('mgv:position')}{literal_text(i)} .\n",
            f"{piece}{_word('prov:hadPrimarySource')}{own_text('mgs', e.source)} .\n",
            f"{piece}{_word('mgv:stance')}{literal_text(e.stance)} .\n",
        )
        out += _EVIDENCE.lines(piece, e)
    return out


def _claim_iri(claim: str) -> str:
    """The IRI of a claim; looked up only where its identifier is none that was made from its content."""
    own = claim.startswith("mga:") and claim.isascii() and claim[4:].isalnum()
    return prefix_map().prefixes["mga"] + claim[4:] if own else prefix_map().expand(Curie(claim))


def _links(node: str, a: Association) -> Iterator[str]:
    for slot, stances in _SIDES.items():
        for source in dict.fromkeys([e.source for e in a.evidence if e.stance in stances]):
            yield f"{node}{_word(slot)}{own_text('mgs', source)} .\n"


def _details(node: str, a: Association) -> Iterator[str]:
    if a.qualifiers:
        yield from _QUALIFIERS.lines(node, a.qualifiers)
    if a.quantity is not None:
        for field, value in ((f, getattr(a.quantity, f)) for f, _ in fields_of(Quantity)):
            if value not in (None, ""):
                yield f"{node}{_word(f'mgv:quantity_{field}')}{literal_text(value)} .\n"
    for origin in a.derived_from:
        yield f"{node}{_word('prov:wasDerivedFrom')}{iri_text(origin)} .\n"


def asked_lines(a: Association, names: Mapping[Curie, Entity] | None = None) -> list[str]:
    """The triples of one claim in a store that is only asked: nothing that a reader of the node knows without it.

    No certainty "established", no denial that is none, no sign that is the predicate's; a source that a claim rests on
    is a link, and a piece of evidence has a node only where it says more than who and where. What is left out is known
    from the claim itself; :func:`association_lines` spells all of it out.

    Args:
        a: The claim.
        names: The entities by their names; without them no node has a sentence. One that three names and the
            predicate's words make is left out.
    """
    subject, predicate, target, out = _direct(a)
    if is_bare(a):
        return out
    name = _claim_iri(a.id)
    node = f"<{name}>"
    out += (
        f"{node}{_word('rdf:subject')}{subject} .\n",
        f"{node}{_word('rdf:predicate')}{predicate} .\n",
        f"{node}{_word('rdf:object')}{target} .\n",
    )
    if a.negated:
        out.append(f"{node}{_word('biolink:negated')}{literal_text(True)} .\n")
    if a.certainty != "established":
        out.append(f"{node}{_word('mgv:certainty')}{literal_text(a.certainty)} .\n")
    if a.stated_sign != a.relation.sign:
        out.append(f"{node}{_word('mgv:stated_sign')}{literal_text(a.stated_sign)} .\n")
    if names is not None and (said := claim_sentence(a, names)) != _plainly(a, names):
        out.append(f"{node}{_word('rdfs:label')}{literal_text(said)} .\n")
    out += _links(node, a)
    unsaid = msgspec.structs.replace(a, source_certainty="") if a.source_certainty else a
    out += _ASSOCIATION.lines(node, unsaid if unsaid.as_said == a.as_said else a)
    out += _details(node, a)
    for i, e in enumerate(a.evidence, 1):
        if e.stance in _LINKED and e == Evidence(source=e.source, stance=e.stance, locator=e.locator, raw=e.raw):
            continue
        says = list(_ASKED_EVIDENCE.lines(f"<{name}/evidence/{i}>", e))
        if says or e.stance not in _LINKED:
            piece = f"<{name}/evidence/{i}>"
            out.append(f"{node}{_word('mgv:has_evidence')}{piece} .\n")
            out.append(f"{piece}{_word('prov:hadPrimarySource')}{own_text('mgs', e.source)} .\n")
            if e.stance != "supports":
                out.append(f"{piece}{_word('mgv:stance')}{literal_text(e.stance)} .\n")
            if e.locator:
                out.append(f"{piece}{_word('mgv:locator')}{literal_text(e.locator)} .\n")
            out += says
    return out


def _plainly(a: Association, names: Mapping[Curie, Entity]) -> str:
    """The sentence that a query makes where the node has none."""
    if a.subject not in names or a.object not in names:
        return ""
    verb = a.relation.negated_label if a.negated else a.relation.label
    return f"{names[a.subject].name} {verb} {names[a.object].name}"


def association_triples(a: Association) -> Iterator[Triple]:
    """What :func:`association_lines` says, as terms."""
    return parsed(association_lines(a))


_SIDES = {"mgv:supported_by": ("supports", "partial"), "mgv:opposed_by": ("refutes", "no_effect")}
"""What a claim says of its sources at once: who supports it, wholly or in part, and who speaks against it."""
_LINKED = ("supports", "refutes")
"""Stances that such a link says by itself."""


def _mechanism(m: CuratedMechanism) -> Iterator[str]:
    node = own_text("mgm", m.id)
    yield node + _kind("mgv:Mechanism")
    yield f"{node}{_word('mgv:drug')}{iri_text(m.drug)} .\n"
    yield f"{node}{_word('mgv:effect')}{iri_text(m.effect)} .\n"
    yield from _claims(node, "mgv:claim", m.claims)
    for i, step in enumerate(m.steps, 1):
        piece = own_text("mgm", f"{m.id}/step/{i}")
        yield f"{node}{_word('mgv:has_step')}{piece} .\n"
        yield piece + _kind("mgv:Step")
        yield f"{piece}{_word('mgv:position')}{literal_text(i)} .\n"
        yield from _STEP.lines(piece, step)
        yield from _claims(piece, "mgv:claim", step.claims)
        yield from _listed(piece, "mgv:after", step.after)
        yield from _listed(piece, "mgv:summarises", step.summarises)
    if m.source:
        yield f"{node}{_word('prov:hadPrimarySource')}{own_text('mgs', m.source)} .\n"
    if m.note:
        yield f"{node}{_word('mgv:note')}{literal_text(m.note)} .\n"


def _question(q: OpenQuestion) -> Iterator[str]:
    node = own_text("mgq", q.id)
    yield node + _kind("mgv:OpenQuestion")
    yield f"{node}{_word('mgv:question_kind')}{literal_text(q.kind)} .\n"
    yield f"{node}{_word('mgv:question')}{literal_text(q.question)} .\n"
    yield from _claims(node, "mgv:claim", q.claims)
    yield from _claims(node, "mgv:claim_against", q.against)
    for about in q.about:
        yield f"{node}{_word('mgv:about')}{iri_text(about)} .\n"
    if q.source:
        yield f"{node}{_word('prov:hadPrimarySource')}{own_text('mgs', q.source)} .\n"
    if q.note:
        yield f"{node}{_word('mgv:note')}{literal_text(q.note)} .\n"


def _claims(node: str, slot: str, claims: tuple[str, ...]) -> Iterator[str]:
    """Claims that a node lists, and their order."""
    for i, claim in enumerate(claims, 1):
        yield f"{node}{_word(slot)}{iri_text(claim)} .\n"
        yield f"{node}{_word(f'{slot}_order')}{literal_text(f'{i:04d} {claim}')} .\n"


def _listed(node: str, slot: str, names: tuple[str, ...]) -> Iterator[str]:
    """Names in their order."""
    for i, name in enumerate(names, 1):
        yield f"{node}{_word(slot)}{literal_text(f'{i:04d} {name}')} .\n"


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
