"""How one claim bears on one question: for, against, or beside it, and why. One table, a row for each relation.

A rule sees a claim and what is asked, never the other claims: what several come to is the judge's. Rules, stated once:

- an absent sign is never agreement; an inconclusive claim, a correlation and an inherited statement decide nothing;
- a contraindication, a caution, a side effect, an off-label or a studied use never supports a use;
- a side effect denies no use, and a use denies no side effect;
- that something is eased says nothing of whether it is caused;
- a claim in another setting, or in none where one is asked for, stands beside.
"""

from __future__ import annotations

from dataclasses import replace

from ...model import Association
from ...names.lexicon import lexicon
from ..asked import Ask
from .actions import acts, is_a, listed, mechanism
from .bearing import (
    BY_DIRECTION,
    CHAIN,
    COMPOSED,
    ELSEWHERE,
    FOLLOWS,
    FROM_PASSAGE,
    INCONCLUSIVE,
    MEMBERSHIP,
    OF_MEMBERS,
    OFF_LABEL,
    OTHER,
    OTHERS,
    PLACE,
    STATED,
    STEP,
    STUDIED_DOSE,
    Bearing,
    Rule,
    Scope,
    Stance,
)
from .effects import cause, change, helps, interaction, prevent
from .harms import antidote, harms, safe, state
from .kinetics import kinetic, prodrug
from .places import in_place, where
from .uses import approved, contraindicated, dose, of_groups, route, treat, use

__all__ = [
    "BY_DIRECTION",
    "CHAIN",
    "COMPOSED",
    "ELSEWHERE",
    "FOLLOWS",
    "FROM_PASSAGE",
    "INCONCLUSIVE",
    "MEMBERSHIP",
    "OFF_LABEL",
    "OF_MEMBERS",
    "OTHER",
    "OTHERS",
    "PLACE",
    "RULES",
    "STATED",
    "STEP",
    "STUDIED_DOSE",
    "Bearing",
    "Scope",
    "Stance",
    "bearing",
]

_WEIGHED = frozenset(("where", "expressed", "absorption", "metabolism", "excretion", "crossing", "binding", "potency"))
"""Relations whose rule weighs a degree in words; for the others no claim says so much."""


def bearing(claim: Association, ask: Ask, scope: Scope) -> Bearing:
    """How a claim bears on what is asked."""
    setting = ask.setting
    if scope.place and setting:  # the place is what is asked for, and no restriction of it
        setting = replace(setting, wanted=tuple(w for w in setting.wanted if w[0] != "anatomy"))
    placed = scope.place and ask.relation not in ("where", "expressed")
    stance, reason = (in_place if placed else RULES[ask.relation])(claim, ask, scope)
    if reason == OTHER:
        return Bearing(claim=claim, stance=stance, reason=reason)
    if setting and not setting.states(claim, scope.regions, scope.whom(claim)):
        near = claim.relation.group in lexicon().relations[ask.relation].groups
        return Bearing(claim=claim, stance="beside", reason=f"says nothing of “{setting.words}”" if near else OTHER)
    if ask.degree and ask.relation not in _WEIGHED and stance != "beside":
        return Bearing(claim=claim, stance="beside", reason=f"says nothing of “{ask.degree}”")
    if claim.certainty == "inconclusive" and stance != "beside":
        return Bearing(claim=claim, stance="beside", reason=INCONCLUSIVE)
    if stance == "against" and claim.negated and {claim.subject, claim.object} & scope.family:
        return Bearing(claim=claim, stance="beside", reason="said of one member alone")
    if stance == "against" and claim.negated and ask.relation == "acts_on" and _of_a_kind(claim, scope):
        return Bearing(claim=claim, stance="beside", reason="said of a kind of it alone")
    return Bearing(claim=claim, stance=stance, reason=reason)


def _of_a_kind(claim: Association, scope: Scope) -> bool:
    """Whether a claim is on a kind or a part of the protein that is asked about, and not on itself."""
    return scope.target is not None and claim.object != scope.target.id and scope.category(claim.object, "gene_product")


RULES: dict[str, Rule] = {
    "change": change,
    "cause": cause,
    "prevent": prevent,
    "help": helps,
    "treat": treat,
    "use": use,
    "approved": approved,
    "off_label": of_groups("off_label"),
    "is_a": is_a,
    "acts_on": acts,
    "where": where,
    "expressed": where,
    "part": of_groups("part", "member"),
    "absorption": kinetic("absorption"),
    "metabolism": kinetic("metabolism", "substrate"),
    "excretion": kinetic("excretion", "removal"),
    "elimination": kinetic("metabolism", "substrate", "excretion", "removal"),
    "crossing": kinetic("crossing", "parameter"),
    "prodrug": prodrug,
    "binding": kinetic("parameter"),
    "half_life": kinetic("parameter"),
    "bioavailability": kinetic("parameter", "absorption"),
    "parameter": kinetic("parameter"),
    "interaction": interaction,
    "dose": dose,
    "route": route,
    "harms": harms,
    "toxicity": state,
    "withdrawal": state,
    "safe": safe,
    "contraindication": contraindicated,
    "antidote": antidote,
    "mechanism": mechanism,
    "define": listed,
    "compare": listed,
    "potency": listed,
}
