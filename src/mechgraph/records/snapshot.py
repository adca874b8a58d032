"""The embedded graph, and the files generated beside its records: a snapshot for a fast start, Turtle, schema."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from ..curie import Curie, data_dir
from ..errors import cannot_write
from ..model import Records
from .files import files, read_file
from .whole import read
from .writing import dump, schema_text

__all__ = ["compile_records", "embedded", "embedded_turtle", "regenerate"]

SNAPSHOT = "mechgraph.json"
"""The compiled records: generated, for a fast start; refused when the YAML beside it has changed."""
TURTLE = "mechgraph.ttl"
"""The whole graph as Turtle, generated; loaded for SPARQL where it is what the snapshot was made with."""


class _Snapshot(msgspec.Struct):
    digest: str
    records: Records
    turtle: str = ""


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _digest(folder: Path) -> str:
    sha = hashlib.sha256()
    for path in files(folder):
        sha.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def compile_records(folder: Path | None = None) -> bytes:
    """The snapshot of ``graph/`` for a fast start: the resolved records, a digest of the YAML that they came from, and
    one of the Turtle beside them."""
    folder = folder or data_dir("graph")
    snapshot = _Snapshot(_digest(folder), read(folder), _digest_of(folder / TURTLE))
    return msgspec.json.format(msgspec.json.encode(snapshot, enc_hook=str), indent=0) + b"\n"


@cache
def _snapshot() -> _Snapshot | None:
    folder = data_dir("graph")
    path = folder / SNAPSHOT
    if not path.is_file():
        return None
    decoder = msgspec.json.Decoder(_Snapshot, dec_hook=lambda _, value: str.__new__(Curie, value))
    try:
        snapshot = decoder.decode(path.read_bytes())
    except msgspec.DecodeError:
        return None
    return snapshot if snapshot.digest == _digest(folder) else None


@cache
def embedded() -> Records:
    """The embedded graph: from the snapshot where it matches the YAML beside it, otherwise from the YAML."""
    snapshot = _snapshot()
    return snapshot.records if snapshot is not None else read(data_dir("graph"))


def embedded_turtle() -> Path | None:
    """The Turtle of the embedded graph, where it is the one that the snapshot was made with; else ``None``."""
    snapshot = _snapshot()
    path = data_dir("graph") / TURTLE
    return path if snapshot is not None and snapshot.turtle and snapshot.turtle == _digest_of(path) else None


def regenerate(folder: Path, others: Mapping[str, Callable[[Records], str]] | None = None) -> list[Path]:
    """Write every generated file of ``graph/`` anew (canonical YAML, schema, snapshot); the paths that changed.

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
    changed += _write_changed(wanted)
    wanted = {folder / SNAPSHOT: compile_records(folder)}  # last, because it holds a digest of the Turtle
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
