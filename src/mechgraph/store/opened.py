"""A built graph as an open folder: its manifest, its parts, a connection of each thread; closing, pickling, damage.

Opening reads the manifest and compares the size of every file; it reads no other data. A part is opened when it is
first asked for, from the content that was found on opening, and only after its files were compared with their hashes.
It refuses a folder of another version, one that is torn, and to answer after it was closed. What the parts say of
entities and claims is not known here.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import msgspec

from ..errors import IndexFormatError, MechgraphError, UsageError
from . import layout
from .compared import Files
from .content import AGAIN, REBUILT, REMEDY, Content, opened
from .mapped import mapped, unopened

if TYPE_CHECKING:
    from .base import Engine

__all__ = ["DAMAGED", "OpenedGraph"]

V = TypeVar("V")
DAMAGED = (IndexError, ValueError, KeyError, TypeError, msgspec.DecodeError)
"""What reading a damaged file may end in, where its size is right."""


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


class OpenedGraph:
    """The folder of a built graph; :class:`~mechgraph.store.disk.DiskStore` says what is in it."""

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

    def _begin(self) -> None:
        """Nothing is open, nothing remembered."""
        self._local = threading.local()
        for part in ("engine", "_columns", "_common"):
            self.__dict__.pop(part, None)

    @classmethod
    def open(cls, folder: str | os.PathLike[str], content: str | None = None) -> Self:
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
        return type(self).open, (os.fspath(self.path), self.content)

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
        except DAMAGED as error:
            raise self._damaged(f"{layout.DATABASE}: {error}") from None

    @cached_property
    def _columns(self) -> dict[str, Sequence[int]]:
        place = self._part(layout.CLAIMS)
        return {name: _column(place / f"{name}.bin", code) for name, code in layout.COLUMNS.items()}

    @cached_property
    def _common(self) -> bytes:
        """What the compressed claims have in common."""
        return b"".join(row[0] for row in self._rows("SELECT text FROM common"))

    @cached_property
    def engine(self) -> Engine:
        from .embedded import EmbeddedEngine

        return EmbeddedEngine.open(self._part(layout.RDF))

    @property
    def paths_folder(self) -> Path:
        """Where the path index is: for ``PathIndex.open``."""
        return self._part(layout.PATHS)


def _manifest(content: Content) -> dict[str, Any]:
    manifest = layout.manifest_of(content.manifest)
    kind, version = manifest["format"], manifest["version"]
    if kind != layout.FORMAT or version != layout.VERSION:
        older = "was built by an older version," if isinstance(version, int) and version < layout.VERSION else "is"
        raise IndexFormatError(
            f"{content.target} {older} of format version {version!r}; this mechgraph reads {layout.VERSION}",
            remedy=REMEDY,
        )
    return manifest


def _column(path: Path, code: str) -> Sequence[int]:
    view = mapped(path)
    if sys.byteorder == "big":
        from array import array

        swapped = array(code, bytes(view))
        swapped.byteswap()
        return swapped
    return view.cast(code)  # type: ignore[call-overload,no-any-return]
