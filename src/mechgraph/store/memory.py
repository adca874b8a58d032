"""A graph in memory: records, indexed by end, name and id; its SPARQL engine and path index are made when asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie, prefix_map
from ..model import Association, CuratedMechanism, Entity, Evidence, OpenQuestion, Records, Source, merge
from ..names import fold, more_names
from ..select import Selection, among

if TYPE_CHECKING:
    from .base import Engine

__all__ = ["AllNames", "MemoryStore", "fold", "sourced"]


def sourced(claims: Iterable[Association], source: str) -> list[Association]:
    """The claims; those without evidence rest on the source that a graph names for them."""
    if not source:
        return list(claims)
    rest = (Evidence(source=source),)
    return [a if a.evidence or a.derived_from else msgspec.structs.replace(a, evidence=rest) for a in claims]


class AllNames(ABC):
    """Names found by looking at all of them, once folded and kept: for stores of some ten thousand."""

    @abstractmethod
    def names(self) -> Iterator[tuple[str, Curie]]:
        """Every name and synonym with its entity."""

    @cached_property
    def _folded(self) -> list[tuple[str, str, Curie]]:
        return [(fold(name), name, curie) for name, curie in self.names()]

    def names_holding(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        wanted = f" {fold(text)}"
        return (row for row in self._folded if wanted in f" {row[0]}")

    def names_near(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        return iter(self._folded)


class MemoryStore(AllNames):
    """Records as a store; claims of equal identity are merged, so that evidence pools.

    Args:
        name: Of the graph.
        bare_source: The id of the source that claims without evidence rest on; none where it is not known.

    >>> from mechgraph.records import embedded
    >>> MemoryStore(embedded()).counts()["associations"] > 0
    True
    """

    def __init__(self, records: Records, name: str = "embedded", bare_source: str = "") -> None:
        self.name, self.bare_source = name, bare_source
        self.records = records
        self._entities = {e.id: e for e in records.entities}
        self._associations = merge(sourced(records.associations, bare_source))
        self._sources = {s.id: s for s in records.sources}

    def __getstate__(self) -> dict[str, Any]:
        """Pickled as its records: what is made of them is made again."""
        return {k: v for k, v in self.__dict__.items() if not isinstance(getattr(type(self), k, None), cached_property)}

    @cached_property
    def _by_id(self) -> dict[str, Association]:
        return {a.id: a for a in self._associations} | {a.key: a for a in self._associations if a.key}

    @cached_property
    def _by_subject(self) -> dict[Curie, list[Association]]:
        out: dict[Curie, list[Association]] = {}
        for a in self._associations:
            out.setdefault(a.subject, []).append(a)
        return out

    @cached_property
    def _by_object(self) -> dict[Curie, list[Association]]:
        out: dict[Curie, list[Association]] = {}
        for a in self._associations:
            out.setdefault(a.object, []).append(a)
        return out

    @cached_property
    def _by_name(self) -> dict[str, list[Curie]]:
        out: dict[str, list[Curie]] = {}
        for text, curie in self.names():
            found = out.setdefault(fold(text), [])
            if curie not in found:
                found.append(curie)
        for e in self._entities.values():
            for xref in e.xrefs:
                found = out.setdefault(fold(xref), [])
                if e.id not in found:
                    found.append(e.id)
        return out

    @cached_property
    def engine(self) -> Engine:
        from .. import rdf
        from .embedded import EmbeddedEngine

        return EmbeddedEngine(rdf.to_store(self.records))

    def entity(self, curie: Curie) -> Entity | None:
        found = self._entities.get(curie)
        if found is None and (normal := prefix_map().normalise(curie, strict=False)) is not None:
            found = self._entities.get(normal)
        return found

    def entities(self) -> Iterator[Entity]:
        return iter(self._entities.values())

    def by_name(self, text: str) -> Sequence[Curie]:
        return self._by_name.get(wanted := fold(text), ()) or self._more_names.get(wanted, ())

    @cached_property
    def _more_names(self) -> dict[str, list[Curie]]:
        """Names of the tables; read when no own name fits."""
        return {fold(name): [curie] for name, curie in more_names(self.records.entities)}

    def names(self) -> Iterator[tuple[str, Curie]]:
        for e in self._entities.values():
            for text in (e.name, *e.synonyms):
                yield text, e.id

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        listing: Sequence[Association]
        if subject is not None:
            listing = self._by_subject.get(subject, ())
        elif object is not None:
            listing = self._by_object.get(object, ())
        else:
            listing = self._associations
        for a in listing:
            if (predicate is None or a.predicate == predicate) and (object is None or a.object == object):
                yield a

    def given(self, *, datasets: bool = False) -> Iterator[Association]:
        """Every claim with the evidence that was given: without ``bare_source`` where there was none."""
        return iter(merge(self.records.associations) if self.bare_source else self._associations)

    def select(self, selection: Selection) -> list[Association]:
        return among(self, selection)

    def association(self, id: str) -> Association | None:
        return self._by_id.get(id)

    def source(self, id: str) -> Source | None:
        return self._sources.get(id)

    def sources(self) -> Iterator[Source]:
        return iter(self._sources.values())

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        for m in self.records.mechanisms:
            if (drug is None or m.drug == drug) and (effect is None or m.effect == effect):
                yield m

    def questions(self) -> Iterator[OpenQuestion]:
        return iter(self.records.questions)

    def counts(self) -> dict[str, int]:
        return {
            "entities": len(self._entities),
            "associations": len(self._associations),
            "sources": len(self._sources),
            "mechanisms": len(self.records.mechanisms),
            "questions": len(self.records.questions),
        }
