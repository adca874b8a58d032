"""One command from sources to a graph on disk: read each, join them, write everything, put it in place at once."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from .. import __version__
from ..curie import Curie
from ..datasets import datasets
from ..errors import MechgraphError, UsageError
from ..exchange.aside import setting_aside
from ..exchange.claims import spooling
from ..exchange.reading import Reading, Tally
from ..exchange.registry import open_sources
from ..store import layout
from ..store.compared import Files
from . import atomic, triples, write
from .equivalences import read_mappings
from .fetch import fetch
from .merge import Merged, MergeReport, merged

__all__ = ["BuildReport", "build"]

Source = str | os.PathLike[str] | Reading


@dataclass
class BuildReport:
    """What was built, from what, how long each step took (seconds), and what became of every source."""

    path: Path
    counts: dict[str, int] = field(default_factory=dict)
    content: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    bytes: int = 0
    merge: MergeReport = field(default_factory=MergeReport)
    mappings: Tally = field(default_factory=Tally)
    licences: list[str] = field(default_factory=list)
    set_aside: int = 0
    set_aside_at: Path | None = None

    @property
    def name(self) -> str:
        """What the graph is called: its folder without the ending."""
        return self.path.name.removesuffix(".mechgraph")

    def lines(self) -> Iterator[str]:
        yield from self.merge.lines()
        for line in self.mappings.lines():
            yield f"mappings: {line}"
        if self.set_aside:
            yield f"set aside: {self.set_aside:,} records, with reasons, in {self.set_aside_at}; mend and build them"
        counted = ", ".join(f"{n:,} {what}" for what, n in self.counts.items() if n)
        spent = ", ".join(f"{what} {s:.1f} s" for what, s in self.seconds.items())
        yield f"built {self.path}: {counted}; {self.bytes / 1e6:.0f} MB"
        yield f"time: {spent}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


def build(
    sources: Iterable[Source],
    output: str | os.PathLike[str],
    mappings: Sequence[str | os.PathLike[str]] = (),
    *,
    replace: bool = True,
    from_dir: str | os.PathLike[str] | None = None,
    progress: Callable[[str], None] | None = None,
    columns: str = "",
    same: Callable[[Sequence[Reading], Tally], Mapping[Curie, Curie]] | None = None,
) -> BuildReport:
    """Build a graph on disk.

    Args:
        sources: Files or folders in any format of :data:`mechgraph.exchange.formats`, names of
            :func:`~mechgraph.datasets.datasets` (fetched if need be), or readings already made. Where two
            disagree, the first is kept and the clash reported.
        output: The folder to make, by custom ``NAME.mechgraph``; a graph that is there stays whole until the new one
            takes its place.
        mappings: Tables of equal identifiers, SSSOM or two columns.
        replace: Whether a built graph that is there may be replaced.
        from_dir: Where to take datasets from instead of the network.
        columns: Of tables of edges, which column is which: ``subject=drug,object=target``, or ``guess``.
        progress: Called with the name of each step as it starts.
        same: Finds which entities of the sources are the same, beside the tables of ``mappings``
            (:func:`mechgraph.build.joined.same_entities`).

    Raises:
        FormatError: a source that cannot be read. UsageError: no source, or the output is something else.
        MechgraphError: the disk is full. Nothing half-built stays in any case.
    """
    target = Path(output)
    say = progress or (lambda step: None)
    report = BuildReport(target)
    clock = _Clock(report.seconds)
    with atomic.new_folder(target, replace=replace) as folder:
        with spooling(folder), TemporaryDirectory() as own, setting_aside(Path(own) / "aside") as aside:
            say("read")
            readings = _readings(sources, from_dir, columns)
            if not readings:
                raise UsageError("no source to build from", remedy="name a file, a folder or a dataset")
            equal = read_mappings([os.fspath(m) for m in mappings], report.mappings)
            if same is not None:
                equal = {**same(readings, report.mappings), **equal}
            aside.keep(target)
            report.set_aside, report.set_aside_at = aside.count, aside.at
            clock.stop("read")
            say("merge")
            graph = merged(readings, equal)
            origin_of = [(r.source, r.report) for r in readings]
            readings.clear()
            clock.stop("merge")
            report.merge = graph.report
            try:
                counted = _write(folder, graph, say, clock)
            except sqlite3.Error as error:
                raise atomic.write_failed(target, error) from None
        say("manifest")
        report.content, report.counts = counted["content"], _counts(graph)
        report.licences = sorted({s.licence for s, _ in origin_of if s.licence})
        files = _files(folder)
        report.bytes = sum(f["size"] for f in files.values())
        manifest = {
            "format": layout.FORMAT,
            "version": layout.VERSION,
            "mechgraph": __version__,
            "name": report.name,
            **counted,
            "counts": report.counts,
            "categories": dict(Counter(e.category for e in graph.entities).most_common()),
            "by_predicate": {
                graph.predicates[i]: int(n)
                for i, n in enumerate(np.bincount(graph.predicate, minlength=len(graph.predicates)))
                if n
            },
            "predicates": graph.predicates,
            "origins": [s.id for s in graph.origins],
            "sources": [
                {
                    "id": s.id,
                    "title": s.title,
                    "licence": s.licence,
                    "version": s.version,
                    "url": s.url,
                    "file": Path(r.path).name,
                    "format": r.format,
                    "entities": r.entities,
                    "claims": r.claims,
                }
                for s, r in origin_of
            ],
            "licences": report.licences,
            "report": graph.report.as_dict() | {"mappings": report.mappings.as_dict()},
            "files": files,
        }
        (folder / layout.MANIFEST).write_bytes(layout.manifest_text(manifest))
        Files(folder, files).remember()
        clock.stop("manifest")
    clock.stop("in place")
    return report


def _readings(sources: Iterable[Source], from_dir: str | os.PathLike[str] | None, columns: str) -> list[Reading]:
    """In the order given; the files that belong together (nodes and edges) are read together."""
    out: list[Reading] = []
    paths: list[str] = []
    for s in sources:
        if isinstance(s, Reading):
            out += [*open_sources(paths, columns), s]
            paths.clear()
        elif (name := os.fspath(s)) in datasets() and (from_dir is not None or not os.path.exists(name)):
            paths.append(os.fspath(fetch(name, from_dir)))
        else:
            paths.append(name)
    return out + open_sources(paths, columns)


def _write(folder: Path, graph: Merged, say: Callable[[str], None], clock: _Clock) -> dict[str, Any]:
    """Everything but the manifest; what goes into it: the hash of the content, and the counts.

    Chunks of the RDF store are loaded beside the rest, because Oxigraph loads without the interpreter's lock; the path
    index is written before, because each of the two needs memory that the other then has.
    """
    say("paths")
    write.write_paths(folder, graph)
    clock.stop("paths")
    say("rdf")
    details = write.Details(graph)
    with triples.Loading(folder) as loading:
        for chunk in triples.ntriples(graph, details.add):
            loading.add(chunk)
        clock.stop("rdf and details")
        say("tables")
        write.write_tables(folder, graph, details)
        clock.stop("tables")
        say("claims")
        write.write_claims(folder, graph)
        clock.stop("claims")
        breakdown = write.breakdown(graph)
        loading.done()
        clock.stop("waiting for rdf")
    standing = [(*kind, n) for kind, n in sorted(details.standing.items())]
    return {"content": details.content(), "breakdown": breakdown, "standing": standing}


class _Clock:
    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds, self.last = seconds, time.perf_counter()

    def stop(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = now - self.last
        self.last = now


def _counts(graph: Merged) -> dict[str, int]:
    return {
        "entities": len(graph.entities),
        "associations": len(graph.subject),
        "sources": len(graph.sources),
        "mechanisms": len(graph.mechanisms),
        "questions": len(graph.questions),
    }


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and hash of every file; two at a time, because hashing needs no lock of the interpreter."""
    names = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    for needless in ("LOCK", "LOG"):
        names.pop(f"{layout.RDF}/{needless}", None)
    if not names:
        raise MechgraphError(f"nothing was written to {folder}")
    with ThreadPoolExecutor(2, "hash") as hashing:
        return dict(zip(names, hashing.map(_hashed, names.values()), strict=True))


def _hashed(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": path.stat().st_size, "sha256": digest}
