"""A built graph, opened from its folder: names from SQLite, claims from mapped columns, SPARQL from Oxigraph.

Opening reads the manifest and compares the size of every file; it reads no other data. A part is opened when it is
first asked for, from the content that was found on opening, and only after its files were compared with their hashes.
Any number of readers may have a graph open while another is built in its place. It refuses a folder of another version,
one that is torn, and to answer after it was closed.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ..curie import Curie, prefix_map
from ..errors import IndexFormatError, MechgraphError, UsageError
from ..model import Association, CuratedMechanism, Entity, Evidence, OpenQuestion, Source
from ..select import Selection, among
from . import layout
from .compared import Files
from .content import AGAIN, REBUILT, REMEDY, Content, opened
from .mapped import mapped, unopened
from .memory import fold

if TYPE_CHECKING:
    from .base import Engine

__all__ = ["DiskStore"]

KEPT = 200_000
"""Identifiers, and entities, that a store remembers."""
NEAR = 20_000
"""Names that are compared with a text at most: those that share its rarest runs of three letters.

A graph that has no more names than that compares all."""
SHORT = 5
"""A text of fewer characters may share no three letters with its typo; it is compared with all short names."""
_INDEXED = "trigram JOIN name ON name.rowid = trigram.rowid"
K = TypeVar("K")
V = TypeVar("V")
_DAMAGED = (IndexError, ValueError, KeyError, TypeError, msgspec.DecodeError)
"""What reading a damaged file may end in, where its size is right."""


def _curie(kind: type, value: Any) -> Any:
    return str.__new__(Curie, value)


_ENTITY = msgspec.json.Decoder(Entity, dec_hook=_curie)
_ASSOCIATION = msgspec.json.Decoder(Association, dec_hook=_curie)
_MECHANISM = msgspec.json.Decoder(CuratedMechanism, dec_hook=_curie)
_QUESTION = msgspec.json.Decoder(OpenQuestion, dec_hook=_curie)
_SOURCE = msgspec.json.Decoder(Source)


class _Connection:
    """A connection of one thread, closed with the thread or with the store, whichever ends first."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb"):  # SQLite does not tell why it cannot open a file
                pass
            uri = f"{path.as_uri()}?mode=ro&immutable=1"
            self.db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except OSError as error:
            raise unopened(path, error) from None
        except sqlite3.Error as error:
            raise MechgraphError(f"{path}: {error}") from None

    def __del__(self) -> None:
        if (db := getattr(self, "db", None)) is not None:
            db.close()


def _close(content: Content, connections: weakref.WeakSet[_Connection]) -> None:
    for connection in list(connections):
        connection.db.close()
    content.close()


