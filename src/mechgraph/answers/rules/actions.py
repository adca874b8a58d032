"""X acts on Y, X is a Y: by targets, kinds of action, roles and classes."""

from __future__ import annotations

from ...model import Association
from ...vocab import vocabulary
from ..asked import Ask
from ..topics import is_disorder
from .bearing import BY_DIRECTION, OTHER, Found, Scope, aspect_of, beside, signed, stated
from .effects import cause

__all__ = ["acts", "classifies", "is_a", "listed", "mechanism"]


def acts(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X acts on Y, by a kind of action or in a direction where one is asked for."""
    group = claim.relation.group
    if classifies(claim) and claim.object in scope.classes:
        return stated(claim)  # "belongs to the class GABA-A agonists"
    if ask.action == "substrate":  # what is acted on by Y, and does not act on it
        return stated(claim) if group == "substrate" else beside(claim)
    if group not in ("action", "binding", "regulation"):
        return beside(claim)
    if not scope.category(claim.object, "gene_product"):
        return "beside", "of no protein" if scope.ends else OTHER
    if ask.action == "binding":
        direct = group != "regulation" or claim.relation.direct or aspect_of(claim.predicate) == "activity"
        return stated(claim) if direct else ("beside", "no binding is stated")
    if ask.action:
        by_predicate = vocabulary().predicate(claim.predicate).biolink_qualifiers.get("causal_mechanism_qualifier", "")
        kinds = (by_predicate, claim.qualifiers.mechanism or "")  # an antagonist stays one, by whatever mechanism
        # a partial agonist is a kind of agonist, an inverse one is none: it acts in the other direction
        so = not ask.polarity or claim.stated_sign in (0, ask.polarity)
        if any(kind == ask.action or (so and kind.endswith(f"_{ask.action}")) for kind in kinds):
            return stated(claim)
        # of one target alone; and a partial agonist is an antagonist beside a full one, the one denies not the other
        plain = bool(scope.ends) and group == "action" and not any(kind.startswith("partial_") for kind in kinds)
        if plain and ask.polarity and claim.stated_sign == -ask.polarity and not claim.negated:
            return "against", "the opposite action"
        same = ask.polarity and claim.stated_sign == ask.polarity and claim.asserted
        return "beside", BY_DIRECTION if same else "another action"
    if ask.polarity:
        return signed(claim, ask.polarity)
    return stated(claim)


def classifies(claim: Association) -> bool:
    return claim.relation.group in ("role", "member") and claim.relation.above == "object"


def is_a(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X is a Y: by role, class or kind; of a kind of action at a target, by that action."""
    if ask.action or ask.polarity:
        return acts(claim, ask, scope)
    if classifies(claim):
        return stated(claim)
    if scope.target is not None and is_disorder(scope.target):  # "is it sedating"
        return cause(claim, ask, scope)
    if claim.relation.group in ("likeness", "composition") and not ask.object.mention:
        return stated(claim)
    return beside(claim)


def listed(claim: Association, ask: Ask, scope: Scope) -> Found:
    return stated(claim)


def mechanism(claim: Association, ask: Ask, scope: Scope) -> Found:
    if claim.relation.group in ("action", "binding", "regulation", "site", "cause"):
        if scope.harmful(claim):
            return "beside", "a harm is not how it works"
        return ("for", "") if not claim.negated else ("beside", "is denied")
    return beside(claim)
