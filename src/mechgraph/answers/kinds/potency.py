"""Which is more potent: drugs ranked by affinity or potency, only where the same was measured at the same target."""

from __future__ import annotations

import re

from ...errors import NotFoundError
from ...model import Association, Entity
from ...reason.quantities import POTENCY, Ranking, more_potent
from ..answer import Answer, Verdict, join
from ..inquiry import Inquiry

__all__ = ["potency"]


_WEAKER = re.compile(r"\b(?:less|least|weaker|lower)\b", re.I)


def potency(q: Inquiry) -> Answer:
    """The drugs that are named, ranked at the target that is named, or at every target where they can be compared.

    A yes/no question is answered by whether the drug named first comes first.
    """
    drugs = [e for e in q.entities if q.is_a(e.id, "chemical") or q.is_a(e.id, "drug")] or [q.subject]
    named = [e for e in q.entities if e not in drugs]
    known = [a for d in drugs for a in q.store.associations(subject=d.id) if _measured(a)]
    if len(drugs) == 1:
        at = {e.id for e in named}
        claims = [a for a in known if not at or a.object in at]
        return q.listing(f"The potency of {drugs[0].name} was measured at", claims, "quantities", entity=drugs[0].id)
    rankings = _rankings(q, drugs, named, known)
    if not rankings:
        text = _silence(drugs, named, known)
        return q.make("not_stated", text, known, {}, "quantities", entity=drugs[0].id)
    parts = []
    for found in rankings:
        order = [f"{q.name(p.entity)} ({p.claim.quantity and p.claim.quantity.kind} {p.amount})" for p in found.places]
        parts.append(f"At {q.name(found.places[0].claim.object)}, most potent first: {', '.join(order)}.")
    parts.append("Potency is not efficacy, and gives no direction.")
    ranked = [p.claim for found in rankings for p in found.places]
    judged: dict[str, bool | None] = {a.id: True for a in ranked}
    verdict: Verdict = "supported"
    if q.asked.yes_no:
        as_asked = {(drugs[0].id in found.top) != bool(_WEAKER.search(q.text)) for found in rankings}
        verdict = "mixed" if len(as_asked) > 1 else "supported" if as_asked == {True} else "refuted"
        judged = {a.id: verdict != "refuted" for a in ranked}
    beside = [a for a in known if a not in ranked]
    return q.make(verdict, " ".join(parts), [*ranked, *beside], judged, "quantities", entity=drugs[0].id)


def _rankings(q: Inquiry, drugs: list[Entity], named: list[Entity], known: list[Association]) -> list[Ranking]:
    targets = named or [e for c in dict.fromkeys(a.object for a in known) if (e := q.store.entity(c)) is not None]
    out = []
    for target in targets:
        try:
            out.append(more_potent(q.store, drugs, target))
        except NotFoundError:
            continue
    return out


def _measured(claim: Association) -> bool:
    return claim.asserted and claim.quantity is not None and bool(POTENCY.search(claim.quantity.kind))


def _silence(drugs: list[Entity], named: list[Entity], known: list[Association]) -> str:
    where = f" at {join([e.name for e in named])}" if named else ""
    more = " What was measured is listed beside." if known else ""
    return f"The graph has no affinity or potency{where} by which to compare {join([d.name for d in drugs])}.{more}"
