"""DrugMechDB: curated mechanisms as node-link graphs, in YAML or JSON.

Each record becomes a curated mechanism; its links become claims whose evidence names the record. Names that differ
between records become synonyms of the most frequent one. Errors known in the source are corrected from a table
(``graph/vocabulary/mappings/drugmechdb.corrections.tsv``) and reported; ``correct=False`` reads it as it stands.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec

from ..curie import Curie, data_dir
from ..errors import FormatError
from ..model import Association, CuratedMechanism, Entity, Evidence, Source, merge
from . import blocks
from .files import decode, document
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, mapping
from .reading import Reading, ReadReport, normalised

__all__ = ["SOURCE", "ends_of", "read", "records_of"]

SOURCE = Source(
    id="drugmechdb",
    kind="database",
    title="DrugMechDB",
    url="https://github.com/SuLab/DrugMechDB",
    licence="CC0-1.0",
    verified="record",
)
MAX_TEXT = 400_000_000


class _Node(msgspec.Struct):
    id: str
    label: str = ""
    name: str = ""
    alt_names: list[str] = []
    alt_ids: list[str] = []


class _Link(msgspec.Struct):
    key: str
    source: str
    target: str


class _Graph(msgspec.Struct):
    id: str = msgspec.field(name="_id")
    drug: str = ""
    disease: str = ""
    drugbank: str | None = ""
    drug_mesh: str | None = ""
    disease_mesh: str | None = ""


class _Record(msgspec.Struct):
    graph: _Graph
    nodes: list[_Node]
    links: list[_Link]
    references: list[str] = []
    comment: str = ""


def records_of(path: Path) -> list[_Record]:
    """The records of a file, JSON or YAML, as they stand.

    Raises:
        FormatError: it is not of DrugMechDB's form.
    """
    data = document(path, MAX_TEXT)
    try:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
            decode(data, path)
            value = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[_Record], strict=False)
        else:
            found: Any = blocks.load(decode(data, path), path)
            value = msgspec.convert(found, list[_Record], strict=False)
    except RecursionError:
        raise FormatError(f"{path}: nested too deeply") from None
    except msgspec.DecodeError as error:
        text = str(error).replace("`$[", "record `[")
        raise FormatError(f"{path}: not DrugMechDB's form: {text}", remedy="records are numbered from 0") from None
    return value


def _known_errors(corrections: dict[str, list[dict[str, str]]], record: str) -> list[dict[str, str]]:
    """The rows for a record: under its id, or under its drug's (``DB00704_*``)."""
    return [*corrections.get(record, ()), *corrections.get(record.partition("_")[0] + "_*", ())]


def _corrections() -> dict[str, list[dict[str, str]]]:
    path = data_dir("graph") / "vocabulary" / "mappings" / "drugmechdb.corrections.tsv"
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            out[row["record"]].append(row)
    return out


