"""Write one merged graph into a folder: tables, columns, path index. It knows nothing of sources."""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ..curie import Curie
from ..errors import MechgraphError
from ..model import CERTAINTIES, Association, Entity
from ..names import fold, more_names
from ..paths.claims import kinds_of_end
from ..paths.cost import beside_target
from ..paths.index import PathIndex
from ..paths.order import order_for
from ..paths.rank import Claims
from ..records import embedded
from ..store import layout, packed
from ..store.parts import COUNTED, listed, said_of
from ..vocab import vocabulary
from .detailed import Ints
from .merge import Merged

__all__ = ["Details", "breakdown", "write_claims", "write_paths", "write_tables"]

_CHUNK = 1 << 18


def _encode(value: object) -> bytes:
    return msgspec.json.encode(value, enc_hook=str)


def _has_more(e: Entity) -> bool:
    return bool(e.synonyms or e.xrefs or e.description or e.identifier_source or e.deprecated_by or e.raw)


class Details:
    """The claims with more to say than three terms, compressed as they pass, and a hash of all that the graph says.

    Args:
        graph: Of which :meth:`add` is told every such claim, in order of the rows.

    ``resting`` counts the claims that name a source, ``standing`` those of each knowledge level, agent, certainty and
    negation.
    """

    def __init__(self, graph: Merged) -> None:
        self.common = packed.common_text(graph.rich.some_bodies())
        self._pack = packed.Packer(self.common).packed
        self._rows = graph.rich.rows
        self._text, self._sizes = bytearray(), array("i")
        self.resting: Counter[str] = Counter()
        self.standing: Counter[tuple[str, str, str, bool]] = Counter()
        self._sha = hashlib.sha256()
        for column in (graph.subject, graph.predicate, graph.object):
            self._sha.update(column.astype("<i8").tobytes())
        self._sha.update(_encode(graph.predicates))
        for listing in (graph.entities, graph.sources, graph.mechanisms, graph.questions):
            for item in listing:
                self._sha.update(_encode(item) + b"\n")

    def add(self, row: int, body: bytes, at: int, kind: tuple[str, str, str, bool], sources: Sequence[str]) -> None:
        """Take a claim: its JSON, where its three terms end in it, how it stands, and its sources, each once."""
        self.standing[kind] += 1
        resting = self.resting
        for source in sources:
            resting[source] += 1
        self._sha.update(b"%d %b\n" % (row, body))
        one = self._pack(body[at:])
        self._text += one
        self._sizes.append(len(one))

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Row and compressed text of each."""
        at, text = 0, memoryview(self._text)
        for row, size in zip(self._rows.tolist(), self._sizes, strict=True):
            yield row, bytes(text[at : at + size])
            at += size

    def content(self) -> str:
        """A hash of what the graph says, not of how it is stored: the same sources in the same order give the same."""
        return self._sha.hexdigest()


def write_tables(folder: Path, graph: Merged, details: Details) -> None:
    """The SQLite file of names, entities and everything that is not a number.

    Raises:
        MechgraphError: this Python's SQLite is too old to index names.
    """
    if sqlite3.sqlite_version_info < layout.OLDEST_SQLITE:
        oldest = ".".join(map(str, layout.OLDEST_SQLITE))
        raise MechgraphError(
            f"SQLite {sqlite3.sqlite_version} cannot index names, {oldest} can",
            remedy="use a Python that has a newer one",
        )
    number = {e.id: i for i, e in enumerate(graph.entities)}
    keys = graph.rich.keys()
    db = sqlite3.connect(folder / layout.DATABASE, isolation_level=None)
    try:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + layout.SCHEMA)
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO entity VALUES (?,?,?,?,?)",
            (
                (i, str(e.id), e.name, e.category, _encode(e) if _has_more(e) else None)
                for i, e in enumerate(graph.entities)
            ),
        )
        db.executemany("INSERT INTO name VALUES (?,?,?,?)", _names(graph, number))
        db.execute("INSERT INTO common VALUES (?)", (details.common,))
        db.executemany("INSERT INTO claim VALUES (?,?,?)", ((n, keys.get(n), body) for n, body in details))
        db.executemany(
            "INSERT INTO source VALUES (?,?,?)", ((s.id, _encode(s), details.resting[s.id]) for s in graph.sources)
        )
        db.executemany(
            "INSERT INTO mechanism VALUES (?,?,?,?)",
            ((i, str(m.drug), str(m.effect), _encode(m)) for i, m in enumerate(graph.mechanisms)),
        )
        db.executemany("INSERT INTO question VALUES (?,?)", ((i, _encode(q)) for i, q in enumerate(graph.questions)))
        db.execute("COMMIT")
        db.executescript(layout.INDEXES)
    finally:
        db.close()


def _names(graph: Merged, number: dict[Curie, int]) -> Iterator[tuple[str, int, int, str]]:
    for i, e in enumerate(graph.entities):
        yield fold(e.name), i, layout.NAME, e.name
        for text in e.synonyms:
            yield fold(text), i, layout.SYNONYM, text
        for xref in e.xrefs:
            yield fold(xref), i, layout.XREF, str(xref)
    for text, curie in graph.aliases.items():
        if (at := number.get(curie)) is not None:
            yield fold(text), at, layout.ALIAS, text
    for text, curie in more_names(graph.entities, embedded().entities):
        yield fold(text), number[curie], layout.ALIAS, text


def write_claims(folder: Path, graph: Merged) -> None:
    """The columns of numbers, each in a file of its own, to be mapped."""
    place = folder / layout.CLAIMS
    place.mkdir()
    n = len(graph.entities)
    order = np.argsort(graph.object, kind="stable")
    keys = _ids(graph)
    by_id = np.argsort(keys, kind="stable")
    rich = np.zeros(len(graph.subject), np.int8)
    rich[graph.rich.rows] = 1
    spans = np.arange(n + 1)
    columns: dict[str, np.ndarray[Any, Any]] = {
        "subject": graph.subject,
        "predicate": graph.predicate,
        "object": graph.object,
        "origin": graph.origin,
        "rich": rich,
        "first_of_subject": np.searchsorted(graph.subject, spans),
        "first_of_object": np.searchsorted(graph.object[order], spans),
        "by_object": order,
        "ids": keys[by_id],
        "by_id": by_id,
        "qualifiers": graph.rich.rows[graph.rich.column("qualified") > 0],
        "quantity": graph.rich.rows[graph.rich.column("measured") > 0],
    }
    for name, code in layout.COLUMNS.items():
        columns[name].astype(np.dtype(code).newbyteorder("<")).tofile(place / f"{name}.bin")


def _ids(graph: Merged) -> Ints:
    """The first 64 bits of each claim's id, as :attr:`Association.id` makes it; a test holds the two together."""
    sha = hashlib.sha256
    heads = [f"{e.id}\x1f".encode() for e in graph.entities]
    tails = [f"{p}\x1f".encode() for p in graph.predicates]
    out = np.empty(len(graph.subject), np.int64)
    for at in range(0, len(out), _CHUNK):
        part = slice(at, at + _CHUNK)
        rows = zip(*(c[part].tolist() for c in (graph.subject, graph.predicate, graph.object)), strict=True)
        digests = b"".join([sha(heads[s] + tails[p] + heads[o]).digest()[:8] for s, p, o in rows])
        out[part] = np.frombuffer(digests, ">i8")
    out[graph.rich.rows] = graph.rich.column("ids").view(np.int64)
    return out


