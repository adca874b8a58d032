"""RDF: ours, read back without loss; anybody's, read as entities and relations between IRIs.

Foreign RDF: labels, synonyms, exact matches and types of known vocabularies (RDFS, SKOS, OBO, Biolink) describe
entities; every other triple between two IRIs is a claim, its predicate mapped by Biolink and RO where they know it,
otherwise kept as ``related_to`` with the IRI. Literals that no entity can hold and blank nodes are left out and
counted. Nothing is fetched: no import, no context, no base is looked up on the network.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from .. import rdf
from ..curie import Curie, prefix_map
from ..errors import FormatError, IdentifierError, VocabularyError
from ..model import Association, Entity, Qualifiers, Source
from ..vocab import vocabulary
from . import xmls
from .files import opened, without_mark
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, mapping, relations
from .reading import Reading, ReadReport

__all__ = ["read"]

FORMATS = {
    "turtle": RdfFormat.TRIG,
    "nt": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_OWN = "https://w3id.org/mechgraph/vocab/"
_OBO = "http://www.geneontology.org/formats/oboInOwl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_NAMES = {_RDFS + "label": 0, _SKOS + "prefLabel": 0}
_SYNONYMS = {_SKOS + "altLabel", *(f"{_OBO}has{k}Synonym" for k in ("Exact", "Related", "Narrow", "Broad"))}
_EQUAL = {_SKOS + "exactMatch", "http://www.w3.org/2002/07/owl#sameAs"}
_TEXTS = {"http://purl.org/dc/terms/description", _SKOS + "definition", "http://purl.obolibrary.org/obo/IAO_0000115"}
_TYPE = _RDF + "type"
_META = ("http://www.w3.org/2002/07/owl#", _RDFS, _RDF, "http://www.w3.org/ns/shacl#", _SKOS)


def _quads(path: Path, format: str) -> Iterator[Quad]:
    with opened(path) as stream:
        whole = io.BufferedReader(xmls.Checked(stream, path), 1 << 20) if format == "rdfxml" else without_mark(stream)
        try:
            yield from parse(whole, format=FORMATS[format], base_iri="https://w3id.org/mechgraph/local/")
        except SyntaxError as error:
            at = f":{error.lineno}" if error.lineno else ""
            raise FormatError(f"{path}{at}: not valid {format}: {str(error)[:300]}") from None
        except MemoryError as error:  # of the parser, whose buffer is limited
            raise FormatError(f"{path}: a term too long to be read: {error}", remedy="is it the right file?") from None
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{path}: not valid {format}: {str(error)[:300]}") from None


@cache
def _identifier(iri: str) -> Curie | None:
    return prefix_map().parse(iri)


def read(path: str | Path, format: str) -> Reading:
    """Read an RDF file; ``format`` is turtle (with TriG), nt (with N-Quads), rdfxml or jsonld.

    Raises:
        FormatError: not valid, with line; or nothing in it that could be read.
    """
    path = Path(path)
    quads = _quads(path, format)
    head: list[Quad] = []
    own = False
    for quad in quads:
        head.append(quad)
        if quad.predicate.value in (_OWN + "curie", _OWN + "category"):
            own = True
            break
        if len(head) >= 50_000:
            break
    if own:
        return _own(path, format, chain(head, quads))
    reading = Reading(source=_source(path), report=ReadReport(str(path), format))
    _foreign(chain(head, quads), reading)
    reading.sources.append(reading.source)
    return reading.done()


def _own(path: Path, format: str, quads: Iterable[Quad]) -> Reading:
    """Our own mapping; what it has no place for is read as anybody's RDF."""
    reading = Reading(source=_source(path), report=ReadReport(str(path), f"{format}, mechgraph's own mapping"))
    left: list[Triple] = []
    try:
        records = rdf.from_triples(quads, left)
    except (FormatError, IdentifierError) as error:
        if error.message.startswith(str(path)):
            raise
        raise FormatError(f"{path}: {error.message}", remedy="was it edited by hand?") from None
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise FormatError(f"{path}: not this mapping: {str(error)[:200]}", remedy="was it edited by hand?") from None
    vocab = vocabulary()
    for e in records.entities:
        try:
            vocab.category(e.category)
        except VocabularyError as error:
            raise FormatError(f"{path}: {e.id}: {error.message}", remedy=error.remedy) from None
    reading.entities = {e.id: e for e in records.entities}
    reading.associations.extend(records.associations)
    for a in records.associations:
        for end in (a.subject, a.object):
            if end not in reading.entities:
                reading.entities[end] = Entity(id=end, name=str(end), category=UNKNOWN_CATEGORY)
                reading.report.changed.add("an entity that nothing describes; kept untyped", end)
    reading.sources = records.sources
    reading.mechanisms = records.mechanisms
    reading.questions = records.questions
    if records.sources:
        reading.source = Source(id=f"rdf/{path.name}", kind="database", title=path.name)
    if left:
        _foreign(left, reading)
    return reading.done()


