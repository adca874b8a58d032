"""Where is it: the places of a receptor, densest first; the places where a drug acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...model import Association, Entity
from ..answer import Answer, join
from ..gather import contests, is_disorder, part_closure, verdict_of
from ..inquiry import Inquiry, as_stated
from .effect import effect

__all__ = ["density"]


def density(q: Inquiry) -> Answer:
    """Where the protein that is named is found, by ordinal rank; of anything else, the places that its claims name.

    A place in the question, as in "which brain regions", limits the places to its parts.
    """
    if q.asked.yes_no and not q.places:
        return _no_place(q)
    target = next((e for e in q.entities if q.is_a(e.id, "gene_product")), q.subject)
    within = {c for place in q.places for c in part_closure(q.store, place.id)}
    own = list(q.store.associations(subject=target.id))
    if q.is_a(target.id, "gene_product"):
        claims = [a for a in own if a.predicate in ("has_density_in", "expressed_in")]
        if q.asked.yes_no:
            return _found(q, target, claims)
        return _ranked(q, target, claims)
    at = {a.id: p for a in own for p in (a.object, a.qualifiers.anatomy) if p is not None and q.is_a(p, "anatomy")}
    acting = [a for a in own if a.id in at and a.relation.role not in ("kinetic", "clinical")]
    acting = [a for a in acting if a.qualifiers.subject_aspect != "dose"]
    acting.sort(key=lambda a: a.predicate != "acts_at")
    claims = [a for a in acting if not within or at[a.id] in within]
    if q.asked.yes_no:
        return _acts(q, target, claims, acting)
    places = dict.fromkeys(q.name(at[a.id]) for a in claims if a.asserted)
    return q.listing(f"Where {target.name} acts", claims, "effects", named=list(places), drug=target.id)


def _ranked(q: Inquiry, target: Entity, claims: Sequence[Association]) -> Answer:
    """The places rank by rank, from the densest or, where the question asks so, from the least dense."""
    least = bool(re.search(r"\b(?:fewest|lowest|least|scarce|sparse)", q.text, re.I))
    ranks = {a.id: a.quantity.rank if a.quantity is not None else None for a in claims}
    ranked = [a for a in claims if ranks[a.id] is not None]
    ordered = sorted(ranked, key=lambda a: (ranks[a.id] or 0, a.object))
    by_rank: dict[str, list[str]] = {}
    for a in sorted(ordered, key=lambda a: -(ranks[a.id] or 0)) if least else ordered:
        if a.asserted and a.quantity is not None:
            by_rank.setdefault(a.quantity.text or f"rank {a.quantity.rank}", []).append(q.name(a.object))
    what = f"Where {target.name} is found, {'least dense' if least else 'densest'} first"
    if not by_rank:
        return q.listing(what, claims, "receptor-density", receptor=target.id)
    listed = "; ".join(f"{rank}: {join(list(dict.fromkeys(places)))}" for rank, places in by_rank.items())
    others = [a for a in claims if ranks[a.id] is None]
    if named := [q.name(a.object) for a in others if a.asserted]:
        listed += f"; of no stated rank: {join(list(dict.fromkeys(named)))}"
    claims = [*(reversed(ordered) if least else ordered), *others]
    return q.make("supported", f"{what}: {listed}.", claims, as_stated(claims), "receptor-density", receptor=target.id)


def _no_place(q: Inquiry) -> Answer:
    """Work without a place: does it help in a disorder, or act on whatever else is named."""
    if not q.others:
        nothing = join([f"“{w}”" for w in q.unread(["dens"])], "or")
        text = f"The graph knows nothing called {nothing}." if nothing else "The question names no place."
        return q.make("not_stated", text, [], {}, "effects", drug=q.subject.id)
    helps = is_disorder(q.others[0])
    q.asked = replace(q.asked, kind="effect", verb="help" if helps else "act on", sign=-1 if helps else 0)
    return effect(q)


def _found(q: Inquiry, target: Entity, claims: Sequence[Association]) -> Answer:
    """Is it found in a place; where the question says "dense", only the highest rank is a yes, and a lower one a no."""
    within = {c for place in q.places for c in part_closure(q.store, place.id)}
    on = [a for a in claims if a.object in within]
    judged = as_stated(on)
    if re.search(r"\bdens", q.text, re.I):
        ranks = {a.id: a.quantity.rank for a in on if a.quantity is not None}
        judged |= {a.id: None if (rank := ranks.get(a.id)) is None else rank == 1 for a in on}
    where = join([p.name for p in q.places])
    verdict = verdict_of(on, judged)
    text = {
        "supported": f"Claims in the graph say so of {target.name} in the {where}.",
        "refuted": f"What the graph says of {target.name} in the {where} speaks against it.",
        "mixed": f"Contested: there are claims for it and against, of {target.name} in the {where}.",
    }.get(verdict, f"The graph does not say it of {target.name} in the {where}; that is not a “no”.")
    return q.make(verdict, text, on, judged, "receptor-density", receptor=target.id)


def _acts(q: Inquiry, target: Entity, inside: Sequence[Association], acting: Sequence[Association]) -> Answer:
    """Does it act in a place: by the claims on that place and its parts; a denied effect there speaks for nothing."""
    judged: dict[str, bool | None] = {a.id: True if a.asserted else None for a in inside}
    where = join([p.name for p in q.places])
    firm = [a for a in inside if a.asserted and not contests(a, None)]
    verdict = verdict_of(firm or inside, judged)
    text = f"The graph does not say whether {target.name} acts in the {where}; that is not a “no”."
    if verdict in ("supported", "mixed"):
        only = q.only_in([a for a in inside if judged[a.id]])
        text = f"Claims place an action of {target.name} in the {where}.{f' Stated only in {only}.' if only else ''}"
    claims = inside or [a for a in acting if a.asserted]
    return q.make(verdict, text, claims, judged, "effects", drug=target.id)
