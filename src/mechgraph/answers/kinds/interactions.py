"""Does a drug interact with others: stated interactions, with one partner or with any."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Association, Entity
from ...vocab import vocabulary
from ..answer import Answer, Verdict, join
from ..gather import between, verdict_of
from ..inquiry import Inquiry, as_stated

__all__ = ["interactions"]


def interactions(q: Inquiry) -> Answer:
    """Whether the drug interacts with the partners that are named, or with what it interacts."""
    drug = q.subject
    partners = [e for e in q.others if vocabulary().is_a(e.category, "chemical") or e.category == "drug_class"]
    return _with_partners(q, drug, partners) if partners else _with_any(q, drug)


def _with_partners(q: Inquiry, drug: Entity, partners: Sequence[Entity]) -> Answer:
    stated: dict[str, Association] = {}
    implied: dict[str, Association] = {}
    names: dict[str, list[str]] = {"stated": [], "implied": [], "silent": []}
    for partner in partners:
        known = q.graph.interactions(drug, partner)
        documented = {a.id: a for i in known.of("documented") for a in i.claims[:1]}
        inferred = {a.id: a for i in known.found for a in i.claims}
        denied = [a for x, y in ((drug, partner), (partner, drug)) for a in between(q.store, [x.id], [y.id])]
        stated |= documented | {a.id: a for a in denied if a.relation.role != "structural"}
        implied |= inferred
        names["stated" if documented else "implied" if inferred else "silent"].append(partner.name)
    parts = []
    if names["stated"]:
        parts.append(f"The graph states an interaction of {drug.name} with {join(names['stated'])}.")
        if all(a.certainty == "hedged" for a in stated.values() if a.asserted):
            parts.append("All are hedged (“may”, “could”); mind the direction of each.")
    if names["implied"]:
        silent = f"It states no interaction of {drug.name} with {join(names['implied'])}"
        parts.append(f"{silent}, but what it knows of both implies one.")
    if names["silent"]:
        parts.append(f"It states no interaction of {drug.name} with {join(names['silent'])}; that is not a “no”.")
    judged: dict[str, bool | None] = {**dict.fromkeys(implied), **as_stated(list(stated.values()))}
    verdict: Verdict = "supported" if names["stated"] else verdict_of(list(stated.values()), judged)
    claims = [*stated.values(), *(a for k, a in implied.items() if k not in stated)]
    text = " ".join(parts).replace("It states", "The graph states", 0 if names["stated"] else 1)
    return q.make(verdict, text, claims, judged, "interactions", drug=drug.id)


def _with_any(q: Inquiry, drug: Entity) -> Answer:
    documented = q.graph.interactions(drug).of("documented")
    found = list({a.id: a for i in documented for a in i.claims[:1]}.values())
    partners = {c: None for i in documented for c in (i.acting, i.affected) if c != drug.id}
    text = (
        f"The graph states interactions of {drug.name} with {join([q.name(c) for c in partners])}."
        if found
        else f"The graph states no interaction of {drug.name}; that is not a “no”."
    )
    return q.make("supported" if found else "not_stated", text, found, as_stated(found), "interactions", drug=drug.id)
