"""A graph behind a SPARQL endpoint, as a store.

A graph of some thousand claims is copied: one query has all of it, every answer is then made here, and the copy is kept
in the user's cache for as long as the endpoint says that it holds the same content. A larger one is looked up piece by
piece (:mod:`mechgraph.store.far`), and its names are kept likewise. It works with every endpoint that holds RDF in this
library's mapping, and writes nothing there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from pyoxigraph import NamedNode, Triple

from .. import rdf
from ..curie import Curie
from ..errors import RemoteError
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source
from ..queries import with_prefixes
from ..select import Selection
from . import remote_kept
from .far import FarStore
from .memory import MemoryStore
from .remote_engine import CutError, RemoteEngine

__all__ = ["RemoteStore"]

SMALL = rdf.COPIED
"""Claims, and entities, up to which a graph is copied."""
PIECES = {
    "claims": "?node rdf:predicate ?any . ?node ?p ?o . FILTER(?p != rdfs:label)",
    "evidence": "?claim mgv:has_evidence ?node . ?node ?p ?o . FILTER(?p != rdf:type)",
    "entities": "?node mgv:category ?kind . ?node ?p ?o",
    "sources": "?node a prov:Entity . ?node ?p ?o",
    "mechanisms": "?node a mgv:Mechanism . ?node ?p ?o",
    "steps": "?node a mgv:Step . ?node ?p ?o",
    "questions": "?node a mgv:OpenQuestion . ?node ?p ?o",
}
"""Patterns of ``?node ?p ?o`` that together are a graph; what follows from the rest is left out."""
_OPENING = f"""SELECT ?p ?o ?role ?category ?claims ?entities WHERE {{
  {{ mgv:graph ?p ?o }}
  UNION {{ SELECT ?role WHERE {{ ?predicate mgv:role ?role }} LIMIT 1 }}
  UNION {{ SELECT ?category WHERE {{ ?entity mgv:category ?category }} LIMIT 1 }}
  UNION {{ SELECT (COUNT(?c) AS ?claims) WHERE {{
    {{ SELECT ?c WHERE {{ ?c rdf:predicate ?any }} LIMIT {SMALL + 1} }} }} }}
  UNION {{ SELECT (COUNT(?e) AS ?entities) WHERE {{
    {{ SELECT ?e WHERE {{ ?e mgv:category ?kind }} LIMIT {SMALL + 1} }} }} }}
}}"""
_log = logging.getLogger("mechgraph.endpoint")


@dataclass(frozen=True, slots=True)
class _Opened:
    """What an endpoint says of its graph: whether it is small, which content it has, what bare claims rest on."""

    small: bool
    content: str
    bare_source: str


class RemoteStore:
    """The store of ``mechgraph.load("https://host/sparql")``; the same protocol as every store.

    Args:
        address: Of the endpoint.
        options: For :class:`~mechgraph.store.remote_engine.RemoteEngine`.
    """

    def __init__(self, address: str, **options: Any) -> None:
        self.engine = RemoteEngine(address, **options)
        self.name = self.engine.name
        self._address, self._options = address, options

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(RemoteStore, **self._options), (self._address,)

    @property
    def patience(self) -> float:
        """Seconds for one query as a whole."""
        return self.engine.timeout

    @patience.setter
    def patience(self, seconds: float) -> None:
        self.engine.timeout = seconds

    def close(self) -> None:
        """Close the connections."""
        self.engine.close()

    # Opening -------------------------------------------------------------------------------------------------

    @cached_property
    def _opened(self) -> _Opened:
        """What the endpoint holds, by the first request that is made.

        Raises:
            RemoteError: nothing that this library could read.
        """
        columns, rows = self.engine.solutions(with_prefixes(_OPENING))
        said: dict[str, Any] = {}
        for row in rows:
            cells = dict(zip(columns, row, strict=True))
            if cells["p"] is not None:
                said[cells["p"].value.rpartition("/")[2]] = cells["o"]
            said |= {k: v for k, v in cells.items() if k not in ("p", "o") and v is not None}
        if "category" not in said:
            raise RemoteError(
                f"{self.name} holds no graph of mechgraph",
                remedy="load what 'mechgraph export -o graph.nt' writes, into the default graph",
            )
        if "role" not in said:
            _log.warning(
                "%s lacks the vocabulary, so that queries find nothing by groups and labels of predicates; "
                "load what 'mechgraph export -o graph.nt' writes, or graph/ontology.ttl beside it",
                self.name,
            )
        sizes = [rdf.term_value(said[k]) if k in said else 0 for k in ("claims", "entities")]
        source = said.get("bare_source")
        return _Opened(
            small=all(int(n) <= SMALL for n in sizes),
            content=str(rdf.term_value(said["content"])) if "content" in said else "",
            bare_source=rdf.own_id("mgs", source.value) if isinstance(source, NamedNode) else "",
        )

    @cached_property
    def _inner(self) -> MemoryStore | FarStore:
        """What answers: a copy of the graph, or its look-ups."""
        opened = self._opened
        if opened.small:
            records = remote_kept.records(self._address, opened.content)
            if records is None:
                records = self._copied()
            if records is not None:
                remote_kept.keep_records(self._address, opened.content, records)
                return MemoryStore(records, self.name, opened.bare_source)
        far = FarStore(self.engine, opened.bare_source)
        far.known_names = remote_kept.names(self._address, opened.content)
        return far

    def _copied(self) -> Records | None:
        """The whole graph by one query, or by one for each piece of it where that is cut; ``None`` where these are."""
        try:
            try:
                triples = self._triples(" UNION ".join(f"{{ {piece} }}" for piece in PIECES.values()))
            except CutError:
                triples = [t for piece in PIECES.values() for t in self._paged(piece)]
        except CutError:
            return None
        return rdf.from_triples(triples)

    def _triples(self, where: str) -> list[Triple]:
        """What a pattern binds, each triple once; for an endpoint DISTINCT costs more than the search."""
        text = f"SELECT ?node ?p ?o WHERE {{ {where} }}"
        return [Triple(s, p, o) for s, p, o in dict.fromkeys(self.engine.solutions(with_prefixes(text))[1])]

    def _paged(self, piece: str) -> Iterator[Triple]:
        """A piece of the graph, nodes in the order of their names, as many at a time as come whole."""
        last, most = "", 2_000
        while True:
            after = f'SELECT DISTINCT ?node WHERE {{ {piece} FILTER(STR(?node) > "{last}") }}'
            try:
                found = self._triples(f"{{ {after} ORDER BY STR(?node) LIMIT {most} }} {piece}")
            except CutError:
                if most < 2:
                    raise
                most //= 2
                continue
            if not found:
                return
            yield from found
            last = max(str(t.subject.value) for t in found if isinstance(t.subject, NamedNode))

    @property
    def copy(self) -> MemoryStore | None:
        """The whole graph, where it is small enough to have been copied."""
        return self._inner if isinstance(self._inner, MemoryStore) else None

    # Look-ups ------------------------------------------------------------------------------------------------

    def entity(self, curie: Curie) -> Entity | None:
        return self._inner.entity(curie)

    def entities(self) -> Iterator[Entity]:
        return self._inner.entities()

    def by_name(self, text: str) -> Sequence[Curie]:
        return self._inner.by_name(text)

    def names(self) -> Iterator[tuple[str, Curie]]:
        inner = self._inner
        if isinstance(inner, FarStore) and inner.known_names is None:
            _log.warning("%s: its names are fetched once", self.name)
            remote_kept.keep_names(self._address, self._opened.content, list(inner.names()))
        return inner.names()

    def names_holding(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        self.names()
        return self._inner.names_holding(text)

    def names_near(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        self.names()
        return self._inner.names_near(text)

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        return self._inner.associations(subject=subject, predicate=predicate, object=object)

    @property
    def bare_source(self) -> str:
        """The id of the source that claims without evidence rest on."""
        return self._opened.bare_source

    def given(self, *, datasets: bool = False) -> Iterator[Association]:
        """Every claim with the evidence that was given, of a copied graph."""
        return self._inner.associations() if self.copy is None else self.copy.given(datasets=datasets)

    def select(self, selection: Selection) -> list[Association]:
        return self._inner.select(selection)

    def association(self, id: str) -> Association | None:
        return self._inner.association(id)

    def source(self, id: str) -> Source | None:
        return self._inner.source(id)

    def sources(self) -> Iterator[Source]:
        return self._inner.sources()

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        return self._inner.mechanisms(drug, effect)

    def questions(self) -> Iterator[OpenQuestion]:
        return self._inner.questions()

    def counts(self) -> dict[str, int]:
        return self._inner.counts()
