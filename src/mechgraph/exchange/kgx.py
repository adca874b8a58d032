"""KGX: nodes and edges as TSV, JSON Lines, one JSON document, or an archive (tar) of the former.

Read as it comes, line by line. Archives are read in place and never unpacked to disk; one whose members point outside
of it is refused. Edges whose ends no node describes are kept, and the ends become untyped entities, with a count.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any

from msgspec.structs import replace

from ..curie import Curie
from ..errors import FormatError
from ..model import Association, Entity, Source, entity_ids
from . import aside, cells, kgx_items, kgx_nodes, streamed
from .files import MAX_DOCUMENT, TORN, head, lines, opened
from .jsons import value_of
from .kinds import contradict
from .labelled import Labels
from .mappings import UNKNOWN_CATEGORY
from .qualifying import SURE, single
from .reading import Reading, ReadReport, normalised
from .words import column, is_missing, listed, text

__all__ = ["LISTS", "Item", "Maker", "read", "read_archive", "read_document"]

LISTS = frozenset(
    {
        "category",
        "xref",
        "synonym",
        "same_as",
        "publications",
        "has_evidence",
        "aggregator_knowledge_source",
        "knowledge_source",
        "in_taxon",
        "has_attribute",
    }
)
"""Properties that hold several values, separated by ``|`` in TSV."""
Item = tuple[str, dict[str, Any]]
_PLAIN = 3 + len(SURE)
"""Fields of an edge that is three terms, stated."""


def _source(name: str) -> Source:
    return Source(id=f"kgx/{name}", kind="database", title=f"KGX file {name}")


def _table(stream: IO[bytes], where: str, reading: Reading) -> Iterator[Item]:
    dropped = reading.report.dropped
    return cells.rows(
        stream, where, LISTS.__contains__, lambda at: dropped.add("a row with more fields than the header", at)
    )


def _jsonl(stream: IO[bytes], where: str, reading: Reading) -> Iterator[Item]:
    for at, line in enumerate(lines(stream, where), 1):
        if not line.strip():
            continue
        try:
            value = value_of(line)
        except (ValueError, RecursionError) as error:
            reading.report.dropped.add("a line that is no JSON", f"{where}:{at}: {error}")
            continue
        if not isinstance(value, dict):
            reading.report.dropped.add("a line that is no JSON object", f"{where}:{at}")
            continue
        yield f"{where}:{at}", _cleaned(value)


def _cleaned(value: dict[Any, Any]) -> dict[str, Any]:
    return {str(k): v for k, v in value.items() if v not in (None, "", []) and k != aside.KEY}


def _is_jsonl(first: bytes) -> bool:
    return first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _items(stream: IO[bytes], where: str, reading: Reading, json_lines: bool) -> Iterator[Item]:
    return (_jsonl if json_lines else _table)(stream, where, reading)


def standard(item: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """An item with the fields wanted under our names, where a file has them under others."""
    for field in fields:
        if field not in item and (name := column(field, item)) is not None:
            item = {(field if k == name else k): v for k, v in item.items()}
    return item


def joined(one: dict[str, Any], other: dict[str, Any], curie: str) -> dict[str, Any]:
    """Two rows of one node as one: what only one says is kept, lists are put together, a second name is a synonym.

    >>> joined({"id": "A:1", "name": "A:1"}, {"id": "A:1", "name": "real", "synonym": "s"}, "A:1")
    {'id': 'A:1', 'name': 'real', 'synonym': ['s']}
    """
    out = dict(one)
    names = [n for item in (one, other) if (n := text(item.get("name"))) and n != curie]
    for key, value in other.items():
        if key in LISTS or isinstance(value, list) or isinstance(out.get(key), list) or key == "category":
            out[key] = list(dict.fromkeys((*listed(out.get(key)), *listed(value))))
        elif is_missing(out.get(key)):
            out[key] = value
    if names:
        out["name"] = names[0]
        if more := [n for n in dict.fromkeys(names[1:]) if n != names[0]]:
            out["synonym"] = list(dict.fromkeys((*listed(out.get("synonym")), *more)))
    return out


class Maker:
    """Nodes first, then edges, into one reading."""

    def __init__(self, path: str, format: str, name: str) -> None:
        self.reading = Reading(source=_source(name), report=ReadReport(path, format))
        self.known: dict[str, str] = {}
        self.number: dict[str, int] = {}
        self.shapes: dict[tuple[str, str, str], tuple[int, bool]] = {}
        self.sources: dict[str, Source] = {}
        self.same: dict[Curie, list[Curie]] = {}

    def nodes(self, items: Iterable[Item]) -> None:
        reading, clashing = self.reading, set[Curie]()
        for where, item in items:
            made = kgx_nodes.entity_of(standard(item, ("id", "name", "category")))
            if isinstance(made, str):
                reading.report.dropped.add(made, f"{where}: {str(item.get('id', ''))[:60]}")
                aside.put("nodes", item, made, where)
                continue
            entity, unknown = made
            reading.report.unknown_categories.update(unknown)
            if (raw := str(item.get("id"))) != entity.id:
                reading.aliases[raw] = entity.id
            known = reading.entities.get(entity.id)
            if known == entity:
                reading.report.dropped.add("a second node row with the same id, equal", f"{where}: {entity.id}")
                continue
            if known is not None:
                reading.report.changed.add(
                    "a second node row with the same id, different; joined", f"{where}: {entity.id}"
                )
                if contradict(known.category, entity.category):
                    reading.report.changed.add(
                        "one id, two kinds that exclude each other; of no kind now",
                        f"{where}: {entity.id}: {known.category}, {entity.category}",
                    )
                    clashing.add(entity.id)
                both = kgx_nodes.entity_of(joined(kgx_nodes.node_of(known), item, str(entity.id)))
                assert not isinstance(both, str)
                entity = both[0]
            if entity.id in clashing:
                entity = replace(entity, category=UNKNOWN_CATEGORY)
            reading.entities[entity.id] = entity
            self.known[entity.id] = entity.category
        for entity in [*reading.entities.values()]:
            there = {x: reading.entities[x] for x in entity.xrefs if x in reading.entities}
            if wrong := [x for x, e in there.items() if contradict(e.category, entity.category)]:
                self._refuse(entity, wrong)
            for other in entity.xrefs:
                if other not in wrong:
                    self.same.setdefault(other, []).append(entity.id)

    def _refuse(self, entity: Entity, wrong: list[Curie]) -> None:
        """Leave out identifiers that would make one thing of two that cannot be; what the file wrote is kept."""
        for x in wrong:
            other = self.reading.entities[x]
            self.reading.report.changed.add(
                "another identifier that would join two kinds; refused",
                f"{entity.id} ({entity.category}), {x} ({other.category})",
            )
        raw = kgx_nodes.with_xrefs(entity)
        left = tuple(x for x in entity.xrefs if x not in wrong)
        self.reading.entities[entity.id] = replace(entity, xrefs=left, raw=raw)

    def edges(self, items: Iterable[Item]) -> None:
        seen: set[int] = set()
        for where, whole in items:
            if len(whole) == _PLAIN and self._plain_edge(whole):
                continue
            parts = list(single(standard(whole, ("subject", "object", "predicate"))))
            if len(parts) > 1:
                self.reading.report.changed.add("an edge with several values of a qualifier; a claim for each", where)
            for item in map(self._by_its_node, parts):
                made = kgx_items.read_edge(item, self.known, self.reading.source.id)
                if isinstance(made, str):
                    self.reading.report.dropped.add(made, f"{where}: {str(dict(item))[:100]}")
                    aside.put("edges", item, made, where)
                    continue
                self._describe(made, where)
                a = made.association
                if not (a.evidence or a.qualifiers or a.negated or a.note):
                    self._row(dict(item), a)
                elif (fingerprint := hash(a)) in seen:
                    self.reading.report.dropped.add("an edge that says the same as one before it", where)
                else:
                    seen.add(fingerprint)
                    self.reading.associations.append(a)

    def _by_its_node(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """The edge with an end that only another identifier of one node names put under that node's own."""
        for end in ("subject", "object"):
            curie = normalised(str(item.get(end)))
            nodes = self.same.get(curie, ()) if curie is not None and curie not in self.known else ()
            if len(nodes) == 1 and curie is not None:
                self.reading.report.changed.add("an end named by another identifier of a node", f"{curie} → {nodes[0]}")
                self.reading.aliases[str(curie)] = nodes[0]
                item = {**item, end: str(nodes[0])}
        return item

    def _describe(self, made: kgx_items.Claim, where: str) -> None:
        """What a claim names and no node row did."""
        reading = self.reading
        if made.unknown:
            reading.report.unknown_predicates[made.unknown] += 1
        if made.unsigned:
            reading.report.changed.add("a direction that gave no sign", f"{where}: {made.unsigned}")
        for curie in entity_ids(made.association):
            if curie not in self.known:
                self.known[curie] = UNKNOWN_CATEGORY
                reading.entities[curie] = Entity(id=curie, name=str(curie), category=UNKNOWN_CATEGORY)
                reading.report.changed.add("an entity that no node row describes; kept untyped", f"{where}: {curie}")
        for source in made.sources:
            self.sources.setdefault(source.id, source)

    def _row(self, item: dict[str, Any], a: Association) -> None:
        """A claim that is three numbers; the next edge of the same shape needs no reading in full."""
        columns = self.reading.columns
        s, o, code = self._number(a.subject), self._number(a.object), columns.code(a.predicate)
        columns.subject.append(s)
        columns.predicate.append(code)
        columns.object.append(o)
        ends = item.get("subject"), item.get("object")
        if len(item) == _PLAIN and ends in ((a.subject, a.object), (a.object, a.subject)):
            shape = (str(item["predicate"]), self.known[Curie(ends[0])], self.known[Curie(ends[1])])
            self.shapes[shape] = code, ends != (a.subject, a.object)

    def _plain_edge(self, item: dict[str, Any]) -> bool:
        """Take an edge that says three terms, stated, and is like one before it; whether that was possible."""
        try:
            if any(item[k] != v for k, v in SURE.items()):
                return False
            s, p, o = item["subject"], item["predicate"], item["object"]
            code, swap = self.shapes[p, self.known[s], self.known[o]]
        except (KeyError, TypeError):
            return False
        columns = self.reading.columns
        columns.subject.append(self._number(o if swap else s))
        columns.predicate.append(code)
        columns.object.append(self._number(s if swap else o))
        return True

    def _number(self, curie: str) -> int:
        found = self.number.get(curie)
        if found is None:
            found = len(self.reading.columns.entities)
            entity = self.reading.entities[Curie(curie)]
            self.number[entity.id] = found
            self.reading.columns.entities.append(entity.id)
        return found

    def done(self) -> Reading:
        reading = self.reading
        reading.associations.join(self._joined)
        reading.sources = [*self.sources.values(), reading.source]
        return reading.done()

    def _joined(self, same: list[Association]) -> None:
        if len({(a.knowledge_level, a.agent_type) for a in same}) > 1:
            self.reading.report.changed.add(
                "edges of one claim with different knowledge levels; each kept with its evidence", str(same[0])
            )


