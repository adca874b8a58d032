"""What can be read off any store: the claims around an entity, who is named in claims, a part, the whole, counts.

Each function asks the store's look-ups and nothing else, so that all stores answer alike. It refuses to follow paths:
that is the work of :mod:`mechgraph.paths`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..curie import Curie
from ..model import Association, Entity, Records, Source, entity_ids
from .base import Store

__all__ = ["breakdown", "claims_around", "names_of", "part_around", "sources_of", "whole"]


def claims_around(store: Store, entity: Curie) -> list[Association]:
    """Every claim that names the entity as subject or object, each once; negated and inconclusive ones included."""
    found = {a.id: a for a in store.associations(subject=entity)}
    found |= {a.id: a for a in store.associations(object=entity)}
    return list(found.values())


def names_of(store: Store, claims: Iterable[Association]) -> dict[Curie, Entity]:
    """The entities that claims name, by identifier; those that the store does not hold are left out."""
    wanted = dict.fromkeys(c for a in claims for c in entity_ids(a))
    return {c: e for c in wanted if (e := store.entity(c)) is not None}


def sources_of(store: Store, claims: Iterable[Association]) -> dict[str, Source]:
    """The sources of claims, by id; those that the store does not hold are left out."""
    wanted = dict.fromkeys(i for a in claims for i in a.sources)
    return {i: s for i in wanted if (s := store.source(i)) is not None}


def part_around(store: Store, entities: Iterable[Curie], radius: int = 0) -> Records:
    """The entities with all that lies within ``radius`` asserted claims, the claims among these, and their sources."""
    kept = set(entities)
    edge = set(kept)
    for _ in range(radius):
        near = (a for c in edge for a in claims_around(store, c) if a.asserted)
        edge = {c for a in near for c in (a.subject, a.object)} - kept
        kept |= edge
    around = (a for c in kept for a in claims_around(store, c))
    claims = sorted({a.id: a for a in around if a.subject in kept and a.object in kept}.values())
    sources = sources_of(store, claims)
    return Records(
        entities=[e for c in sorted(kept) if (e := store.entity(c)) is not None],
        associations=claims,
        sources=[sources[i] for i in sorted(sources)],
    )


def whole(store: Store) -> Records:
    """Everything that a store holds, each kind of record in its order."""
    return Records(
        entities=sorted(store.entities()),
        sources=sorted(store.sources()),
        associations=sorted(store.associations()),
        mechanisms=sorted(store.mechanisms()),
        questions=sorted(store.questions()),
    )


def breakdown(store: Store) -> list[tuple[str, str, int]]:
    """Counts of entities by category and of claims by predicate, certainty, sign and negation, the largest first."""
    claims = list(store.associations())
    counts: dict[str, Counter[str]] = {
        "category": Counter(e.category for e in store.entities()),
        "predicate": Counter(a.predicate for a in claims),
        "certainty": Counter(a.certainty for a in claims),
        "sign": Counter(f"{a.sign:+d}" if a.sign else "0" for a in claims),
        "negated": Counter("yes" if a.negated else "no" for a in claims),
    }
    return [(what, which, n) for what, counter in counts.items() for which, n in counter.most_common()]
