"""What do two or more have in common, and where do they differ."""

from __future__ import annotations

from itertools import permutations

from ..answer import Answer, Verdict, claims_of, join
from ..compare import FACETS, Comparison, Row
from ..gather import between
from ..inquiry import Inquiry

__all__ = ["compare"]

MOST = 6
"""Names listed of each side; how many more there are is said."""


def compare(q: Inquiry) -> Answer:
    """What all that are named share, what they move in opposite directions, and what each has alone."""
    compared = q.graph.compare(q.entities)
    opposite = compared.opposite()
    shared = tuple(r for r in compared.shared() if r not in opposite)
    indirect = any(c is not None and c.how in ("mechanism", "inherited") for r in shared for c in r.cells)
    how = " (in part through a mechanism or a class)" if indirect else ""
    parts = [f"{join([e.name for e in q.entities])} share {_names(shared) or 'nothing that the graph states'}{how}."]
    if opposite:
        parts.append(f"In opposite directions: {_names(opposite)}.")
    related = [a for one, two in permutations(q.entities, 2) for a in between(q.store, [one.id], [two.id])]
    related = list({a.id: a for a in related if a.asserted and a.relation.role == "structural"}.values())
    if related:
        parts.insert(0, f"{join([c.sentence for c in claims_of(q.store, related)])}.")
    for entity in q.entities:
        alone = compared.distinct(entity)
        parts.append(f"Only {entity.name}: {_names(alone) or 'nothing'}.")
    together = [a for row in (*shared, *opposite) for a in _claims(row)]
    told = [row for entity in q.entities for row in _first(compared.distinct(entity))]
    ids = dict.fromkeys([*together, *(a for row in told for a in _claims(row))])
    claims = [*related, *(a for i in ids if (a := q.store.association(i)) is not None and a not in related)]
    judged: dict[str, bool | None] = {a.id: True if a.id in together and a.asserted else None for a in claims}
    verdict: Verdict = "supported" if _all_known(compared) else "not_stated"
    return q.make(verdict, " ".join(parts), claims, judged, "claims-about", entity=q.entities[0].id)


def _names(rows: tuple[Row, ...]) -> str:
    """Names facet by facet, so that targets come before effects."""
    names = [r.entity.name for r in _first(rows)]
    more = f" and {len(rows) - MOST} more" if len(rows) > MOST else ""
    return ", ".join(names) + more if more else join(names)


def _first(rows: tuple[Row, ...]) -> list[Row]:
    """The rows whose names are told, targets before effects; the claims of no others are listed."""
    return sorted(rows, key=lambda r: FACETS.index(r.facet))[:MOST]


def _claims(row: Row) -> list[str]:
    return [i for cell in row.cells if cell is not None for i in cell.claims]


def _all_known(compared: Comparison) -> bool:
    """Whether the graph says anything of each."""
    return all(any(row.cells[i] is not None for row in compared.rows) for i in range(len(compared.drugs)))