def read(nodes: str | Path | None, edges: str | Path | None) -> Reading:
    """Read a pair of KGX files, TSV or JSON Lines, plain or packed; either may be missing.

    Raises:
        FormatError: torn, not UTF-8, or nothing in it that could be read.
    """
    shown = Path(edges or nodes or "")
    maker = Maker(str(shown), "kgx", shown.name.partition(".")[0].removesuffix("_edges").removesuffix("_nodes"))
    for path, take in ((nodes, maker.nodes), (edges, maker.edges)):
        if path is None:
            continue
        with opened(Path(path)) as stream:
            first = stream.peek(4096)[:4096] if hasattr(stream, "peek") else b""
            json_lines = _is_jsonl(first)
            maker.reading.report.format = "kgx-jsonl" if json_lines else "kgx-tsv"
            take(_items(stream, str(path), maker.reading, json_lines))
    return maker.done()


def read_document(path: str | Path) -> Reading:
    """Read a JSON document with ``nodes`` and ``edges`` or ``links``: KGX's, or networkx's node-link form."""
    path = Path(path)
    maker = Maker(str(path), "kgx-json", path.name.partition(".")[0])
    labels = Labels(maker.reading)
    directed = _directed(path)

    def items(kind: str) -> Iterator[Item]:
        for i, item in enumerate(streamed.items(path, kind, to_the_end=kind == "edges")):
            if isinstance(item, dict):
                yield f"{path}: {kind}[{i}]", _cleaned(item)
            else:
                maker.reading.report.dropped.add("an item that is no JSON object", f"{path}: {kind}[{i}]")

    maker.nodes((where, labels.node(item)) for where, item in items("nodes"))
    for kind in ("edges", "links"):
        maker.edges((where, labels.edge(item, directed=directed, where=where)) for where, item in items(kind))
    return maker.done()


