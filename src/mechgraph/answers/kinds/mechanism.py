"""How does it work: the chains from a drug to an effect, or what a drug does at its targets."""

from __future__ import annotations

from ...errors import NoPathError
from ...model import Association, Entity
from ...search import named_within
from ...vocab import vocabulary
from ..answer import Answer, join
from ..gather import between, contests, topic, verdict_of
from ..inquiry import Inquiry, as_stated, judge_benefit

__all__ = ["mechanism", "targets"]


def mechanism(q: Inquiry) -> Answer:
    """How a drug acts on the effect that is named, or how it acts."""
    return _toward(q, q.subject, q.others[0]) if q.others else _overall(q, q.subject)


def targets(q: Inquiry) -> Answer:
    """The receptors, channels, enzymes and transporters that a drug acts on; in the direction of the verb, if any."""
    drug, sign = q.subject, q.asked.sign
    proteins = [a for a in q.store.associations(subject=drug.id) if q.is_a(a.object, "gene_product")]
    regulating = [a for a in proteins if a.relation.role == "regulatory" and sign in (0, a.stated_sign)]
    return q.listing(f"Targets of {drug.name}", regulating, "mechanism-of-action", drug=drug.id)


def _toward(q: Inquiry, drug: Entity, effect: Entity) -> Answer:
    stated = between(q.store, [drug.id], topic(q.store, effect))
    judged = {a.id: judge_benefit(q, a, effect) for a in stated}
    verdict = verdict_of(stated, judged)
    parts = []
    chain: list[Association] = []
    try:
        found = q.graph.mechanism(drug, effect)
    except NoPathError:
        pass
    else:
        chain = list(found.associations)
        judged |= {a.id: True if a.asserted else None for a in chain if a.id not in judged}
        verdict = "supported" if verdict == "not_stated" else verdict
        n = len(found.paths)
        parts.append(f"{n} chain{'s' if n != 1 else ''} lead{'s' if n == 1 else ''} from {drug.name} to {effect.name}.")
    if stated:
        pro = sum(judged[a.id] is True for a in stated)
        con = sum(judged[a.id] is False for a in stated) + sum(contests(a, -1) for a in stated if judged[a.id])
        parts.append(f"Claims that {drug.name} helps in {effect.name}: {pro} for, {con} against.")
    text = " ".join(parts) or f"The graph does not say how {drug.name} acts on {effect.name}."
    return q.make(verdict, text, [*stated, *chain], judged, "claims-between", a=drug.id, b=effect.id)


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
    for c in topic(q.store, drug):
        chosen += [(3, a) for a in q.store.associations(object=c, predicate="mediates")]
    backing = {a.id: sum(e.stance == "supports" for e in a.evidence) for _, a in chosen}
    return [a for _, a in sorted(chosen, key=lambda item: (item[0], not item[1].asserted, -backing[item[1].id]))]
