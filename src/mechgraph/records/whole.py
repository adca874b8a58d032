"""Record files put together: what does not fit, keys of claims resolved, one canonical order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from ..curie import Curie
from ..errors import RecordError, VocabularyError
from ..model import CLOSED, CONTEXTS, Association, CuratedMechanism, Entity, OpenQuestion, Records
from ..vocab import vocabulary
from .faults import Fault, Step, near
from .files import RecordFile, files, read_file

__all__ = ["canonical", "misfits", "problems", "read", "resolve", "with_named"]


def problems(loaded: Iterable[RecordFile], known: Records | None = None) -> Iterator[RecordError]:
    """Every broken reference and unknown term, each as an error with file, line, column and remedy.

    Args:
        loaded: The files to look at, together one graph.
        known: Records that may be referred to and are not looked at, such as the embedded graph.
    """
    for file, fault in misfits(loaded, known):
        yield fault.error(file.path, file.places)


def misfits(loaded: Iterable[RecordFile], known: Records | None = None) -> Iterator[tuple[RecordFile, Fault]]:
    """The same as faults, each with its file, for whoever wants their parts."""
    loaded = list(loaded)
    names = _Names(loaded, known or Records())
    first: dict[tuple[str, str], str] = {}
    for f in loaded:
        for kind, i, record in f.each():
            field = "key" if kind == "associations" else "id"
            name = str(getattr(record, field))
            if name and (kind, name) in first:
                message = f"{_ONE[kind]} {name!r} is already at {first[kind, name]}"
                yield f, Fault((kind, i, field), message, "keep one of the two", "duplicate-key", record=name)
            first.setdefault((kind, name), f"{f.path}:{f.line(kind, i)}")
            for step, fault in (*_terms(record), *names.missing(record)):
                yield f, fault._replace(at=(kind, i, *step), record=name)


_ONE = {"entities": "entity", "sources": "source", "associations": "association", "mechanisms": "mechanism"}
_ONE["questions"] = "question"


def _terms(record: object) -> Iterator[tuple[Step, Fault]]:
    """Terms of a record that its closed tables do not hold."""
    vocab = vocabulary()
    terms: list[tuple[Step, Callable[[], object]]] = []
    if isinstance(record, Entity):
        terms.append((("category",), partial(vocab.category, record.category)))
    elif isinstance(record, Association):
        terms.append((("predicate",), partial(vocab.predicate, record.predicate)))
        for field, table in CLOSED.items():
            if value := getattr(record.qualifiers, field):
                terms.append((("qualifiers", field), partial(vocab.check_qualifier, table, value)))
    for step, raw in _raws(record):
        if not _is_object(raw):
            message = "'raw' holds what an imported source says, as a JSON object"
            yield step, Fault((), message, "leave it out, and write a summary in your own words")
    for step, term in terms:
        try:
            term()
        except VocabularyError as error:
            yield step, Fault((), error.message, error.remedy, "closed-vocabulary", error.suggestions)


def _raws(record: object) -> Iterator[tuple[Step, str]]:
    if isinstance(record, Entity) and record.raw:
        yield ("raw",), record.raw
    elif isinstance(record, Association):
        yield from ((("evidence", i, "raw"), e.raw) for i, e in enumerate(record.evidence) if e.raw)


def _is_object(text: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(text.encode()), dict)
    except (msgspec.DecodeError, RecursionError):
        return False


class _Names:
    """What records may refer to: entities, sources and claims of the files and of what is known."""

    def __init__(self, loaded: list[RecordFile], base: Records) -> None:
        every = [base, *(f.records for f in loaded)]
        self.entities = {str(e.id): e.name for r in every for e in r.entities}
        self.sources = {s.id for r in every for s in r.sources}
        self.keys = {a.key for r in every for a in r.associations if a.key}
        self.claims = {a.id for r in every for a in r.associations}

    def missing(self, record: object) -> Iterator[tuple[Step, Fault]]:
        """What a record names and nobody defines, with the nearest that exists."""
        for step, curie in _named(record):
            if curie not in self.entities:
                close = tuple(f"{c} ({self.entities[c]})" for c in self._alike(curie))
                remedy = "add it under 'entities' in this file"
                yield step, Fault((), f"no entity {curie}", remedy, "dangling-reference", close)
        if isinstance(record, Association):
            for i, piece in enumerate(record.evidence):
                if piece.source not in self.sources:
                    yield ("evidence", i, "source"), self._none("source", piece.source, self.sources, "sources")
        if isinstance(record, CuratedMechanism) and record.steps:
            yield from self._steps(record)
        else:
            for field in ("claims", "against") if isinstance(record, CuratedMechanism | OpenQuestion) else ():
                yield from self._claims((field,), getattr(record, field, ()))

    def _claims(self, at: Step, claims: Iterable[str]) -> Iterator[tuple[Step, Fault]]:
        for i, claim in enumerate(claims):
            if claim not in self.keys and claim not in self.claims:
                close = near(claim, self.keys)
                remedy = "use the 'key' of an association"
                message = f"no association with the key {claim!r}"
                yield (*at, i), Fault((), message, remedy, "dangling-reference", close)

    def _steps(self, m: CuratedMechanism) -> Iterator[tuple[Step, Fault]]:
        """What the steps of a mechanism name: claims, and each other."""
        listed = [s.id for s in m.steps]
        stated = {c for s in m.steps for c in s.claims}
        yield from ((("claims",), fault) for _, fault in self._claims((), (c for c in m.claims if c not in stated)))
        for i, step in enumerate(m.steps):
            at = ("steps", i)
            if step.id in listed[:i]:
                yield (*at, "id"), Fault((), f"the step {step.id!r} stands twice", "give each its own", "duplicate-key")
            yield from self._claims((*at, "claims"), step.claims)
            sums = (c for c in step.summarises if c not in listed)
            yield from ((((*at, "summarises")), fault) for _, fault in self._claims((), sums))
            for name in step.after:
                if name not in listed or name == step.id:
                    remedy = f"the steps here are: {', '.join(listed)}"
                    yield (*at, "after"), Fault((), f"no other step {name!r}", remedy, "dangling-reference")

    def _alike(self, curie: Curie) -> list[str]:
        """Identifiers that are written otherwise: other case, zeros or letters. One digit off is another thing."""
        if curie.prefix == "MG":
            return list(near(curie, (e for e in self.entities if e.startswith("MG:")), 1))
        wanted = (curie.prefix.lower(), _digits(curie.reference))
        alike = (e for e in self.entities if e.partition(":")[0].lower() == wanted[0])
        return [e for e in alike if wanted[1] and _digits(e.partition(":")[2]) == wanted[1]][:1]

    def _none(self, what: str, name: str, names: Iterable[str], section: str) -> Fault:
        remedy = f"add it under {section!r} in this file"
        return Fault((), f"no {what} {name!r}", remedy, "dangling-reference", near(name, names))


def _digits(reference: str) -> str:
    return re.sub(r"\D", "", reference).lstrip("0")


def _named(record: object) -> Iterator[tuple[Step, Curie]]:
    """Every entity that a record names, with the field that names it."""
    if isinstance(record, Entity) and record.deprecated_by:
        yield ("deprecated_by",), record.deprecated_by
    elif isinstance(record, Association):
        yield ("subject",), record.subject
        yield ("object",), record.object
        yield from ((("qualifiers", n), c) for n in CONTEXTS if (c := getattr(record.qualifiers, n)))
        yield from ((("evidence", i, "exempts"), c) for i, e in enumerate(record.evidence) for c in e.exempts)
    elif isinstance(record, CuratedMechanism):
        yield ("drug",), record.drug
        yield ("effect",), record.effect
    elif isinstance(record, OpenQuestion):
        yield from ((("about", i), c) for i, c in enumerate(record.about))


def with_named(own: Records, known: Records) -> Records:
    """Records together with those entities and sources of ``known`` that they name and do not hold themselves."""
    listed: list[object] = [*own.entities, *own.associations, *own.mechanisms, *own.questions]
    entities = {c for r in listed for _, c in _named(r)} - {e.id for e in own.entities}
    sources = {s for a in own.associations for s in a.sources} - {s.id for s in own.sources}
    return msgspec.structs.replace(
        own,
        entities=[*own.entities, *(e for e in known.entities if e.id in entities)],
        sources=[*own.sources, *(s for s in known.sources if s.id in sources)],
    )


def resolve(loaded: Iterable[RecordFile], known: Records | None = None) -> Records:
    """Put files together into one set of records, the keys of claims turned into association ids."""
    loaded = list(loaded)
    ids = {a.key: a.id for a in (known.associations if known else ()) if a.key}
    ids |= {a.key: a.id for f in loaded for a in f.records.associations if a.key}

    def of(claims: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ids.get(c, c) for c in claims)

    replace = msgspec.structs.replace
    out = Records()
    for f in loaded:
        r = f.records
        out.entities += r.entities
        out.sources += r.sources
        out.associations += r.associations
        out.mechanisms += [m.moved(lambda c: ids.get(c, c)) for m in r.mechanisms]
        out.questions += [replace(q, claims=of(q.claims), against=of(q.against)) for q in r.questions]
    return canonical(out)


def canonical(records: Records) -> Records:
    """The same records in their canonical order; what is a set (synonyms, cross-references) is sorted too."""
    replace = msgspec.structs.replace
    entities = [replace(e, synonyms=tuple(sorted(e.synonyms)), xrefs=tuple(sorted(e.xrefs))) for e in records.entities]
    return Records(
        title=records.title,
        note=records.note,
        entities=sorted(entities),
        sources=sorted(records.sources),
        associations=sorted(replace(a, derived_from=tuple(sorted(a.derived_from))) for a in records.associations),
        mechanisms=sorted(records.mechanisms),
        questions=sorted(replace(q, about=tuple(sorted(q.about))) for q in records.questions),
    )


def read(folder: str | Path, known: Records | None = None) -> Records:
    """Read a folder (or one file) of records as one graph.

    Raises:
        RecordError: the first problem, with file, line, column and remedy; ``mechgraph check`` lists them all.
    """
    loaded = [read_file(p) for p in files(folder)]
    for error in problems(loaded, known):
        raise error
    return resolve(loaded, known)
