"""What is said of a class reaches its members only as inherited; what is said of a part is not said of the whole.

An inherited claim is marked with its rule and with the claims that it came from, is never established, and keeps the
hedge of the class claim. A member's own claim on the same thing overrides it, also where it denies it; evidence that
exempts the member (its field ``exempts``) ends it. Subunits and complexes inherit nothing from each other: their
claims are listed apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Certainty, Entity, Evidence
from ..sentences import claim_sentence
from ..store.base import Store
from ..store.parts import names_of
from ..vocab import vocabulary

__all__ = [
    "MEMBERSHIP",
    "RULE",
    "Related",
    "Standing",
    "classes_of",
    "classified",
    "inherited",
    "members_of",
    "parts",
    "standing",
]

RULE = "inherited-from-class"
MEMBERSHIP = ("member", "role")
"""Groups of predicates that put an entity into a class; a role only where it is a drug class."""


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """A claim about a part or whole of an entity: beside it, never one of its own."""

    relation: Literal["subunit", "auxiliary subunit", "member", "part", "whole"]
    entity: Curie
    claim: Association


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of an entity, kept apart by how it is known.

    Args:
        own: Claims of which the entity is the subject.
        inherited: Claims made from class claims; ``rule`` and ``derived_from`` are set.
        overridden: Class claims that a claim of the member's own replaces, with that claim.
        exempted: Class claims from which a source exempts the member, with the evidence.
        related: Claims on its subunits, members, parts, and on the complexes that it is part of.
    """

    entity: Entity
    own: tuple[Association, ...]
    inherited: tuple[Association, ...]
    overridden: tuple[tuple[Association, Association], ...] = ()
    exempted: tuple[tuple[Association, Evidence], ...] = ()
    related: tuple[Related, ...] = ()
    entities: dict[Curie, Entity] = {}

    def lines(self) -> list[str]:
        """The standing as text."""

        def say(a: Association) -> str:
            return claim_sentence(a, self.entities)

        out = [f"{self.entity.name}: {len(self.own)} claims of its own"]
        out += [f"  inherited: {say(a)}" for a in self.inherited]
        out += [f"  not inherited, its own claim goes before: {say(a)} (own: {say(b)})" for a, b in self.overridden]
        out += [f"  not inherited, exempted by {e.source}: {say(a)}" for a, e in self.exempted]
        out += [f"  of its {r.relation}, not of itself: {say(r.claim)}" for r in self.related]
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, Any]:
        """Ids and sentences, apart by how they are known."""

        def plain(a: Association) -> dict[str, Any]:
            return {"id": a.id, "sentence": claim_sentence(a, self.entities), "certainty": a.certainty}

        return {
            "entity": str(self.entity.id),
            "own": [plain(a) for a in self.own],
            "inherited": [plain(a) | {"rule": a.rule, "derived_from": list(a.derived_from)} for a in self.inherited],
            "overridden": [plain(a) | {"by": b.id} for a, b in self.overridden],
            "exempted": [plain(a) | {"by": e.source} for a, e in self.exempted],
            "related": [plain(r.claim) | {"relation": r.relation, "entity": str(r.entity)} for r in self.related],
        }


def classes_of(store: Store, member: Curie) -> dict[Curie, tuple[Association, ...]]:
    """Every class above an entity, nearest first, with the membership claims that lead to it."""
    found: dict[Curie, tuple[Association, ...]] = {}
    edge: list[tuple[Curie, tuple[Association, ...]]] = [(member, ())]
    while edge:
        here, way = edge.pop(0)
        for group, a in _groups(store, here):
            if group not in found and group != member:
                found[group] = (*way, a)
                edge.append((group, found[group]))
    return found


def _groups(store: Store, member: Curie) -> Iterator[tuple[Curie, Association]]:
    """The classes that an entity is put into, each with the claim that does it, from whichever side it is worded."""
    for a in store.associations(subject=member):
        belongs = a.relation.group in MEMBERSHIP and a.relation.above == "object"
        if belongs and a.asserted and (a.relation.group == "member" or _is_class(store, a.object)):
            yield a.object, a
    for listing in _listing():
        for a in store.associations(predicate=listing, object=member):
            if a.asserted and _is_class(store, a.subject):
                yield a.subject, a


def _listing() -> tuple[str, ...]:
    """Membership worded from the side of the class, as Hetionet does: a pharmacologic class includes a compound."""
    return vocabulary().predicates_of(*MEMBERSHIP, above="subject")


def _is_class(store: Store, group: Curie) -> bool:
    found = store.entity(group)
    return found is not None and found.category == "drug_class"


def classified(store: Store) -> set[Curie]:
    """Every entity that some claim puts into a class; of classes that only list their members, nothing is inherited."""
    belonging = vocabulary().predicates_of(*MEMBERSHIP, above="object")
    found = {a.subject for p in belonging for a in store.associations(predicate=p)}
    listing = _listing()
    listed: dict[Curie, list[Curie]] = {}
    for a in (a for p in listing for a in store.associations(predicate=p)):
        listed.setdefault(a.subject, []).append(a.object)
    inner = {m for members in listed.values() for m in members}
    for group, members in listed.items():
        if group in inner or any(a.predicate not in listing for a in store.associations(subject=group)):
            found.update(members)
    return found


