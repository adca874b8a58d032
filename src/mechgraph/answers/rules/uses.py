"""X is used for Y: as the sources word it; off-label, studied, contraindicated and doses are no efficacy."""

from __future__ import annotations

import re

from ...model import Association
from ...reason.processes import table
from ...store.memory import fold
from ..asked import Ask
from .bearing import OTHER, STUDIED_DOSE, Found, Rule, Scope, beside, in_patients, stated

__all__ = ["approved", "contraindicated", "dose", "of_groups", "route", "treat", "use"]


def treat(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X treats or is used for Y: uses alone, as the sources word them."""
    group = claim.relation.group
    on = not scope.ends or claim.object in scope.ends
    if group in ("use", "relief") and on:
        return stated(claim)
    if group in ("use", "relief") and in_patients(claim, scope):
        return ("beside", "of a sign in patients with it") if not claim.negated else ("beside", OTHER)
    if group == "risk" and claim.stated_sign < 0 and on:
        return "beside", "to prevent it is not to treat it"
    return beside(claim)


def use(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X is used for Y, also for a sign of it in those who have it; by a route, where that alone is asked."""
    if ask.form == "closed" and ask.object.open and ask.setting:
        used = claim.relation.group in ("use", "relief", "off_label") and claim.asserted
        return stated(claim) if used else ("beside", "given in a study, and no use")
    if claim.relation.group in ("use", "relief"):
        return stated(claim)
    if claim.relation.group == "risk" and claim.stated_sign < 0 and claim.asserted:  # used to prevent it
        return stated(claim)
    return beside(claim)


def approved(claim: Association, ask: Ask, scope: Scope) -> Found:
    if claim.relation.group == "off_label" and not claim.negated:
        return "against", "off-label"
    return use(claim, ask, scope)


def of_groups(*groups: str) -> Rule:
    """A rule for relations that a claim states or denies as such."""

    def rule(claim: Association, ask: Ask, scope: Scope) -> Found:
        return stated(claim) if claim.relation.group in groups else beside(claim)

    return rule


def contraindicated(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X must not be taken in, or with, Y: that they interact says so only where a source calls it that."""
    if claim.relation.group == "interaction":
        banned = any(r.process == "contraindicated" and r.of in claim.qualifiers.extent for r in table())
        # that two do not interact, in kinetics say, does not say that they may be taken together
        return ("for", "") if banned and not claim.negated else ("beside", "an interaction, and no contraindication")
    if claim.relation.group == "contraindication":
        return stated(claim)
    if claim.relation.group == "caution" and ask.form != "closed":
        return stated(claim)
    return "beside", "a caution is no contraindication" if claim.relation.group == "caution" else OTHER


def route(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X is given by a route: what a claim on it in people names, whatever it says of it."""
    species = claim.qualifiers.species
    if not claim.qualifiers.route:
        return "beside", OTHER
    if claim.subject not in scope.starts or (species is not None and not scope.human(species)):
        return "beside", "of others than people given it"
    return "for", ""


def dose(claim: Association, ask: Ask, scope: Scope) -> Found:
    if not claim.qualifiers.dose:
        return "beside", "names no dose"
    species, preparation = claim.qualifiers.species, claim.qualifiers.preparation
    if preparation not in ("", "in_vivo"):
        return "beside", "not given to anybody"
    if species is not None and not scope.human(species) and not ask.setting:
        return "beside", "not a dose in people"
    if not scope.ends and claim.relation.group not in ("use", "relief", "off_label"):
        return "beside", STUDIED_DOSE
    on = not scope.ends or bool({claim.object, claim.qualifiers.population_of} & scope.ends) or _of_people(claim, scope)
    return ("for", "") if on else ("beside", OTHER)


def _of_people(claim: Association, scope: Scope) -> bool:
    """Whether the people of a claim are, in its words, those with what is asked about."""
    people, target = fold(claim.qualifiers.population), scope.target
    names = (target.name, *target.synonyms) if target is not None and people else ()
    return any(re.search(rf"(?<!\w){re.escape(fold(n))}(?!\w)", people) for n in names)
