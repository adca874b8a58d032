"""Which drugs: those that change a disorder, a process or a target."""

from __future__ import annotations

from ..answer import Answer, Verdict, join
from ..gather import judge, verdict_of
from ..inquiry import Inquiry

__all__ = ["agents"]


_AGENTS = ("chemical", "drug_class", "procedure")


def agents(q: Inquiry) -> Answer:
    """Drugs and classes with a claim on what is named, in the direction asked for; and curated mechanisms to it."""
    target, sign = q.entities[-1], q.asked.sign
    claims = [
        a
        for c in q.topic(target)
        for a in q.store.associations(object=c)
        if any(q.is_a(a.subject, kind) for kind in _AGENTS) and a.relation.role != "structural"
    ]
    judged = {a.id: judge(a, sign) for a in claims}
    named = {q.name(a.subject) for a in claims if judged[a.id]}
    drugs = {m.drug for m in q.store.mechanisms(effect=target.id)}
    opposite = {d for d in drugs if sign and q.graph.mechanism(str(d), str(target.id)).sign == -sign}
    reached = {q.name(d) for d in drugs - opposite} - named
    verb = q.asked.verb or "affect"
    parts = []
    if named:
        only = q.only_in([a for a in claims if judged[a.id]])
        parts.append(f"By claims: {_sorted(named)}{f' (stated only in {only})' if only else ''}.")
    if reached:
        parts.append(f"By a curated mechanism alone: {_sorted(reached)}.")
    verdict: Verdict = "supported" if parts else verdict_of(claims, judged, sign)
    text = " ".join(parts) or f"The graph names nothing that can {verb} {target.name}."
    return q.make(verdict, text, claims, judged, "claims-about", entity=target.id)


def _sorted(names: set[str]) -> str:
    return join(sorted(names, key=str.lower))
