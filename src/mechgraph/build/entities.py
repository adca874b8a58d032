"""Two entities as one, and what joining the sources of a graph did: what both say is kept, what clashes is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ..curie import Curie
from ..errors import FormatError
from ..exchange.reading import KEPT, Reading, ReadReport, Tally, most_common
from ..model import Entity
from ..vocab import vocabulary

__all__ = ["MergeReport", "joined_entity", "refuse_mixed"]

_ILLNESS = "disease_or_phenotype"
_NO_ILLNESS = ("chemical", "drug_class", "gene_product", "anatomy", "cell_type", "organism_taxon")


@dataclass
class MergeReport:
    """What joining the sources did.

    ``joined`` counts entities and claims that several sources share, and identifiers replaced by a mapping.
    """

    readings: list[ReadReport] = field(default_factory=list)
    joined: Tally = field(default_factory=Tally)
    clashes: Tally = field(default_factory=Tally)
    dropped: Tally = field(default_factory=Tally)

    def lines(self) -> Iterator[str]:
        for reading in self.readings:
            yield from reading.lines()
        for title, tally in (("joined", self.joined), ("clash", self.clashes), ("dropped", self.dropped)):
            for line in tally.lines():
                yield f"{title}: {line}"

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_dict(self) -> dict[str, Any]:
        return {
            "sources": [
                {
                    "path": r.path,
                    "format": r.format,
                    "entities": r.entities,
                    "claims": r.claims,
                    "dropped": r.dropped.as_dict(),
                    "changed": r.changed.as_dict(),
                    "unknown_predicates": most_common(r.unknown_predicates, KEPT),
                    "unknown_categories": most_common(r.unknown_categories, KEPT),
                }
                for r in self.readings
            ],
            "joined": self.joined.as_dict(),
            "clashes": self.clashes.as_dict(),
            "dropped": self.dropped.as_dict(),
        }


def joined_entity(known: Entity, other: Entity, report: MergeReport) -> Entity:
    """Two entities of one identifier as one; two names or categories are a clash, and the first is kept."""
    is_a = vocabulary().is_a
    category = known.category
    if known.category != other.category:
        if is_a(other.category, known.category):
            category = other.category
        elif not is_a(known.category, other.category):
            report.clashes.add(
                "one entity, two categories; the first kept", f"{known.id}: {known.category}, {other.category}"
            )
    if known.name.casefold() != other.name.casefold() and str(other.id) != other.name:
        if known.name == str(known.id):
            known = msgspec.structs.replace(known, name=other.name)
        else:
            report.clashes.add(
                "one entity, two names; the first kept, the other a synonym", f"{known.id}: {known.name}, {other.name}"
            )
    names = dict.fromkeys((*known.synonyms, *other.synonyms, other.name))
    names.pop(known.name, None)
    names.pop(str(known.id), None)
    xrefs = dict.fromkeys((*known.xrefs, *other.xrefs))
    return msgspec.structs.replace(
        known,
        category=category,
        synonyms=tuple(names),
        xrefs=tuple(x for x in xrefs if x != known.id),
        description=known.description or other.description,
        identifier_source=known.identifier_source or other.identifier_source,
        deprecated_by=known.deprecated_by or other.deprecated_by,
        raw=known.raw or other.raw,
    )


def refuse_mixed(readings: Iterable[Reading], same: Mapping[Curie, Curie]) -> None:
    """A mapping that makes one thing of a disease and of what no disease can be is wrong, whatever it says.

    Raises:
        FormatError: with both entities by name.
    """
    is_a, seen = vocabulary().is_a, dict[Curie, Entity]()
    targets = frozenset(same.values())
    for reading in readings:
        for curie, entity in reading.entities.items() if same else ():
            target = same.get(curie, curie)
            if target not in targets:
                continue
            other = seen.setdefault(target, entity)
            for one, two in ((entity, other), (other, entity)):
                if is_a(one.category, _ILLNESS) and any(is_a(two.category, thing) for thing in _NO_ILLNESS):
                    raise FormatError(
                        f"a mapping joins {two.id} ({two.name}, {two.category}) and {one.id} ({one.name},"
                        f" {one.category})",
                        remedy="take the row out of the table of mappings, or correct the category",
                    )