def _directed(path: Path) -> bool:
    """Whether a node-link document says that its edges have a direction; other documents have one."""
    return not re.search(rb'"directed"\s*:\s*false', head(path))


def read_archive(path: str | Path) -> Reading:
    """Read a tar archive (plain or packed) of KGX files, without unpacking it to disk.

    Raises:
        FormatError: torn, a member that points outside the archive or is no file, or no KGX in it.
    """
    path = Path(path)
    maker = Maker(str(path), "kgx archive", path.name.partition(".")[0])
    try:
        with tarfile.open(path) as archive:
            members = archive.getmembers()
            total = 0
            for m in members:
                parts = PurePosixPath(m.name)
                if parts.is_absolute() or ".." in parts.parts or m.issym() or m.islnk() or m.isdev():
                    raise FormatError(
                        f"{path}: the member {m.name!r} leaves the archive", remedy="do not trust this file"
                    )
                total += m.size
            if total > 10 * MAX_DOCUMENT:
                raise FormatError(f"{path}: more than {10 * MAX_DOCUMENT:,} bytes unpacked")
            for word, take in (("node", maker.nodes), ("edge", maker.edges)):
                for m in members:
                    if m.isfile() and word in PurePosixPath(m.name).name.lower():
                        stream = archive.extractfile(m)
                        if stream is not None:
                            where = f"{path}!{m.name}"
                            json_lines = _is_jsonl(stream.peek(4096)[:4096])  # type: ignore[attr-defined]
                            take(_items(stream, where, maker.reading, json_lines))
    except (tarfile.TarError, *TORN, OSError, ValueError, OverflowError) as error:
        raise FormatError(f"{path}: not a readable archive: {error}", remedy="download or copy it again") from None
    return maker.done()
