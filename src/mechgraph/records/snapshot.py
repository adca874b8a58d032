"""The embedded graph, compiled for a fast start, and the files generated beside its records."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from ..curie import data_dir
from ..errors import IndexFormatError, cannot_write
from ..model import Records
from .compiled import Compiled, compiled
from .files import files, read_file
from .kept import part
from .whole import read
from .writing import dump, schema_text

__all__ = ["RECORDS", "embedded", "embedded_compiled", "regenerate"]

RECORDS = "records.bin"
"""The part of the compiled graph that holds its records."""


@cache
def embedded_compiled() -> Compiled:
    """The embedded graph as it was compiled; compiled now where that was not done, and kept where that can be."""
    made: list[bytes] = []

    def make(path: Path) -> None:
        made.append(compiled(read(data_dir("graph"))))
        with path.open("wb") as file:
            file.write(made[0])
            file.flush()
            os.fsync(file.fileno())

    for _ in range(2):
        place = part(RECORDS, make)
        if made or place is None:
            break
        try:
            return Compiled(place.read_bytes())
        except (OSError, IndexFormatError):  # removed in the meantime, or torn by a loss of power: made once more
            with contextlib.suppress(OSError):
                place.unlink()
    return Compiled(made[0] if made else compiled(read(data_dir("graph"))))


def embedded() -> Records:
    """All records of the embedded graph."""
    return embedded_compiled().records


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
