"""How does it work: the chains from a drug to an effect, or what a drug does at its targets."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from ...model import Association, Entity
from ...search import named_within
from ...vocab import vocabulary
from ..answer import Answer, claims_of, join
from ..gather import is_disorder, verdict_of
from ..inquiry import Inquiry, as_stated
from .effect import effect

__all__ = ["mechanism", "targets"]


_ORDER = {True: 0, False: 1, None: 2}


def mechanism(q: Inquiry) -> Answer:
    """How a drug acts on the effect that is named, or how it acts."""
    return _toward(q, q.subject) if q.others else _overall(q, q.subject)


def targets(q: Inquiry) -> Answer:
    """The receptors, channels, enzymes and transporters that a drug acts on; in the direction of the verb, if any."""
    drug, sign = q.subject, q.asked.sign
    proteins = [a for a in q.store.associations(subject=drug.id) if q.is_a(a.object, "gene_product")]
    regulating = [a for a in proteins if a.relation.role == "regulatory" and sign in (0, a.stated_sign)]
    return q.listing(f"Targets of {drug.name}", regulating, "mechanism-of-action", drug=drug.id)


def _toward(q: Inquiry, drug: Entity) -> Answer:
    """Whether the drug does what the question takes for granted, and the curated chains by which it does."""
    if not q.asked.verb:
        helps = is_disorder(q.others[0])
        q.asked = replace(q.asked, verb="help" if helps else "affect", sign=-1 if helps else 0)
    answer = effect(q)
    end = next((e for e in q.others if any(q.store.mechanisms(drug=drug.id, effect=e.id))), None)
    if end is None:
        return answer
    found = q.graph.mechanism(str(drug.id), str(end.id))
    listed = {c.id for c in answer.claims}
    chain = [a for a in found.associations if a.id not in listed]
    agrees = True if found.sign and q.asked.sign in (0, found.sign) and answer.verdict != "refuted" else None
    judged = {a.id: agrees if a.asserted else None for a in chain}
    n = len(found.paths)
    firmest = min(found.paths, key=lambda p: sum(s.association.certainty == "hedged" for s in p.steps))
    steps = " → ".join(q.name(c) for c in firmest.entities)
    chains = f"{n} chain{'' if n == 1 else 's'} to {end.name}, such as {steps}"
    text = f"{answer.answer} How: a curated mechanism has {chains}."
    claims = sorted([*answer.claims, *claims_of(q.store, chain, judged)], key=lambda c: _ORDER[c.supports])
    return structs.replace(answer, answer=text, claims=claims)


def _overall(q: Inquiry, drug: Entity) -> Answer:
    claims = _actions(q, drug)
    groups: dict[str, list[str]] = {}
    for a in claims:
        if a.asserted and a.certainty != "hedged":
            groups.setdefault(a.relation.label, []).append(q.name(a.object))
    said = [f"{label} {join(list(dict.fromkeys(names))[:3])}" for label, names in list(groups.items())[:4]]
    text = f"{drug.name} {'; '.join(said)}." if said else f"The graph does not say how {drug.name} acts."
    judged = as_stated(claims)
    verdict = "supported" if said else verdict_of(claims, judged)
    return q.make(verdict, text, claims, judged, "mechanism-of-action", drug=drug.id)


def _actions(q: Inquiry, drug: Entity) -> list[Association]:
    """Targets and site of action, then what the drug does to transmitters and excitability; no clinical effects."""
    vocab = vocabulary()
    chosen: list[tuple[int, Association]] = []
    for a in q.store.associations(subject=drug.id):
        target = q.store.entity(a.object)
        if target is None or a.relation.role not in ("regulatory", "contextual", "causal"):
            continue
        if vocab.is_a(target.category, "gene_product"):
            chosen.append((0, a))
        elif a.predicate == "acts_at":
            chosen.append((1, a))
        elif vocab.is_a(target.category, "process_or_activity") and not named_within(q.store, target.name, "drug"):
            chosen.append((2, a))
    for c in q.topic(drug):
        chosen += [(3, a) for a in q.store.associations(object=c, predicate="mediates")]
    backing = {a.id: sum(e.stance == "supports" for e in a.evidence) for _, a in chosen}
    return [a for _, a in sorted(chosen, key=lambda item: (item[0], not item[1].asserted, -backing[item[1].id]))]
