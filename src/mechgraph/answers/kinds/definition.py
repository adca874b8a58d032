"""What is it: the description of an entity, its roles and classes, and what it is used for."""

from __future__ import annotations

from ...store.memory import fold
from ..answer import Answer, join
from ..inquiry import Inquiry, as_stated

__all__ = ["definition"]

_IS = ("has_role", "member_of", "subclass_of", "structurally_similar_to", "enantiomer_of", "part_of")


_FRAME = ("describe", "define", "class", "name", "names")


def definition(q: Inquiry) -> Answer:
    """What the first entity that is named is; where more is asked of it, as "the active enantiomer of", that."""
    entity = q.entities[0]
    more = q.unread(_FRAME)
    if more or len(q.entities) > 1:
        return _relation(q, more)
    claims = [a for a in q.store.associations(subject=entity.id) if a.predicate in (*_IS, "treats")]
    claims.sort(key=lambda a: a.predicate not in _IS)
    kinds = [q.name(a.object) for a in claims if a.asserted and a.predicate in _IS[:3]]
    treats = [q.name(a.object) for a in claims if a.asserted and a.predicate == "treats"]
    if not claims and not entity.description:
        around = [*q.store.associations(subject=entity.id), *q.store.associations(object=entity.id)]
        return q.listing(f"What the graph says of {entity.name}", around, "claims-about", entity=entity.id)
    parts = [f"{entity.name} ({entity.category.replace('_', ' ')}): {entity.description}".rstrip(".: ")]
    if kinds:
        parts.append(f"It is stated to be, or to act as: {join(list(dict.fromkeys(kinds)))}")
    if treats:
        parts.append(f"It treats {join(list(dict.fromkeys(treats)))}")
    return q.make("supported", ". ".join(parts) + ".", claims, as_stated(claims), "claims-about", entity=entity.id)


def _relation(q: Inquiry, asked: list[str]) -> Answer:
    """What stands to the subject in the relation that the question words name: "the active enantiomer of baclofen"."""
    subject = q.entities[-1] if len(q.entities) == 1 else q.subject
    words = {w.lower() for w in asked}
    named = {e.id for e in q.entities if e.id != subject.id}
    around = (*q.store.associations(subject=subject.id), *q.store.associations(object=subject.id))
    claims = [
        a
        for a in around
        if (words and words <= set(fold(a.relation.label).split())) or (not words and named & {a.subject, a.object})
    ]
    if "called" in words or words & {"brand", "trade", "generic", "synonym", "synonyms"}:
        names = join(subject.synonyms) or "nothing else"
        text = f"{subject.name} is also called {names}; which of these are trade names the graph does not say."
        return q.make(
            "supported" if subject.synonyms else "not_stated", text, [], {}, "claims-about", entity=subject.id
        )
    about = " ".join((*asked, *(q.name(c) for c in named)))
    what = f"What the graph says on “{about}” of {subject.name}"
    return q.listing(what, claims, "claims-about", entity=subject.id)
