"""DrugMechDB: curated mechanisms as node-link graphs, in YAML or JSON.

Each record becomes a curated mechanism; its links become claims whose evidence names the record, and its head the claim
that the drug treats the disease (:mod:`mechgraph.exchange.drugmechdb_uses`). All are as sure as one database is:
probable. Names that differ between records become synonyms of the most frequent one. Errors known in the source are
corrected (:mod:`mechgraph.exchange.drugmechdb_corrections`) and reported; ``correct=False`` reads it as it stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec

from ..curie import Curie
from ..errors import FormatError
from ..model import Association, CuratedMechanism, Entity, Evidence, Source, merge
from ..vocab import vocabulary
from . import aside, blocks
from .drugmechdb_corrections import corrected, corrections, known_errors
from .drugmechdb_uses import is_use, says_otherwise, use_of
from .files import decode, document
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, Mapped, mapping, own_term
from .reading import Reading, ReadReport, normalised

__all__ = ["SOURCE", "Record", "ends_of", "kind_of", "link_row", "read", "records_of"]

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
    id: str = msgspec.field(name="_id", default="")
    drug: str = ""
    disease: str = ""
    drugbank: str | None = ""
    drug_mesh: str | None = ""
    disease_mesh: str | None = ""


class Record(msgspec.Struct):
    """One record of DrugMechDB, as it stands in its file."""

    graph: _Graph
    nodes: list[_Node]
    links: list[_Link]
    references: list[str] = []
    reference: str | list[str] = ""
    comment: str = ""

    @property
    def cited(self) -> list[str]:
        """All that it refers to, under either name of the field."""
        return [*self.references, *([self.reference] if isinstance(self.reference, str) else self.reference)]


def records_of(path: Path, report: ReadReport) -> list[Record]:
    """The records of a file, JSON or YAML, as they stand; one that is not of the form is set aside in the report.

    A record that its curator has not numbered yet gets the id that DrugMechDB would make of it.

    Raises:
        FormatError: it is no list, or none of its records is of DrugMechDB's form.
    """
    data = document(path, MAX_TEXT)
    out: list[Record] = []
    first = ""
    taken: Counter[str] = Counter()
    try:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
            decode(data, path)
            found: Any = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[Any] | dict[str, Any])
        else:
            found = blocks.load(decode(data, path), path)
    except RecursionError:
        raise FormatError(f"{path}: nested too deeply") from None
    except msgspec.DecodeError as error:
        raise FormatError(f"{path}: not DrugMechDB's form: {error}", remedy="it is a list of records") from None
    if isinstance(found, dict):
        found = [found]  # a submission, which is not in its list yet
    for number, value in enumerate(found):
        try:
            record = msgspec.convert(value, Record, strict=False)
        except msgspec.ValidationError as error:
            why = str(error).replace("`$.", f"`record [{number}].").replace("`$[", f"`record [{number}][")
            first = first or why
            name = value.get("graph", {}) if isinstance(value, dict) else {}
            named = name.get("_id", "") if isinstance(name, dict) else ""
            reason = "a record that is not of DrugMechDB's form, set aside"
            report.dropped.add(reason, f"{named or number}: {why}")
            if isinstance(value, dict):
                aside.put("records", value, why, f"{path}: {named or number}")
            continue
        taken[_stem(record)] += 1
        if not record.graph.id and _stem(record):
            record.graph.id = f"{_stem(record)}_{taken[_stem(record)]}"
            report.changed.add("a record without _id; named as DrugMechDB names records", record.graph.id)
        out.append(record)
    if not out:
        why = f"{first} (records are numbered from 0)" if first else "no record in it"
        raise FormatError(f"{path}: not DrugMechDB's form: {why}", remedy="each record has graph, nodes and links")
    return out


def _stem(record: Record) -> str:
    """What DrugMechDB's ids of the records of one drug and disease begin with."""
    drug = (record.graph.drugbank or "").removeprefix("DB:")
    disease = (record.graph.disease_mesh or "").replace(":", "_")
    return f"{drug}_{disease}" if drug and disease else ""