def members_of(store: Store, group: Curie) -> list[Curie]:
    """Every member of a class, also through classes below it, each once."""
    found: dict[Curie, None] = {}
    edge = [group]
    while edge:
        here = edge.pop(0)
        around = (*store.associations(object=here), *store.associations(subject=here))
        members = [a.nested for a in around if a.relation.group == "member" and a.nested and a.asserted]
        for member in (inner for inner, outer in members if outer == here):
            if member not in found:
                found[member] = None
                edge.append(member)
    return list(found)


def _weakest(*certainties: Certainty) -> Certainty:
    return max(certainties, key=CERTAINTIES.index)


def _exemption(claim: Association, member: Curie) -> Evidence | None:
    """The evidence of a class claim that leaves the member out of it."""
    return next((e for e in claim.evidence if member in e.exempts), None)


def _own_on_the_same(own: tuple[Association, ...], claim: Association) -> Association | None:
    """A claim of the member's own about the same object and of a like kind: the same predicate, or both signed.

    A claim about another species does not go before: what was seen in rats leaves open what is said of people.
    """
    for a in own:
        mine, theirs = a.qualifiers.species, claim.qualifiers.species
        if mine is not None and theirs is not None and mine != theirs:
            continue
        alike = a.predicate == claim.predicate or (a.relation.sign != 0 and claim.relation.sign != 0)
        if a.object == claim.object and alike and not a.rule:
            return a
    return None


def _inherited(store: Store, member: Curie, own: tuple[Association, ...]) -> Iterator[tuple[str, Association, Any]]:
    for group, way in classes_of(store, member).items():
        for claim in store.associations(subject=group):
            if not claim.relation.inherited or claim.object == member:
                continue
            mine = _own_on_the_same(own, claim)
            if mine is not None:
                yield "overridden", claim, mine
                continue
            exemption = _exemption(claim, member)
            if exemption is not None:
                yield "exempted", claim, exemption
                continue
            made = msgspec.structs.replace(
                claim,
                subject=member,
                certainty=_weakest("probable", claim.certainty, *(a.certainty for a in way)),
                hedge=claim.hedge,
                knowledge_level="prediction",
                agent_type="automated_agent",
                derived_from=(claim.id, *(a.id for a in way)),
                rule=RULE,
                key="",
                note="said of the class, not of the member",
            )
            yield "inherited", made, None


def inherited(store: Store, member: Curie) -> list[Association]:
    """The claims that a member inherits from its classes, marked; each once."""
    own = tuple(store.associations(subject=member))
    found = {a.id: a for kind, a, _ in reversed(list(_inherited(store, member, own))) if kind == "inherited"}
    return sorted(found.values())


def parts(store: Store, whole: Curie) -> list[tuple[Curie, str]]:
    """Subunits, members and parts of a complex or family, each with what it is."""
    found: dict[Curie, str] = {}
    for a in store.associations(object=whole):
        if _is_part(a) and a.asserted:
            found.setdefault(a.subject, a.predicate.removesuffix("_of").replace("_", " "))
    return list(found.items())


def _is_part(claim: Association) -> bool:
    """Whether it puts its subject into a complex, a whole or a collection; a kind is no part."""
    p = claim.relation
    return p.above == "object" and (p.group == "part" or (p.group == "member" and "entity" not in p.object_categories))


def standing(store: Store, entity: Entity) -> Standing:
    """What can be said of an entity: its own claims, inherited ones, and those of its parts and wholes, kept apart."""
    own = tuple(store.associations(subject=entity.id))
    sorted_out: dict[str, list[Any]] = {"inherited": [], "overridden": [], "exempted": []}
    seen: set[str] = set()
    for kind, a, other in _inherited(store, entity.id, own):
        if a.id not in seen:
            seen.add(a.id)
            sorted_out[kind].append(a if kind == "inherited" else (a, other))
    related: list[Related] = []
    for part, relation in parts(store, entity.id):
        for a in (*store.associations(subject=part), *store.associations(object=part)):
            if not _is_part(a):
                related.append(Related(relation=relation, entity=part, claim=a))  # type: ignore[arg-type]
    for a in own:
        if _is_part(a) and a.relation.direct and a.asserted:
            related += [
                Related(relation="whole", entity=a.object, claim=b)
                for b in store.associations(object=a.object)
                if not _is_part(b)
            ]
    named = [*own, *(r.claim for r in related), *sorted_out["inherited"]]
    named += [
        x for pair in (*sorted_out["overridden"], *sorted_out["exempted"]) for x in pair if isinstance(x, Association)
    ]
    return Standing(
        entity=entity,
        own=own,
        inherited=tuple(sorted_out["inherited"]),
        overridden=tuple(sorted_out["overridden"]),
        exempted=tuple(sorted_out["exempted"]),
        related=tuple(related),
        entities=names_of(store, named),
    )
