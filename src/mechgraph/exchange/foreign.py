"""Anybody's RDF: what it says of things becomes entities, what it says between them becomes claims.

Labels, synonyms, cross-references and types of known vocabularies (RDFS, SKOS, OBO, Biolink) describe entities; a node
that is a statement (:mod:`mechgraph.exchange.statements`) and every other triple between two IRIs is a claim, its
predicate mapped by Biolink and RO where they know it, otherwise ``related_to`` with the IRI. Literals that no entity
can hold and other blank nodes are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from .. import rdf
from ..curie import Curie, prefix_map
from ..model import Association, Entity, Qualifiers, entity_ids
from ..vocab import vocabulary
from . import kgx_items
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, mapping, of_relation
from .qualifying import certainty_of
from .reading import Reading
from .statements import Statements, is_part

__all__ = ["read_foreign"]

_OBO = "http://www.geneontology.org/formats/oboInOwl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_BIOLINK = ("https://w3id.org/biolink/vocab/", "http://w3id.org/biolink/vocab/")
_OWL = "http://www.w3.org/2002/07/owl#"
_OBO_TERM = "http://purl.obolibrary.org/obo/"


def _biolinks(name: str) -> set[str]:
    return {b + name for b in _BIOLINK}


_NAMES = {_RDFS + "label", _SKOS + "prefLabel", *_biolinks("name")}
_SYNONYMS = {
    _SKOS + "altLabel",
    *(f"{_OBO}has{k}Synonym" for k in ("Exact", "Related", "Narrow", "Broad")),
    *_biolinks("synonym"),
}
_EQUAL = {_SKOS + "exactMatch", _OWL + "sameAs", _OWL + "equivalentClass", *_biolinks("same_as")}
_XREFS = {_OBO + "hasDbXref", _OBO + "hasAlternativeId", *_biolinks("xref"), *_biolinks("equivalent_identifiers")}
_TEXTS = {
    "http://purl.org/dc/terms/description",
    _SKOS + "definition",
    _OBO_TERM + "IAO_0000115",
    *_biolinks("description"),
}
_CATEGORY = _biolinks("category")
_REPLACED = _OBO_TERM + "IAO_0100001"
_NANOPUB = "http://www.nanopub.org/nschema#"
_LANGUAGE = (_OWL, _RDFS, "http://www.w3.org/ns/shacl#")
_TYPE = _RDF + "type"
_META = ("http://www.w3.org/2002/07/owl#", _RDFS, _RDF, "http://www.w3.org/ns/shacl#", _SKOS)


@cache
def _identifier(iri: str) -> Curie | None:
    return prefix_map().parse(iri)


class _Thing:
    __slots__ = ("kind", "names", "replaced", "synonyms", "text", "xrefs")

    def __init__(self) -> None:
        self.names: list[tuple[int, str]] = []
        self.synonyms: dict[str, None] = {}
        self.xrefs: dict[Curie, None] = {}
        self.text = ""
        self.kind = ""
        self.replaced: Curie | None = None


class _Foreign:
    """What triples of anybody say: things, links between them, statements, and restrictions of OWL."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.report = reading, reading.report
        self.things: dict[Curie, _Thing] = {}
        self.links: list[tuple[Curie, str, Curie]] = []
        self.statements = Statements()
        self.later: list[Quad | Triple] = []
        self.some: dict[str, dict[str, str]] = {}
        self.above: list[tuple[Curie, str]] = []
        self.types: list[tuple[Curie, Curie]] = []
        self.beside: set[str] = set()
        self.kinds: dict[str, str] = {str(c): e.category for c, e in reading.entities.items()}
        self.sources = {s.id for s in reading.sources}

    def take(self, triples: Iterable[Quad | Triple]) -> None:
        for q in triples:
            s, p, o = q.subject, q.predicate.value, q.object
            if p.startswith(_NANOPUB):
                self._around(q)
            elif self.beside and isinstance(q, Quad) and str(q.graph_name) in self.beside:
                self.report.dropped.add("what stands around the assertion of a nanopublication", p)
            elif is_part(p):
                self.statements.add(Triple(s, q.predicate, o))
            elif isinstance(s, BlankNode):
                if p.startswith(_OWL) and isinstance(o, NamedNode):
                    self.some.setdefault(str(s), {})[p[len(_OWL) :]] = o.value
                else:
                    self.later.append(q)
            elif isinstance(s, NamedNode) and isinstance(o, NamedNode | Literal):
                self._plain(s, p, o, q)
            elif isinstance(s, NamedNode) and p == _RDFS + "subClassOf" and (c := _identifier(s.value)) is not None:
                self.above.append((c, str(o)))
            else:
                self.report.dropped.add("a triple with a blank node or a triple in it", p)

    def _around(self, q: Quad | Triple) -> None:
        """Of a nanopublication only the graph of the assertion makes claims."""
        if isinstance(q, Quad):
            self.beside.add(str(q.graph_name))
        if q.predicate.value in (_NANOPUB + "hasProvenance", _NANOPUB + "hasPublicationInfo"):
            self.beside.add(str(q.object))

    def _plain(self, s: NamedNode, p: str, o: NamedNode | Literal, q: Quad | Triple) -> None:
        subject = _identifier(s.value)
        if self.statements.knows(s):
            self.statements.add(Triple(s, q.predicate, o))
        elif subject is None:
            self.report.dropped.add("a subject whose IRI makes no identifier", s.value[:80])
        elif isinstance(o, Literal):
            if not _describe(self._thing(subject), p, o):
                self.later.append(q)
        elif (target := _identifier(o.value)) is None:
            self.report.dropped.add("an object whose IRI makes no identifier", o.value[:80])
        elif p in _EQUAL or p in _XREFS:
            self._thing(subject).xrefs[target] = None
        elif p == _REPLACED:
            self._thing(subject).replaced = target
        elif p in _CATEGORY or p == _TYPE:
            if not _classified(self._thing(subject), target, o.value):
                self.types.append((subject, target))
        elif p.startswith(_LANGUAGE) and of_relation(str(_identifier(p))) is None:
            self.report.dropped.add("what an ontology says of itself", p)
        else:
            self.links.append((subject, p, target))

    def _thing(self, curie: Curie) -> _Thing:
        return self.things.setdefault(curie, _Thing())

    def done(self) -> None:
        """Entities first, then claims: of statements, of restrictions, of plain triples."""
        for q in self.later:
            s, p, o = q.subject, q.predicate.value, q.object
            if isinstance(s, NamedNode | BlankNode) and self.statements.knows(s):
                self.statements.add(Triple(s, q.predicate, o))
            elif isinstance(o, Literal) and isinstance(s, NamedNode):
                self.report.dropped.add(f"a property that an entity has no field for: {p}", o.value[:60])
            else:
                self.report.dropped.add("a triple with a blank node or a triple in it", p)
        edges = self.statements.edges()
        nodes = {_identifier(node[1:-1]): edge for node, edge in edges}
        self.report.unknown_categories.update(str(kind) for thing, kind in self.types if thing not in nodes)
        links = []
        for link in self.links:
            if (edge := nodes.get(link[0])) is not None:
                edge.setdefault(re.split("[/#]", link[1])[-1], str(link[2]))
            else:
                links.append(link)
        for subject, node in self.above:
            said = self.some.get(node, {})
            if "onProperty" in said and (target := _identifier(said.get("someValuesFrom", ""))) is not None:
                links.append((subject, said["onProperty"], target))
            else:
                self.report.dropped.add("a description of a class that is no plain restriction", subject)
        for curie in (c for s, _, o in links for c in (s, o)):
            self._thing(curie)
        for curie, thing in self.things.items():
            if curie not in nodes:
                self._entity(curie, thing)
        self.reading.associations.extend(_claim(*link, self.reading) for link in links)
        for node, edge in edges:
            self._edge(node, edge)
        self.reading.associations.join()

    def _entity(self, curie: Curie, t: _Thing) -> None:
        if curie in self.reading.entities:
            return
        name = min(t.names)[1] if t.names else str(curie)
        synonyms = dict.fromkeys((*(n for _, n in t.names), *t.synonyms))
        synonyms.pop(name, None)
        self.reading.entities[curie] = Entity(
            id=curie,
            name=name,
            category=t.kind or UNKNOWN_CATEGORY,
            synonyms=tuple(synonyms),
            xrefs=tuple(x for x in t.xrefs if x != curie),
            description=t.text,
            deprecated_by=t.replaced,
        )
        self.kinds[curie] = t.kind or UNKNOWN_CATEGORY

    def _edge(self, node: str, edge: dict[str, Any]) -> None:
        reading, default = self.reading, self.reading.source.id
        made = kgx_items.read_edge(edge, self.kinds, default)
        if isinstance(made, str):
            self.report.dropped.add(made, node)
            return
        if made.unknown:
            self.report.unknown_predicates[made.unknown] += 1
        for curie in entity_ids(made.association):
            self._entity(curie, self.things.get(curie) or _Thing())
        for source in made.sources:
            if source.id not in self.sources:
                self.sources.add(source.id)
                reading.sources.append(source)
        reading.associations.append(made.association)


