"""Where is it: the places of a receptor, densest first."""

from __future__ import annotations

from ...vocab import vocabulary
from ..answer import Answer
from ..inquiry import Inquiry

__all__ = ["density"]


def density(q: Inquiry) -> Answer:
    """Where the receptor or protein that is named is found, by ordinal rank."""
    vocab = vocabulary()
    target = next((e for e in q.entities if vocab.is_a(e.category, "gene_product")), q.subject)
    claims = [a for a in q.store.associations(subject=target.id) if a.predicate in ("has_density_in", "expressed_in")]
    claims.sort(key=lambda a: (a.quantity.rank if a.quantity and a.quantity.rank is not None else 99, a.object))
    what = f"Where {target.name} is found, densest first"
    return q.listing(what, claims, "receptor-density", receptor=target.id)
