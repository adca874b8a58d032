"""What harm a drug can do, in an overdose or on stopping too; in whom it is safe; what takes it away."""

from __future__ import annotations

from ...model import Association
from ..asked import Ask
from .bearing import OTHER, Found, Scope, beside, stated

__all__ = ["antidote", "harms", "safe", "state"]


def harms(claim: Association, ask: Ask, scope: Scope) -> Found:
    """What harm X can do: signs and risks of disorders; a wanted effect is none."""
    group = claim.relation.group
    if group in ("cause", "harm", "risk", "manifestation", "contraindication", "caution"):
        unwanted = group in ("contraindication", "caution") or scope.disorder(claim.causal_ends[1])
        if unwanted and claim.stated_sign >= 0:
            if scope.ends and not _on(claim, scope):
                return "beside", OTHER
            return _turned(stated(claim), ask)
        return "beside", OTHER
    if group == "regulation" and claim.stated_sign > 0 and scope.disorder(claim.object):
        return _turned(stated(claim), ask)
    return beside(claim)


def _on(claim: Association, scope: Scope) -> bool:
    """Whether a harm is to what is named: to an organ where one is, and not to those in whom it is ill already."""
    if scope.target is not None and scope.category(scope.target.id, "anatomy"):
        brought = claim.relation.group not in ("caution", "contraindication")
        return brought and (claim.object in scope.ends or claim.qualifiers.anatomy in scope.ends)
    return bool({claim.object, claim.qualifiers.population_of} & scope.ends)


def _turned(found: Found, ask: Ask) -> Found:
    """For a question that asks for less of it: that it is brought about speaks against."""
    if ask.polarity >= 0 or found[0] == "beside":
        return found
    return ("against", "the opposite direction") if found[0] == "for" else ("beside", "denies the opposite")


def state(claim: Association, ask: Ask, scope: Scope) -> Found:
    """The signs of a state of the drug, and what leads to it."""
    if scope.ends and claim.object in scope.starts:
        on = bool({claim.subject, claim.qualifiers.population_of} & scope.ends)
        return _turned(stated(claim), ask) if on and claim.stated_sign > 0 else ("beside", OTHER)
    if scope.ends and claim.object not in scope.ends:
        return "beside", OTHER
    if claim.subject == scope.drug and not (_in_state(claim, ask) or claim.object in scope.starts):
        return "beside", OTHER
    return harms(claim, ask, scope) if claim.subject in scope.starts else beside(claim)


def _in_state(claim: Association, ask: Ask) -> bool:
    """Whether a claim on a drug is of too much of it, or of its end, by its context."""
    q = claim.qualifiers
    if ask.relation == "withdrawal":
        return q.timing == "after_withdrawal"
    return "overdose" in f"{q.dose} {q.extent} {q.population}".lower()


def safe(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X is safe in Y: harm in them, caution or contraindication for them speaks against it."""
    stance, reason = harms(claim, ask, scope)
    if stance == "beside":
        return stance, reason
    return ("against", "") if stance == "for" else ("for", "")


def antidote(claim: Association, ask: Ask, scope: Scope) -> Found:
    if claim.relation.group in ("removal", "use", "relief", "regulation", "risk") and claim.stated_sign < 0:
        return stated(claim)
    return beside(claim)
