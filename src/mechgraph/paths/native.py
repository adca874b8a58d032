"""The library of the compiled kernel: whether there is one, whether it loads, and how it is made.

It lies beside ``kernel.c``, from which it was made, and carries the checksum of that file: one made from another text
is not used. Where there is none, or it does not load, NumPy searches, with the same answers. ``MECHGRAPH_KERNEL=numpy``
asks for that. ``python -m mechgraph.paths.native`` makes it in place, as an installation does where a compiler is.

It refuses to compile anything on its own, and to fail: without a compiler there is a reason, and no library.
"""

from __future__ import annotations

import ctypes
import functools
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zlib
from pathlib import Path

__all__ = ["LIBRARY", "compiled", "described", "library", "make"]

SOURCE = Path(__file__).with_name("kernel.c")
LIBRARY = Path(__file__).with_name("_kernel.so")
"""The same name everywhere: it is opened by its path."""
_FLAGS = ("-std=c11", "-O2", "-shared", "-fPIC", "-fvisibility=hidden")


@functools.cache
def _loaded() -> tuple[ctypes.CDLL | None, str]:
    """The library, or ``None`` and why not."""
    if (wanted := os.environ.get("MECHGRAPH_KERNEL", "")) not in ("", "compiled"):
        return None, f"MECHGRAPH_KERNEL={wanted}"
    if not LIBRARY.exists():
        return None, "none was compiled here"
    try:
        return _opened(LIBRARY), ""
    except (OSError, AttributeError, ValueError) as error:
        return None, f"{LIBRARY} does not load: {error}"


def _opened(path: Path) -> ctypes.CDLL:
    library = ctypes.CDLL(str(path))
    library.mechgraph_source.restype = ctypes.c_uint32
    if library.mechgraph_source() != _checksum():
        raise ValueError("it was made from another kernel.c; run python -m mechgraph.paths.native")
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    library.mechgraph_new.restype, library.mechgraph_new.argtypes = pointer, [number, number]
    library.mechgraph_free.restype, library.mechgraph_free.argtypes = None, [pointer]
    library.mechgraph_search.argtypes = [pointer, pointer, pointer, ctypes.c_int, number]
    library.mechgraph_rank.argtypes = [pointer, pointer, pointer, number, pointer, pointer, ctypes.c_int, number]
    library.mechgraph_take.restype, library.mechgraph_take.argtypes = None, [pointer, pointer, pointer]
    for name in ("found", "held"):
        function = library[f"mechgraph_{name}"]
        function.restype, function.argtypes = number, [pointer]
        setattr(library, f"mechgraph_{name}", function)
    return library


def _checksum() -> int:
    return zlib.crc32(SOURCE.read_bytes())


def library() -> ctypes.CDLL | None:
    """The compiled kernel, opened once; ``None`` where NumPy searches."""
    return _loaded()[0]


def compiled() -> tuple[bool, str]:
    """Whether the compiled kernel searches; if not, why not, in a few words."""
    found, why = _loaded()
    return found is not None, why


def described() -> str:
    """Which kernel searches, in a few words.

    >>> described() in ("compiled kernel", "NumPy kernel")
    True
    """
    return "compiled kernel" if compiled()[0] else "NumPy kernel"


def make(out: Path = LIBRARY) -> str:
    """Compile the kernel to ``out``, whole or not at all.

    Returns:
        Nothing where that went well, else why it did not: no compiler, or what the compiler said.
    """
    if os.name == "nt" and not os.environ.get("CC"):
        return "on Windows it is compiled only where CC names a gcc or clang"
    named = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    tried = [shlex.split(named), *([] if os.environ.get("CC") else [["cc"], ["gcc"], ["clang"]])]
    command = next((c for c in tried if c and shutil.which(c[0])), None)
    if command is None:
        return f"no C compiler: {named} is not there"
    with tempfile.TemporaryDirectory(prefix="mechgraph-kernel-") as folder:
        made = Path(folder) / "kernel.so"
        told = [*command, *_FLAGS, f"-DSOURCE={_checksum()}u", str(SOURCE), "-o", str(made)]
        try:
            done = subprocess.run(told, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                return f"{shlex.join(command)} failed: {(done.stderr or done.stdout).strip()[-500:]}"
            _opened(made)
            part = out.with_name(f"{out.name}.{os.getpid()}")
            shutil.copyfile(made, part)
            os.replace(part, out)
        except (OSError, AttributeError, ValueError, subprocess.SubprocessError) as error:
            return f"{shlex.join(command)}: {error}"
    return ""


if __name__ == "__main__":
    sys.exit(make() or None)
