"""Along a path, can all the claims hold at once? Their contexts are intersected; where they part, the edge is named.

Species, anatomy, cell type and population are compared through part-of and subclass-of, so that the spinal cord is
within the central nervous system; route, timing and preparation are compared as they are. A claim that states no
context restricts nothing, and a claim in animals says nothing about people: two species that differ break a path.
Nothing here says that a claim holds where it does not say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie
from ..errors import UsageError
from ..model import Association, Entity, Mechanism, Path
from ..store.base import Store

if TYPE_CHECKING:
    from ..paths.claims import Array, ClaimIndex

__all__ = [
    "Break",
    "ContextReport",
    "Regions",
    "arcs_in_context",
    "context_of",
    "fits",
    "in_context",
    "parse_context",
    "silent_in",
]

PLACES = ("anatomy", "cell_type", "component", "species", "population_of")
"""Qualifiers that hold entities and are compared through their wholes and kinds."""
TERMS = ("route", "timing", "preparation", "population", "dose", "stimulus")
"""Qualifiers that are compared as they are."""
FIELDS = (*PLACES, *TERMS)
BREAKING = ("species", "preparation", "route", "timing", "population_of")
"""Fields in which two differing values cannot both hold; places may follow each other along a path."""
WITHIN = ("part", "member")
"""Groups of predicates of wholes, kinds and collections."""


class Regions:
    """Wholes and kinds above each entity, through asserted part-of and subclass-of claims; computed as asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._above: dict[Curie, frozenset[Curie]] = {}

    def above(self, curie: Curie) -> frozenset[Curie]:
        """The entity and everything that it is part of or a kind of."""
        known = self._above.get(curie)
        if known is not None:
            return known
        found, edge = {curie}, [curie]
        while edge:
            for a in self.store.associations(subject=edge.pop()):
                inner = a.relation.group in WITHIN and a.relation.above == "object"
                if inner and a.asserted and a.object not in found:
                    found.add(a.object)
                    edge.append(a.object)
        self._above[curie] = frozenset(found)
        return self._above[curie]

    def within(self, inner: Curie, outer: Curie) -> bool:
        """Whether one is the other, part of it, or a kind of it."""
        return outer in self.above(inner)

    def meet(self, a: Curie, b: Curie) -> Curie | None:
        """The narrower of two that lie within each other; ``None`` where neither does."""
        return a if self.within(a, b) else b if self.within(b, a) else None


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """Where a path cannot hold in one context: the claim, the field, its value, and what the claims before it say."""

    claim: Association
    field: str
    value: str
    before: str
    since: str

    def line(self, names: Mapping[Curie, Entity]) -> str:
        def name(value: str) -> str:
            curie = Curie.maybe(value)
            entity = names.get(curie) if curie is not None else None
            return entity.name if entity else value.replace("_", " ")

        ends = " → ".join(name(c) for c in self.claim.causal_ends)
        what = self.field.replace("_of", "").replace("_", " ")
        return f"{what} breaks at {ends}: {name(self.value)}, before that {name(self.before)}"


class ContextReport(msgspec.Struct, frozen=True, kw_only=True):
    """The context in which a path can hold, and where it breaks.

    ``common`` are the narrowest values that all claims allow; ``places`` the regions passed, in order; ``unstated`` the
    claims that give no context at all.
    """

    common: dict[str, str]
    breaks: tuple[Break, ...] = ()
    places: tuple[Curie, ...] = ()
    unstated: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.breaks

    def lines(self, names: Mapping[Curie, Entity]) -> list[str]:
        """The report as text."""

        def name(value: str) -> str:
            entity = names.get(Curie.maybe(value) or Curie("MG:-"))
            return entity.name if entity else value.replace("_", " ")

        out = [b.line(names) for b in self.breaks]
        if self.common:
            out.append("holds in: " + ", ".join(f"{f.replace('_', ' ')} {name(v)}" for f, v in self.common.items()))
        if self.places:
            out.append("passes: " + " → ".join(name(c) for c in self.places))
        if self.unstated:
            out.append(f"{len(self.unstated)} claim(s) state no context")
        return out or ["no claim states a context"]

    def to_dict(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "common": dict(self.common),
            "breaks": [
                {"claim": b.claim.id, "field": b.field, "value": b.value, "before": b.before, "since": b.since}
                for b in self.breaks
            ],
            "places": [str(c) for c in self.places],
            "unstated": list(self.unstated),
        }


