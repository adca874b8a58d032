"""What becomes of a drug in the body: the step, its place, its share."""

from __future__ import annotations

from ...model import Association
from ...reason.meeting import ACTIVATED
from ..asked import Ask
from .bearing import PLACE, Found, Rule, Scope, beside, stated

__all__ = ["kinetic", "prodrug"]

_OPPOSITES = {"slowly": "rapidly", "rapidly": "slowly", "poorly": "completely"}
_MOST = {"mostly": (50.0, 100.0), "completely": (95.0, 100.0), "well": (70.0, 100.0), "partly": (1.0, 99.0)}
"""A degree in words, by the share in percent that bears it out; outside of it a measured share speaks against."""


def kinetic(*groups: str) -> Rule:
    """A step of what becomes of a drug: stated of it, or something that changes the step."""

    def rule(claim: Association, ask: Ask, scope: Scope) -> Found:
        if claim.relation.group in ("parameter", "regulation") and scope.words and not _on_step(claim, scope):
            return "beside", "of another step"
        if claim.relation.group in groups:
            place = claim.object if scope.category(claim.object, "anatomy", "gene_product") else None
            places = {p for p in (place, claim.qualifiers.anatomy) if p is not None}
            if scope.ends and not (places & scope.ends or claim.object in scope.ends):
                return "beside", PLACE
            return _degree(claim, ask)
        if claim.relation.group in ("regulation", "parameter") and not scope.ends and ask.form != "closed":
            return stated(claim)
        return beside(claim)

    return rule


def prodrug(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X acts by what the body makes of it: an enzyme or a metabolite is stated to be so."""
    return stated(claim) if ACTIVATED in claim.qualifiers.extent else beside(claim)


def _on_step(claim: Association, scope: Scope) -> bool:
    """Whether a claim is on a step: by the name of an end, or by what its quantity measures."""
    ends = (scope.store.entity(c) for c in (claim.subject, claim.object))
    texts = [e.name for e in ends if e is not None]
    texts += [claim.quantity.kind] if claim.quantity is not None else []
    return any(w in t.lower() for w in scope.words for t in texts)


def _degree(claim: Association, ask: Ask) -> Found:
    """Where a degree is asked for, by the share that is measured, or by the words of the extent."""
    if not ask.degree or claim.negated:
        return stated(claim)
    if ask.degree not in _MOST:
        extent = f"{claim.qualifiers.extent} {claim.quantity or ''}"
        if ask.degree in extent:
            return "for", ""
        opposite = _OPPOSITES.get(ask.degree, "")
        return ("against", f"measured: {opposite}") if opposite and opposite in extent else ("beside", "no such degree")
    low, high = _MOST[ask.degree]
    q = claim.quantity
    if q is not None and q.unit == "%" and (share := q.value or q.low or q.high) is not None:
        return ("for", "") if low <= share <= high else ("against", f"measured: {q}")
    extent = claim.qualifiers.extent
    if "complete" in extent or ask.degree in extent:
        return "for", ""
    return "beside", "no degree is stated"
