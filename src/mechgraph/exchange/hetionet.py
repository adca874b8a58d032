"""Hetionet in its own forms: one JSON file, or a table of nodes with a table of edges (SIF).

Identifiers get the prefix of their type (``Compound::DB00945`` → ``DRUGBANK:DB00945``); Hetionet's own stay findable.
Edges of the table say only subject, type and object, so they become rows of numbers; edges of the JSON form that have
properties become claims with evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..curie import Curie
from ..errors import FormatError
from ..model import Association, Entity, Evidence, Source
from . import streamed
from .files import decode, lines, opened
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, mapping
from .reading import Reading, ReadReport, local_id, normalised

__all__ = ["SOURCE", "curie_of", "read_json", "read_tables"]

SOURCE = Source(
    id="hetionet",
    kind="database",
    title="Hetionet",
    url="https://github.com/hetio/hetionet",
    licence="CC0-1.0 where not stated otherwise; edges from SIDER are CC BY-NC-SA-4.0",
    verified="record",
)
T = TypeVar("T")
_CURIE_PREFIX = re.compile(r"[A-Z]{2,}:")


def curie_of(kind: str, identifier: str) -> Curie | None:
    """Our identifier of a Hetionet node.

    >>> curie_of("Compound", "DB00945"), curie_of("Disease", "DOID:1574"), curie_of("Pathway", "PC7_10399")
    (Curie('DRUGBANK:DB00945'), Curie('DOID:1574'), Curie('PC7:10399'))
    """
    if _CURIE_PREFIX.match(identifier):
        return normalised(identifier)
    if kind == "Pathway":
        prefix, _, reference = identifier.partition("_")
        if prefix == "PC7" and reference:
            return Curie.maybe(f"PC7:{reference}")
        if identifier.startswith("WP"):
            return Curie.maybe(f"WikiPathways:{identifier}")
    prefix = mapping("hetionet").prefix(kind)
    return Curie.maybe(f"{prefix}:{identifier}") if prefix and identifier else None


def _add(reading: Reading, kind: str, identifier: str, name: str, description: str, where: str) -> Curie:
    table, report = mapping("hetionet"), reading.report
    own = f"{kind}::{identifier}"
    curie = curie_of(kind, identifier)
    if curie is None:
        curie = local_id(own)
        report.changed.add("an identifier of an unknown kind; kept as a local one", f"{where}: {own}")
    category = table.category(kind)
    if category is None:
        report.unknown_categories[kind] += 1
    if curie in reading.entities:
        report.dropped.add("a second node with the same identifier", f"{where}: {own}")
    else:
        reading.entities[curie] = Entity(
            id=curie, name=name or str(curie), category=category or UNKNOWN_CATEGORY, description=description
        )
    reading.aliases[own] = curie
    return curie


def read_tables(nodes: str | Path, edges: str | Path) -> Reading:
    """Read ``nodes.tsv`` (id, name, kind) and ``edges.sif`` (source, metaedge, target), plain or packed.

    Rows with the wrong number of fields or an end that is no node are left out and counted.

    Raises:
        FormatError: another header, torn, not UTF-8, or nothing in it that could be read.
    """
    nodes, edges = Path(nodes), Path(edges)
    reading = Reading(source=SOURCE, report=ReadReport(str(edges), "hetionet tables"))
    report, columns = reading.report, reading.columns
    number: dict[bytes, int] = {}
    with opened(nodes) as stream:
        rows = lines(stream, nodes)
        if next(rows, b"") != b"id\tname\tkind":
            raise FormatError(f"{nodes}:1: the header is not 'id, name, kind'", remedy="give Hetionet's nodes.tsv")
        for at, line in enumerate(rows, 2):
            fields = decode(line, f"{nodes}:{at}").split("\t")
            if len(fields) != 3 or "::" not in fields[0]:
                report.dropped.add("a node row without id, name and kind", f"{nodes}:{at}")
                continue
            own, name, kind = fields
            curie = _add(reading, kind, own.partition("::")[2], name, "", f"{nodes}:{at}")
            if own.encode() not in number:
                number[own.encode()] = len(columns.entities)
                columns.entities.append(curie)
    table = mapping("hetionet")
    codes: dict[bytes, tuple[int, bool]] = {}
    for row in table.rows:
        codes[row.abbreviation.encode()] = (columns.code(row.predicate), row.swap)
    subject, predicate, target = columns.subject.append, columns.predicate.append, columns.object.append
    unknown: Counter[bytes] = Counter()
    with opened(edges) as stream:
        rows = lines(stream, edges)
        if next(rows, b"") != b"source\tmetaedge\ttarget":
            raise FormatError(f"{edges}:1: the header is not 'source, metaedge, target'", remedy="give edges.sif")
        for at, line in enumerate(rows, 2):
            try:
                a, kind_, b = line.split(b"\t")
                s, o = number[a], number[b]
                code, swap = codes[kind_]
            except ValueError:
                report.dropped.add("an edge row without three fields", f"{edges}:{at}")
            except KeyError as error:
                if error.args[0] == kind_ and a in number and b in number:
                    unknown[kind_] += 1
                    reading.associations.append(
                        Association(
                            subject=columns.entities[s],
                            predicate=UNKNOWN_PREDICATE,
                            object=columns.entities[o],
                            note=f"Hetionet: {decode(kind_, f'{edges}:{at}')}",
                        )
                    )
                else:
                    shown = error.args[0].decode("utf-8", "replace")
                    report.dropped.add("an edge to a node that is not in the table", f"{edges}:{at}: {shown}")
            else:
                if swap:
                    s, o = o, s
                subject(s)
                predicate(code)
                target(o)
    report.unknown_predicates.update({k.decode("utf-8", "replace"): n for k, n in unknown.items()})
    reading.associations.join()
    reading.sources.append(SOURCE)
    return reading.done()


class _Node(msgspec.Struct):
    kind: str
    identifier: str | int
    name: str = ""
    data: dict[str, Any] = {}


class _Edge(msgspec.Struct):
    source_id: tuple[str, str | int]
    target_id: tuple[str, str | int]
    kind: str
    direction: str = "both"
    data: dict[str, Any] = {}


def _items(path: Path, key: str, kind: type[T]) -> Iterator[tuple[int, T]]:
    for i, item in enumerate(streamed.items(path, key, to_the_end=key == "edges")):
        try:
            yield i, msgspec.convert(item, kind)
        except msgspec.ValidationError as error:
            raise FormatError(f"{path}: {key}[{i}]: not Hetionet's JSON: {error}") from None


def read_json(path: str | Path) -> Reading:
    """Read Hetionet's JSON form, item by item: the document is never in memory as a whole.

    Raises:
        FormatError: not that form; with the place in the document.
    """
    path = Path(path)
    reading = Reading(source=SOURCE, report=ReadReport(str(path), "hetionet json"))
    report, columns, table = reading.report, reading.columns, mapping("hetionet")
    number: dict[tuple[str, str], int] = {}
    sources = {SOURCE.id: SOURCE}
    said: dict[str, Evidence] = {}
    for i, node in _items(path, "nodes", _Node):
        description = str(node.data.get("description") or "")
        curie = _add(reading, node.kind, str(node.identifier), node.name, description, f"{path}: node {i}")
        if (node.kind, str(node.identifier)) not in number:
            number[node.kind, str(node.identifier)] = len(columns.entities)
            columns.entities.append(curie)
    for i, edge in _items(path, "edges", _Edge):
        ends = [(k, str(v)) for k, v in (edge.source_id, edge.target_id)]
        if edge.direction == "backward":
            ends.reverse()
        if ends[0] not in number or ends[1] not in number:
            report.dropped.add("an edge to a node that is not in the file", f"{path}: edge {i}")
            continue
        s, o = number[ends[0]], number[ends[1]]
        kinds = [reading.entities[columns.entities[n]].category for n in (s, o)]
        row = table.find(edge.kind, kinds[0], kinds[1])
        if row is None:
            row = table.find(edge.kind, kinds[1], kinds[0])
            if row is not None:
                s, o = o, s
        predicate = row.predicate if row else UNKNOWN_PREDICATE
        if row is None:
            report.unknown_predicates[f"{ends[0][0]} {edge.kind} {ends[1][0]}"] += 1
        if row is not None and not any(edge.data.values()):
            columns.subject.append(s)
            columns.predicate.append(columns.code(predicate))
            columns.object.append(o)
            continue
        note = "" if row else f"Hetionet: {edge.kind}"
        reading.associations.append(
            Association(
                subject=columns.entities[s],
                predicate=predicate,
                object=columns.entities[o],
                evidence=tuple(_evidence(sources, said, edge.data)),
                note=note,
            )
        )
    reading.associations.join()
    reading.sources += sources.values()
    return reading.done()


def _evidence(sources: dict[str, Source], said: dict[str, Evidence], data: Mapping[str, Any]) -> Iterator[Evidence]:
    """One piece for the edge, with every property that it has; one more for each publication.

    Two million edges say a few thousand different things: ``said`` holds each of them once.
    """
    rest = {k: v for k, v in sorted(data.items()) if v not in (None, [], "") and k != "pubmed_ids"}
    if rest:
        summary = msgspec.json.encode(rest).decode()
        yield said.setdefault(summary, Evidence(source=SOURCE.id, summary=summary))
    publications = data.get("pubmed_ids")
    for pmid in publications if isinstance(publications, list) else ():
        source = Source(id=f"PMID:{pmid}", kind="article", title=f"PMID:{pmid}", pmid=str(pmid))
        sources.setdefault(source.id, source)
        yield said.setdefault(source.id, Evidence(source=source.id, locator="as cited by Hetionet"))
