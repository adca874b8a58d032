"""Which drugs: those that change a disorder, a process or a target."""

from __future__ import annotations

from ..answer import Answer, Verdict, join
from ..gather import judge, topic, verdict_of
from ..inquiry import Inquiry

__all__ = ["agents"]


def agents(q: Inquiry) -> Answer:
    """Drugs and classes with a claim on what is named, in the direction asked for; and curated mechanisms to it."""
    target, sign = q.entities[-1], q.asked.sign
    claims = [
        a
        for c in topic(q.store, target)
        for a in q.store.associations(object=c)
        if (q.is_a(a.subject, "chemical") or q.is_a(a.subject, "drug_class")) and a.relation.role != "structural"
    ]
    judged = {a.id: judge(a, sign) for a in claims}
    named = [q.name(a.subject) for a in claims if judged[a.id]]
    named += [q.name(m.drug) for m in q.store.mechanisms(effect=target.id)]
    verdict: Verdict = "supported" if named else verdict_of(claims, judged, sign)
    verb = q.asked.verb or "affect"
    text = (
        f"By claims or curated mechanisms: {join(sorted(set(named), key=str.lower))}."
        if named
        else f"The graph names nothing that can {verb} {target.name}."
    )
    return q.make(verdict, text, claims, judged, "claims-about", entity=target.id)