def read_foreign(triples: Iterable[Quad | Triple], reading: Reading) -> None:
    """Add what triples say to a reading; entities that it has stay as they are."""
    foreign = _Foreign(reading)
    foreign.take(triples)
    foreign.done()


def _describe(thing: _Thing, predicate: str, value: Literal) -> bool:
    """Whether a text describes the thing."""
    if predicate in _NAMES:
        language = value.language or ""
        thing.names.append((0 if not language or language.startswith("en") else 1, value.value))
    elif predicate in _SYNONYMS:
        thing.synonyms[value.value] = None
    elif predicate in _TEXTS and not thing.text:
        thing.text = value.value
    elif predicate in _XREFS and (other := _identifier(value.value)) is not None:
        thing.xrefs[other] = None
    elif predicate == _OBO + "id" or predicate == _OBO + "hasOBONamespace":
        pass
    elif predicate in _CATEGORY and (other := _identifier(value.value)) is not None:
        return _classified(thing, other, "")
    else:
        return False
    return True


def _classified(thing: _Thing, target: Curie, iri: str) -> bool:
    """Whether the type is one that says the category, or one of RDF's own machinery."""
    if (category := mapping("biolink").category(target)) is not None:
        vocab = vocabulary()
        if not thing.kind or vocab.is_a(category, thing.kind):
            thing.kind = category
        return True
    return iri.startswith(_META)


