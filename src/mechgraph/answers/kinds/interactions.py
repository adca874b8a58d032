"""Does a drug interact with others: stated interactions, with one partner or with any."""

from __future__ import annotations

from collections.abc import Sequence

from ...curie import Curie
from ...model import Association, Entity
from ...vocab import vocabulary
from ..answer import Answer, Verdict, join
from ..gather import between, topic, verdict_of
from ..ground import named_within
from ..inquiry import Inquiry, as_stated

__all__ = ["interactions"]


def interactions(q: Inquiry) -> Answer:
    """Whether the drug interacts with the partners that are named, or with what it interacts."""
    drug = q.subject
    partners = [e for e in q.others if vocabulary().is_a(e.category, "chemical") or e.category == "drug_class"]
    own = [drug.id, *topic(q.store, drug)]
    return _with_partners(q, drug, own, partners) if partners else _with_any(q, drug, own)


def _with_partners(q: Inquiry, drug: Entity, own: Sequence[Curie], partners: Sequence[Entity]) -> Answer:
    per: dict[str, list[Association]] = {}
    for partner in partners:
        theirs = [partner.id, *topic(q.store, partner)]
        pair = {a.id: a for a in between(q.store, own, theirs) + between(q.store, theirs, own)}
        per[partner.name] = [a for a in pair.values() if a.subject != a.object and a.relation.role != "structural"]
    claims = list({a.id: a for pair in per.values() for a in pair}.values())
    judged = as_stated(claims)
    yes = [name for name, pair in per.items() if any(judged[a.id] for a in pair)]
    no = [name for name in per if name not in yes]
    verdict: Verdict = "supported" if yes else verdict_of(claims, judged)
    parts = []
    if yes:
        parts.append(f"the graph states an interaction of {drug.name} with {join(yes)}")
    if no:
        parts.append(f"{'it' if yes else 'the graph'} states none with {join(no)} (which is not a “no”)")
    text = "; ".join(parts) + "."
    text = text[0].upper() + text[1:]
    if claims and all(a.certainty == "hedged" for a in claims if judged[a.id]):
        text += " All are hedged (“may”, “could”); mind the direction of each."
    return q.make(verdict, text, claims, judged, "interactions", drug=drug.id)


def _with_any(q: Inquiry, drug: Entity, own: Sequence[Curie]) -> Answer:
    claims: dict[str, Association] = {}
    for c in own:
        for a in (*q.store.associations(subject=c), *q.store.associations(object=c)):
            ends = [e for x in (a.subject, a.object) if x not in own and (e := q.store.entity(x)) is not None]
            if a.relation.role != "structural" and any(_other_drug(q, e) for e in ends):
                claims[a.id] = a
    found = list(claims.values())
    names = list(dict.fromkeys(q.name(x) for a in found for x in (a.subject, a.object) if x not in own))
    text = (
        f"The graph states interactions of {drug.name} with {join(names)}."
        if found
        else f"The graph states no interaction of {drug.name}; that is not a “no”."
    )
    return q.make("supported" if found else "not_stated", text, found, as_stated(found), "interactions", drug=drug.id)


def _other_drug(q: Inquiry, entity: Entity) -> bool:
    """Whether an entity is a drug other than the subject, or a process named after one, as its excretion is."""
    vocab = vocabulary()
    if vocab.is_a(entity.category, "process_or_activity"):
        return any(e.id != q.subject.id for e in named_within(q.store, entity.name, "drug"))
    return vocab.is_a(entity.category, "drug")