class DiskStore:
    """A graph that :func:`mechgraph.build.build` wrote; the same protocol as every store.

    ``claim(number)`` gives the claim that a row of the path index names. Safe to use from several threads. It is closed
    by :meth:`close`, or when nothing refers to it any more; pickled it is opened again, with the same content.
    """

    def __init__(self, content: Content, manifest: dict[str, Any]) -> None:
        self.path = content.target
        self.folder = content.folder
        self.manifest = manifest
        self.name: str = manifest["name"]
        self._content = content
        self._files = Files(content.folder, manifest["files"], content.wrong)
        self._connections: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._finalizer = weakref.finalize(self, _close, content, self._connections)
        self._begin()
        self._predicates: list[str] = manifest["predicates"]
        self._numbers = {p: i for i, p in enumerate(self._predicates)}

    def _begin(self) -> None:
        """Nothing is open, nothing remembered."""
        self._local = threading.local()
        self._stated_by: dict[int, tuple[Evidence, ...]] = {}
        self._known_ids: dict[int, Curie] = {}
        self._known: dict[str, Entity] = {}
        for part in ("engine", "_columns"):
            self.__dict__.pop(part, None)

    @classmethod
    def open(cls, folder: str | os.PathLike[str], content: str | None = None) -> DiskStore:
        """Open a built graph read-only, in a few milliseconds.

        Args:
            folder: Where it is.
            content: The :attr:`content` that it must have.

        Raises:
            NotFoundError: no such folder. MechgraphError: it cannot be read.
            IndexFormatError: not a built graph, of another version or content, or torn; with what to do.
        """
        found = opened(Path(folder), None if content is None else content[:16])
        try:
            store = cls(found, _manifest(found))
            if content is not None and store.content != content:
                raise IndexFormatError(f"{found.target}: {REBUILT}", remedy=AGAIN)
            store._files.sizes()
        except (KeyError, TypeError, ValueError, AttributeError):
            found.close()
            raise IndexFormatError(f"{found.folder}: the manifest is torn", remedy=REMEDY) from None
        except BaseException:
            found.close()
            raise
        return store

    def __reduce__(self) -> tuple[Any, ...]:
        return DiskStore.open, (os.fspath(self.path), self.content)

    @cached_property
    def content(self) -> str:
        """The hash of the manifest, which holds the hash of every file: equal where every byte is."""
        import hashlib

        return hashlib.sha256(self._content.manifest).hexdigest()

    @property
    def current(self) -> bool:
        """Whether the graph on disk still has the content that this store reads."""
        return self._content.current

    def close(self) -> None:
        """Close every file. Asking the store after that is an error; closing it again does nothing."""
        self._finalizer()
        self._begin()

    def verify(self) -> None:
        """Read every file and compare its hash; it takes seconds on a big graph.

        Raises:
            IndexFormatError: the first file that differs.
        """
        self._files.compare(anew=True)

    def _damaged(self, what: object) -> IndexFormatError:
        return self._content.wrong("damaged", str(what))

    # What is on disk -----------------------------------------------------------------------------------------

    def _part(self, name: str) -> Path:
        """A file or folder of the content, as it was built: nobody reads a length from it before."""
        self._asked()
        self._files.compare(name)
        return self.folder / name

    def _asked(self) -> None:
        if not self._finalizer.alive:
            raise UsageError(f"the graph {self.name} is closed", remedy="open it again with mechgraph.load")

    @property
    def _db(self) -> sqlite3.Connection:
        mine: _Connection | None = getattr(self._local, "connection", None)
        if mine is None:
            mine = self._local.connection = _Connection(self._part(layout.DATABASE))
            self._connections.add(mine)
        return mine.db

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.DatabaseError as error:
            self._asked()
            raise self._damaged(f"{layout.DATABASE}: {error}") from None

    def _row(self, table: str, what: str, number: int) -> Any:
        """What a table says of a number that another file names."""
        row = next(self._rows(f"SELECT {what} FROM {table} WHERE n = ?", number), None)
        if row is None:
            raise self._damaged(f"no {table} has the number {number}")
        return row[0]

    def _decoded(self, decoder: msgspec.json.Decoder[V], body: bytes) -> V:
        try:
            return decoder.decode(body)
        except _DAMAGED as error:
            raise self._damaged(f"{layout.DATABASE}: {error}") from None

    @cached_property
    def _columns(self) -> dict[str, Sequence[int]]:
        place = self._part(layout.CLAIMS)
        return {name: _column(place / f"{name}.bin", code) for name, code in layout.COLUMNS.items()}

    @cached_property
    def engine(self) -> Engine:
        from .embedded import EmbeddedEngine

        return EmbeddedEngine.open(self._part(layout.RDF))

    @property
    def paths_folder(self) -> Path:
        """Where the path index is: for ``PathIndex.open``."""
        return self._part(layout.PATHS)

    # Entities ------------------------------------------------------------------------------------------------

    def _number(self, curie: str) -> int | None:
        row = next(self._rows("SELECT n FROM entity WHERE id = ?", str(curie)), None)
        return None if row is None else int(row[0])

    def _id(self, number: int) -> Curie:
        found = self._known_ids.get(number)
        if found is None:
            found = _keep(self._known_ids, number, str.__new__(Curie, self._row("entity", "id", number)))
        return found

    def entity(self, curie: Curie) -> Entity | None:
        found = self._known.get(curie)
        if found is not None:
            return found
        sql = "SELECT id, name, category, body FROM entity WHERE id = ?"
        row = next(self._rows(sql, str(curie)), None)
        if row is None and (normal := prefix_map().normalise(curie, strict=False)) not in (None, curie):
            row = next(self._rows(sql, str(normal)), None)
        return None if row is None else _keep(self._known, str(curie), self._entity(row))

    def _entity(self, row: tuple[Any, ...]) -> Entity:
        curie, name, category, body = row
        if body is not None:
            return self._decoded(_ENTITY, body)
        return Entity(id=str.__new__(Curie, curie), name=name, category=category)

    def entities(self) -> Iterator[Entity]:
        return (self._entity(row) for row in self._rows("SELECT id, name, category, body FROM entity ORDER BY n"))

    def by_name(self, text: str) -> Sequence[Curie]:
        sql = "SELECT e.id FROM name JOIN entity e ON e.n = name.entity WHERE folded = ? ORDER BY kind, e.n"
        return list(dict.fromkeys(str.__new__(Curie, row[0]) for row in self._rows(sql, fold(text))))

    def names(self) -> Iterator[tuple[str, Curie]]:
        sql = "SELECT text, e.id FROM name JOIN entity e ON e.n = name.entity WHERE kind <= ?"
        return ((text, str.__new__(Curie, curie)) for text, curie in self._rows(sql, layout.SYNONYM))

    def names_holding(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        wanted = fold(text)
        if not wanted:
            return
        seen = set()
        begins = "name.folded >= ? AND name.folded < ?"
        word = "instr(name.folded, ?) > 0"
        grams = _grams(f" {wanted}")
        for where, table, values in (
            (begins, "name", (wanted, wanted + chr(sys.maxunicode))),
            (f"trigram MATCH ? AND {word}", _INDEXED, (_match("AND", grams), f" {wanted}"))
            if grams
            else (word, "name", (f" {wanted}",)),
        ):
            for row in self._some_names(table, f"{where} ORDER BY length(name.folded)", *values):
                if row not in seen:
                    seen.add(row)
                    yield row

    def names_near(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        wanted = fold(text)
        if next(self._rows("SELECT coalesce(max(rowid), 0) FROM name"))[0] <= NEAR:
            return self._some_names("name", "TRUE")
        if len(wanted) < SHORT:
            return self._some_names("name", "length(name.folded) <= ?", 3 * len(wanted))
        counts = {g: self._count(g) for g in _grams(wanted)}
        chosen: list[str] = []
        for gram in sorted(counts, key=lambda g: (counts[g], g)):
            if chosen and sum(counts[g] for g in chosen) + counts[gram] > NEAR:
                break
            chosen.append(gram)
        return self._some_names(_INDEXED, "trigram MATCH ?", _match("OR", chosen))

    def _count(self, gram: str) -> int:
        row = next(self._rows("SELECT doc FROM trigram_count WHERE term = ?", gram), None)
        return 0 if row is None else int(row[0])

    def _some_names(self, table: str, where: str, *values: object) -> Iterator[tuple[str, str, Curie]]:
        what = f"SELECT name.folded, text, e.id FROM {table} JOIN entity e ON e.n = name.entity"
        rows = self._rows(f"{what} WHERE kind <= ? AND {where} LIMIT ?", layout.SYNONYM, *values, NEAR)
        return ((folded, text, str.__new__(Curie, curie)) for folded, text, curie in rows)

    # Claims --------------------------------------------------------------------------------------------------

    def claim(self, number: int) -> Association:
        """The claim of a row: what :meth:`PathIndex.claim` gives."""
        c = self._columns
        try:
            subject, target = c["subject"][number], c["object"][number]
        except IndexError:
            raise self._damaged(f"there is no claim {number:,}") from None
        return self._claim(number, self._id(subject), self._id(target))

    def _claim(self, number: int, subject: Curie, target: Curie, as_given: bool = False) -> Association:
        c = self._columns
        if c["rich"][number]:
            claim = self._decoded(_ASSOCIATION, self._row("claim", "body", number))
            return claim if as_given else self._sourced(number, claim)
        try:
            predicate = self._predicates[c["predicate"][number]]
        except IndexError:
            raise self._damaged(f"claim {number:,} has no predicate") from None
        return Association(
            subject=subject,
            predicate=predicate,
            object=target,
            evidence=() if as_given else self._from(c["origin"][number]),
        )

    def _sourced(self, number: int, claim: Association) -> Association:
        """A claim that came without evidence and was not derived rests on the datasets that state it."""
        if claim.evidence or claim.derived_from:
            return claim
        return msgspec.structs.replace(claim, evidence=self._from(self._columns["origin"][number]))

    def _from(self, origin: int) -> tuple[Evidence, ...]:
        """The datasets of a bit mask as evidence; they are sources of this graph like any other."""
        found = self._stated_by.get(origin)
        if found is None:
            origins = enumerate(self.manifest["origins"])
            found = tuple(Evidence(source=s) for i, s in origins if origin >> min(i, layout.LAST_ORIGIN) & 1)
            self._stated_by[origin] = found
        return found

    def detailed(self, field: str) -> Iterator[tuple[int, Association]]:
        """Every claim that says something in ``"qualifiers"`` or ``"quantity"``, with its row; no other is decoded."""
        begins = f'"{field}":{{"'.encode()  # an empty record has no name after the brace
        for n, body in self._rows("SELECT n, body FROM claim WHERE instr(body, ?) ORDER BY n", begins):
            claim = self._sourced(n, self._decoded(_ASSOCIATION, body))
            if getattr(claim, field):
                yield int(n), claim

    def _find(self, subject: Curie | None, predicate: str | None, target: Curie | None) -> Iterator[int]:
        code = None if predicate is None else self._numbers.get(predicate)
        if predicate is not None and predicate not in self.manifest["by_predicate"]:
            return
        s = None if subject is None else self._number(subject)
        o = None if target is None else self._number(target)
        if (subject is not None and s is None) or (target is not None and o is None):
            return
        try:
            yield from self._among(s, code, o)
        except _DAMAGED as error:
            raise self._damaged(f"{layout.CLAIMS}: {error}") from None

    def _among(self, s: int | None, code: int | None, o: int | None) -> Iterator[int]:
        c = self._columns
        predicates, objects, subjects = c["predicate"], c["object"], c["subject"]
        first, last = (0, len(subjects)) if s is None else c["first_of_subject"][s : s + 2]
        if s is not None and code is not None:  # the claims of a subject are sorted by predicate
            first, last = (bisect(predicates, code, first, last) for bisect in (bisect_left, bisect_right))
        rows: Sequence[int] = range(first, last)
        if o is not None:
            begin, end = c["first_of_object"][o : o + 2]
            if end - begin < last - first:
                rows = c["by_object"][begin:end]
        for row in rows:
            if (
                (o is None or objects[row] == o)
                and (code is None or predicates[row] == code)
                and (s is None or subjects[row] == s)
            ):
                yield row

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        subjects, objects = self._columns["subject"], self._columns["object"]
        for row in self._find(subject, predicate, object):
            yield self._claim(row, self._id(subjects[row]), self._id(objects[row]))

    def given(self, rows: Iterable[int] | None = None) -> Iterator[Association]:
        """Every claim, or those of some rows, as its dataset gives it, for those who write it in a format of its own.

        Where a dataset gives no evidence there is none; elsewhere in this store the dataset itself then stands as the
        source.
        """
        subjects, objects = self._columns["subject"], self._columns["object"]
        for row in range(len(subjects)) if rows is None else rows:
            yield self._claim(row, self._id(subjects[row]), self._id(objects[row]), as_given=True)

    def unlike(self, other: DiskStore) -> Iterator[Association]:
        """Every claim as given, but those that are nothing but three terms in both stores: they say the same.

        What is left out is found by comparing the columns of ids, so that it does not become claims.
        """
        import numpy as np

        (ids, rows), (others, _) = self._bare(), other._bare()
        left = np.ones(len(self._columns["subject"]), bool)
        left[rows[np.isin(ids, others, assume_unique=True)]] = False
        return self.given(np.flatnonzero(left).tolist())

    def _bare(self) -> tuple[Any, Any]:
        """Id and row of each claim that is nothing but three terms, as two arrays."""
        import numpy as np

        c = self._columns
        try:
            ids, rows = np.asarray(c["ids"], np.int64), np.asarray(c["by_id"], np.int64)
            bare = np.asarray(c["rich"], np.int8)[rows] == 0
        except _DAMAGED as error:
            raise self._damaged(f"{layout.CLAIMS}: {error}") from None
        return ids[bare], rows[bare]

    def select(self, selection: Selection) -> list[Association]:
        return among(self, selection)

    def association(self, id: str) -> Association | None:
        number = self._row_of(id)
        return None if number is None else self.claim(number)

    def _row_of(self, id: str) -> int | None:
        if id.startswith("mga:") and len(id) == 20:
            try:
                wanted = int.from_bytes(bytes.fromhex(id[4:]), "big", signed=True)
            except ValueError:
                return None
            ids = self._columns["ids"]
            at = bisect_left(ids, wanted)
            return self._columns["by_id"][at] if at < len(ids) and ids[at] == wanted else None
        row = next(self._rows("SELECT n FROM claim WHERE key = ?", id), None)
        return None if row is None else int(row[0])

    def origin(self, id: str) -> tuple[str, ...]:
        """Ids of the sources that a claim came from; evidence says more where a source gives it."""
        number = self._row_of(id)
        if number is None:
            return ()
        return tuple(e.source for e in self._from(self._columns["origin"][number]))

    # The rest ------------------------------------------------------------------------------------------------

    def source(self, id: str) -> Source | None:
        row = next(self._rows("SELECT body FROM source WHERE id = ?", id), None)
        return None if row is None else self._decoded(_SOURCE, row[0])

    def sources(self) -> Iterator[Source]:
        return (self._decoded(_SOURCE, row[0]) for row in self._rows("SELECT body FROM source ORDER BY id"))

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        where = {"drug": drug, "effect": effect}
        given = {k: str(v) for k, v in where.items() if v is not None}
        sql = "SELECT body FROM mechanism" + (" WHERE " + " AND ".join(f"{k} = ?" for k in given) if given else "")
        return (self._decoded(_MECHANISM, row[0]) for row in self._rows(sql + " ORDER BY n", *given.values()))

    def questions(self) -> Iterator[OpenQuestion]:
        return (self._decoded(_QUESTION, row[0]) for row in self._rows("SELECT body FROM question ORDER BY n"))

    @property
    def breakdown(self) -> list[tuple[str, str, int]]:
        """What :func:`mechgraph.store.parts.breakdown` counts, as the build counted it."""
        return [(what, which, n) for what, which, n in self.manifest["breakdown"]]

    def counts(self) -> dict[str, int]:
        self._asked()
        return dict(self.manifest["counts"])


def _manifest(content: Content) -> dict[str, Any]:
    manifest = layout.manifest_of(content.manifest)
    kind, version = manifest["format"], manifest["version"]
    if kind != layout.FORMAT or version != layout.VERSION:
        raise IndexFormatError(
            f"{content.target} has format version {version!r}, this mechgraph reads {layout.VERSION}", remedy=REMEDY
        )
    return manifest


def _grams(text: str) -> list[str]:
    """Each three characters in a row, once."""
    return sorted({text[i : i + 3] for i in range(len(text) - 2)})


def _match(operator: str, grams: list[str]) -> str:
    """What the index of names is asked for; quotes keep it from reading a name as a query."""
    return f" {operator} ".join('"' + g.replace('"', '""') + '"' for g in grams)


def _keep(known: dict[K, V], key: K, value: V) -> V:
    """Remember what was read; all is forgotten when it becomes too much."""
    if len(known) >= KEPT:
        known.clear()
    known[key] = value
    return value


def _column(path: Path, code: str) -> Sequence[int]:
    view = mapped(path)
    if sys.byteorder == "big":
        from array import array

        swapped = array(code, bytes(view))
        swapped.byteswap()
        return swapped
    return view.cast(code)  # type: ignore[call-overload,no-any-return]
