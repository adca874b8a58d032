"""What does it do: all that is said of a drug or class, or what it does in a place."""

from __future__ import annotations

from collections.abc import Sequence

from ...curie import Curie
from ...model import Association
from ..answer import Answer, join
from ..gather import contests, is_disorder, part_closure
from ..inquiry import Inquiry
from ..verbs import is_causal
from .agents import agents
from .effect import effect

__all__ = ["actions"]


_WHOLE = (Curie("UBERON:0000955"), Curie("UBERON:0001017"), Curie("UBERON:0001016"))
"""The brain and the nervous system: what a drug is there, is told with what it does; of a part it is not known."""


def actions(q: Inquiry) -> Answer:
    """What the subject does, in the places that are named; or what does it, where it is a disorder."""
    subject = q.subject
    claims = list(q.store.associations(subject=subject.id))
    if q.places:
        inside = {c for place in q.places for c in part_closure(q.store, place.id)}
        nervous = part_closure(q.store, Curie("UBERON:0001017")) & inside or inside
        kinds = ("has_role", "structurally_similar_to")
        if subject.category != "drug_class":
            around = nervous | {p.id for p in q.places}
            whole = any(p.id in _WHOLE for p in q.places)
            claims = [a for a in claims if _inside(q, a, around) or (whole and a.predicate in kinds)]
        who = f"the class {subject.name}" if subject.category == "drug_class" else subject.name
        what = f"What {who} does in the {join([p.name for p in q.places])}"
    elif q.others and q.asked.words:
        return effect(q)
    elif q.asked.verb and is_disorder(subject):
        return agents(q)
    elif q.asked.verb:
        claims = [a for a in claims if _is_such(q, a)]
        bind = f"The proteins that {subject.name} is stated to act on"
        what = bind if q.asked.verb == "bind" else f"What {subject.name} can {q.asked.verb}"
    else:
        what = f"What the graph says of {subject.name}"
    named = _told(q, claims) if q.places or not q.asked.verb else ()
    return q.listing(what, claims, "effects", named=named, drug=subject.id)


def _told(q: Inquiry, claims: Sequence[Association]) -> list[str]:
    """Each thing with what the subject does to it, best supported first; marked where it is hedged or contested."""
    told: dict[str, list[Association]] = {}
    for a in claims:
        if a.asserted and a.certainty != "inconclusive":
            aspect = f"{a.qualifiers.aspect.replace('_', ' ')} of " if a.qualifiers.aspect else ""
            told.setdefault(f"{a.relation.label} {aspect}{q.name(a.object)}", []).append(a)
    backing = {text: sum(e.stance == "supports" for a in own for e in a.evidence) for text, own in told.items()}
    marked = []
    for text in sorted(told, key=lambda t: -backing[t]):
        marks = ["hedged"] if all(a.certainty == "hedged" for a in told[text]) else []
        marks += ["contested"] if any(contests(a, None) for a in told[text]) else []
        marked.append(f"{text} ({', '.join(marks)})" if marks else text)
    return marked


def _is_such(q: Inquiry, a: Association) -> bool:
    """Whether a claim is of the verb that the question has: in its direction; to bind is to act on a protein."""
    if q.asked.verb == "bind":
        return a.relation.role == "regulatory" and q.is_a(a.object, "gene_product")
    if is_causal(q.asked.verb):
        return a.predicate == "causes"
    return a.relation.role != "structural" and q.asked.sign in (0, a.stated_sign)


def _inside(q: Inquiry, a: Association, places: set[Curie]) -> bool:
    """Whether a claim is about a place, holds in one, or is about something that is in one."""
    if a.object in places or a.qualifiers.anatomy in places:
        return True
    named = q.store.entity(a.object)
    return named is not None and any(
        p.predicate in ("part_of", "located_in", "occurs_in") and p.object in places and p.asserted
        for p in q.store.associations(subject=named.id)
    )
