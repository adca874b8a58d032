"""What can be read off any store: the claims around an entity, who is named in claims, a part, the whole, counts.

Each function asks the store's look-ups and nothing else, so that all stores answer alike. It refuses to follow paths:
that is the work of :mod:`mechgraph.paths`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..curie import Curie
from ..model import Association, Entity, Records, Source, entity_ids
from ..vocab import vocabulary
from .base import Store, given_claims

__all__ = [
    "COUNTED",
    "breakdown",
    "claims_around",
    "listed",
    "made_from",
    "names_of",
    "of_category",
    "part_around",
    "said_of",
    "sources_of",
    "whole",
]


COUNTED = ("category", "predicate", "certainty", "sign", "negated")
"""What :func:`breakdown` counts."""


def of_category(store: Store, category: str) -> Iterator[Entity]:
    """Every entity of a category, or of one below it; a built graph reads no other."""
    is_a = vocabulary().is_a
    found = getattr(store, "of_categories", None)
    if found is not None:
        return iter(found(c for c in vocabulary().categories if is_a(c, category)))
    return (e for e in store.entities() if is_a(e.category, category))


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


def whole(store: Store, *, datasets: bool = False) -> Records:
    """Everything that a store holds, each kind of record in its order; claims with the evidence that was given.

    The first fields of a record decide its place nearly always; only where they are equal are all compared.
    ``datasets``
    is as for :func:`~mechgraph.store.base.given_claims`.
    """
    return Records(
        entities=sorted(store.entities(), key=lambda e: (e.id, e)),
        sources=sorted(store.sources()),
        associations=sorted(
            given_claims(store, datasets=datasets), key=lambda a: (a.subject, a.predicate, a.object, a)
        ),
        mechanisms=sorted(store.mechanisms()),
        questions=sorted(store.questions()),
    )


def breakdown(store: Store) -> list[tuple[str, str, int]]:
    """Counts of entities by category and of claims by predicate, certainty, sign and negation, the largest first.

    A built graph counted itself when it was built; any other is read once.
    """
    counted: list[tuple[str, str, int]] | None = getattr(store, "breakdown", None)
    if counted is not None:
        return counted
    counts: dict[str, Counter[str]] = {what: Counter() for what in COUNTED}
    counts["category"].update(e.category for e in store.entities())
    for a in store.associations():
        for what, which in said_of(a).items():
            counts[what][which] += 1
    return listed(counts)


def made_from(store: Store) -> list[tuple[str, int]]:
    """What a built graph was made from: each source with version, licence and address, and its claims as read."""
    manifest: Mapping[str, list[dict[str, str | int]]] = getattr(store, "manifest", {})
    told = []
    for s in manifest.get("sources", []):
        licence = f"licence: {s['licence'] or 'not known'}"
        said = (s["title"], s.get("version"), licence, s["url"])
        told.append((", ".join(str(part) for part in said if part), int(s["claims"])))
    return told


def said_of(claim: Association) -> dict[str, str]:
    """What :func:`breakdown` counts of a claim: its predicate, certainty, sign and negation, in words."""
    sign = claim.sign
    return {
        "predicate": claim.predicate,
        "certainty": claim.certainty,
        "sign": f"{sign:+d}" if sign else "0",
        "negated": "yes" if claim.negated else "no",
    }


def listed(counts: Mapping[str, Counter[str]]) -> list[tuple[str, str, int]]:
    """Counters as rows, the largest of each first."""
    return [(what, which, n) for what, counter in counts.items() for which, n in counter.most_common()]
