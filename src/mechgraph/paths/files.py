"""Arrays on disk: one blob that can be mapped, and a small header that says what is in it.

The header ``paths.json`` is replaced last and atomically, and names the blob by its content hash; so a reader sees
the old index or the new one, never a mixture. Opening checks version, sizes and the trailer of the blob; it does
not read the whole blob unless asked to. It refuses anything that does not match, and says what to do.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pathlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import IndexFormatError, NotFoundError
from ..store.mapped import mapped, unopened

__all__ = ["FORMAT_VERSION", "HEADER", "read", "write"]

Array = npt.NDArray[Any]
FORMAT_VERSION = 1
HEADER = "paths.json"
_ALIGN = 64
_REMEDY = "build the graph again with `mechgraph build`"


def write(directory: pathlib.Path, arrays: Mapping[str, Array], meta: Mapping[str, Any]) -> str:
    """Write ``arrays`` and ``meta`` into ``directory`` and return the content hash (sha256, hexadecimal)."""
    import tempfile

    directory.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    sections: dict[str, dict[str, Any]] = {}
    position = 0
    handle, temporary = tempfile.mkstemp(prefix="arrays-", suffix=".part", dir=directory)
    try:
        with os.fdopen(handle, "wb") as out:
            for name in sorted(arrays):
                array = np.ascontiguousarray(arrays[name], arrays[name].dtype.newbyteorder("<"))
                padding = b"\0" * (-position % _ALIGN)
                position += len(padding)
                sections[name] = {"dtype": array.dtype.str, "length": len(array), "offset": position}
                for piece in (padding, array.data):
                    out.write(piece)
                    digest.update(piece)
                position += array.nbytes
            described = json.dumps({"sections": sections, "meta": meta}, sort_keys=True)
            digest.update(described.encode())
            out.write(digest.digest())
            out.flush()
            os.fsync(out.fileno())
        blob = f"arrays-{digest.hexdigest()[:16]}.bin"
        os.replace(temporary, directory / blob)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    header = {
        "format": "mechgraph path index",
        "version": FORMAT_VERSION,
        "blob": blob,
        "size": position + digest.digest_size,
        "sha256": digest.hexdigest(),
        "sections": sections,
        "meta": meta,
    }
    _replace(directory / HEADER, json.dumps(header, sort_keys=True, indent=1) + "\n")
    for old in directory.glob("arrays-*.bin"):
        if old.name != blob:
            with contextlib.suppress(OSError):
                old.unlink()
    return digest.hexdigest()


def read(directory: pathlib.Path, *, verify: bool = False) -> tuple[dict[str, Array], dict[str, Any], str]:
    """Map what :func:`write` wrote: arrays (read-only), meta, content hash.

    Raises:
        NotFoundError: No header in ``directory``.
        IndexFormatError: Another version, a torn header or blob, or (with ``verify``) changed bytes.
    """
    path = directory / HEADER
    try:
        header = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFoundError(f"no path index in {directory}", remedy=_REMEDY) from None
    except OSError as error:
        raise unopened(path, error) from None
    except ValueError as error:
        raise IndexFormatError(f"{path} cannot be read: {error}", remedy=_REMEDY) from error
    if not isinstance(header, dict) or header.get("format") != "mechgraph path index":
        raise IndexFormatError(f"{path} is not the header of a path index", remedy=_REMEDY)
    if header.get("version") != FORMAT_VERSION:
        raise IndexFormatError(
            f"{path} has format version {header.get('version')}, this mechgraph reads {FORMAT_VERSION}",
            remedy=_REMEDY,
        )
    try:
        name, digest, size = str(header["blob"]), str(header["sha256"]), int(header["size"])
        sections, meta = dict(header["sections"]), dict(header["meta"])
        if pathlib.PurePath(name).name != name:
            raise ValueError(f"blob {name!r} leaves the directory")
        if not (directory / name).is_file():
            raise ValueError(f"{name} is missing")
        plain = np.frombuffer(mapped(directory / name), np.uint8)
        if len(plain) != size:
            raise ValueError(f"{name} has {len(plain):,} bytes, {size:,} expected")
        if plain[-32:].tobytes().hex() != digest:
            raise ValueError(f"{name} does not belong to its header")
        arrays = {key: _section(plain, key, section, size - 32) for key, section in sections.items()}
        if verify:
            check = hashlib.sha256(plain[:-32].data)
            check.update(json.dumps({"sections": sections, "meta": meta}, sort_keys=True).encode())
            if check.hexdigest() != digest:
                raise ValueError(f"the content of {name} does not match its hash")
    except (KeyError, TypeError, ValueError) as error:
        raise IndexFormatError(f"the path index in {directory} is torn: {error}", remedy=_REMEDY) from error
    return arrays, meta, digest


def _section(blob: Array, name: str, section: Mapping[str, Any], size: int) -> Array:
    dtype = np.dtype(section["dtype"])
    offset, end = int(section["offset"]), int(section["offset"]) + int(section["length"]) * dtype.itemsize
    if dtype.hasobject or not 0 <= offset <= end <= size:
        raise ValueError(f"section {name} lies outside the blob")
    return blob[offset:end].view(dtype)


def _replace(path: pathlib.Path, text: str) -> None:
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix="header-", suffix=".part", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, path)
