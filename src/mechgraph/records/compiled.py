"""Records compiled for a fast start: what one look-up needs is found without reading the rest.

Names, ends and ids are tables of their own; an entity, a claim or a source is decoded when it is asked for. So a start
costs the same whatever the graph holds. Nothing here can be edited: a change of the records is compiled anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import msgspec

from ..curie import Curie
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source, merge
from ..names import fold, more_names
from .sections import Sections, blobs, column, sections, texts

__all__ = ["Compiled", "compiled"]


def _curie(kind: type, value: Any) -> Any:
    return str.__new__(Curie, value)


_ENTITY = msgspec.msgpack.Decoder(Entity, dec_hook=_curie)
_ASSOCIATION = msgspec.msgpack.Decoder(Association, dec_hook=_curie)
_MECHANISM = msgspec.msgpack.Decoder(CuratedMechanism, dec_hook=_curie)
_QUESTION = msgspec.msgpack.Decoder(OpenQuestion, dec_hook=_curie)
_SOURCE = msgspec.msgpack.Decoder(Source)


def _grouped(pairs: Iterable[tuple[str, int]]) -> tuple[list[str], bytes, bytes]:
    """Sorted keys, where the numbers of each end, and the numbers in the order in which they came."""
    groups: dict[str, dict[int, None]] = {}
    for key, number in pairs:
        groups.setdefault(key, {})[number] = None
    keys = sorted(groups)
    return keys, column(accumulate(len(groups[k]) for k in keys)), column(n for k in keys for n in groups[k])


def _by(numbers: Sequence[int], size: int) -> tuple[bytes, bytes]:
    """Rows by a column of numbers below ``size``: where those of each number end, and the rows."""
    rows: list[list[int]] = [[] for _ in range(size)]
    for row, number in enumerate(numbers):
        rows[number].append(row)
    return column(accumulate(map(len, rows))), column(n for each in rows for n in each)


def compiled(records: Records) -> bytes:
    """Records as the bytes that :class:`Compiled` reads; evidence of claims of equal identity is pooled."""
    entities, claims = records.entities, merge(records.associations)
    ids = [str(e.id) for e in entities]
    known = {c: i for i, c in enumerate(ids)}
    for end in (c for a in claims for c in (a.subject, a.object)):
        if known.setdefault(str(end), len(ids)) == len(ids):
            ids.append(str(end))
    predicates = sorted({a.predicate for a in claims})
    code = {p: i for i, p in enumerate(predicates)}
    subjects, objects = [known[a.subject] for a in claims], [known[a.object] for a in claims]
    names = [(name, i) for i, e in enumerate(entities) for name in (e.name, *e.synonyms)]
    folded = [fold(name) for name, _ in names]
    listed = [(f, i) for f, (_, i) in zip(folded, names, strict=True)]
    listed += [(fold(x), i) for i, e in enumerate(entities) for x in e.xrefs]
    listed += [(fold(name), known[c]) for name, c in more_names(entities)]
    out = {"ids": texts(ids), "predicates": texts(predicates), "title": texts([records.title, records.note])}
    out |= blobs("entity", entities) | blobs("claim", claims) | blobs("source", records.sources)
    out |= blobs("mechanism", records.mechanisms) | blobs("question", records.questions)
    out |= {
        "subject": column(subjects),
        "object": column(objects),
        "predicate": column(code[a.predicate] for a in claims),
    }
    out["by_subject.ends"], out["by_subject"] = _by(subjects, len(ids))
    out["by_object.ends"], out["by_object"] = _by(objects, len(ids))
    for name, pairs in (
        ("called", listed),
        ("word", [(word, row) for row, f in enumerate(folded) for word in f.split(" ")]),
        (
            "claim_id",
            [*((a.id, n) for n, a in enumerate(claims)), *((a.key, n) for n, a in enumerate(claims) if a.key)],
        ),
    ):
        keys, out[f"{name}.ends"], out[f"{name}.rows"] = _grouped(pairs)
        out[name] = texts(keys)
    out |= {"name": texts(n for n, _ in names), "folded": texts(folded), "name_of": column(i for _, i in names)}
    out["source_id"] = texts(s.id for s in records.sources)
    out["mechanism_drug"] = texts(m.drug for m in records.mechanisms)
    out["mechanism_effect"] = texts(m.effect for m in records.mechanisms)
    return sections(out)


class _Groups:
    """Numbers by a sorted text, as :func:`_grouped` wrote them."""

    def __init__(self, found: Sections, name: str) -> None:
        self.keys = found.texts(name)
        self._ends, self._rows = found.column(f"{name}.ends"), found.column(f"{name}.rows")

    def of(self, key: str) -> Sequence[int]:
        at = bisect_left(self.keys, key)
        return self.rows(at) if at < len(self.keys) and self.keys[at] == key else ()

    def rows(self, at: int) -> Sequence[int]:
        return self._rows[self._ends[at - 1] if at else 0 : self._ends[at]]

    def beginning(self, start: str) -> Iterator[int]:
        """The numbers of every key that begins so, each once, in their order."""
        at = bisect_left(self.keys, start)
        found: set[int] = set()
        while at < len(self.keys) and self.keys[at].startswith(start):
            found.update(self.rows(at))
            at += 1
        return iter(sorted(found))


class Compiled:
    """Compiled records, read in place; numbers are places in the lists of the records.

    Raises:
        IndexFormatError: not what :func:`compiled` wrote.

    >>> from mechgraph.records import parse
    >>> found = Compiled(compiled(parse("entities:\\n- {id: 'MG:x', name: X-y, category: state}").records))
    >>> [found.entities[n].name for n in found.called.of("x y")]
    ['X-y']
    """

    def __init__(self, data: bytes | memoryview) -> None:
        self._sections = found = Sections(data)
        self.entities = found.blobs("entity", _ENTITY)
        self.claims = found.blobs("claim", _ASSOCIATION)
        self.sources = found.blobs("source", _SOURCE)
        self.mechanisms = found.blobs("mechanism", _MECHANISM)
        self.questions = found.blobs("question", _QUESTION)
        self.subject, self.object = found.column("subject"), found.column("object")
        self.predicate = found.column("predicate")
        self._by_subject, self._by_object = found.column("by_subject"), found.column("by_object")
        self._subject_ends, self._object_ends = found.column("by_subject.ends"), found.column("by_object.ends")

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each entity by its identifier, and of ends of claims that are no entity, after them."""
        return {curie: i for i, curie in enumerate(self._sections.texts("ids"))}

    @cached_property
    def predicates(self) -> dict[str, int]:
        return {p: i for i, p in enumerate(self._sections.texts("predicates"))}

    @cached_property
    def called(self) -> _Groups:
        """Entities by each of their names, synonyms, cross-references and names of the tables, folded."""
        return _Groups(self._sections, "called")

    @cached_property
    def claim_ids(self) -> _Groups:
        """Claims by id and by key."""
        return _Groups(self._sections, "claim_id")

    @cached_property
    def sources_by_id(self) -> dict[str, int]:
        return {s: i for i, s in enumerate(self._sections.texts("source_id"))}

    @cached_property
    def mechanism_ends(self) -> list[tuple[str, str]]:
        return list(zip(self._sections.texts("mechanism_drug"), self._sections.texts("mechanism_effect"), strict=True))

    @cached_property
    def _words(self) -> _Groups:
        return _Groups(self._sections, "word")

    @cached_property
    def names(self) -> list[str]:
        """Every name and synonym as it is written, in the order of the entities."""
        return self._sections.texts("name")

    @cached_property
    def folded(self) -> list[str]:
        return self._sections.texts("folded")

    @cached_property
    def name_of(self) -> Sequence[int]:
        """The entity of each name."""
        return self._sections.column("name_of")

    def names_holding(self, text: str) -> list[int]:
        """Rows of the names in which a folded text begins a word; found by its words, so that few names are read."""
        *whole, last = text.split(" ")
        rows = self._words.of(max(whole, key=len)) if whole else self._words.beginning(last)
        wanted = f" {text}"
        return [row for row in rows if wanted in f" {self.folded[row]}"]

    def from_subject(self, number: int) -> Sequence[int]:
        """Claims of a subject, in their order."""
        return self._by_subject[self._subject_ends[number - 1] if number else 0 : self._subject_ends[number]]

    def to_object(self, number: int) -> Sequence[int]:
        """Claims of an object, in their order."""
        return self._by_object[self._object_ends[number - 1] if number else 0 : self._object_ends[number]]

    @cached_property
    def records(self) -> Records:
        """All of it, decoded."""
        title, note = self._sections.texts("title")
        return Records(
            title=title,
            note=note,
            entities=list(self.entities),
            sources=list(self.sources),
            associations=list(self.claims),
            mechanisms=list(self.mechanisms),
            questions=list(self.questions),
        )