def _claim(subject: Curie, predicate: str, target: Curie, reading: Reading) -> Association:
    kinds = [reading.entities[c].category for c in (subject, target)]
    own = rdf.predicate_of(NamedNode(predicate))
    term = _identifier(predicate)
    row: Any = None
    if own is None and term is not None:
        row = mapping("biolink").find(str(term), kinds[0], kinds[1]) if term.prefix == "biolink" else of_relation(term)
        own = row.predicate if row else None
    if row is not None and row.swap:
        subject, target = target, subject
    sure = certainty_of({})
    level: dict[str, Any] = {}
    if row is not None or own is None:  # a triple in others' words says nothing of how sure it is
        level = {"certainty": sure.certainty, "source_certainty": sure.said, "hedge": sure.hedge}
        level |= {"knowledge_level": sure.level, "agent_type": sure.agent}
    if own is not None:
        near = own == UNKNOWN_PREDICATE and row is not None and row.note  # none of our predicates says it
        return Association(
            subject=subject,
            predicate=own,
            object=target,
            negated=bool(row and row.negated),
            qualifiers=Qualifiers(other=f"predicate={term}") if near else Qualifiers(),
            **level,
        )
    reading.report.unknown_predicates[str(term or predicate)] += 1
    return Association(
        subject=subject,
        predicate=UNKNOWN_PREDICATE,
        object=target,
        qualifiers=Qualifiers(other=f"predicate={term or predicate}"),
        note=f"RDF: {predicate}",
        **level,
    )
