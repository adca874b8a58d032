"""RDF: ours, read back without loss; anybody's, read as entities and relations between IRIs.

What is not ours is read by :mod:`mechgraph.exchange.foreign`. BioPAX is refused by name. Nothing is fetched: no import,
no context, no base is looked up on the network.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from .. import rdf
from ..errors import FormatError, IdentifierError, VocabularyError
from ..model import Entity, Source
from ..vocab import vocabulary
from . import xmls
from .files import opened, without_mark
from .foreign import read_foreign
from .mappings import UNKNOWN_CATEGORY
from .reading import Reading, ReadReport

__all__ = ["read"]

FORMATS = {
    "turtle": RdfFormat.TRIG,
    "nt": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_BIOPAX = "http://www.biopax.org/release/biopax"
_OWN = "https://w3id.org/mechgraph/vocab/"


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
        if quad.predicate.value.startswith(_BIOPAX) or str(quad.object).startswith("<" + _BIOPAX):
            raise FormatError(
                f"{path} is BioPAX, which is not read",
                remedy="turn it into SIF with paxtools (toSIF), or take that file from Pathway Commons, and build that",
            )
        if quad.predicate.value in (_OWN + "curie", _OWN + "category"):
            own = True
            break
        if len(head) >= 50_000:
            break
    if own:
        return _own(path, format, chain(head, quads))
    reading = Reading(source=_source(path), report=ReadReport(str(path), format))
    read_foreign(chain(head, quads), reading)
    reading.sources.append(reading.source)
    return reading.done()


def _own(path: Path, format: str, quads: Iterable[Quad]) -> Reading:
    """Our own mapping; what it has no place for is read as anybody's RDF."""
    reading = Reading(source=_source(path), report=ReadReport(str(path), f"{format}, mechgraph's own mapping"))
    left: list[Triple] = []
    stated: list[str] = []

    def watched() -> Iterator[Quad]:
        for quad in quads:
            if source := rdf.bare_source(quad):
                stated.append(source)
            yield quad

    try:
        records = rdf.from_triples(watched(), left)
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
        known = {s.id: s for s in records.sources}
        own = Source(id=f"rdf/{path.name}", kind="database", title=path.name)
        if len(stated) == 1 and stated[0] in known:
            own, reading.bare_source = known[stated[0]], stated[0]
        reading.source = own
    if left:
        read_foreign(left, reading)
    return reading.done()


def _source(path: Path) -> Source:
    return Source(id=f"rdf/{path.name}", kind="database", title=f"RDF file {path.name}")
