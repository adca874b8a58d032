"""What is it: the description of an entity, its roles and classes, and what it is used for."""

from __future__ import annotations

from ..answer import Answer, join
from ..inquiry import Inquiry, as_stated

__all__ = ["definition"]

_IS = ("has_role", "member_of", "subclass_of", "structurally_similar_to", "enantiomer_of", "part_of")


def definition(q: Inquiry) -> Answer:
    """What the first entity that is named is."""
    entity = q.entities[0]
    claims = [a for a in q.store.associations(subject=entity.id) if a.predicate in (*_IS, "treats")]
    claims.sort(key=lambda a: a.predicate not in _IS)
    kinds = [q.name(a.object) for a in claims if a.asserted and a.predicate in _IS[:3]]
    treats = [q.name(a.object) for a in claims if a.asserted and a.predicate == "treats"]
    parts = [f"{entity.name} ({entity.category.replace('_', ' ')}): {entity.description}".rstrip(".: ")]
    if kinds:
        parts.append(f"It is stated to be, or to act as: {join(list(dict.fromkeys(kinds)))}")
    if treats:
        parts.append(f"It treats {join(list(dict.fromkeys(treats)))}")
    return q.make("supported", ". ".join(parts) + ".", claims, as_stated(claims), "claims-about", entity=entity.id)
