"""Which content of a built graph is the current one, who reads which, and what may be removed.

A built graph is a folder of contents, each a folder that never changes, and a small file that names the current one and
is replaced in one step. Who opens a graph holds a shared lock on the content that it found, so that a graph built in
its place takes nothing from it; what is not current any more is removed by whoever finds it without a reader. A graph
of an earlier build is one content in the folder itself, and is opened as it is.

It refuses a pointer that is damaged, or that belongs to another graph. Where the system has no locks, nothing is
removed.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import IndexFormatError, NotFoundError
from . import layout
from .mapped import unopened

__all__ = ["Content", "Pointer", "collect", "held", "is_built", "opened", "pointer_of", "pointer_text", "remove_free"]

REMEDY = "build it again with 'mechgraph build'"
REBUILT = "the graph was rebuilt"
AGAIN = "open it again"
TRIES = 200
_FOLDER = re.compile(r"[0-9a-f]{16}(-[0-9]+)?")
_MOST = 1 << 26
"""Bytes that a manifest has at most."""
_LEFT = (layout.BUILDING, layout.REMOVED)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the small file says: the folder of the current content, and the checksum of its manifest."""

    folder: str
    crc32: int


@dataclass(slots=True)
class Content:
    """One content of a graph as an open reader has it; its files stay as long as it is not closed.

    ``target`` is the graph that was asked for, ``folder`` where the files are, ``manifest`` the bytes of its manifest.
    """

    target: Path
    folder: Path
    manifest: bytes
    lock: int | None
    owner: int

    @property
    def current(self) -> bool:
        """Whether the graph still has this content."""
        try:
            pointer = pointer_of(self.target)
            if pointer is not None:
                return self.folder == self.target / pointer.folder
            return self.folder == self.target and _head(self.target / layout.MANIFEST) == self.manifest
        except (OSError, IndexFormatError):
            return False

    def wrong(self, how: str, what: str) -> IndexFormatError:
        """The error for a part that is ``how`` ("torn", "damaged"): the graph's, or that of who looks at another."""
        if not self.current:
            return IndexFormatError(f"{self.target}: {REBUILT}, or moved", remedy=AGAIN)
        return IndexFormatError(f"{self.folder} is {how}: {what}", remedy=REMEDY)

    def close(self) -> None:
        """Let go, and remove the content if it was replaced and nobody else reads it. A second time does nothing.

        A process that was forked shares the lock of its parent, so that it only lets go.
        """
        lock, self.lock = self.lock, None
        if lock is None:
            return
        with contextlib.suppress(OSError):
            os.close(lock)
        if self.owner == os.getpid() and not self.current:
            with contextlib.suppress(OSError, IndexFormatError):
                collect(self.target)


def is_built(path: Path) -> bool:
    """Whether a built graph lies here, of this layout or an earlier one; or what is left of one."""
    names = (layout.POINTER, layout.MANIFEST, layout.DATABASE)
    return any((path / name).is_file() for name in names) or _without_pointer(path)


def _without_pointer(path: Path) -> bool:
    return path.is_dir() and any(_FOLDER.fullmatch(p.name) and (p / layout.MANIFEST).is_file() for p in path.iterdir())


def pointer_text(folder: str, manifest: bytes) -> bytes:
    """The small file for a content.

    >>> b'"folder": "00ff"' in pointer_text("00ff", b"{}")
    True
    """
    told = {"format": layout.FORMAT, "layout": layout.LAYOUT, "folder": folder, "manifest_crc32": zlib.crc32(manifest)}
    return (json.dumps(told | {"crc32": _sum(told)}, indent=1) + "\n").encode()


def _sum(told: dict[str, object]) -> int:
    return zlib.crc32(json.dumps(told, sort_keys=True).encode())


def pointer_of(target: Path) -> Pointer | None:
    """What the small file of a graph says; ``None`` where there is none.

    Raises:
        IndexFormatError: it is damaged, or of another version. OSError: it cannot be read.
    """
    path = target / layout.POINTER
    try:
        with path.open("rb") as file:
            data = file.read(4096)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        told = json.loads(data)
        kind, found = told["layout"], Pointer(told["folder"], told["manifest_crc32"])
        told.pop("format")
        good = told.pop("crc32") == _sum({"format": layout.FORMAT, **told}) and _FOLDER.fullmatch(found.folder)
    except (ValueError, KeyError, TypeError, AttributeError):
        good = None
    if not good:
        raise IndexFormatError(f"{target} is damaged: {layout.POINTER} has other content", remedy=REMEDY)
    if kind != layout.LAYOUT:
        raise IndexFormatError(f"{target} has layout {kind!r}, this mechgraph reads {layout.LAYOUT}", remedy=REMEDY)
    return found


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST)


