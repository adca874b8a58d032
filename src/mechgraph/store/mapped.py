"""A file as bytes in memory, mapped and closed again: an open graph keeps no descriptor for what it has mapped.

``mmap`` of Python before 3.13 keeps a copy of the descriptor for itself, so there the system is asked directly. It
refuses nothing but what cannot be opened, and says why.
"""

from __future__ import annotations

import errno
import mmap
import os
import sys
import weakref
from pathlib import Path

from ..errors import MechgraphError

__all__ = ["mapped", "unopened"]

_READ, _SHARED, _FAILED = 1, 1, 2 ** (8 * (8 if sys.maxsize > 2**32 else 4)) - 1
"""PROT_READ, MAP_SHARED and MAP_FAILED, the same on every POSIX system that Python runs on."""

_ADVICE = {
    errno.EMFILE: ("too many files are open", "close graphs that are done with, or raise the limit: ulimit -n"),
    errno.ENFILE: ("too many files are open on this machine", "close some programs"),
    errno.EACCES: ("no permission to read it", "ask its owner"),
    errno.EPERM: ("no permission to read it", "ask its owner"),
    errno.ENOMEM: ("not enough memory", "close what else is open, or raise the memory limit"),
}


def unopened(path: str | os.PathLike[str], error: OSError) -> MechgraphError:
    """The error for a file that the system does not open; a good graph is not told to be built again.

    >>> print(unopened("x.mechgraph", OSError(errno.EMFILE, "")))
    x.mechgraph: too many files are open (close graphs that are done with, or raise the limit: ulimit -n)
    """
    text, remedy = _ADVICE.get(error.errno or 0, (error.strerror or str(error), ""))
    return MechgraphError(f"{os.fspath(path)}: {text}", remedy=remedy)


def mapped(path: Path) -> memoryview:
    """The bytes of a file, read-only; unmapped when nothing refers to them any more.

    Raises:
        MechgraphError: it cannot be opened or mapped, with the system's reason.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if not size:
                return memoryview(b"")
            if sys.version_info >= (3, 13):
                return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ, trackfd=False))
            if os.name != "posix":
                return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            return _by_the_system(file.fileno(), size)
    except OSError as error:
        raise unopened(path, error) from None


def _by_the_system(file: int, size: int) -> memoryview:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_size_t
    word, whole = ctypes.c_size_t, ctypes.c_int
    libc.mmap.argtypes = (word, word, whole, whole, whole, ctypes.c_ssize_t)
    libc.munmap.argtypes = (word, word)
    address = libc.mmap(0, size, _READ, _SHARED, file, 0)
    if address == _FAILED:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    held = (ctypes.c_ubyte * size).from_address(address)
    # every view of the bytes refers to this object, so that they stay mapped as long as one is left
    weakref.finalize(held, libc.munmap, address, size).atexit = False
    return memoryview(held).toreadonly().cast("B")
