"""Where a thing is and where it acts, also by rank; what it does in a place."""

from __future__ import annotations

from ...curie import Curie
from ...model import Association
from ..asked import Ask
from .bearing import PLACE, Found, Scope, stated

__all__ = ["in_place", "where"]

_RANKS = {"highest": 1, "dense": 1, "high": 1, "many": 1, "lowest": -1, "low": -1, "few": -1}
_WHOLE = 20
"""Parts of a place from which on it is an organ: what a drug is classified as is told with what it does there."""


def where(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X is in Y; where an amount in words is asked for, by rank."""
    place = claim.object if claim.relation.group in ("density", "expression", "site", "place", "part") else None
    place = place or claim.qualifiers.anatomy
    if place is None or not scope.category(place, "anatomy", "cell_type", "cellular_component"):
        return "beside", "names no place"
    if (scope.ends and place not in scope.ends) or (scope.place and place not in scope.place):
        return "beside", PLACE
    if claim.relation.group in ("action", "binding", "regulation", "cause") and not claim.asserted:
        return "beside", "a denied effect there"
    wanted = _RANKS.get(ask.degree, 0) if ask.form == "closed" else 0
    if not wanted:
        return stated(claim)
    rank = claim.quantity.rank if claim.quantity is not None else None
    if rank is None:
        return "beside", "no amount is stated"
    return ("for", "") if (rank == 1) == (wanted > 0) else ("against", "another rank")


def in_place(claim: Association, ask: Ask, scope: Scope) -> Found:
    """What a thing does in a place: of the place, in it, or on a part of it; in a whole also what it is there."""
    group = claim.relation.group
    inside = {claim.object, claim.qualifiers.anatomy, claim.qualifiers.cell_type} & scope.place
    if not inside and not _located(claim.object, scope):
        whole = group in ("role", "likeness") and len(scope.place) > _WHOLE
        return ("for", "") if whole and claim.asserted else ("beside", PLACE)
    if group in ("parameter", "excretion", "absorption", "caution"):
        return "beside", "no action there"
    if ask.polarity and claim.stated_sign != ask.polarity:
        return "beside", "another direction"
    return ("for", "") if claim.asserted else ("beside", "a denied effect there")


def _located(curie: Curie, scope: Scope) -> bool:
    """Whether something is stated to be in the place."""
    return any(
        a.asserted and a.object in scope.place
        for a in scope.store.associations(subject=curie)
        if a.relation.group in ("part", "place") and a.relation.above == "object"
    )