def opened(target: Path, content: str | None = None) -> Content:
    """The current content of a graph, or the one of this name, held until it is closed.

    Args:
        target: The graph's folder.
        content: The name of a content: the first half of the hash of its manifest.

    Raises:
        NotFoundError: no such folder. MechgraphError: it cannot be read.
        IndexFormatError: not a built graph, torn, or not of this content any more.
    """
    # what is opened later must not depend on where the process is then
    target = Path(os.path.abspath(target))
    for _ in range(TRIES):
        try:
            found = _once(target, content)
        except PermissionError as error:
            raise unopened(error.filename or target, error) from None
        if found is not None:
            return found
        time.sleep(0.005)
    raise IndexFormatError(f"{target} is torn: what {layout.POINTER} names is not there", remedy=REMEDY)


def _once(target: Path, content: str | None) -> Content | None:
    """The content as far as one look tells; ``None`` where it was replaced in the meantime."""
    pointer = pointer_of(target)
    folder = target if pointer is None else target / pointer.folder
    named = content is not None and pointer is not None and pointer.folder != content
    if named and (target / str(content) / layout.MANIFEST).is_file():
        folder, pointer = target / str(content), None
    elif named:
        raise IndexFormatError(f"{target}: {REBUILT}", remedy=AGAIN)
    try:
        lock = held(folder)
        if lock is None:
            return None
        try:
            manifest = _head(folder / layout.MANIFEST)
            same = named or pointer_of(target) == pointer
        except BaseException:
            os.close(lock)
            raise
    except FileNotFoundError:
        if pointer is not None:
            if pointer_of(target) != pointer:
                return None
            lost = f"{layout.POINTER} names {pointer.folder}, which is not there"
            if folder.is_dir():
                lost = f"{pointer.folder}/{layout.MANIFEST} is missing"
            raise IndexFormatError(f"{target} is torn: {lost}", remedy=REMEDY) from None
        if _without_pointer(folder):
            raise IndexFormatError(f"{folder} is torn: {layout.POINTER} is missing", remedy=REMEDY) from None
        if folder.is_dir():
            raise IndexFormatError(f"{folder} is not a built graph: it has no manifest", remedy=REMEDY) from None
        raise NotFoundError(f"no such graph: {target}", remedy="build it with 'mechgraph build'") from None
    except NotADirectoryError:
        raise IndexFormatError(f"{target} is not a built graph", remedy=REMEDY) from None
    except OSError as error:
        raise unopened(folder, error) from None
    if not same:
        os.close(lock)
        return None
    if pointer is not None and zlib.crc32(manifest) != pointer.crc32:
        os.close(lock)
        raise IndexFormatError(f"{target} is torn: {pointer.folder}/{layout.MANIFEST} has other content", remedy=REMEDY)
    return Content(target, folder, manifest, lock, os.getpid())


def held(folder: Path, alone: bool = False) -> int | None:
    """A lock on a folder, shared or ``alone``, as a descriptor to close; ``None`` where somebody is in the way.

    Where the system has no locks a shared one is taken as given, and none is had alone.

    Raises:
        OSError: the folder cannot be opened.
    """
    if sys.platform == "win32":  # a folder cannot be locked there; files that are open cannot be removed
        folder.stat()
        return None if alone else os.open(os.devnull, os.O_RDONLY)
    import fcntl

    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        here, there = os.fstat(lock), folder.stat()
        if (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino):
            return lock
    except FileNotFoundError:
        pass
    except OSError as error:
        if not alone and error.errno != errno.EAGAIN:
            return lock
    os.close(lock)
    return None


def collect(target: Path) -> None:
    """Remove what is not current and has no reader: contents that were replaced, and what killed builds left.

    Raises:
        OSError, IndexFormatError: the graph cannot be read.
    """
    _clean(target)
    pointer = pointer_of(target)
    if pointer is None:
        return
    for folder in target.iterdir():
        if _FOLDER.fullmatch(folder.name) and folder.name != pointer.folder:
            with _alone(folder) as free:
                now = pointer_of(target)
                if free and now is not None and now.folder != folder.name:
                    gone = target / f"{layout.REMOVED}{os.getpid()}-{folder.name}"
                    os.rename(folder, gone)
                    shutil.rmtree(gone, ignore_errors=True)
    if (target / layout.DATABASE).exists() or (target / layout.MANIFEST).exists():
        with _alone(target) as free:
            for name in (*layout.PARTS, layout.COMPARED) if free else ():
                path = target / name
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _clean(folder: Path) -> None:
    for left in folder.iterdir():
        if left.name.startswith(_LEFT) and left.is_dir():
            remove_free(left)


def remove_free(folder: Path) -> None:
    """Remove a folder that nobody holds."""
    with _alone(folder) as free:
        if free:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    try:
        lock = held(folder, alone=True)
    except OSError:
        lock = None
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)
