"""Several sources as one graph: entities joined by identifier and mapping, equal claims joined, clashes counted.

What comes out is sorted by identifier, so that the same sources give the same graph. Nothing is dropped without a
reason; two names or categories for one entity are a clash that is reported, and the first source wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ..curie import Curie
from ..exchange.reading import Reading, ReadReport, Tally
from ..model import CONTEXTS, Association, CuratedMechanism, Entity, OpenQuestion, Source, entity_ids, merge
from ..rdf import is_bare
from ..store.layout import LAST_ORIGIN
from ..vocab import vocabulary

__all__ = ["MergeReport", "Merged", "merged"]

Ints = npt.NDArray[np.int64]
Column = npt.NDArray[np.int32] | npt.NDArray[np.int16]


@dataclass
class MergeReport:
    """What joining the sources did.

    ``joined`` counts entities and claims that several sources share, and identifiers replaced by a mapping.
    """

    readings: list[ReadReport] = field(default_factory=list)
    joined: Tally = field(default_factory=Tally)
    clashes: Tally = field(default_factory=Tally)
    dropped: Tally = field(default_factory=Tally)

    def lines(self) -> Iterator[str]:
        for reading in self.readings:
            yield from reading.lines()
        for title, tally in (("joined", self.joined), ("clash", self.clashes), ("dropped", self.dropped)):
            for line in tally.lines():
                yield f"{title}: {line}"

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_dict(self) -> dict[str, Any]:
        return {
            "sources": [
                {
                    "path": r.path,
                    "format": r.format,
                    "entities": r.entities,
                    "claims": r.claims,
                    "dropped": r.dropped.as_dict(),
                    "changed": r.changed.as_dict(),
                    "unknown_predicates": dict(r.unknown_predicates.most_common()),
                    "unknown_categories": dict(r.unknown_categories.most_common()),
                }
                for r in self.readings
            ],
            "joined": self.joined.as_dict(),
            "clashes": self.clashes.as_dict(),
            "dropped": self.dropped.as_dict(),
        }


@dataclass
class Merged:
    """One graph, ready to be written: entities in order, claims in order of (subject, predicate, object, id).

    ``subject``, ``predicate`` and ``object`` are numbers into ``entities`` and ``predicates``; ``origin`` is a bit mask
    over ``origins``; the columns are as narrow as those of a built graph. ``rich`` maps the row of a claim with more to
    say to that claim; rows of equal ends are parallel.
    """

    entities: list[Entity]
    predicates: list[str]
    subject: Column
    predicate: Column
    object: Column
    origin: Column
    rich: dict[int, Association]
    origins: list[Source]
    aliases: dict[str, Curie]
    sources: list[Source]
    mechanisms: list[CuratedMechanism]
    questions: list[OpenQuestion]
    report: MergeReport

    def claim(self, row: int) -> Association:
        """The claim of a row."""
        return self.rich.get(row) or Association(
            subject=self.entities[int(self.subject[row])].id,
            predicate=self.predicates[int(self.predicate[row])],
            object=self.entities[int(self.object[row])].id,
        )


def _join(known: Entity, other: Entity, report: MergeReport) -> Entity:
    is_a = vocabulary().is_a
    category = known.category
    if known.category != other.category:
        if is_a(other.category, known.category):
            category = other.category
        elif not is_a(known.category, other.category):
            report.clashes.add(
                "one entity, two categories; the first kept", f"{known.id}: {known.category}, {other.category}"
            )
    if known.name.casefold() != other.name.casefold() and str(other.id) != other.name:
        if known.name == str(known.id):
            known = msgspec.structs.replace(known, name=other.name)
        else:
            report.clashes.add(
                "one entity, two names; the first kept, the other a synonym", f"{known.id}: {known.name}, {other.name}"
            )
    names = dict.fromkeys((*known.synonyms, *other.synonyms, other.name))
    names.pop(known.name, None)
    names.pop(str(known.id), None)
    xrefs = dict.fromkeys((*known.xrefs, *other.xrefs))
    return msgspec.structs.replace(
        known,
        category=category,
        synonyms=tuple(names),
        xrefs=tuple(x for x in xrefs if x != known.id),
        description=known.description or other.description,
        identifier_source=known.identifier_source or other.identifier_source,
        deprecated_by=known.deprecated_by or other.deprecated_by,
    )


def _moved(a: Association, same: Mapping[Curie, Curie]) -> Association:
    if not any(c in same for c in entity_ids(a)):
        return a
    q = a.qualifiers
    changed = {f: same[v] for f in CONTEXTS if (v := getattr(q, f)) in same}
    return msgspec.structs.replace(
        a,
        subject=same.get(a.subject, a.subject),
        object=same.get(a.object, a.object),
        qualifiers=msgspec.structs.replace(q, **changed) if changed else q,
    )


def merged(readings: Iterable[Reading], same: Mapping[Curie, Curie] | None = None) -> Merged:
    """Join sources into one graph.

    Args:
        readings: In the order of trust: where two clash, the first is kept.
        same: Identifier → the identifier to use instead (see :mod:`mechgraph.build.equivalences`).
    """
    same = same or {}
    readings = list(readings)
    report = MergeReport(readings=[r.report for r in readings])
    entities: dict[Curie, Entity] = {}
    aliases: dict[str, Curie] = {}
    sources: dict[str, Source] = {}
    origins: dict[str, int] = {}
    for reading in readings:
        here: set[Curie] = set()
        for curie, entity in reading.entities.items():
            target = same.get(curie, curie)
            if target != curie:
                report.joined.add("an identifier replaced by a mapping", f"{curie} → {target}")
                entity = msgspec.structs.replace(entity, id=target, xrefs=(*entity.xrefs, curie))
            known = entities.get(target)
            if known is None:
                entities[target] = entity
            else:
                entities[target] = _join(known, entity, report)
                if target not in here:
                    report.joined.add("an entity that an earlier source has too", target)
            here.add(target)
        aliases.update((text, same.get(c, c)) for text, c in reading.aliases.items())
        for s in (*reading.sources, reading.source):
            sources.setdefault(s.id, s)
        origins.setdefault(reading.source.id, min(len(origins), LAST_ORIGIN))

    ordered = sorted(entities.values(), key=lambda e: e.id)
    number = {e.id: i for i, e in enumerate(ordered)}
    predicates = list(vocabulary().predicates)
    code = {p: i for i, p in enumerate(predicates)}

    rich: list[Association] = []
    rich_origin: dict[str, int] = {}
    ids: dict[str, str] = {}
    keys: list[Ints] = []
    bits: list[Ints] = []
    n, width = len(ordered), len(predicates)
    for reading in readings:
        bit = 1 << origins[reading.source.id]
        c = reading.columns
        if len(c):
            there = np.array([number.get(same.get(e, e), -1) for e in c.entities], np.int64)
            codes = np.array([code[p] for p in c.predicates], np.int64)
            heads, middles, tails = (np.frombuffer(a, dtype=a.typecode) for a in (c.subject, c.predicate, c.object))
            key = (there[heads] * width + codes[middles]) * n + there[tails]
            keys.append(key)
            bits.append(np.full(len(key), bit, np.int64))
        loose: list[int] = []
        for a in reading.associations:
            moved = _moved(a, same)
            if moved.subject not in number or moved.object not in number:
                report.dropped.add("a claim about an entity that no source describes", str(moved))
                continue
            if moved is not a:
                ids[a.id] = moved.id
            if is_bare(moved):
                loose.append((number[moved.subject] * width + code[moved.predicate]) * n + number[moved.object])
                continue
            if moved.id in rich_origin:
                report.joined.add("a claim that several sources make, or make twice", str(moved))
            rich_origin[moved.id] = rich_origin.get(moved.id, 0) | bit
            rich.append(moved)
        if loose:
            keys.append(np.array(loose, np.int64))
            bits.append(np.full(len(loose), bit, np.int64))
    claims = merge(rich)
    del rich
    plain = {
        (number[a.subject] * width + code[a.predicate]) * n + number[a.object]: a
        for a in claims
        if not a.negated and not a.qualifiers
    }
    key, origin = _unique(keys, bits, report)
    if plain and len(key):
        known_keys = np.fromiter(plain, np.int64, len(plain))
        shared = np.isin(key, known_keys)
        for k, bit in zip(key[shared].tolist(), origin[shared].tolist(), strict=True):
            rich_origin[plain[k].id] |= bit
            report.joined.add("a claim that several sources make, or make twice", str(plain[k]))
        key, origin = key[~shared], origin[~shared]
    return _table(ordered, predicates, key, origin, claims, rich_origin, number, code).finish(
        origins=[sources[s] for s in origins],
        aliases=aliases,
        sources=sorted(sources.values()),
        mechanisms=sorted(_mechanisms(readings, same, ids)),
        questions=sorted(_questions(readings, same, ids)),
        report=report,
    )


def _unique(keys: list[Ints], bits: list[Ints], report: MergeReport) -> tuple[Ints, Ints]:
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    key, bit = np.concatenate(keys), np.concatenate(bits)
    keys.clear()
    bits.clear()
    order = np.argsort(key, kind="stable")
    key, bit = key[order], bit[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    if len(first) < len(key):
        report.joined.add("a claim that several sources make, or make twice", count=len(key) - len(first))
        bit = np.bitwise_or.reduceat(bit, first)
        key = key[first]
    return key, bit


@dataclass
class _table:
    entities: list[Entity]
    predicates: list[str]
    key: Ints
    origin: Ints
    claims: list[Association]
    rich_origin: dict[str, int]
    number: dict[Curie, int]
    code: dict[str, int]

    def finish(self, **rest: Any) -> Merged:
        n, width = len(self.entities), len(self.predicates)
        self.claims.sort(key=lambda a: (self.number[a.subject], self.code[a.predicate], self.number[a.object], a.id))
        theirs = np.array(
            [
                (self.number[a.subject] * width + self.code[a.predicate]) * n + self.number[a.object]
                for a in self.claims
            ],
            np.int64,
        )
        key = np.concatenate((self.key, theirs))
        bit = np.concatenate((self.origin, np.array([self.rich_origin[a.id] for a in self.claims], np.int64)))
        order = np.argsort(key, kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        rows = place[len(self.key) :].tolist()
        key, bit = key[order], bit[order]
        head, target = np.divmod(key, max(n, 1))
        subject, predicate = np.divmod(head, width)
        return Merged(
            entities=self.entities,
            predicates=self.predicates,
            subject=subject.astype(np.int32),
            predicate=predicate.astype(np.int16),
            object=target.astype(np.int32),
            origin=bit.astype(np.int32),
            rich=dict(zip(rows, self.claims, strict=True)),
            **rest,
        )


def _mechanisms(
    readings: list[Reading], same: Mapping[Curie, Curie], ids: Mapping[str, str]
) -> Iterator[CuratedMechanism]:
    seen: set[str] = set()
    for m in (m for r in readings for m in r.mechanisms):
        if m.id not in seen:
            seen.add(m.id)
            claims = tuple(dict.fromkeys(ids.get(c, c) for c in m.claims))
            yield msgspec.structs.replace(
                m, drug=same.get(m.drug, m.drug), effect=same.get(m.effect, m.effect), claims=claims
            )


def _questions(readings: list[Reading], same: Mapping[Curie, Curie], ids: Mapping[str, str]) -> Iterator[OpenQuestion]:
    seen: set[str] = set()
    for q in (q for r in readings for q in r.questions):
        if q.id not in seen:
            seen.add(q.id)
            yield msgspec.structs.replace(
                q,
                about=tuple(same.get(c, c) for c in q.about),
                claims=tuple(ids.get(c, c) for c in q.claims),
                against=tuple(ids.get(c, c) for c in q.against),
            )
