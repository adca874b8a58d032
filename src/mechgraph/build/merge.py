"""Several sources as one graph: entities joined by identifier and mapping, equal claims joined, clashes counted.

What comes out is sorted by identifier, so that the same sources give the same graph. Nothing is dropped without a
reason; two names or categories for one entity are a clash that is reported, and the first source wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ..curie import Curie
from ..exchange.claims import Claims, repeated
from ..exchange.reading import EXAMPLES, Reading, Tally
from ..model import CONTEXTS, Association, CuratedMechanism, Entity, OpenQuestion, Source, entity_ids, merge
from ..store.layout import LAST_ORIGIN
from ..vocab import vocabulary
from .detailed import Detailed, Ints
from .entities import MergeReport, joined_entity, refuse_mixed

__all__ = ["MergeReport", "Merged", "merged"]

Column = npt.NDArray[np.int32] | npt.NDArray[np.int16]


@dataclass
class Merged:
    """One graph, ready to be written: entities in order, claims in order of (subject, predicate, object, id).

    ``subject``, ``predicate`` and ``object`` are numbers into ``entities`` and ``predicates``; ``origin`` is a bit mask
    over ``origins``; the columns are as narrow as those of a built graph. ``rich`` holds the claims with more to say
    and their rows; rows of equal ends are parallel.
    """

    entities: list[Entity]
    predicates: list[str]
    subject: Column
    predicate: Column
    object: Column
    origin: Column
    rich: Detailed
    origins: list[Source]
    aliases: dict[str, Curie]
    sources: list[Source]
    mechanisms: list[CuratedMechanism]
    questions: list[OpenQuestion]
    report: MergeReport

    def claim(self, row: int) -> Association:
        """The claim of a row."""
        place = int(np.searchsorted(self.rich.rows, row))
        if place < len(self.rich) and self.rich.rows[place] == row:
            return self.rich.claim(place)
        return Association(
            subject=self.entities[int(self.subject[row])].id,
            predicate=self.predicates[int(self.predicate[row])],
            object=self.entities[int(self.object[row])].id,
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

    Raises:
        FormatError: ``same`` joins a disease and a drug, a gene or the like.
    """
    same = same or {}
    readings = list(readings)
    refuse_mixed(readings, same)
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
                entities[target] = joined_entity(known, entity, report)
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

    ids: dict[str, str] = {}
    keys: list[Ints] = []
    bits: list[Ints] = []
    n, width = len(ordered), len(predicates)
    for reading in readings:
        c = reading.columns
        if len(c):
            there = np.array([number.get(same.get(e, e), -1) for e in c.entities], np.int64)
            codes = np.array([code[p] for p in c.predicates], np.int64)
            heads, middles, tails = (np.frombuffer(a, dtype=a.typecode) for a in (c.subject, c.predicate, c.object))
            keys.append((there[heads] * width + codes[middles]) * n + there[tails])
            bits.append(np.full(len(keys[-1]), 1 << origins[reading.source.id], np.int64))
    rich = _Rich(number, width, same, report)
    for i, reading in enumerate(readings):
        rich.add(i, reading, 1 << origins[reading.source.id], keys, bits, ids)
    detailed, rich_key, rich_bit = rich.joined([r.associations for r in readings])
    key, bit = _unique(keys, bits, report)
    key, bit = _absorbed(key, bit, detailed, rich_key, rich_bit, report)
    return Merged(
        entities=ordered,
        predicates=predicates,
        **_table(n, width, key, bit, detailed, rich_key, rich_bit),
        origins=[sources[s] for s in origins],
        aliases=aliases,
        sources=sorted(sources.values(), key=lambda s: s.id),
        mechanisms=sorted(_mechanisms(readings, same, ids)),
        questions=sorted(_questions(readings, same, ids)),
        report=report,
    )


_TWICE = "a claim that several sources make, or make twice"


def _count(tally: Tally, reason: str, places: Ints, shown: Callable[[int], object]) -> None:
    """Count what stands at the places; only the examples are looked at."""
    for place in places[:EXAMPLES].tolist():
        tally.add(reason, shown(place))
    if len(places) > EXAMPLES:
        tally.add(reason, count=len(places) - EXAMPLES)


