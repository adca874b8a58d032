"""X raises, brings about, prevents, eases Y: by direction, and by what more or less of Y is to a patient."""

from __future__ import annotations

from ...model import Association
from ...names.lexicon import bases, lexicon
from ...reason.processes import table
from ...store.memory import fold
from ..asked import Ask
from ..topics import is_disorder
from .bearing import (
    FOLLOWS,
    NO_USE,
    OF_STATE,
    OTHER,
    RISK,
    SEVERITY,
    TOGETHER,
    WHY,
    Found,
    Scope,
    aspect_of,
    beside,
    in_patients,
    opposed,
    signed,
    stated,
)

LEVEL = "level in plasma"
"""The process of ``interactions.tsv`` that is how much of a drug there is."""
__all__ = ["cause", "change", "helps", "interaction", "prevent"]


def _aspect_fits(claim: Association, ask: Ask, scope: Scope) -> bool:
    """Whether a claim is on the aspect that is asked for: by predicate, qualifier, or the name of its object."""
    if not ask.aspect:
        return True
    if ask.aspect == RISK:
        return claim.relation.group in ("risk", "cause", "harm", "manifestation", "regulation")
    if ask.aspect == SEVERITY:  # what brings a disorder about, as a side effect too, does not make it worse
        return claim.relation.group in ("use", "relief", "regulation") or _exacerbates(claim)
    word = ask.aspect.replace("_", " ")
    entity = scope.store.entity(claim.object)
    own = claim.qualifiers.aspect or aspect_of(claim.predicate)
    return own == ask.aspect or (entity is not None and word in f" {fold(entity.name)} ")


def change(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X raises, lowers or changes Y."""
    group = claim.relation.group
    if group in NO_USE or group == "correlation":
        return beside(claim)
    if (
        group == "interaction"
        and ask.polarity
        and ask.aspect in ("", "abundance")
        and (more := _exposure(claim, scope))
    ):
        return stated(claim) if more == ask.polarity else ("against", "the opposite direction")
    if (sign := scope.shown.get(claim.causal_ends[1], 0)) and claim.object not in scope.moving:
        brought = group in ("cause", "harm") and claim.asserted and claim.stated_sign > 0
        if not brought or claim.qualifiers.timing == "after_withdrawal":
            return beside(claim)
        return ("for", "") if ask.polarity in (0, sign) else ("against", "the opposite direction")
    if group == "use" and not scope.ends:  # who asks what a drug inhibits or lowers does not ask what it is used for
        return "beside", "a use"
    if scope.moving and claim.object not in scope.moving and claim.causal_ends[1] not in scope.moving:
        if claim.object in scope.ends:
            return "beside", "of what belongs to it, and not of it"
        if not in_patients(claim, scope):
            return "beside", OTHER
        eased = scope.disorder(claim.object) and ask.polarity < 0
        return ("beside", "of a sign in patients with it") if eased else ("beside", "of something else in them")
    if not _aspect_fits(claim, ask, scope):
        return "beside", "another aspect"
    return signed(claim, ask.polarity)


def _exposure(claim: Association, scope: Scope) -> int:
    """Whether an interaction means more or less of the drug that is asked about, by its words; 0 where it says neither.

    Of the words beside its name, ``interactions.tsv`` says which are of a level in plasma, ``frames.tsv`` which mean
    more and which less.
    """
    target, more = scope.target, set()
    names = [f" {fold(n)} " for n in (target.name, *target.synonyms)] if target is not None else []
    levels = [f" {fold(r.of)} " for r in table() if r.kind == "word" and r.process == LEVEL]
    for part in claim.qualifiers.extent.replace(",", ";").split(";"):
        said = f" {fold(part)} "
        if any(n in said for n in names) and any(w in said for w in levels):
            words = [bases(w) for w in said.split()]
            found = [f for i in range(len(words)) if (f := lexicon().longest(words, i)) is not None]
            more |= {r.polarity for _, rows in found for r in rows if r.role == "sign"}
    return more.pop() if len(more) == 1 else 0


def cause(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X brings about Y: that X eases a disorder says nothing of it; a raised risk speaks for it."""
    group = claim.relation.group
    if group in ("use", "relief", *NO_USE, "correlation"):
        return "beside", WHY.get(group, "that it is eased says nothing of whether it is caused")
    if scope.ends and claim.causal_ends[1] not in scope.ends:
        return "beside", OTHER
    if scope.starts and claim.causal_ends[0] not in scope.starts:
        return "beside", OF_STATE
    stance, reason = signed(claim, ask.polarity or 1)
    if stance == "against" and not claim.negated and scope.target is not None and is_disorder(scope.target):
        return "beside", "the opposite is stated"
    return stance, reason


def prevent(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X keeps Y away: to treat who has it, or to ease it, is not to prevent it."""
    group = claim.relation.group
    if group in ("use", "relief"):
        return "beside", "to treat it is not to prevent it"
    if group in (*NO_USE, "correlation"):
        return beside(claim)
    return signed(claim, -1)


def helps(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X does good in Y: less of it, or less of a sign of it in those who have it."""
    group = claim.relation.group
    if group in NO_USE or group in ("harm", "correlation"):
        worse = group == "harm" and claim.stated_sign > 0 and claim.relation.sign > 0 and _worsens(claim)
        return ("against", "makes it worse") if worse and not claim.negated else beside(claim)
    if scope.target is not None and not is_disorder(scope.target):
        return signed(claim, 0)
    if scope.disorder(claim.object):
        if claim.object in scope.ends:
            return signed(claim, -1)
        if in_patients(claim, scope):
            return signed(claim, -1) if claim.stated_sign < 0 else ("beside", "a harm in those who have it")
        return "beside", OTHER
    wanted = claim.stated_sign > 0 and group in ("cause", "regulation", "sequence")
    if wanted and in_patients(claim, scope):
        return "beside", "a change in those who have it"
    return "beside", OTHER


def _worsens(claim: Association) -> bool:
    """Whether a claim of harm is on a disease that is there already, and no new sign."""
    return _exacerbates(claim) and not claim.negated


def _exacerbates(claim: Association) -> bool:
    return "disease" in claim.relation.object_categories and claim.relation.group == "harm"


def interaction(claim: Association, ask: Ask, scope: Scope) -> Found:
    """X and Y interact; where it is asked whether they may be taken together, an interaction speaks against it."""
    if claim.relation.role == "structural" or claim.relation.group in ("correlation", "use", "relief", *NO_USE):
        return "beside", "no interaction"
    if not ((claim.subject in scope.starts) != (claim.object in scope.starts) or not scope.ends):
        return "beside", FOLLOWS
    if ask.aspect == TOGETHER:
        return "beside", "an interaction, and nothing of their use together"
    return stated(claim) if ask.polarity >= 0 else opposed(claim)
