"""DrugMechDB's links as they are written, for the benchmarks that are about its own graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..curie import Curie
from ..exchange import drugmechdb
from ..exchange.mappings import UNKNOWN_PREDICATE, mapping
from ..exchange.reading import normalised
from ..model import Association, Entity

__all__ = ["Links", "load_links"]


@dataclass(frozen=True, slots=True)
class Links:
    """One record: its ends, its entities, and its links as claims."""

    id: str
    drug: Curie
    effect: Curie
    entities: dict[Curie, Entity]
    claims: tuple[Association, ...]


def load_links(path: Path) -> dict[str, Links]:
    """Every record by its id, nothing corrected; a record whose ends are not among its nodes is left out."""
    table = mapping("drugmechdb")
    out: dict[str, Links] = {}
    for record in drugmechdb._load(path):
        entities: dict[Curie, Entity] = {}
        own: dict[str, Curie] = {}
        for node in record.nodes:
            curie = normalised(node.id)
            if curie is None:
                continue
            own[node.id] = curie
            entities[curie] = Entity(id=curie, name=node.name, category=table.category(node.label) or "entity")
        claims: dict[str, Association] = {}
        for link in record.links:
            start, end, row = own.get(link.source), own.get(link.target), table.find(link.key.strip())
            if start is not None and end is not None:
                predicate = row.predicate if row else UNKNOWN_PREDICATE
                claim = Association(subject=start, predicate=predicate, object=end)
                claims[claim.id] = claim
        drug, effect = drugmechdb._ends(record, own)
        if drug is not None and effect is not None:
            out[record.graph.id] = Links(record.graph.id, drug, effect, entities, tuple(claims.values()))
    return out