class _Rich:
    """Claims that say more than three terms, gathered from all readings: moved, counted, joined where they are one.

    Args:
        number: Of every entity.
        width: How many predicates there are.
        same: Identifier → the identifier to use instead.
    """

    def __init__(self, number: Mapping[Curie, int], width: int, same: Mapping[Curie, Curie], report: MergeReport):
        self.number, self.width, self.same, self.report = number, width, same, report
        self.own = Claims()  # those that were moved or joined
        self.parts: list[tuple[Ints, Ints, Ints, Ints]] = []  # pool (−1 for own), number there, key, bit

    def add(self, i: int, reading: Reading, bit: int, keys: list[Ints], bits: list[Ints], ids: dict[str, str]) -> None:
        """Take the claims of reading ``i``; those that say three terms alone go to ``keys``; moved ids to ``ids``."""
        claims, same = reading.associations, self.same
        numbers = claims.live()
        pool = np.full(len(numbers), i)
        there = np.array([self.number.get(same.get(e, e), -1) for e in claims.entities], np.int64)
        ends = [claims.column(end, numbers) for end in ("subject", "object")]
        subject, target = (there[end] for end in ends)
        known = (subject >= 0) & (target >= 0)
        reason = "a claim about an entity that no source describes"
        _count(
            self.report.dropped, reason, np.flatnonzero(~known), lambda at: str(_moved(claims.claim(numbers[at]), same))
        )
        bare = claims.column("bare", numbers) > 0
        key = (subject * self.width + claims.column("predicate", numbers)) * len(self.number) + target
        if same:
            renamed = np.array([e in same for e in claims.entities], bool)
            touched = renamed[ends[0]] | renamed[ends[1]] | (claims.column("context", numbers) > 0)
            for at in np.flatnonzero(known & touched).tolist():
                a = claims.claim(numbers[at])
                moved = _moved(a, same)
                if moved is not a:
                    ids[a.id] = moved.id
                    pool[at], numbers[at] = -1, self.own.append(moved)
        keys.append(key[known & bare])
        bits.append(np.full(len(keys[-1]), bit, np.int64))
        rest = known & ~bare
        self.parts.append((pool[rest], numbers[rest], key[rest], np.full(int(rest.sum()), bit, np.int64)))

    def joined(self, pools: list[Claims]) -> tuple[Detailed, Ints, Ints]:
        """All of them, each once, with their keys and bits."""
        none = np.zeros(0, np.int64)
        pool, numbers, key, bit = (np.concatenate(part) for part in zip((none,) * 4, *self.parts, strict=True))
        self.parts.clear()
        pool[pool < 0] = len(pools)
        found = Detailed([*pools, self.own], pool, numbers)
        left = np.ones(len(found), bool)
        for group in repeated(found.column("ids")):
            one = [found.claim(place) for place in group.tolist()]
            for a in one[1:]:
                self.report.joined.add(_TWICE, str(a))
            found.pool[group[0]], found.number[group[0]] = len(pools), self.own.append(merge(one)[0])
            bit[group[0]] = np.bitwise_or.reduce(bit[group])
            left[group[1:]] = False
        return (found, key, bit) if left.all() else (found.taken(left), key[left], bit[left])


def _absorbed(
    key: Ints, bit: Ints, rich: Detailed, rich_key: Ints, rich_bit: Ints, report: MergeReport
) -> tuple[Ints, Ints]:
    """The bare claims that no other source says more of; the origin of the others goes to ``rich_bit``."""
    plain = np.flatnonzero(rich.column("plain"))
    if not len(plain) or not len(key):
        return key, bit
    at = np.searchsorted(key, rich_key[plain])
    shared = np.flatnonzero(key[np.minimum(at, len(key) - 1)] == rich_key[plain])
    shared = shared[np.argsort(at[shared])]
    rich_bit[plain[shared]] |= bit[at[shared]]
    _count(report.joined, _TWICE, plain[shared], lambda place: str(rich.claim(place)))
    left = np.ones(len(key), bool)
    left[at[shared]] = False
    return key[left], bit[left]


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
        report.joined.add(_TWICE, count=len(key) - len(first))
        bit = np.bitwise_or.reduceat(bit, first)
        key = key[first]
    return key, bit


def _table(n: int, width: int, key: Ints, bit: Ints, rich: Detailed, rich_key: Ints, rich_bit: Ints) -> dict[str, Any]:
    """Bare and other claims as columns in one order; of equal ends the bare one first, then by id."""
    order = np.lexsort((rich.column("ids"), rich_key))
    rich = rich.taken(order)
    bare = len(key)
    key, bit = np.concatenate((key, rich_key[order])), np.concatenate((bit, rich_bit[order]))
    order = np.argsort(key, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    rich.rows = place[bare:].copy()
    key, bit = key[order], bit[order]
    head, target = np.divmod(key, max(n, 1))
    subject, predicate = np.divmod(head, width)
    return {
        "subject": subject.astype(np.int32),
        "predicate": predicate.astype(np.int16),
        "object": target.astype(np.int32),
        "origin": bit.astype(np.int32),
        "rich": rich,
    }


def _mechanisms(
    readings: list[Reading], same: Mapping[Curie, Curie], ids: Mapping[str, str]
) -> Iterator[CuratedMechanism]:
    seen: set[str] = set()
    for m in (m for r in readings for m in r.mechanisms):
        if m.id not in seen:
            seen.add(m.id)
            yield msgspec.structs.replace(
                m.moved(lambda c: ids.get(c, c)), drug=same.get(m.drug, m.drug), effect=same.get(m.effect, m.effect)
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
