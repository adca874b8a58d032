"""What is a drug used for, and what can go wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from ...curie import Curie
from ...model import Association, Entity
from ...search import named_within
from ..answer import Answer, Verdict, join
from ..gather import topic, verdict_of
from ..inquiry import Inquiry, as_stated

__all__ = ["toxicity", "uses"]

_USES = ("treats", "ameliorates", "palliates", "used_off_label_for", "studied_for", "contraindicated_in")
_HARMS = ("causes", "manifests_as", "has_side_effect", "increases_risk_of", "has_risk_context", "exacerbates")
_AROUND = ("increases_risk_of", "causes", "removes", "ameliorates")
"""What leads to an overdose or withdrawal, or helps against it."""


def uses(q: Inquiry) -> Answer:
    """Uses, established before off-label, and those that were denied."""
    drug = q.subject
    claims = [a for a in q.store.associations(subject=drug.id) if a.predicate in _USES]
    claims.sort(key=lambda a: (_USES.index(a.predicate), a.negated))
    if q.asked.yes_no and q.others:
        return _approved(q, claims)
    judged = as_stated(claims)

    def of(*predicates: str) -> list[str]:
        found = [q.name(a.object) for a in claims if a.predicate in predicates and a.asserted]
        return list(dict.fromkeys(found))

    parts = []
    if treats := of("treats", "ameliorates", "palliates"):
        parts.append(f"{drug.name} treats {join(treats)}")
    if off_label := of("used_off_label_for"):
        parts.append(f"off-label it is used for {join(off_label)} (use, not proof of efficacy)")
    if denied := [q.name(a.object) for a in claims if a.negated]:
        parts.append(f"not established for {join(list(dict.fromkeys(denied)))}")
    text = "; ".join(parts) + "." if parts else f"The graph does not say what {drug.name} is used for."
    verdict: Verdict = "supported" if any(judged.values()) else verdict_of(claims, judged)
    return q.make(verdict, text, claims, judged, "treatments", drug=drug.id)


def _approved(q: Inquiry, claims: Sequence[Association]) -> Answer:
    """Whether a use is an established one: off-label use speaks against, a study says nothing."""
    drug, use = q.subject, q.others[0]
    wanted = set(topic(q.store, use))
    on = [a for a in claims if a.object in wanted or a.qualifiers.population_of in wanted]
    judged = as_stated(on)
    judged |= {a.id: False for a in on if a.predicate in ("used_off_label_for", "contraindicated_in") and judged[a.id]}
    judged |= {a.id: None for a in on if a.predicate == "studied_for"}
    verdict = verdict_of(on, judged)
    text = {
        "supported": f"The graph states {use.name} as a use of {drug.name}.",
        "refuted": f"What the graph states of {drug.name} in {use.name} is no established use.",
        "mixed": f"Contested: the graph has claims for and against {use.name} as an established use of {drug.name}.",
        "inconclusive": f"No conclusive data on {drug.name} in {use.name}; that is not a “no”.",
    }.get(verdict, f"The graph does not say whether {drug.name} is approved for {use.name}.")
    return q.make(verdict, text, on, judged, "treatments", drug=drug.id)


def toxicity(q: Inquiry) -> Answer:
    """Harm: side effects, signs of overdose and withdrawal, who is at risk, and what helps against it."""
    drug = q.subject
    nodes = [drug.id, *(c for c in topic(q.store, drug) if c != drug.id)]
    bad = {"toxicity", "overdose", "withdrawal", "complication"} & set(q.text.lower().split())
    about_toxicity = [c for c in nodes if any(w in q.name(c).lower() for w in ("toxicity", "withdrawal"))]
    claims: dict[str, Association] = {}
    for c in nodes if not bad or not about_toxicity else [drug.id, *about_toxicity]:
        for a in q.store.associations(subject=c):
            if a.predicate in _HARMS and (
                c != drug.id or a.object in about_toxicity or not bad or a.predicate == "has_risk_context"
            ):
                claims[a.id] = a
        for a in q.store.associations(object=c):
            if a.predicate in _AROUND and c in about_toxicity:
                claims[a.id] = a
    listed = sorted(claims.values(), key=lambda a: (a.predicate != "manifests_as", a.subject, a.object))
    what = f"Complications of {drug.name}"
    signs = [a.object for a in listed if a.asserted and a.predicate in ("manifests_as", "has_side_effect")]
    return q.listing(what, listed, "toxicity", named=[q.name(c) for c in dict.fromkeys(signs)], drug=_drug_of(q, drug))


def _drug_of(q: Inquiry, entity: Entity) -> Curie:
    """The drug that an entity such as "baclofen toxicity" is about."""
    if entity.category == "drug":
        return entity.id
    return next((e.id for e in named_within(q.store, entity.name, "drug")), entity.id)
