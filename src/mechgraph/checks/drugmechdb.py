"""An audit of DrugMechDB as it stands: its links as written, nothing corrected, nothing merged.

Two readings of the net sign stand side by side. The *published* one is that of DrugMechDB's own lint, see
:mod:`mechgraph.checks.polarity`. *Ours* reads backward wording in its causal direction and lets a claim
without sign absorb. An audit finds what cannot be right in form; it does not know whether a mechanism is true.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..curie import Curie
from ..exchange import drugmechdb
from ..exchange.mappings import UNKNOWN_PREDICATE, mapping
from ..exchange.reading import ReadReport, normalised
from ..model import Association, Entity, Mechanism
from ..reason.mechanism import simple_paths
from ..reason.signs import net_sign
from ..store.base import Table
from .polarity import POLARITIES, Judged, Links, judge, polarity

__all__ = ["Audit", "Links", "audit", "load_links", "polarity", "suspects"]


def load_links(path: Path, report: ReadReport | None = None) -> dict[str, Links]:
    """Every record by its id, nothing corrected; a record whose ends are not among its nodes is left out.

    Args:
        report: Where records that are not of the form are counted.
    """
    table = mapping("drugmechdb")
    out: dict[str, Links] = {}
    for number, record in enumerate(drugmechdb.records_of(path, report or ReadReport(str(path), "drugmechdb"))):
        name = record.graph.id or f"record {number}"
        entities: dict[Curie, Entity] = {}
        own: dict[str, Curie] = {}
        for node in record.nodes:
            curie = normalised(node.id)
            if curie is None:
                continue
            own[node.id] = curie
            entities[curie] = Entity(id=curie, name=node.name, category=table.category(node.label) or "entity")
        claims: dict[str, Association] = {}
        worded: dict[str, str] = {}
        for link in record.links:
            start, end, row = own.get(link.source), own.get(link.target), drugmechdb.link_row(link.key)
            if start is not None and end is not None:
                predicate = row.predicate if row else UNKNOWN_PREDICATE
                claim = Association(subject=start, predicate=predicate, object=end)
                claims[claim.id] = claim
                worded[claim.id] = row.term if row else link.key.strip()
        drug, effect = drugmechdb.ends_of(record, own)
        if drug is not None and effect is not None:
            keys = tuple(row.term if (row := drugmechdb.link_row(k.key)) else k.key.strip() for k in record.links)
            made = tuple(claims.values())
            out[name] = Links(name, drug, effect, entities, made, keys, worded)
    return out


def _ours(links: Links) -> str:
    paths = simple_paths(links.claims, links.drug, links.effect)
    if not paths:
        return "no path"
    sign = net_sign(paths)
    return {-1: "coherent", 1: "incoherent", 0: "indeterminate", None: "inconsistent"}[sign]


GRAVITY = ("coherent", "indeterminate", "no path", "inconsistent", "incoherent")
"""From what may stay to what must be looked at first."""


def _gravity(judged: Judged) -> tuple[int, str]:
    return -GRAVITY.index(judged.polarity), judged.id


@dataclass(frozen=True)
class Audit:
    """Counts over a whole file, and the records behind each."""

    records: int
    links: int
    polarity: dict[str, list[str]] = field(repr=False)
    ours: dict[str, list[str]] = field(repr=False)
    several_categories: dict[str, list[str]] = field(repr=False)
    several_names: dict[str, list[str]] = field(repr=False)
    unknown_predicates: dict[str, int]
    not_in_biolink: dict[str, int]
    differences: dict[str, str] = field(repr=False)
    judged: list[Judged] = field(repr=False)
    """Every record that is not coherent in the published reading, with the links that decide it; worst first."""
    set_aside: list[str] = field(default_factory=list)
    """Records that are not of the form and were not judged, with what is wrong in them."""

    def lines(self) -> list[str]:
        """The audit as text."""
        out = [f"{self.records:,} mechanisms, {self.links:,} links"]
        for title, table in (("published reading", self.polarity), ("our reading", self.ours)):
            parts = [f"{p} {len(table.get(p, ())):,}" for p in POLARITIES if table.get(p)]
            out.append(f"net sign, {title}: " + ", ".join(parts))
        out.append(f"read differently: {len(self.differences):,}")
        for reason, count in Counter(self.differences.values()).most_common():
            out.append(f"  {count:,}: {reason}")
        out.append(f"identifiers with several categories: {len(self.several_categories):,}")
        out.append(f"identifiers with several names: {len(self.several_names):,}")
        if self.unknown_predicates:
            out.append("unknown predicates: " + ", ".join(f"{k} ({n})" for k, n in self.unknown_predicates.items()))
        if self.not_in_biolink:
            kinds, links = len(self.not_in_biolink), sum(self.not_in_biolink.values())
            out.append(f"predicates that Biolink no longer has: {kinds} kinds on {links:,} links")
        out += self.set_aside
        return out

    def record_lines(self) -> list[str]:
        """Every record that is not coherent, with the reason and the links to look at."""
        out = []
        for j in self.judged:
            out.append(f"{j.id}: {j.polarity}: {j.drug} in {j.effect}: {j.reason}")
            out += [f"  {link}" for link in j.links]
        return out

    def to_table(self) -> Table:
        """One row for each record that is not coherent in the published reading."""
        rows = [(j.id, j.drug, j.effect, j.polarity, j.reason, "; ".join(j.links)) for j in self.judged]
        return Table(("record", "drug", "disease", "polarity", "reason", "links"), tuple(rows))

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, Any]:
        """Counts, and each record that is not coherent in the published reading with the links that decide it."""
        return {
            "records": self.records,
            "links": self.links,
            "polarity": {p: len(self.polarity.get(p, ())) for p in POLARITIES},
            "our_reading": {p: len(self.ours.get(p, ())) for p in POLARITIES},
            "not_coherent": [j.to_dict() for j in self.judged],
            "several_categories": self.several_categories,
            "several_names": self.several_names,
            "unknown_predicates": self.unknown_predicates,
            "not_in_biolink": self.not_in_biolink,
            "set_aside": self.set_aside,
            "read_differently": dict(Counter(self.differences.values()).most_common()),
        }


def _why(links: Links, published: str, ours: str) -> str:
    relations = [a.relation for a in links.claims]
    if ours == "no path":
        return "a link worded backwards is read from cause to effect, and the record then has no path"
    if any(r.reversed for r in relations) and published == "indeterminate":
        return "a link worded backwards is read from cause to effect"
    if ours == "indeterminate":
        return "a link without direction is passed over in the published reading and absorbs the sign in ours"
    if published == "indeterminate":
        return "every link is without direction in the published reading; ours gives participation a sign"
    return "one branch has a link without direction: passed over in the published reading, left out of the net in ours"


def biolink_predicates(path: Path) -> frozenset[str]:
    """Names of the slots of a Biolink model file that are not deprecated, read by their layout."""
    text = path.read_text(encoding="utf-8")
    slots = text[text.index("\nslots:\n") : text.index("\nclasses:\n")]
    parts = re.split(r"\n  (?=[A-Za-z][^\n:]*:\n)", slots)
    return frozenset(p.split(":", 1)[0].strip() for p in parts if "\n    deprecated:" not in p)


def audit(path: Path, biolink: Path | None = None) -> Audit:
    """Audit a DrugMechDB file.

    Args:
        biolink: Biolink's model file; where given, predicates that it does not have (any more) are counted.

    Raises:
        FormatError: not DrugMechDB's form.
    """
    report = ReadReport(str(path), "drugmechdb")
    everything = load_links(path, report)
    published, ours, differences = defaultdict(list), defaultdict(list), {}
    judged: list[Judged] = []
    kinds: dict[Curie, Counter[str]] = defaultdict(Counter)
    names: dict[Curie, Counter[str]] = defaultdict(Counter)
    keys: Counter[str] = Counter()
    for links in everything.values():
        verdict = judge(links)
        theirs, mine = verdict.polarity, _ours(links)
        if theirs != "coherent":
            judged.append(verdict)
        published[theirs].append(links.id)
        ours[mine].append(links.id)
        if theirs != mine:
            differences[links.id] = _why(links, theirs, mine)
        for e in links.entities.values():
            kinds[e.id][e.category] += 1
            names[e.id][e.name] += 1
        keys.update(links.keys)
    known = biolink_predicates(biolink) if biolink is not None and biolink.is_file() else None
    return Audit(
        records=len(everything),
        links=sum(keys.values()),
        polarity=dict(published),
        ours=dict(ours),
        several_categories={str(c): sorted(k) for c, k in kinds.items() if len(k) > 1},
        several_names={str(c): sorted(k) for c, k in names.items() if len(k) > 1},
        unknown_predicates={k: n for k, n in keys.most_common() if drugmechdb.link_row(k) is None},
        not_in_biolink={k: n for k, n in keys.most_common() if known is not None and k not in known},
        differences=differences,
        judged=sorted(judged, key=_gravity),
        set_aside=list(report.dropped.lines()),
    )


def suspects(path: Path) -> Iterator[Mechanism]:
    """The records of a file that are not coherent as mechanisms to draw, worst first, the links to look at marked.

    Raises:
        FormatError: not DrugMechDB's form.
    """
    found = [(judge(links), links) for links in load_links(path).values()]
    wrong = [(j, links) for j, links in found if j.polarity != "coherent"]
    for j, links in sorted(wrong, key=lambda pair: _gravity(pair[0])):
        paths = simple_paths(links.claims, links.drug, links.effect)
        yield Mechanism(
            drug=links.entities[links.drug],
            effect=links.entities[links.effect],
            entities=links.entities,
            associations=links.claims,
            paths=tuple(paths),
            sign=net_sign(paths),
            curated=(j.id,),
            title=f"{j.id}: {j.drug} in {j.effect}: {j.polarity}",
            marks=dict.fromkeys(j.claims, "suspect"),
        )
