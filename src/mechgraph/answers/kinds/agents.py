"""Which drugs: those that change a disorder, a process or a target."""

from __future__ import annotations

import re

from ..answer import Answer, join
from ..gather import contests, judge
from ..inquiry import Inquiry
from ..verbs import is_causal
from .effect import HELPS, moving_with

__all__ = ["agents"]


_DRUGS = ("drug", "drug_class")
_TREATMENTS = ("chemical", "drug_class", "procedure")
_ANYTHING = ("entity",)
_FRAME = ("medic", "compound", "substance", "agent", "other", "known", "people", "patient", "risk", "level")


def agents(q: Inquiry) -> Answer:
    """What has a claim on the thing that is named, in the direction asked for; drugs with a curated mechanism to it.

    "Which drugs" asks for drugs and classes, "what treats" for treatments, "what" for anything. A correlation names
    no agent.
    """
    target, sign = q.entities[-1], q.asked.sign
    kinds = (
        _DRUGS if re.search(r"\b(?:drug|medic)", q.text, re.I) else _TREATMENTS if q.asked.verb in HELPS else _ANYTHING
    )
    claims = [
        a
        for c in moving_with(q, target, sign)
        for a in q.store.associations(object=c)
        if a.relation.role != "structural" and a.subject != target.id and any(q.is_a(a.subject, kind) for kind in kinds)
    ]
    judged = {a.id: judge(a, sign) if a.relation.role != "correlational" else None for a in claims}
    if is_causal(q.asked.verb):
        judged |= {a.id: None for a in claims if a.relation.role == "clinical"}
    if unread := q.unread([*_FRAME, *q.asked.verb.split()]):
        text = f"The graph knows nothing called {join([f'“{w}”' for w in unread], 'or')}."
        return q.make("not_stated", text, claims, dict.fromkeys(judged), "claims-about", entity=target.id)
    acting = {a.subject for a in claims if judged[a.id]}
    contested = {a.subject for a in claims if a.subject in acting and (judged[a.id] is False or contests(a, sign))}
    judged |= {a.id: None for a in claims if judged[a.id] is False and a.subject not in acting}
    named = {q.name(c) for c in acting}
    drugs = {m.drug for m in q.store.mechanisms(effect=target.id)}
    unfit = {d for d in drugs if sign and q.graph.mechanism(str(d), str(target.id)).sign == -sign}
    tried = {q.name(a.subject) for a in claims if a.predicate == "used_off_label_for" and a.asserted}
    reached = {q.name(d) for d in drugs - unfit} - named - tried
    parts = []
    if named:
        only = q.only_in([a for a in claims if judged[a.id]])
        parts.append(f"By claims: {_sorted(named)}{f' (stated only in {only})' if only else ''}.")
    if contested:
        parts.append(f"Contested: {_sorted({q.name(c) for c in contested})}.")
    if tried:
        parts.append(f"Off-label use is stated of {_sorted(tried)} (use, not proof of efficacy).")
    if reached:
        parts.append(f"By a curated mechanism alone: {_sorted(reached)}.")
    text = " ".join(parts) or f"The graph names nothing that can {q.asked.verb or 'affect'} {target.name}."
    return q.make("supported" if parts else "not_stated", text, claims, judged, "claims-about", entity=target.id)


def _sorted(names: set[str]) -> str:
    return join(sorted(names, key=str.lower))
