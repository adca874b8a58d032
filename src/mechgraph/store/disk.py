"""A built graph, opened from its folder: names from SQLite, claims from mapped columns, SPARQL from Oxigraph.

Opening reads the manifest and compares the size of every file; it reads no data. Any number of readers may have a
graph open while another is built in its place. It refuses a folder of another version, and one that is torn.
"""

from __future__ import annotations

import json
import mmap
import os
import sqlite3
import sys
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie, prefix_map
from ..errors import IndexFormatError, NotFoundError
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Source
from . import layout
from .memory import fold

if TYPE_CHECKING:
    from .base import Engine

__all__ = ["DiskStore"]

_REMEDY = "build it again with 'mechgraph build'"


def _curie(kind: type, value: Any) -> Any:
    return str.__new__(Curie, value)


_ENTITY = msgspec.json.Decoder(Entity, dec_hook=_curie)
_ASSOCIATION = msgspec.json.Decoder(Association, dec_hook=_curie)
_MECHANISM = msgspec.json.Decoder(CuratedMechanism, dec_hook=_curie)
_QUESTION = msgspec.json.Decoder(OpenQuestion, dec_hook=_curie)
_SOURCE = msgspec.json.Decoder(Source)


class DiskStore:
    """A graph that :func:`mechgraph.build.build` wrote; the same protocol as every store.

    ``claim(number)`` gives the claim that a row of the path index names. Safe to use from several threads.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.name: str = manifest["name"]
        self._predicates: list[str] = manifest["predicates"]
        self._numbers = {p: i for i, p in enumerate(self._predicates)}
        self._local = threading.local()

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> DiskStore:
        """Open a built graph read-only, in a few milliseconds.

        Raises:
            NotFoundError: no such folder.
            IndexFormatError: not a built graph, of another version, or torn; with what to do.
        """
        folder = Path(folder)
        try:
            manifest = json.loads((folder / layout.MANIFEST).read_bytes())
            version, files = manifest["version"], manifest["files"]
            kind = manifest["format"]
        except FileNotFoundError:
            if folder.is_dir():
                raise IndexFormatError(f"{folder} is not a built graph: it has no manifest", remedy=_REMEDY) from None
            raise NotFoundError(f"no such graph: {folder}", remedy="build it with 'mechgraph build'") from None
        except OSError as error:
            raise IndexFormatError(f"{folder}: cannot be opened: {error.strerror}") from None
        except (ValueError, KeyError, TypeError):
            raise IndexFormatError(f"{folder}: the manifest is torn", remedy=_REMEDY) from None
        if kind != layout.FORMAT or version != layout.VERSION:
            raise IndexFormatError(
                f"{folder} has format version {version!r}, this mechgraph reads {layout.VERSION}", remedy=_REMEDY
            )
        for name, expected in files.items():
            try:
                size = os.stat(folder / name).st_size
            except OSError:
                raise IndexFormatError(f"{folder} is torn: {name} is missing", remedy=_REMEDY) from None
            if size != expected["size"]:
                raise IndexFormatError(
                    f"{folder} is torn: {name} has {size:,} bytes instead of {expected['size']:,}", remedy=_REMEDY
                )
        try:
            return cls(folder, manifest)
        except (KeyError, TypeError):
            raise IndexFormatError(f"{folder}: the manifest is torn", remedy=_REMEDY) from None

    def verify(self) -> None:
        """Read every file and compare its hash; takes seconds on a big graph.

        Raises:
            IndexFormatError: the first file that differs.
        """
        import hashlib

        for name, expected in self.manifest["files"].items():
            with (self.folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected["sha256"]:
                    raise IndexFormatError(f"{self.folder} is damaged: {name} has other content", remedy=_REMEDY)

    # What is on disk -----------------------------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            path = (self.folder / layout.DATABASE).resolve().as_uri()
            try:
                db = sqlite3.connect(f"{path}?mode=ro&immutable=1", uri=True)
            except sqlite3.Error as error:
                raise IndexFormatError(f"{self.folder}: {error}", remedy=_REMEDY) from None
            self._local.db = db
        return db

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise IndexFormatError(f"{self.folder}: {layout.DATABASE}: {error}", remedy=_REMEDY) from None

    @cached_property
    def _columns(self) -> dict[str, Sequence[int]]:
        return {name: _mapped(self.folder, name, code) for name, code in layout.COLUMNS.items()}

    @cached_property
    def engine(self) -> Engine:
        from .embedded import EmbeddedEngine

        return EmbeddedEngine.open(self.folder / layout.RDF)

    @property
    def paths_folder(self) -> Path:
        """Where the path index is: for ``PathIndex.open``."""
        return self.folder / layout.PATHS

    @property
    def rdf_folder(self) -> Path:
        """Where the Oxigraph store is: for processes that open it themselves."""
        return self.folder / layout.RDF

    # Entities ------------------------------------------------------------------------------------------------

    def _number(self, curie: str) -> int | None:
        row = next(self._rows("SELECT n FROM entity WHERE id = ?", str(curie)), None)
        return None if row is None else int(row[0])

    def _id(self, number: int) -> Curie:
        row = next(self._rows("SELECT id FROM entity WHERE n = ?", number))
        return str.__new__(Curie, row[0])

    def entity(self, curie: Curie) -> Entity | None:
        sql = "SELECT id, name, category, body FROM entity WHERE id = ?"
        row = next(self._rows(sql, str(curie)), None)
        if row is None and (normal := prefix_map().normalise(curie, strict=False)) not in (None, curie):
            row = next(self._rows(sql, str(normal)), None)
        return None if row is None else _entity(row)

    def entities(self) -> Iterator[Entity]:
        return (_entity(row) for row in self._rows("SELECT id, name, category, body FROM entity ORDER BY n"))

    def by_name(self, text: str) -> Sequence[Curie]:
        sql = "SELECT e.id FROM name JOIN entity e ON e.n = name.entity WHERE folded = ? ORDER BY kind, e.n"
        return list(dict.fromkeys(str.__new__(Curie, row[0]) for row in self._rows(sql, fold(text))))

    def names(self) -> Iterator[tuple[str, Curie]]:
        sql = "SELECT text, e.id FROM name JOIN entity e ON e.n = name.entity WHERE kind <= ?"
        return ((text, str.__new__(Curie, curie)) for text, curie in self._rows(sql, layout.SYNONYM))

    # Claims --------------------------------------------------------------------------------------------------

    def claim(self, number: int) -> Association:
        """The claim of a row: what :meth:`PathIndex.claim` gives."""
        c = self._columns
        return self._claim(number, self._id(c["subject"][number]), self._id(c["object"][number]))

    def _claim(self, number: int, subject: Curie, target: Curie) -> Association:
        c = self._columns
        if c["rich"][number]:
            row = next(self._rows("SELECT body FROM claim WHERE n = ?", number))
            return _ASSOCIATION.decode(row[0])
        return Association(subject=subject, predicate=self._predicates[c["predicate"][number]], object=target)

    def detailed(self) -> Iterator[tuple[int, Association]]:
        """Every claim that says more than subject, predicate and object (qualifiers, evidence …), with its row."""
        return ((int(n), _ASSOCIATION.decode(body)) for n, body in self._rows("SELECT n, body FROM claim ORDER BY n"))

    def _find(self, subject: Curie | None, predicate: str | None, target: Curie | None) -> Iterator[int]:
        c = self._columns
        code = None if predicate is None else self._numbers.get(predicate, -1)
        s = None if subject is None else self._number(subject)
        o = None if target is None else self._number(target)
        if (subject is not None and s is None) or (target is not None and o is None) or code == -1:
            return
        rows: Sequence[int]
        if s is not None:
            rows = range(c["first_of_subject"][s], c["first_of_subject"][s + 1])
        elif o is not None:
            rows = c["by_object"][c["first_of_object"][o] : c["first_of_object"][o + 1]]
        else:
            rows = range(len(c["subject"]))
        predicates, objects = c["predicate"], c["object"]
        for row in rows:
            if (code is None or predicates[row] == code) and (o is None or objects[row] == o):
                yield row

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        c = self._columns
        known: dict[int, Curie] = {}

        def name(number: int) -> Curie:
            if number not in known:
                if len(known) > 200_000:
                    known.clear()
                known[number] = self._id(number)
            return known[number]

        for row in self._find(subject, predicate, object):
            yield self._claim(row, name(c["subject"][row]), name(c["object"][row]))

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
        bits = self._columns["origin"][number]
        return tuple(s for i, s in enumerate(self.manifest["origins"]) if bits >> min(i, 30) & 1)

    # The rest ------------------------------------------------------------------------------------------------

    def source(self, id: str) -> Source | None:
        row = next(self._rows("SELECT body FROM source WHERE id = ?", id), None)
        return None if row is None else _SOURCE.decode(row[0])

    def sources(self) -> Iterator[Source]:
        return (_SOURCE.decode(row[0]) for row in self._rows("SELECT body FROM source ORDER BY id"))

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        where = {"drug": drug, "effect": effect}
        given = {k: str(v) for k, v in where.items() if v is not None}
        sql = "SELECT body FROM mechanism" + (" WHERE " + " AND ".join(f"{k} = ?" for k in given) if given else "")
        return (_MECHANISM.decode(row[0]) for row in self._rows(sql + " ORDER BY n", *given.values()))

    def questions(self) -> Iterator[OpenQuestion]:
        return (_QUESTION.decode(row[0]) for row in self._rows("SELECT body FROM question ORDER BY n"))

    def counts(self) -> dict[str, int]:
        return dict(self.manifest["counts"])


def _entity(row: tuple[Any, ...]) -> Entity:
    curie, name, category, body = row
    if body is not None:
        return _ENTITY.decode(body)
    return Entity(id=str.__new__(Curie, curie), name=name, category=category)


def _mapped(folder: Path, name: str, code: str) -> Sequence[int]:
    path = folder / layout.CLAIMS / f"{name}.bin"
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return ()
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise IndexFormatError(f"{path}: {error}", remedy=_REMEDY) from None
    if sys.byteorder == "big":
        from array import array

        swapped = array(code, bytes(view))
        swapped.byteswap()
        return swapped
    return view.cast(code)  # type: ignore[call-overload,no-any-return]