def read(path: str | Path, *, correct: bool = True) -> Reading:
    """Read DrugMechDB's file.

    Raises:
        FormatError: not its form; with the record's number (from 0) and field.
    """
    path = Path(path)
    reading = Reading(source=SOURCE, report=ReadReport(str(path), "drugmechdb"))
    report, table = reading.report, mapping("drugmechdb")
    names: dict[Curie, Counter[str]] = defaultdict(Counter)
    kinds: dict[Curie, Counter[str]] = defaultdict(Counter)
    synonyms: dict[Curie, set[str]] = defaultdict(set)
    xrefs: dict[Curie, set[Curie]] = defaultdict(set)
    claims: list[Association] = []
    corrections = _corrections() if correct else {}
    seen: set[str] = set()
    for number, record in enumerate(records_of(path)):
        where = record.graph.id or f"record {number}"
        if where in seen:
            report.dropped.add("a second record with the same id", where)
            continue
        seen.add(where)
        if not _corrected(record, _known_errors(corrections, record.graph.id), report):
            continue
        own: dict[str, Curie] = {}
        for node in record.nodes:
            curie = normalised(node.id)
            if curie is None:
                report.dropped.add("an entity whose identifier is no CURIE", f"{where}: {node.id!r}")
                continue
            own[node.id] = curie
            if str(curie) != node.id:
                reading.aliases[node.id] = curie
            names[curie][node.name.strip() or str(curie)] += 1
            kinds[curie][node.label] += 1
            synonyms[curie].update(n.strip() for n in node.alt_names if n.strip())
            xrefs[curie].update(x for i in node.alt_ids if (x := normalised(i)) is not None and x != curie)
        mine: list[Association] = []
        for link in record.links:
            s, o = own.get(link.source), own.get(link.target)
            if s is None or o is None:
                report.dropped.add("a link to an entity that its record does not list", f"{where}: {link.key}")
                continue
            row = table.find(link.key.strip())
            if row is None:
                report.unknown_predicates[link.key] += 1
            mine.append(
                Association(
                    subject=s,
                    predicate=row.predicate if row else UNKNOWN_PREDICATE,
                    object=o,
                    evidence=(Evidence(source=SOURCE.id, locator=where),),
                    note="" if row else f"DrugMechDB: {link.key}",
                )
            )
        claims += mine
        drug, effect = ends_of(record, own)
        if drug is None or effect is None:
            report.dropped.add("a mechanism whose drug or disease is not among its nodes", where)
            continue
        if drugbank := normalised(record.graph.drugbank or ""):
            xrefs[drug].update({drugbank} - {drug})
        reading.mechanisms.append(
            CuratedMechanism(
                id=f"drugmechdb/{where}",
                drug=drug,
                effect=effect,
                claims=tuple(dict.fromkeys(a.id for a in mine)),
                source=SOURCE.id,
                note="\n".join(filter(None, (record.comment.strip(), *record.references))),
            )
        )
    reading.associations.extend(merge(claims))
    reading.sources.append(SOURCE)
    for curie in names:
        labels = kinds[curie]
        label = labels.most_common(1)[0][0]
        category = table.category(label)
        if category is None:
            report.unknown_categories[label] += 1
        if len(labels) > 1:
            report.changed.add("an entity with several categories; the most frequent kept", f"{curie}: {dict(labels)}")
        name = names[curie].most_common(1)[0][0]
        others = {n for n in names[curie] if n != name} | synonyms[curie]
        if len(names[curie]) > 1:
            report.changed.add("an entity with several names; the most frequent kept, others are synonyms", curie)
        reading.entities[curie] = Entity(
            id=curie,
            name=name,
            category=category or UNKNOWN_CATEGORY,
            synonyms=tuple(sorted(others - {name})),
            xrefs=tuple(sorted(xrefs[curie])),
        )
    return reading.done()


def ends_of(record: _Record, own: dict[str, Curie]) -> tuple[Curie | None, Curie | None]:
    """The drug and the disease of a record; ``own`` gives the identifier of each of its nodes."""
    given = record.graph
    nodes = [n.id for n in record.nodes]
    drug = next((own[i] for i in (given.drug_mesh, given.drugbank) if i in own), None) if own else None
    if drug is None:
        sources = {k.source for k in record.links} - {k.target for k in record.links}
        drug = next((own[n] for n in nodes if n in own and n in sources), None)
    effect = own.get(given.disease_mesh or "")
    if effect is None:
        targets = {k.target for k in record.links} - {k.source for k in record.links}
        effect = next((own[n] for n in nodes if n in own and n in targets), None)
    return drug, effect


def _corrected(record: _Record, rows: list[dict[str, str]], report: ReadReport) -> bool:
    """Apply the corrections of a record; ``False`` where the whole record is left out."""
    for row in rows:
        action = row["action"]
        if action == "drop":
            report.dropped.add(f"a known error of the source: {row['reason']}", record.graph.id)
            return False
        if action == "rename node":
            for node in record.nodes:
                if node.id == row["old"]:
                    node.id = row["new"]
            for link in record.links:
                link.source = row["new"] if link.source == row["old"] else link.source
                link.target = row["new"] if link.target == row["old"] else link.target
            record.graph.drug_mesh = row["new"] if record.graph.drug_mesh == row["old"] else record.graph.drug_mesh
        elif action == "drop link":
            source, key, target = row["old"].split(" | ")
            record.links = [k for k in record.links if (k.source, k.key, k.target) != (source, key, target)]
        report.changed.add(f"a known error of the source corrected: {row['reason']}", record.graph.id)
    return True
