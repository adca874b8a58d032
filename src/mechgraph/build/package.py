"""The parts of the embedded graph that a wheel brings, so that an installed mechgraph compiles nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from .. import rdf
from ..curie import data_dir
from ..paths.claims import ClaimIndex
from ..records import Compiled, compiled, read
from ..records.kept import STAMP, content_key, made_from
from ..records.snapshot import RECORDS
from ..store.compiled import TURTLE, CompiledStore

__all__ = ["write_parts"]


def write_parts(folder: Path) -> list[Path]:
    """Write the parts into a folder, which is made where it does not exist; the files written.

    The RDF store is not among them: it is twelve times as large as the Turtle, from which it is made in a second.
    """
    folder.mkdir(parents=True, exist_ok=True)
    records = read(data_dir("graph"))
    data = compiled(records)
    (folder / RECORDS).write_bytes(data)

    def keep(name: str, make: Callable[[Path], object]) -> Path:
        make(folder / name)
        return folder / name

    ClaimIndex.of_store(CompiledStore(Compiled(data), keep=keep))
    (folder / TURTLE).write_bytes(gzip.compress(rdf.to_turtle(records).encode(), mtime=0))
    told = {"key": content_key(), "made_from": made_from()}
    (folder / STAMP).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return sorted(p for p in folder.rglob("*") if p.is_file())
