"""The embedded graph as a store: compiled records, read in place; each claim is decoded when it is asked for.

It answers as a store in memory of the same records does; a test compares the two. Its path index and its RDF store are
parts of their own, made when they are first asked for, kept beside the records, and opened from there.
"""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..curie import Curie, prefix_map
from ..errors import IndexFormatError
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source
from ..names import fold
from ..records import embedded_compiled, part
from ..records.compiled import Compiled
from ..select import Selection, among

if TYPE_CHECKING:
    from pyoxigraph import Store as RdfStore

    from .base import Engine

__all__ = ["TURTLE", "CompiledStore"]

TURTLE = "mechgraph.ttl.gz"
"""In a package: the whole graph as Turtle, from which the RDF store is made."""


class CompiledStore:
    """Compiled records as a store; the protocol of :class:`~mechgraph.store.base.Store`.

    ``claim(number)`` gives the claim that a row of the path index names.

    Args:
        keep: Where parts made from the records are kept: name and maker to the path, or ``None``.

    >>> CompiledStore.embedded().counts()["associations"] > 0
    True
    """

    def __init__(
        self,
        records: Compiled,
        name: str = "embedded",
        keep: Callable[[str, Callable[[Path], object]], Path | None] = lambda name, make: None,
    ) -> None:
        self.name = name
        self.keep = keep
        self._compiled = records
        self._predicates = records.predicates

    @classmethod
    def embedded(cls) -> CompiledStore:
        """The embedded graph."""
        return cls(embedded_compiled(), keep=part)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its records: where it is unpickled there may be another graph, or none."""
        from .memory import MemoryStore

        return MemoryStore, (self.records, self.name)

    @property
    def records(self) -> Records:
        """All of it, decoded."""
        return self._compiled.records

    @cached_property
    def engine(self) -> Engine:
        from pyoxigraph import Store as RdfStore

        from .embedded import EmbeddedEngine

        if (folder := self.keep("rdf", self._make_rdf)) is not None:
            with contextlib.suppress(IndexFormatError):  # removed in the meantime, or torn by a loss of power
                return EmbeddedEngine.open(folder)
        store = RdfStore()
        self._fill(store)
        return EmbeddedEngine(store)

    def _make_rdf(self, folder: Path) -> None:
        from pyoxigraph import Store as RdfStore

        store = RdfStore(str(folder))
        self._fill(store)
        store.flush()

    def _fill(self, store: RdfStore) -> None:
        """Put all triples into an RDF store: from the Turtle of the package, which is read faster than made."""
        from pyoxigraph import RdfFormat

        from .. import rdf

        told = self.keep(TURTLE, lambda path: None)
        if told is not None:
            store.bulk_load(gzip.decompress(told.read_bytes()), format=RdfFormat.TURTLE)
        else:
            store.bulk_extend(iter(rdf.to_store(self.records)))

    # Entities ------------------------------------------------------------------------------------------------

    def _number(self, curie: str) -> int | None:
        return self._compiled.number.get(curie)

    def _ids(self, numbers: Sequence[int]) -> list[Curie]:
        entities = self._compiled.entities
        return [entities[n].id for n in numbers]

    def entity(self, curie: Curie) -> Entity | None:
        entities = self._compiled.entities
        number = self._number(curie)
        if number is None and (normal := prefix_map().normalise(curie, strict=False)) is not None:
            number = self._number(normal)
        return entities[number] if number is not None and number < len(entities) else None

    def entities(self) -> Iterator[Entity]:
        return iter(self._compiled.entities)

    def by_name(self, text: str) -> Sequence[Curie]:
        return self._ids(self._compiled.called.of(fold(text)))

    def names(self) -> Iterator[tuple[str, Curie]]:
        entities = self._compiled.entities
        for name, number in zip(self._compiled.names, self._compiled.name_of, strict=True):
            yield name, entities[number].id

    def names_holding(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        found, wanted = self._compiled, fold(text)
        for row in found.names_holding(wanted) if wanted else ():
            yield found.folded[row], found.names[row], found.entities[found.name_of[row]].id

    def names_near(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        """Those of the same first letter and about as long: no other is taken for a misspelling."""
        found, wanted = self._compiled, fold(text)
        for row, folded in enumerate(found.folded):
            if folded[:1] == wanted[:1] and abs(len(folded) - len(wanted)) <= 2:
                yield folded, found.names[row], found.entities[found.name_of[row]].id

    # Claims --------------------------------------------------------------------------------------------------

    def claim(self, number: int) -> Association:
        """The claim of a row: what a path index calls it."""
        found: Association = self._compiled.claims[number]
        return found

    def detailed(self, field: str) -> Iterator[tuple[int, Association]]:
        """Every claim that says something in ``"qualifiers"`` or ``"quantity"``, with its row."""
        return ((n, a) for n, a in enumerate(self._compiled.claims) if getattr(a, field))

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        found = self._compiled
        code = None if predicate is None else self._predicates.get(predicate, -1)
        target = None if object is None else found.number.get(object, -1)
        rows: Sequence[int] = range(len(found.claims))
        if subject is not None:
            start = found.number.get(subject)
            rows = () if start is None else found.from_subject(start)
            if target is not None and target >= 0 and len(rows) > len(into := found.to_object(target)):
                start, column = start or 0, found.subject
                rows = [n for n in into if column[n] == start]
        elif target is not None:
            rows = () if target < 0 else found.to_object(target)
        for n in rows:
            if (code is None or found.predicate[n] == code) and (target is None or found.object[n] == target):
                yield found.claims[n]

    def select(self, selection: Selection) -> list[Association]:
        return among(self, selection)

    def association(self, id: str) -> Association | None:
        rows = self._compiled.claim_ids.of(id)
        return self._compiled.claims[rows[-1]] if rows else None

    # The rest ------------------------------------------------------------------------------------------------

    def source(self, id: str) -> Source | None:
        number = self._compiled.sources_by_id.get(id)
        return None if number is None else self._compiled.sources[number]

    def sources(self) -> Iterator[Source]:
        return iter(self._compiled.sources)

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        for n, (start, end) in enumerate(self._compiled.mechanism_ends):
            if (drug is None or start == drug) and (effect is None or end == effect):
                yield self._compiled.mechanisms[n]

    def questions(self) -> Iterator[OpenQuestion]:
        return iter(self._compiled.questions)

    def counts(self) -> dict[str, int]:
        found = self._compiled
        return {
            "entities": len(found.entities),
            "associations": len(found.claims),
            "sources": len(found.sources),
            "mechanisms": len(found.mechanisms),
            "questions": len(found.questions),
        }
