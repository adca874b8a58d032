"""PrimeKG: ``kg.csv``, or ``nodes.csv`` with ``edges.csv``.

PrimeKG lists every link in both directions; here it becomes one claim, worded from the subject that the mapping table
names. "Absent" expression and "negative" phenotypes become negated claims. Links between parent and child have lost
their direction in the source and become ``related_to``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from ..curie import Curie
from ..errors import FormatError
from ..model import Association, Entity, Qualifiers, Source
from ..vocab import vocabulary
from . import cells
from .files import opened
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, Mapped, mapping
from .reading import Reading, ReadReport, local_id

__all__ = ["SOURCE", "read_kg", "read_tables"]

SOURCE = Source(
    id="primekg",
    kind="database",
    title="PrimeKG",
    url="https://github.com/mims-harvard/PrimeKG",
    doi="10.7910/DVN/IXA7BM",
    verified="secondary",
)
KG = [
    *("relation", "display_relation"),
    *("x_index", "x_id", "x_type", "x_name", "x_source"),
    *("y_index", "y_id", "y_type", "y_name", "y_source"),
]
NODES = ["node_index", "node_id", "node_type", "node_name", "node_source"]
EDGES = ["relation", "display_relation", "x_index", "y_index"]
_PADDED = {"MONDO": "MONDO", "HPO": "HP", "GO": "GO", "UBERON": "UBERON"}
_PLAIN = {
    "NCBI": "NCBIGene",
    "DrugBank": "DRUGBANK",
    "REACTOME": "REACT",
    "CTD": "CTD",
    "MONDO_grouped": "MONDO_grouped",
}


def curie_of(source: str, identifier: str) -> Curie | None:
    """Our identifier of a PrimeKG node.

    >>> curie_of("MONDO", "5148"), curie_of("NCBI", "9796"), curie_of("MONDO_grouped", "13924_12592")
    (Curie('MONDO:0005148'), Curie('NCBIGene:9796'), Curie('MONDO_grouped:13924_12592'))
    """
    identifier = identifier.strip()
    if source in _PADDED and identifier.removesuffix(".0").isdigit():
        return Curie(f"{_PADDED[source]}:{int(identifier.removesuffix('.0')):07d}")
    if source in _PLAIN and identifier:
        return Curie.maybe(f"{_PLAIN[source]}:{identifier}")
    return None


def _rows(path: Path, wanted: list[str], reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """The cells wanted of each row, whatever other columns stand before or between them; empty where there is none."""
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            line = text.readline()
        except UnicodeDecodeError as error:
            raise FormatError(f"{path}:1: not UTF-8: {error.reason}", remedy="save the file as UTF-8") from None
        separator = "\t" if "\t" in line else ","
        first = cells.header(line)[0]
        at = [first.index(n) if n in first else -1 for n in wanted]
        missing = [n for n, i in zip(wanted, at, strict=True) if i < 0 and not n.endswith("_index")]
        if missing:
            raise FormatError(f"{path}:1: the column {missing[0]} is missing", remedy="give PrimeKG's own file")
        rows = csv.reader(text, delimiter=separator, strict=True)
        try:
            for fields in rows:
                if len(fields) == len(first):
                    yield rows.line_num + 1, [fields[i] if i >= 0 else "" for i in at]
                elif fields:
                    reading.report.dropped.add("a row with the wrong number of fields", f"{path}:{rows.line_num + 1}")
        except csv.Error as error:
            raise FormatError(f"{path}:{rows.line_num + 1}: not valid CSV: {error}") from None
        except UnicodeDecodeError as error:
            raise FormatError(
                f"{path}:{rows.line_num + 2}: not UTF-8: {error.reason}", remedy="save the file as UTF-8"
            ) from None


class Maker:
    def __init__(self, path: Path, format: str) -> None:
        self.reading = Reading(source=SOURCE, report=ReadReport(str(path), format))
        self.number: dict[str, int] = {}
        self.by_id: dict[Curie, int] = {}
        self.kinds: list[str] = []
        self.rows: dict[tuple[str, str, str, str], tuple[Mapped, bool] | None] = {}

    def node(self, index: str, identifier: str, kind: str, name: str, source: str, where: str) -> int:
        index = index or f"{source}:{identifier}"
        known = self.number.get(index)
        if known is not None:
            return known
        reading = self.reading
        curie = curie_of(source, identifier)
        if curie is None:
            curie = local_id(f"{source}:{identifier}")
            reading.report.changed.add("an identifier of an unknown source; kept as a local one", f"{where}: {source}")
        category = mapping("primekg").category(kind)
        if category is None:
            reading.report.unknown_categories[kind] += 1
        if curie in reading.entities and reading.entities[curie].name != name:
            reading.report.changed.add("two nodes with one identifier; joined", f"{where}: {curie}")
            one = reading.entities[curie]
            names = dict.fromkeys((*one.synonyms, name.strip()))
            reading.entities[curie] = replace(one, synonyms=tuple(n for n in names if n and n != one.name))
        entity = Entity(id=curie, name=name.strip() or str(curie), category=category or UNKNOWN_CATEGORY)
        reading.entities.setdefault(curie, entity)
        reading.aliases[f"{source}:{identifier}"] = curie
        if curie in self.by_id:
            self.number[index] = self.by_id[curie]
            return self.by_id[curie]
        self.number[index] = self.by_id[curie] = number = len(reading.columns.entities)
        reading.columns.entities.append(curie)
        self.kinds.append(category or UNKNOWN_CATEGORY)
        return number

    def edge(self, relation: str, display: str, s: int, o: int) -> None:
        reading, columns = self.reading, self.reading.columns
        key = (relation, display, self.kinds[s], self.kinds[o])
        if key not in self.rows:
            self.rows[key] = _choose(*key)
        found = self.rows[key]
        if found is None:
            reading.report.unknown_predicates[f"{relation} ({display})"] += 1
            self._say(s, o, UNKNOWN_PREDICATE, False, f"{relation} ({display})")
            return
        row, swap = found
        if swap or (vocabulary().predicates[row.predicate].symmetric and self.kinds[s] == self.kinds[o] and s > o):
            s, o = o, s
        if row.negated or (row.note and row.predicate != UNKNOWN_PREDICATE):
            self._say(s, o, row.predicate, row.negated, row.note)
            return
        columns.subject.append(s)
        columns.predicate.append(columns.code(row.predicate))
        columns.object.append(o)

    def _say(self, s: int, o: int, predicate: str, negated: bool, note: str) -> None:
        ids = self.reading.columns.entities
        other = f"PrimeKG={note}" if note else ""
        self.reading.associations.append(
            Association(
                subject=ids[s], predicate=predicate, object=ids[o], negated=negated, qualifiers=Qualifiers(other=other)
            )
        )

    def done(self) -> Reading:
        self.reading.columns.drop_equal()
        self.reading.associations.join()
        self.reading.sources.append(SOURCE)
        return self.reading.done()


def _choose(relation: str, display: str, subject: str, target: str) -> tuple[Mapped, bool] | None:
    rows = [r for r in mapping("primekg").term(relation) if not r.abbreviation or r.abbreviation == display]
    for swap, (a, b) in ((False, (subject, target)), (True, (target, subject))):
        for row in rows:
            if row.fits(a, b, {}):
                return row, swap
    return None


def read_kg(path: str | Path) -> Reading:
    """Read ``kg.csv``.

    Raises:
        FormatError: another header, not CSV, not UTF-8, torn; with file and line.
    """
    path = Path(path)
    maker = Maker(path, "primekg")
    for at, (relation, display, xi, x, xt, xn, xs, yi, y, yt, yn, ys) in _rows(path, KG, maker.reading):
        where = f"{path}:{at}"
        maker.edge(relation, display, maker.node(xi, x, xt, xn, xs, where), maker.node(yi, y, yt, yn, ys, where))
    return maker.done()


def read_tables(nodes: str | Path, edges: str | Path) -> Reading:
    """Read ``nodes.csv`` and ``edges.csv``; edges to nodes that are not listed are left out and counted."""
    nodes, edges = Path(nodes), Path(edges)
    maker = Maker(edges, "primekg tables")
    for at, (index, identifier, kind, name, source) in _rows(nodes, NODES, maker.reading):
        maker.node(index, identifier, kind, name, source, f"{nodes}:{at}")
    for at, (relation, display, x, y) in _rows(edges, EDGES, maker.reading):
        if x in maker.number and y in maker.number:
            maker.edge(relation, display, maker.number[x], maker.number[y])
        else:
            maker.reading.report.dropped.add("an edge to a node that is not in the table", f"{edges}:{at}")
    return maker.done()
