"""Where is it: the places of a receptor, densest first; the places where a drug acts."""

from __future__ import annotations

from ..answer import Answer
from ..gather import part_closure
from ..inquiry import Inquiry

__all__ = ["density"]


def density(q: Inquiry) -> Answer:
    """Where the protein that is named is found, by ordinal rank; of anything else, the places that its claims name.

    A place in the question, as in "which brain regions", limits the places to its parts.
    """
    target = next((e for e in q.entities if q.is_a(e.id, "gene_product")), q.subject)
    within = {c for place in q.places for c in part_closure(q.store, place.id)}
    own = list(q.store.associations(subject=target.id))
    if q.is_a(target.id, "gene_product"):
        claims = [a for a in own if a.predicate in ("has_density_in", "expressed_in")]
        claims.sort(key=lambda a: (a.quantity.rank if a.quantity and a.quantity.rank is not None else 99, a.object))
        return q.listing(f"Where {target.name} is found, densest first", claims, "receptor-density", receptor=target.id)
    at = {a.id: p for a in own for p in (a.object, a.qualifiers.anatomy) if p is not None and q.is_a(p, "anatomy")}
    acting = [a for a in own if a.id in at and a.relation.role not in ("kinetic", "clinical")]
    claims = [a for a in acting if not within or at[a.id] in within]
    places = dict.fromkeys(q.name(at[a.id]) for a in claims if a.asserted)
    return q.listing(f"Where {target.name} acts", claims, "effects", named=list(places), drug=target.id)
