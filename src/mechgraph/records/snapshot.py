"""The embedded graph, compiled for a fast start, and the files generated beside its records."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from ..cache import cache_folder
from ..curie import Curie, data_dir
from ..errors import cannot_write
from ..model import Records
from .files import files, read_file
from .whole import read
from .writing import dump, schema_text

__all__ = ["compile_records", "embedded", "regenerate"]

SNAPSHOT = "records.json"
"""The compiled records in the cache, in a folder named by the digest of the YAML that they were made from."""


def _digest(folder: Path) -> str:
    sha = hashlib.sha256()
    for path in files(folder):
        sha.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def compile_records(folder: Path | None = None) -> bytes:
    """The resolved records of ``graph/`` as JSON, which is read in a twentieth of the time of the YAML."""
    return msgspec.json.encode(read(folder or data_dir("graph")), enc_hook=str)


@cache
def embedded() -> Records:
    """The embedded graph: from the cache where its YAML was compiled before, otherwise from the YAML.

    What it was compiled to is kept for the next start, where the cache can be written.
    """
    folder = data_dir("graph")
    kept = cache_folder() / "embedded" / _digest(folder)[:32] / SNAPSHOT
    decoder = msgspec.json.Decoder(Records, dec_hook=lambda _, value: str.__new__(Curie, value))
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return decoder.decode(kept.read_bytes())
    data = compile_records(folder)
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_name(f"{kept.name}.{os.getpid()}")
        try:
            beside.write_bytes(data)
            os.replace(beside, kept)
        finally:
            beside.unlink(missing_ok=True)
    return decoder.decode(data)


def regenerate(folder: Path, others: Mapping[str, Callable[[Records], str]] | None = None) -> list[Path]:
    """Write every generated file of ``graph/`` anew (canonical YAML, schema, what is named); the paths that changed.

    Args:
        others: More generated files by name, each made from the records.
    """
    loaded = [read_file(p) for p in files(folder)]
    names = {e.id: e for f in loaded for e in f.records.entities}
    wanted: dict[Path, bytes] = {f.path: (f.head + dump(f.records, names)).encode() for f in loaded}
    changed = _write_changed(wanted)
    current = read(folder)
    wanted = {folder / "records.schema.json": schema_text().encode()}
    wanted |= {folder / name: make(current).encode() for name, make in (others or {}).items()}
    return changed + _write_changed(wanted)


def _write_changed(wanted: Mapping[Path, bytes]) -> list[Path]:
    changed = []
    for path, data in wanted.items():
        if not path.is_file() or path.read_bytes() != data:
            try:
                path.write_bytes(data)
            except OSError as error:
                raise cannot_write(path, error) from None
            changed.append(path)
    return changed