def link_row(key: str) -> Mapped | None:
    """What a link's word means, whatever its case and the spaces around it.

    >>> link_row("Decreases Activity Of ").predicate
    'decreases_activity_of'
    """
    table = mapping("drugmechdb")
    return table.find(key.strip()) or table.find(" ".join(key.lower().split()))


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
    known = corrections() if correct else {}
    sources: dict[str, Source] = {}
    seen: set[str] = set()
    roles: dict[Curie, Counter[str]] = defaultdict(Counter)
    for number, record in enumerate(records_of(path, report)):
        where = record.graph.id or f"record {number}"
        if where in seen:
            report.dropped.add("a second record with the same id", where)
            continue
        seen.add(where)
        if (no_use := corrected(record, known_errors(known, record.graph.id), report)) is None:
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
            row = link_row(link.key)
            if row is None and (row := own_term("_".join(link.key.lower().split()))) is not None:
                report.changed.add("a word that is not DrugMechDB's, taken as it stands", f"{where}: {link.key}")
            elif row is None:
                report.unknown_predicates[link.key] += 1
            mine.append(
                Association(
                    subject=s,
                    predicate=row.predicate if row else UNKNOWN_PREDICATE,
                    object=o,
                    certainty="probable",
                    source_certainty="stated",
                    evidence=(Evidence(source=SOURCE.id, locator=where),),
                    note="" if row else f"DrugMechDB: {link.key}",
                )
            )
        drug, effect = ends_of(record, own)
        if no_use:
            mine = [a for a in mine if (a.subject, a.object) != (drug, effect) or not is_use(a.predicate)]
        claims += mine
        if drug is None or effect is None:
            report.dropped.add("a mechanism whose drug or disease is not among its nodes", where)
            continue
        roles[drug]["drug"] += 1
        roles[effect]["disease"] += 1
        if drugbank := normalised(record.graph.drugbank or ""):
            xrefs[drug].update({drugbank} - {drug})
        why, works = (no_use, False) if no_use else says_otherwise(mine, drug, effect)
        if why:
            report.changed.add(why, where)
        else:
            use, its_own = use_of(drug, effect, where, record.cited, record.comment.strip(), SOURCE.id)
            claims.append(use)
            sources.update((s.id, s) for s in its_own)
        if not works:
            continue
        reading.mechanisms.append(
            CuratedMechanism(
                id=f"drugmechdb/{where}",
                drug=drug,
                effect=effect,
                claims=tuple(dict.fromkeys(a.id for a in mine)),
                source=SOURCE.id,
                note=record.comment.strip(),
            )
        )
    reading.associations.extend(merge(claims))
    reading.sources += [SOURCE, *sources.values()]
    for curie in names:
        labels = kinds[curie]
        label = labels.most_common(1)[0][0]
        category = table.category(label)
        if category is None:
            report.unknown_categories[label] += 1
        if (meant := kind_of(roles[curie], category)) != category:
            report.changed.add(f"a {meant} of a record under another label", f"{curie}: {label}")
            category = meant
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


_MAY_BE = {"drug": ("chemical",), "disease": ("disease_or_phenotype", "process_or_activity")}
"""What the ends of a record may be labelled; under any other label they are what their place in the record says."""


def kind_of(roles: Counter[str], category: str | None) -> str | None:
    """The category of an entity by its label, or by what records use it as where the label cannot be right.

    >>> kind_of(Counter(drug=1), "disease"), kind_of(Counter(drug=1), "chemical"), kind_of(Counter(), "protein")
    ('drug', 'chemical', 'protein')
    """
    vocab = vocabulary()
    for role, _ in roles.most_common(1):
        if category is None or not any(vocab.is_a(category, may) for may in _MAY_BE[role]):
            return role
    return category


def ends_of(record: Record, own: dict[str, Curie]) -> tuple[Curie | None, Curie | None]:
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