def _source(path: Path) -> Source:
    return Source(id=f"rdf/{path.name}", kind="database", title=f"RDF file {path.name}")


class _Thing:
    __slots__ = ("kind", "names", "synonyms", "text", "xrefs")

    def __init__(self) -> None:
        self.names: list[tuple[int, str]] = []
        self.synonyms: dict[str, None] = {}
        self.xrefs: dict[Curie, None] = {}
        self.text = ""
        self.kind = ""


def _foreign(triples: Iterable[Quad | Triple], reading: Reading) -> None:
    """Add what triples say to a reading; entities that it has stay as they are."""
    report = reading.report
    things: dict[Curie, _Thing] = {}
    links: list[tuple[Curie, str, Curie]] = []
    for q in triples:
        s, p, o = q.subject, q.predicate.value, q.object
        if not isinstance(s, NamedNode) or not isinstance(o, NamedNode | Literal):
            report.dropped.add("a triple with a blank node or a triple in it", p)
            continue
        subject = _identifier(s.value)
        if subject is None:
            report.dropped.add("a subject whose IRI makes no identifier", s.value[:80])
            continue
        thing = things.get(subject)
        if thing is None:
            thing = things[subject] = _Thing()
        if isinstance(o, Literal):
            _describe(thing, p, o, report)
            continue
        target = _identifier(o.value)
        if target is None:
            report.dropped.add("an object whose IRI makes no identifier", o.value[:80])
        elif p in _EQUAL:
            thing.xrefs[target] = None
        elif p == _TYPE and _classified(thing, target, o.value):
            pass
        else:
            links.append((subject, p, target))
    for _, _, target in links:
        things.setdefault(target, _Thing())
    for curie, t in things.items():
        if curie in reading.entities:
            continue
        name = min(t.names)[1] if t.names else str(curie)
        synonyms = tuple(dict.fromkeys([n for _, n in t.names if n != name] + [n for n in t.synonyms if n != name]))
        reading.entities[curie] = Entity(
            id=curie,
            name=name,
            category=t.kind or UNKNOWN_CATEGORY,
            synonyms=synonyms,
            xrefs=tuple(x for x in t.xrefs if x != curie),
            description=t.text,
        )
    claims = [_claim(*link, reading) for link in links]
    reading.associations.extend(claims)
    reading.associations.join()


def _describe(thing: _Thing, predicate: str, value: Literal, report: ReadReport) -> None:
    if predicate in _NAMES:
        language = value.language or ""
        thing.names.append((0 if not language or language.startswith("en") else 1, value.value))
    elif predicate in _SYNONYMS:
        thing.synonyms[value.value] = None
    elif predicate in _TEXTS and not thing.text:
        thing.text = value.value
    else:
        report.dropped.add(f"a property that an entity has no field for: {predicate}", value.value[:60])


def _classified(thing: _Thing, target: Curie, iri: str) -> bool:
    """Whether the type is one that says the category, or one of RDF's own machinery."""
    if target.prefix == "biolink" and (category := mapping("biolink").category(target)):
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
        if term.prefix == "biolink":
            row = mapping("biolink").find(str(term), kinds[0], kinds[1])
        own = row.predicate if row else relations().get(str(term))
    if row is not None and row.swap:
        subject, target = target, subject
    if own is not None:
        return Association(subject=subject, predicate=own, object=target)
    reading.report.unknown_predicates[str(term or predicate)] += 1
    return Association(
        subject=subject,
        predicate=UNKNOWN_PREDICATE,
        object=target,
        qualifiers=Qualifiers(other=f"predicate={term or predicate}"),
        note=f"RDF: {predicate}",
    )
