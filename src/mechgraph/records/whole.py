"""Record files put together: what does not fit, keys of claims resolved, one canonical order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from ..curie import Curie
from ..errors import RecordError, VocabularyError
from ..model import CLOSED, Association, CuratedMechanism, Entity, OpenQuestion, Records
from ..vocab import vocabulary
from .files import RecordFile, files, read_file

__all__ = ["canonical", "problems", "read", "resolve"]


def problems(loaded: Iterable[RecordFile], known: Records | None = None) -> Iterator[RecordError]:
    """Every broken reference and unknown term, each as an error with file, line and remedy.

    Args:
        loaded: The files to look at, together one graph.
        known: Records that may be referred to and are not looked at, such as the embedded graph.
    """
    loaded = list(loaded)
    vocab = vocabulary()
    base = known or Records()
    entities = {e.id for e in base.entities} | {e.id for f in loaded for e in f.records.entities}
    sources = {s.id for s in base.sources} | {s.id for f in loaded for s in f.records.sources}
    keys = {a.key for a in base.associations if a.key}
    own: set[str] = set()
    claim_refs = {a.id for a in base.associations}
    first: dict[tuple[str, str], str] = {}
    for f in loaded:
        for a in f.records.associations:
            claim_refs.add(a.id)
            if a.key:
                own.add(a.key)
    keys |= own
    for f in loaded:
        for kind, i, record in f.each():
            where = f"{f.path}:{f.line(kind, i) or 1}"

            def problem(message: str, remedy: str, suggestions: Iterable[str] = (), where: str = where) -> RecordError:
                return RecordError(f"{where}: {message}", remedy=remedy, suggestions=list(suggestions))

            name = getattr(record, "key" if kind == "associations" else "id")
            if name:
                if (kind, name) in first:
                    yield problem(f"{kind[:-1]} {name!r} is already at {first[kind, name]}", "keep one of the two")
                first.setdefault((kind, str(name)), where)
            terms: list[Callable[[], object]] = []
            curies: list[Curie] = []
            source_ids: list[str] = []
            claims: tuple[str, ...] = ()
            if isinstance(record, Entity):
                terms.append(lambda r=record: vocab.category(r.category))  # type: ignore[misc]
                curies += [record.deprecated_by] if record.deprecated_by else []
            elif isinstance(record, Association):
                terms.append(lambda r=record: vocab.predicate(r.predicate))  # type: ignore[misc]
                for field, table in CLOSED.items():
                    if value := getattr(record.qualifiers, field):
                        terms.append(lambda t=table, v=value: vocab.check_qualifier(t, v))  # type: ignore[misc]
                curies += [record.subject, record.object]
                curies += [
                    c
                    for n in ("anatomy", "cell_type", "component", "species", "population_of")
                    if (c := getattr(record.qualifiers, n))
                ]
                curies += [c for e in record.evidence for c in e.exempts]
                source_ids += record.sources
            elif isinstance(record, CuratedMechanism):
                curies += [record.drug, record.effect]
                claims = record.claims
            elif isinstance(record, OpenQuestion):
                curies += record.about
                claims = (*record.claims, *record.against)
            for term in terms:
                try:
                    term()
                except VocabularyError as error:
                    yield problem(error.message, error.remedy, error.suggestions)
            for curie in curies:
                if curie not in entities:
                    yield problem(f"no entity {curie}", "add it under 'entities' in this file")
            for source in source_ids:
                if source not in sources:
                    yield problem(f"no source {source!r}", "add it under 'sources' in this file")
            for claim in claims:
                if claim not in keys and claim not in claim_refs:
                    yield problem(f"no association with the key {claim!r}", "use the 'key' of an association")


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
        out.mechanisms += [replace(m, claims=of(m.claims)) for m in r.mechanisms]
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
        RecordError: the first problem, with file, line and remedy; ``mechgraph check`` lists them all.
    """
    loaded = [read_file(p) for p in files(folder)]
    for error in problems(loaded, known):
        raise error
    return resolve(loaded, known)