def write_paths(folder: Path, graph: Merged) -> PathIndex:
    """The path index of the asserted claims, each in its causal direction; ``claim`` numbers are rows."""
    vocab = vocabulary()
    m = len(graph.subject)
    evidence, certainty, keep = np.zeros(m, np.int32), np.zeros(m, np.int8), np.ones(m, bool)
    signs = np.array([vocab.predicates[p].sign for p in graph.predicates], np.int8)[graph.predicate]
    rich = graph.rich
    weakest = CERTAINTIES.index("inconclusive")
    evidence[rich.rows] = rich.column("supports")
    certainty[rich.rows] = np.minimum(rich.column("certainty"), weakest - 1)
    keep[rich.rows] = (rich.column("negated") == 0) & (rich.column("certainty") != weakest)
    signs[rich.rows] = rich.column("sign")
    signs[np.array([vocab.predicates[p].bridge for p in graph.predicates], bool)[graph.predicate]] = 1
    rows = np.flatnonzero(keep).astype(np.int32)
    subject, target, predicate = graph.subject[rows], graph.object[rows], graph.predicate[rows]
    reverse = np.isin(predicate, [i for i, p in enumerate(graph.predicates) if vocab.predicates[p].reversed])
    subject[reverse], target[reverse] = target[reverse], subject[reverse]
    kinds = list(vocab.categories)
    kind = {c: i for i, c in enumerate(kinds)}
    category = np.array([kind[e.category] for e in graph.entities], np.int64)
    ids = [str(e.id) for e in graph.entities]
    claims = Claims(subject, target, predicate, category, tuple(graph.predicates), identifiers=ids)
    index = PathIndex.build(
        subject,
        target,
        predicate,
        entity_ids=ids,
        categories=category,
        category_names=kinds,
        predicate_names=graph.predicates,
        predicate_signs=[vocab.predicates[p].sign for p in graph.predicates],
        undirected=[p for p in graph.predicates if vocab.predicates[p].symmetric],
        arc_claims=rows,
        signs=signs[rows],
        certainty=certainty[rows],
        evidence=evidence[rows],
        indirect=beside_target(subject, target, signs[rows], kinds_of_end(category)),
        order=order_for(claims, list(kinds)),
    )
    index.save(folder / layout.PATHS)
    return index


def breakdown(graph: Merged) -> list[tuple[str, str, int]]:
    """The graph counted as :func:`mechgraph.store.parts.breakdown` does; by column; one claim is read of
    each kind that is counted."""
    counts: dict[str, Counter[str]] = {what: Counter() for what in COUNTED}
    counts["category"].update(e.category for e in graph.entities)
    bare = np.bincount(graph.predicate, minlength=len(graph.predicates))
    bare -= np.bincount(graph.predicate[graph.rich.rows], minlength=len(graph.predicates))
    for name, n in zip(graph.predicates, bare.tolist(), strict=True):
        if n:
            example = graph.entities[0].id
            for what, which in said_of(Association(subject=example, predicate=name, object=example)).items():
                counts[what][which] += n
    kinds = np.zeros(len(graph.rich), np.int64)
    for what, values in (("predicate", len(graph.predicates)), ("certainty", 4), ("sign", 3), ("negated", 2)):
        kinds = kinds * values + graph.rich.column(what)
    _, firsts, sizes = np.unique(kinds, return_index=True, return_counts=True)
    for first, n in sorted(zip(firsts.tolist(), sizes.tolist(), strict=True)):
        for what, which in said_of(graph.rich.claim(first)).items():
            counts[what][which] += n
    return listed(counts)
