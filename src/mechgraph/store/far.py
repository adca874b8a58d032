"""A graph at an endpoint that is too large to be copied: each look-up is a query, its answer becomes records.

What was fetched is kept, because the same entities and sources are asked for again and again. A listing comes in pages,
each starting after the last key of the one before, and ends on an empty one. It refuses what needs the whole graph, and
to be asked without end: both are told with how to build the graph here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode, Triple

from .. import rdf
from ..curie import Curie, prefix_map
from ..errors import RemoteError
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source, merge
from ..queries import with_prefixes
from ..select import Selection, sparql
from .memory import AllNames, fold, sourced
from .remote_engine import CutError, RemoteEngine

__all__ = ["FarStore"]

PAGE = 250
"""Nodes fetched by one query; with their properties far below the 10,000 rows at which stock Virtuoso cuts."""
NAMES = 8_000
"""Entities whose names come with one query, where not all do; half of them where these are more than come whole."""
PATIENCE = 500
"""Requests after which an answer is not waited for: a graph on this machine gives it in a second."""


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


class FarStore(AllNames):
    """Look-ups at an endpoint.

    Args:
        engine: Of the endpoint.
        bare_source: The id of the source that claims without evidence rest on.
    """

    def __init__(self, engine: RemoteEngine, bare_source: str = "") -> None:
        self.engine, self.name, self._bare_source = engine, engine.name, bare_source
        self._entities: dict[Curie, Entity | None] = {}
        self._sources: dict[str, Source | None] = {}
        self._found: dict[tuple[Any, ...], list[Association]] = {}
        self.known_names: list[tuple[str, Curie]] | None = None

    def too_large(self, what: str) -> RemoteError:
        """The error for what an endpoint is not asked for."""
        return RemoteError(
            f"{what} needs more of {self.name} than is fetched from an endpoint",
            remedy="build it here from what was loaded there: mechgraph build DUMP.nt -o NAME.mechgraph",
        )

    def _rows(self, text: str) -> list[Any]:
        if self.engine.connection.requests > PATIENCE:
            raise self.too_large("this answer")
        return self.engine.solutions(with_prefixes(text))[1]

    def _triples(self, where: str) -> list[Triple]:
        """Triples of the variables node, p, o under a pattern; direct ones, and of pieces of evidence."""
        rows = self._rows(f"SELECT DISTINCT ?node ?p ?o WHERE {{ {where} ?node ?p ?o }}")
        return [Triple(s, p, o) for s, p, o in rows]

    def _pages(self, where: str, node: str = "?node") -> Iterator[tuple[str, list[str]]]:
        """Patterns that bind ``node`` to a page of what ``where`` matches, and the page's IRIs."""
        last = ""
        while True:
            text = f'SELECT DISTINCT {node} WHERE {{ {where} FILTER(STR({node}) > "{last}") }}'
            rows = self._rows(f"{text} ORDER BY STR({node}) LIMIT {PAGE}")
            page = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
            if not rows:
                return
            yield f"VALUES {node} {{ {' '.join(f'<{i}>' for i in page)} }}", page
            last = max(row[0].value for row in rows)

    # Entities and sources ------------------------------------------------------------------------------------

    def _fetch_entities(self, curies: Iterable[Curie]) -> None:
        missing = [c for c in dict.fromkeys(curies) if c not in self._entities]
        for i in range(0, len(missing), PAGE):
            part = missing[i : i + PAGE]
            nodes = " ".join(str(rdf.iri(c)) for c in part)
            keep = "FILTER(!ISIRI(?o) || ?p IN (skos:exactMatch, dcterms:isReplacedBy))"
            text = f"SELECT ?node ?p ?o WHERE {{ VALUES ?node {{ {nodes} }} ?node ?p ?o . {keep} }}"
            records = rdf.from_triples(Triple(s, p, o) for s, p, o in self._rows(text))
            found: dict[Curie, Entity | None] = {e.id: e for e in records.entities}
            self._entities |= {c: found.get(c) for c in part}

    def entity(self, curie: Curie) -> Entity | None:
        self._fetch_entities([curie])
        found = self._entities[curie]
        if found is None and (normal := prefix_map().normalise(curie, strict=False)) not in (None, curie):
            return self.entity(normal)
        return found

    def entities(self) -> Iterator[Entity]:
        raise self.too_large("a listing of every entity")

    def by_name(self, text: str) -> Sequence[Curie]:
        forms = dict.fromkeys((text, text.lower(), text.upper(), text.capitalize(), text.title()))
        values = " ".join(_text(f) for f in forms)
        where = f"VALUES ?name {{ {values} }} {{ ?node rdfs:label ?name }} UNION {{ ?node skos:altLabel ?name }}"
        curie = prefix_map().normalise(text, strict=False)
        if curie is not None:
            where = f"{{ {where} }} UNION {{ ?node skos:exactMatch {rdf.iri(curie)} }}"
        text_of = f"SELECT DISTINCT ?node WHERE {{ {where} ?node mgv:category ?c }}"
        found = [c for (node,) in self._rows(text_of) if (c := prefix_map().compress(node.value)) is not None]
        wanted = fold(text)
        return found or list(dict.fromkeys(c for name, c in self.names() if fold(name) == wanted))

    def names(self) -> Iterator[tuple[str, Curie]]:
        if self.known_names is None:
            self.known_names = list(self._names())
        return iter(self.known_names)

    def _names(self) -> Iterator[tuple[str, Curie]]:
        """Every name and synonym: all by one query, or from as many entities at a time as an endpoint gives whole."""
        called = "{ ?node rdfs:label ?name } UNION { ?node skos:altLabel ?name }"
        last, most = "", 0
        while True:
            some = "?node mgv:category ?c ."
            if most:  # to sort the entities for each page takes an endpoint longer than to give all names
                some = f'SELECT DISTINCT ?node WHERE {{ {some} FILTER(STR(?node) > "{last}") }}'
                some = f"{{ {some} ORDER BY STR(?node) LIMIT {most} }}"
            try:
                rows = self._rows(f"SELECT DISTINCT ?node ?name WHERE {{ {some} {called} }}")
            except CutError:
                if not most:
                    most = NAMES
                    continue
                if most < 2:
                    raise
                most //= 2
                continue
            if not rows:
                return
            for node, name in sorted((node.value, name.value) for node, name in rows):
                if (curie := prefix_map().compress(node)) is not None:
                    yield name, curie
            if not most:
                return
            last = max(node.value for node, _ in rows)

    def _fetch_sources(self, ids: Iterable[str]) -> None:
        missing = [i for i in dict.fromkeys(ids) if i not in self._sources]
        for i in range(0, len(missing), PAGE):
            part = missing[i : i + PAGE]
            nodes = " ".join(str(rdf.source_iri(s)) for s in part)
            found: dict[str, Source | None] = {
                s.id: s for s in rdf.from_triples(self._triples(f"VALUES ?node {{ {nodes} }}")).sources
            }
            self._sources |= {s: found.get(s) for s in part}

    def source(self, id: str) -> Source | None:
        self._fetch_sources([id])
        return self._sources[id]

    def sources(self) -> Iterator[Source]:
        for values, _ in self._pages("?node a prov:Entity ."):
            yield from rdf.from_triples(self._triples(values)).sources

    # Claims --------------------------------------------------------------------------------------------------

    def _claims(self, where: str) -> list[Association]:
        """The claims whose nodes (``?claim``) a pattern binds, with their evidence."""
        nodes = self._rows(f"SELECT DISTINCT ?claim ?p ?o WHERE {{ {where} ?claim ?p ?o }}")
        pieces = f"SELECT DISTINCT ?piece ?p ?o WHERE {{ {where} ?claim mgv:has_evidence ?piece . ?piece ?p ?o }}"
        return rdf.from_triples(Triple(s, p, o) for s, p, o in (*nodes, *self._rows(pieces))).associations

    def _bare(self, where: str) -> list[Association]:
        """Direct triples (``?s ?pred ?o``) that no association node explains."""
        rows = self._rows(
            f"SELECT DISTINCT ?s ?pred ?o WHERE {{ {where} ?s ?pred ?o . ?pred mgv:role ?role . FILTER NOT EXISTS "
            "{ ?claim rdf:subject ?s ; rdf:predicate ?pred ; rdf:object ?o } }"
        )
        out = []
        for s, p, o in rows:
            subject, target, predicate = rdf.term_value(s), rdf.term_value(o), rdf.predicate_of(p)
            if predicate and isinstance(subject, Curie) and isinstance(target, Curie):
                out.append(Association(subject=subject, predicate=predicate, object=target))
        return out

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        if subject is None and object is None:
            raise self.too_large("a listing of every claim")
        key = (subject, predicate, object)
        if key not in self._found:
            whole = self._found.get((subject, None, None)) or self._found.get((None, None, object))
            if whole is not None and None not in (predicate or object, whole):
                wanted = zip(("subject", "predicate", "object"), key, strict=True)
                given = {k: v for k, v in wanted if v is not None}
                return (a for a in whole if all(getattr(a, k) == v for k, v in given.items()))
            self._found[key] = self._listing(*key)
            self._describe(self._found[key])
        return iter(self._found[key])

    def _describe(self, claims: Iterable[Association]) -> None:
        """Fetch what claims name: their ends, and the sources of their evidence."""
        claims = list(claims)
        self._fetch_entities(c for a in claims for c in (a.subject, a.object))
        self._fetch_sources(s for a in claims for s in a.sources)

    def _listing(self, subject: Curie | None, predicate: str | None, object: Curie | None) -> list[Association]:
        ends = {"subject": subject and rdf.iri(subject), "object": object and rdf.iri(object)}
        parts = [f"?claim rdf:{k} {v} ." for k, v in ends.items() if v]
        bare = [f"VALUES ?{k} {{ {v} }}" for k, v in (("s", ends["subject"]), ("o", ends["object"])) if v]
        if predicate is not None:
            parts.append(f"?claim rdf:predicate {rdf.predicate_iri(predicate)} .")
            bare.append(f"VALUES ?pred {{ {rdf.predicate_iri(predicate)} }}")
        out: list[Association] = []
        for values, _ in self._pages(" ".join(parts), "?claim"):
            out += self._claims(values)
        out += self._bare(" ".join(bare))
        return merge(sourced(out, self._bare_source))

    def select(self, selection: Selection) -> list[Association]:
        """The claims of a selection: their ids by one query, then their nodes, and those that are a triple alone.

        One query for all of it would be one request; Virtuoso joins its parts wrongly.
        """
        wanted = [c for (c,) in self._rows(sparql([selection])) if isinstance(c, NamedNode)]
        found: list[Association] = []
        for at in range(0, len(wanted), PAGE):
            values = " ".join(str(node) for node in wanted[at : at + PAGE])
            found += self._claims(f"VALUES ?claim {{ {values} }}")
        known = {a.id for a in found}
        missing = {str(rdf.term_value(node)) for node in wanted} - known
        if missing:
            ends = (*selection.starts, *selection.ends)
            bare = (a for c in ends for s, o in ((c, None), (None, c)) for a in self.associations(subject=s, object=o))
            found += [a for a in bare if a.id in missing]
        found = merge(sourced(found, self._bare_source))
        self._describe(found)
        return found

    def association(self, id: str) -> Association | None:
        curie = Curie.maybe(id)
        if curie is not None and curie.prefix == "mga":
            found = self._claims(f"VALUES ?claim {{ {rdf.iri(curie)} }} ?claim rdf:predicate ?any .")
        else:
            found = self._claims(f"?claim mgv:key {_text(id)} .")
        return sourced(found, self._bare_source)[0] if found else None

    # What curators chose -------------------------------------------------------------------------------------

    def _whole(self, where: str) -> Records:
        """Records of the nodes of a pattern, with the steps of those that have any."""
        patterns = [p for values, _ in self._pages(where) for p in (values, _steps(values))]
        return rdf.from_triples(t for pattern in patterns for t in self._triples(pattern))

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        parts = ["?node a mgv:Mechanism ."]
        parts += [f"?node mgv:{k} {rdf.iri(v)} ." for k, v in (("drug", drug), ("effect", effect)) if v is not None]
        return iter(self._whole(" ".join(parts)).mechanisms)

    @cached_property
    def _questions(self) -> list[OpenQuestion]:
        return self._whole("?node a mgv:OpenQuestion .").questions

    def questions(self) -> Iterator[OpenQuestion]:
        return iter(self._questions)

    @cached_property
    def _counts(self) -> dict[str, int]:
        wanted = {
            "entities": "?x mgv:category ?c",
            "associations": "?x rdf:predicate ?any",
            "sources": "?x a prov:Entity",
            "mechanisms": "?x a mgv:Mechanism",
            "questions": "?x a mgv:OpenQuestion",
        }
        out = {k: self._count(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {w} }}") for k, w in wanted.items()}
        # direct triples, less those that a node explains: to look for a node of each is ten times as much work
        out["associations"] += self._count("SELECT (COUNT(*) AS ?n) WHERE { ?pred mgv:role ?role . ?x ?pred ?o }")
        told = "?claim rdf:subject ?x ; rdf:predicate ?pred ; rdf:object ?o . ?x ?pred ?o . ?pred mgv:role ?role"
        told = f"SELECT DISTINCT ?x ?pred ?o WHERE {{ {told} }}"
        out["associations"] -= self._count(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {told} }} }}")
        return out

    def _count(self, text: str) -> int:
        return self.engine.number(with_prefixes(text))

    def counts(self) -> dict[str, int]:
        return dict(self._counts)


def _steps(values: str) -> str:
    """The pattern of the steps of mechanisms that a pattern binds as ``?node``."""
    return f"{values.replace('?node', '?whole', 1)} ?whole mgv:has_step ?node ."
