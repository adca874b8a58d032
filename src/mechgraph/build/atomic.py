"""A folder that appears whole or not at all: built beside its target, synced, exchanged in one step.

On Linux the exchange is one system call (``renameat2`` with RENAME_EXCHANGE), so that a kill at any moment leaves the
old folder or the new one. Elsewhere there are two renames; a kill between them leaves the old folder under a hidden
name beside the target, and the next build or :func:`recovered` puts it back.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UNTOUCHED, MechgraphError, UsageError, cannot_write

__all__ = ["new_folder", "recovered", "write_failed"]

_AT_FDCWD, _EXCHANGE = -100, 2


def write_failed(target: Path, error: BaseException) -> MechgraphError:
    """The error for a build that could not write: with the remedy of its reason."""
    return cannot_write(target, error, also=UNTOUCHED)


def _hidden(target: Path, what: str) -> str:
    return f".{target.name}.{what}-"


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


def _exchange(a: Path, b: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(call(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _EXCHANGE) == 0)


def recovered(target: Path) -> bool:
    """Put back a folder that a kill between two renames left under its hidden name; whether there was one."""
    if target.exists():
        return False
    for old in sorted(target.parent.glob(_hidden(target, "old") + "*")):
        if (old / "manifest.json").is_file():
            os.rename(old, target)
            return True
    return False


def _clean(target: Path) -> None:
    """Remove what killed builds of this target left; a build that still runs holds a lock on its folder."""
    for pattern in ("building", "old"):
        for left in target.parent.glob(_hidden(target, pattern) + "*"):
            owner = left.name.rsplit("-", 2)[1]
            if owner.isdigit() and not _alive(int(owner)):
                shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def new_folder(target: Path, *, replace: bool = True) -> Iterator[Path]:
    """A temporary folder beside ``target``; on success it takes the target's place, otherwise it is removed.

    Raises:
        UsageError: the target is there and is no built graph, or may not be replaced.
        MechgraphError: the disk is full or cannot be written.
    """
    target = Path(os.path.abspath(target))
    recovered(target)
    if target.exists():
        if not replace:
            raise UsageError(f"{target} is already there", remedy="choose another name, or allow it to be replaced")
        if not target.is_dir() or (any(target.iterdir()) and not (target / "manifest.json").is_file()):
            raise UsageError(f"{target} is no built graph and will not be replaced", remedy="choose another name")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clean(target)
        folder = Path(tempfile.mkdtemp(prefix=f"{_hidden(target, 'building')}{os.getpid()}-", dir=target.parent))
    except OSError as error:
        raise write_failed(target, error) from None
    try:
        os.chmod(folder, 0o755)
        yield folder
        _sync(folder)
        if not target.exists():
            os.rename(folder, target)
        elif _exchange(folder, target):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            old = Path(tempfile.mkdtemp(prefix=f"{_hidden(target, 'old')}{os.getpid()}-", dir=target.parent))
            os.rmdir(old)
            os.rename(target, old)
            os.rename(folder, target)
            shutil.rmtree(old, ignore_errors=True)
        with contextlib.suppress(OSError):
            _sync_folder(target.parent)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise write_failed(target, error) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