def context_of(claims: Iterable[Association] | Path, regions: Regions) -> ContextReport:
    """Intersect the contexts of claims in their order.

    Anatomy, cell type and component are not a break by themselves: a mechanism runs from place to place, so they are
    listed as passed. Species, preparation, route, timing and the patients' disease are: a step seen in rats and a step
    seen in people are not one mechanism seen in either.
    """
    listing = [s.association for s in claims.steps] if isinstance(claims, Path) else list(claims)
    common: dict[str, str] = {}
    since: dict[str, str] = {}
    breaks: list[Break] = []
    places: list[Curie] = []
    unstated: list[str] = []
    for a in listing:
        q = a.qualifiers
        stated = {f: str(v) for f in FIELDS if (v := getattr(q, f))}
        if not stated:
            unstated.append(a.id)
        place = q.anatomy or q.cell_type
        if place is not None and (not places or places[-1] != place):
            places.append(place)
        for f, value in stated.items():
            if f not in BREAKING:
                continue
            before = common.get(f)
            if before is None:
                common[f], since[f] = value, a.id
                continue
            both = regions.meet(Curie(value), Curie(before)) if f in PLACES else (value if value == before else None)
            if both is None:
                breaks.append(Break(claim=a, field=f, value=value, before=before, since=since[f]))
            else:
                common[f] = str(both)
    for b in breaks:
        common.pop(b.field, None)
    for f in ("anatomy", "cell_type"):
        values = {v for a in listing if (v := getattr(a.qualifiers, f)) is not None}
        if len(values) == 1:
            common[f] = str(values.pop())
    return ContextReport(common=common, breaks=tuple(breaks), places=tuple(places), unstated=tuple(unstated))


def parse_context(texts: Iterable[str], store: Store) -> dict[str, str]:
    """``species=human`` and the like: field names as in the qualifiers, entities by name.

    Raises:
        UsageError: no such field, or no value. NotFoundError: no such entity. VocabularyError: no such value.
    """
    from ..model import CLOSED
    from ..vocab import vocabulary

    out: dict[str, str] = {}
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        if name not in FIELDS or not value:
            raise UsageError(f"{text!r} is not a context", remedy=f"write FIELD=VALUE; fields: {', '.join(FIELDS)}")
        if name == "population" and (ill := _disease(store, value)) is not None:
            name, value = "population_of", str(ill)  # "population=cerebral palsy" are the patients with it
        if name in out:
            raise UsageError(f"{name} is given twice")
        if name in PLACES:
            out[name] = str(_named(store, value))
        else:
            if name in CLOSED:
                vocabulary().check_qualifier(CLOSED[name], value.replace(" ", "_"))
                value = value.replace(" ", "_")
            out[name] = value
    return out


def _disease(store: Store, text: str) -> Curie | None:
    """The disease that a text names exactly, if it names one."""
    from ..vocab import vocabulary

    for curie in store.by_name(text):
        entity = store.entity(curie)
        if entity is not None and vocabulary().is_a(entity.category, "disease"):
            return curie
    return None


def _named(store: Store, text: str) -> Curie:
    """An entity of the graph, or one that the embedded graph names: few graphs hold "human" themselves."""
    from ..records import embedded
    from ..search import find, look_up
    from ..store.memory import MemoryStore

    known = find(store, text) or find(MemoryStore(embedded()), text)
    return known.id if known is not None else look_up(store, text).id


def fits(claim: Association, wanted: Mapping[str, str], regions: Regions) -> bool | None:
    """Whether a claim holds in a context: yes, no, or ``None`` where it states nothing about one of the fields.

    A claim about a whole or a kind holds within it; a claim about a part does not hold of the whole.
    """
    silent = False
    for f, value in wanted.items():
        own = getattr(claim.qualifiers, f)
        if not own:
            silent = True
        elif f in PLACES:
            if not regions.within(Curie(own), Curie(value)) and not regions.within(Curie(value), Curie(own)):
                return False
        elif own != value:
            return False
    return None if silent else True


def silent_in(store: Store, claims: Iterable[Association], context: Iterable[str]) -> set[str]:
    """The ids of the claims that do not say whether they hold in a context (``field=value``, several)."""
    wanted, regions = parse_context(context, store), Regions(store)
    return {a.id for a in claims if fits(a, wanted, regions) is None}


def in_context(
    mechanism: Mechanism, wanted: Mapping[str, str], regions: Regions, *, strict: bool = False
) -> tuple[list[Path], list[Association], list[Association]]:
    """The paths of a mechanism that can hold in a context, the claims that cannot, and the claims that do not say.

    Args:
        strict: Also leave out paths with a claim that does not say.
    """
    verdict = {a.id: fits(a, wanted, regions) for a in mechanism.associations}
    refused = [a for a in mechanism.associations if verdict[a.id] is False]
    silent = [a for a in mechanism.associations if verdict[a.id] is None]
    bad = {a.id for a in refused} | ({a.id for a in silent} if strict else set())
    kept = [p for p in mechanism.paths if not any(s.association.id in bad for s in p.steps)]
    return kept, refused, silent


def arcs_in_context(index: ClaimIndex, store: Store, context: Iterable[str]) -> Array:
    """A mask over the arcs of a path index, bool (2m,), without the claims that cannot hold in a context.

    Raises:
        As :func:`parse_context`.
    """
    wanted, regions = parse_context(context, store), Regions(store)
    return index.refusing(lambda claim: fits(claim, wanted, regions) is False)
