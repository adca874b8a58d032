"""What was fetched from an endpoint, kept in the user's cache for as long as the endpoint holds the same content.

One folder an endpoint, one content in it. Nothing is kept of an endpoint that does not say which content it holds, and
a cache that cannot be written is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from ..cache import cache_folder
from ..curie import Curie
from ..model import Records

__all__ = ["keep_names", "keep_records", "names", "records"]


def _place(address: str, content: str, what: str) -> Path:
    where = hashlib.sha256(address.encode()).hexdigest()[:16]
    return cache_folder() / "endpoints" / where / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.{what}"


def _curie(kind: type, value: object) -> object:
    return str.__new__(Curie, value)


def _read(address: str, content: str, what: str) -> bytes | None:
    with contextlib.suppress(OSError):
        if content:
            return _place(address, content, what).read_bytes()
    return None


def _keep(address: str, content: str, what: str, data: bytes) -> None:
    if not content:
        return
    path = _place(address, content, what)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for old in path.parent.glob(f"*.{what}"):
            if old != path:
                old.unlink(missing_ok=True)


def records(address: str, content: str) -> Records | None:
    """The copy of a graph of this content, or ``None``."""
    data = _read(address, content, "records")
    with contextlib.suppress(msgspec.MsgspecError, ValueError):
        return None if data is None else msgspec.msgpack.decode(data, type=Records, dec_hook=_curie)
    return None


def keep_records(address: str, content: str, found: Records) -> None:
    """Keep the copy of a graph."""
    if content and not _place(address, content, "records").exists():
        _keep(address, content, "records", msgspec.msgpack.encode(found, enc_hook=str))


def names(address: str, content: str) -> list[tuple[str, Curie]] | None:
    """The names of a graph of this content, or ``None``."""
    data = _read(address, content, "names")
    with contextlib.suppress(msgspec.MsgspecError, ValueError):
        return None if data is None else msgspec.msgpack.decode(data, type=list[tuple[str, Curie]], dec_hook=_curie)
    return None


def keep_names(address: str, content: str, found: list[tuple[str, Curie]]) -> None:
    """Keep the names of a graph."""
    _keep(address, content, "names", msgspec.msgpack.encode(found, enc_hook=str))
