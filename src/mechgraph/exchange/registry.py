"""Which reader reads what, and the one way in: a path or several, recognised by content, to readings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import records as record_files
from ..errors import FormatError, MechgraphError, NotFoundError, UnreadError
from ..model import Records, Source
from ..store.content import is_built
from . import (
    chembl,
    ctd,
    dgidb,
    documents,
    drkg,
    drugcentral,
    drugmechdb,
    graphml,
    gtopdb,
    hetionet,
    indra,
    kgx,
    obo,
    pharmacotherapydb,
    primekg,
    rdfs,
    reactome_fi,
    sbgn,
    sif,
    signor,
    stitch,
    tables,
)
from .containers import CONTAINERS, unpacked
from .files import head
from .reading import Reading, ReadReport, Tally
from .sniff import kind_of, partner
from .words import guessed
from .writers import WRITERS

__all__ = ["Format", "formats", "open_sources", "read"]


@dataclass(frozen=True)
class Format:
    """A format by name: what it is, and whether it is read and written."""

    name: str
    label: str
    reads: bool
    writes: bool


_LABELS = {
    "records": "mechgraph records (YAML)",
    "drugmechdb": "DrugMechDB (YAML or JSON)",
    "hetionet": "Hetionet tables (nodes.tsv and edges.sif)",
    "hetionet-json": "Hetionet JSON",
    "primekg": "PrimeKG (kg.csv, or nodes.csv and edges.csv)",
    "chembl": "ChEMBL's mechanisms (JSON of its web services)",
    "drugcentral": "DrugCentral's targets (drug.target.interaction.tsv, or targets.tsv)",
    "gtopdb": "Guide to PHARMACOLOGY (interactions.csv)",
    "pharmacotherapydb": "PharmacotherapyDB (indications.tsv)",
    "reactome-fi": "Reactome's functional interactions (FIsInGene_…_with_annotations.txt)",
    "ctd": "CTD, chemicals with genes or with diseases",
    "dgidb": "DGIdb (interactions.tsv)",
    "drkg": "DRKG (drkg.tsv)",
    "stitch": "STITCH, links or actions",
    "signor": "SIGNOR (28 columns, with or without a header)",
    "kgx-tsv": "KGX, two TSV files or an archive of them",
    "kgx-jsonl": "KGX, two JSON Lines files or an archive of them",
    "kgx-json": "KGX in one JSON document, or networkx's node-link JSON",
    "graphml": "GraphML, yEd's and Gephi's too",
    "obo": "OBO, the text format of ontologies",
    "cyjs": "Cytoscape.js JSON",
    "jgif": "JSON Graph Format (JGIF)",
    "indra": "INDRA Statements in JSON",
    "bel": "BEL in PyBEL's node-link JSON, or in JGIF",
    "neo4j-lines": "Neo4j's graph in JSON, as APOC exports it",
    "obograph": "OBO graphs in JSON",
    "sbgn": "SBGN-ML, Activity Flow and Process Description",
    "trapi": "TRAPI messages: their knowledge graph",
    "turtle": "Turtle or TriG",
    "nt": "N-Triples or N-Quads",
    "rdfxml": "RDF/XML",
    "jsonld": "JSON-LD",
    "cx2": "CX2 (Cytoscape, NDEx)",
    "sif": "SIF, one triple a line",
    "tsv": "a table of claims",
    "table": "any table of edges (CSV, TSV), with --columns",
}
_WRITE_ONLY = ("tsv",)

formats = {n: Format(n, label, n not in _WRITE_ONLY, n in WRITERS) for n, label in _LABELS.items()}
"""Every format, by name."""

_WHOLE: dict[str, Callable[[Path], Reading]] = {
    "drugmechdb": drugmechdb.read,
    "hetionet-json": hetionet.read_json,
    "primekg": primekg.read_kg,
    "chembl": chembl.read,
    "drugcentral": drugcentral.read,
    "gtopdb": gtopdb.read,
    "pharmacotherapydb": pharmacotherapydb.read,
    "reactome-fi": reactome_fi.read,
    "ctd": ctd.read,
    "dgidb": dgidb.read,
    "drkg": drkg.read,
    "stitch": stitch.read,
    "signor": signor.read,
    "kgx-archive": kgx.read_archive,
    "kgx-json": kgx.read_document,
    "graphml": graphml.read,
    "indra": indra.read,
    "obo": obo.read,
    "sbgn": sbgn.read,
    "sif": sif.read,
    **{k: partial(documents.read, kind=k) for k in documents.KINDS},
    **{f: partial(rdfs.read, format=f) for f in ("turtle", "nt", "rdfxml", "jsonld")},
}
_HALVES: dict[str, Callable[..., Reading]] = {
    "hetionet": hetionet.read_tables,
    "primekg": primekg.read_tables,
    "kgx": kgx.read,
}

_ALONE = frozenset({*_WHOLE, "table"})
_PLAIN = frozenset({"parquet", "workbook"})
"""Containers of one table or a few, as usual in a folder as plain tables are."""
_DEEPEST = 3


def _records(path: Path) -> Reading:
    if path.is_file():
        with path.open("rb") as file:
            if file.read(6) != head(path)[:6]:
                raise FormatError(f"{path}: records are edited by hand and read as they are", remedy="unpack the file")
    found = record_files.read(path, record_files.embedded())
    source = Source(id=f"records/{path.name}", kind="text", title=found.title or f"records in {path.name}")
    reading = Reading(source=source, report=ReadReport(str(path), "records"))
    found = record_files.with_named(found, record_files.embedded())
    reading.entities = {e.id: e for e in found.entities}
    reading.associations.extend(found.associations)
    reading.sources = found.sources
    reading.mechanisms, reading.questions = found.mechanisms, found.questions
    return reading.done()


def _of_folder(folder: Path, skipped: Tally, columns: str = "") -> list[Path]:
    """Every source in a folder: all records together, or each file that can be read; ``skipped`` counts the rest.

    Raises:
        FormatError: a built graph, a file that is torn, or nothing that can be read.
    """
    if is_built(folder):
        raise FormatError(f"{folder} is a built graph already", remedy="give the sources that it was built from")
    kinds: dict[Path, str] = {}
    for p in sorted(p for p in folder.iterdir() if not p.name.startswith(".")):
        if p.is_file():
            head(p)
            try:
                kinds[p] = _kind(p, columns, among=True)
            except FormatError as error:
                skipped.add("a file of a folder that cannot be read", error.message)
    names = set(kinds.values())
    if "records" in names or (any(folder.rglob("*.yaml")) and not names):
        for p, kind in kinds.items():
            if kind != "records" and p.suffix != ".yaml":
                skipped.add("a file beside records, left alone", f"{p} is {kind}")
        return [folder]
    for p in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        skipped.add("a folder in a folder, not looked into", p)
    halves = {k.rpartition("-")[0] for k in names if k.endswith(("-nodes", "-edges"))}
    chosen = [p for half in ("-edges", "-nodes") for p, k in kinds.items() if k.endswith(half)]
    chosen += [p for p, k in kinds.items() if k in _ALONE and not (k == "primekg" and "primekg" in halves)]
    chosen += [p for p, k in kinds.items() if k in CONTAINERS and (k in _PLAIN or not chosen)]
    for p in kinds.keys() - set(chosen):
        skipped.add("a file that says the same as others of its folder", p)
    if not chosen:
        raise FormatError(f"{folder}: no file in it that can be read", remedy="; ".join(skipped.lines()))
    return chosen


def _kind(path: Path, columns: str, *, among: bool = False) -> str:
    """What a file is; a table that is no format of ours is one of edges, if it is said which column is which.

    Args:
        among: It is one of a folder, so that the columns need not be meant for it.
    """
    names = tables.names_of(path) if columns else []
    if names and (not among or tables.has(columns, names)):
        return "table"
    try:
        return kind_of(path)
    except UnreadError:
        raise
    except FormatError:
        if sif.is_sif(path):
            return "sif"
        names = tables.names_of(path)
        if not names:
            raise
        guess = ",".join(f"{k}={v}" for k, v in guessed(names).items())
        raise FormatError(
            f"{path} is a table with the columns {', '.join(names)}; which is which is not said",
            remedy=f"say it, for example --columns {guess or 'subject=…,predicate=…,object=…'}",
        ) from None


def open_sources(paths: Iterable[str | os.PathLike[str]], columns: str = "") -> list[Reading]:
    """Read files and folders, each recognised by its content; the halves of a pair count as one source.

    Args:
        columns: Of tables of edges, which column is which: ``subject=drug,object=target``, or ``guess``
            (:mod:`mechgraph.exchange.tables`).

    Raises:
        NotFoundError: no such file. FormatError: not a format that can be read, or a broken file.
    """
    skipped = Tally()
    kinds: dict[Path, str] = {}
    with ExitStack() as stack:
        within: dict[str, str] = {}
        try:
            for path in map(Path, paths):
                if not path.exists():
                    raise NotFoundError(f"no such file or folder: {path}")
                kinds |= _laid_out(path, columns, skipped, within, stack)
            out = _all(kinds, columns)
        except MechgraphError as error:
            message, remedy = _shown(error.message, within), _shown(error.remedy, within)
            raise type(error)(message, remedy=remedy, suggestions=error.suggestions) from None
        if out:
            out[0].report.dropped.update(skipped)
        for reading in out:
            reading.report.path = _shown(reading.report.path, within)
            for folder, archive in within.items():
                for tally in (reading.report.dropped, reading.report.changed):
                    tally.renamed(folder + os.sep, f"{archive}!")
        return out


def _shown(text: str, within: Mapping[str, str]) -> str:
    """A text with the container in the place of the folder that it was laid out in."""
    for folder, container in within.items():
        text = text.replace(folder + os.sep, f"{container}!").replace(folder, container)
    return text


def _laid_out(
    path: Path, columns: str, skipped: Tally, within: dict[str, str], stack: ExitStack, depth: int = 0
) -> dict[Path, str]:
    """The files that are read for a path, with what each is; containers are laid out for as long as the stack lasts."""
    if path.is_dir():
        found = _of_folder(path, skipped, columns)
        kinds = {p: "records" if p.is_dir() else _kind(p, columns) for p in found}
    else:
        kinds = {path: _kind(path, columns)}
    out: dict[Path, str] = {}
    for p, kind in kinds.items():
        if kind not in CONTAINERS:
            out[p] = kind
            continue
        if depth > _DEEPEST:
            raise FormatError(f"{p}: archives within archives, {depth} deep", remedy="unpack it")
        folder = stack.enter_context(unpacked(p, kind, skipped))
        within[str(folder)] = _shown(str(p), within)
        inside = list(folder.iterdir())
        one = inside[0] if len(inside) == 1 and inside[0].is_file() else folder
        out |= _laid_out(one, columns, skipped, within, stack, depth + 1)
    return out


def _all(kinds: Mapping[Path, str], columns: str) -> list[Reading]:
    """Each file read, the halves of a pair together."""
    out: list[Reading] = []
    done: set[Path] = set()
    for path, kind in kinds.items():
        if path in done:
            continue
        family, _, half = kind.rpartition("-")
        if kind == "records":
            out.append(_records(path))
        elif kind == "table":
            out.append(tables.read(path, columns))
        elif kind in _WHOLE:
            out.append(_WHOLE[kind](path))
        elif half in ("nodes", "edges"):
            wanted = f"{family}-{'edges' if half == 'nodes' else 'nodes'}"
            given = [p for p, k in kinds.items() if k == wanted and p not in done]
            other = _same_stem(path, given) or partner(path, wanted)
            if other is None and (family != "kgx" or (half == "nodes" and len(kinds) > 1)):
                raise FormatError(f"{path}: its {wanted.rpartition('-')[2]} are missing", remedy="name both files")
            done.update({path, other} if other else {path})
            nodes, edges = (path, other) if half == "nodes" else (other, path)
            out.append(_HALVES[family](nodes, edges))
        else:
            raise FormatError(f"{path}: {kind} cannot be read on its own")
    return out


def holds_records(path: Path) -> bool:
    """Whether a file or folder is one of records, which people write by hand."""
    try:
        if path.is_dir():
            return not (path / "manifest.json").is_file() and _of_folder(path, Tally()) == [path]
        return kind_of(path) == "records"
    except (FormatError, NotFoundError):
        return False  # whoever reads it says why


def _same_stem(path: Path, others: list[Path]) -> Path | None:
    if len(others) == 1:
        return others[0]
    stem = path.name.replace("nodes", "").replace("edges", "")
    return next((p for p in others if p.name.replace("nodes", "").replace("edges", "") == stem), None)


def read(path: str | os.PathLike[str]) -> Records:
    """Read any file or folder into records; for big graphs build them instead (:func:`mechgraph.build.build`).

    Raises:
        NotFoundError, FormatError: see :func:`open_sources`.
    """
    return read_one(path).records()


def read_one(path: str | os.PathLike[str]) -> Reading:
    """What one file or folder holds; raises as :func:`read`."""
    found = open_sources([path])
    if len(found) != 1:
        raise FormatError(f"{path}: {len(found)} sources", remedy="build them into one graph")
    return found[0]
