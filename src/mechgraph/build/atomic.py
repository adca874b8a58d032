"""A graph that appears whole or not at all: a content built in a folder of its own, synced, then pointed to.

The content becomes current when the small file that names it is replaced, in one step and only after every byte is on
the disk; so a kill, a full disk or a loss of power at any moment leaves the old content or the new one. What was
current stays where it is until nobody reads it. A graph that is not there yet appears as a whole folder.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UNTOUCHED, MechgraphError, UsageError, cannot_write
from ..store import content, layout

__all__ = ["new_folder", "write_failed"]


def write_failed(target: Path, error: BaseException) -> MechgraphError:
    """The error for a build that could not write: with the remedy of its reason."""
    return cannot_write(target, error, also=UNTOUCHED)


def _sync(folder: Path) -> None:
    for base, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(base, name), "rb") as file:
                os.fsync(file.fileno())
        _sync_folder(base)


def _sync_folder(folder: str | Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_else(target: Path, replace: bool) -> None:
    """Refuse a target that is something else than a graph, an empty folder, or what a killed build left.

    Raises:
        UsageError: the target is there and is no built graph, or may not be replaced.
    """
    if not os.path.lexists(target):
        return
    if not replace:
        raise UsageError(f"{target} is already there", remedy="choose another name, or allow it to be replaced")
    ours = (layout.BUILDING, layout.REMOVED)
    if not target.is_dir() or not (
        content.is_built(target) or all(path.name.startswith(ours) for path in target.iterdir())
    ):
        raise UsageError(f"{target} is no built graph and will not be replaced", remedy="choose another name")


@contextmanager
def new_folder(target: Path, *, replace: bool = True) -> Iterator[Path]:
    """A folder to build a content in; on success it becomes what ``target`` holds, otherwise it is removed.

    Raises:
        UsageError: the target is there and is no built graph, or may not be replaced.
        MechgraphError: the disk is full or cannot be written.
    """
    target = Path(os.path.abspath(target))
    _refuse_else(target, replace)
    try:
        with contextlib.ExitStack() as stack:
            home = _home(target, stack)
            folder = _ours(Path(tempfile.mkdtemp(prefix=f"{layout.BUILDING}{os.getpid()}-", dir=home)), stack)
            yield folder
            _sync(folder)
            _put(folder, home, target)
    except OSError as error:
        raise write_failed(target, error) from None
    with contextlib.suppress(OSError, MechgraphError):  # the new content is the current one whatever becomes of others
        content.collect(target)


def _home(target: Path, stack: contextlib.ExitStack) -> Path:
    """Where to build: in the target where that is there, so that it may be a volume; else in a folder beside it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        with contextlib.suppress(MechgraphError):
            content.collect(target)
        return target
    begin = f".{target.name}{layout.BUILDING}"
    for left in target.parent.glob(f"{begin}*"):
        content.remove_free(left)
    return _ours(Path(tempfile.mkdtemp(prefix=f"{begin}{os.getpid()}-", dir=target.parent)), stack)


def _ours(folder: Path, stack: contextlib.ExitStack) -> Path:
    """A new folder that is removed in the end, if it is still there, and that nobody takes for a killed build's."""
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    os.chmod(folder, 0o755)
    if (lock := content.held(folder)) is None:
        raise OSError(errno.EBUSY, "another build takes its folder away", os.fspath(folder))
    stack.callback(os.close, lock)
    return folder


def _put(folder: Path, home: Path, target: Path) -> None:
    """Give a content its name and its place, and make it the current one."""
    manifest = (folder / layout.MANIFEST).read_bytes()
    place = _named(folder, home, manifest)
    try:
        _point(place, manifest)
        if home != target:
            try:
                os.rename(home, target)
            except OSError:
                if not target.is_dir():
                    raise
                # another build was there first, and this one comes after it
                place = _named(place, target, manifest)
                _point(place, manifest)
            with contextlib.suppress(OSError):
                _sync_folder(target.parent)
    except BaseException:
        pointer = content.pointer_of(place.parent)
        if pointer is None or pointer.folder != place.name:
            shutil.rmtree(place, ignore_errors=True)
        raise


def _named(folder: Path, home: Path, manifest: bytes) -> Path:
    name = hashlib.sha256(manifest).hexdigest()[:16]
    place = home / name
    if place.exists():  # with the same bytes; it may be on its way out
        place = home / f"{name}-{os.getpid()}"
    os.rename(folder, place)
    _sync_folder(home)
    return place


def _point(place: Path, manifest: bytes) -> None:
    """Replace the small file that names the current content; what it names is on the disk already."""
    new = place / f".{layout.POINTER}"
    with new.open("wb") as file:
        file.write(content.pointer_text(place.name, manifest))
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, place.parent / layout.POINTER)
    _sync_folder(place.parent)
