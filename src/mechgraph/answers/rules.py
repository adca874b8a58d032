"""How one claim bears on one question: for, against, or beside it, and why. One table, a row for each relation.

A rule sees a claim and what is asked, never the other claims: what several come to is the judge's. Rules, stated once:

- an absent sign is never agreement; an inconclusive claim, a correlation and an inherited statement decide nothing;
- a contraindication, a caution, a side effect, an off-label or a studied use never supports a use;
- a side effect denies no use, and a use denies no side effect;
- that something is eased says nothing of whether it is caused;
- a claim in another setting, or in none where one is asked for, stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import msgspec

from ..curie import Curie
from ..model import Association, Entity
from ..reason.context import Regions
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary
from .asked import Ask
from .topics import is_disorder

__all__ = [
    "BY_DIRECTION",
    "COMPOSED",
    "FOLLOWS",
    "FROM_PASSAGE",
    "INCONCLUSIVE",
    "OFF_LABEL",
    "OTHER",
    "PLACE",
    "RULES",
    "STUDIED_DOSE",
    "Bearing",
    "Scope",
    "Stance",
    "bearing",
]

RISK = "risk"
"""The aspect of a disorder that a raised or lowered probability is."""
HUMAN = Curie("NCBITaxon:9606")
Stance = Literal["for", "against", "beside"]
FROM_PASSAGE = "from the same passage"
INCONCLUSIVE = "inconclusive"
ELSEWHERE = "cannot hold in this context"
BY_DIRECTION = "its direction is stated, and not by which kind of action"
OF_STATE = "said of its overdose or withdrawal, and not of the drug itself"
STUDIED_DOSE = "a dose of a study"
FOLLOWS = "what follows from it"
STEP, CHAIN, MEMBERSHIP = "a step of the mechanism", "a step of the chain", "a membership"
COMPOSED = frozenset((STEP, CHAIN, MEMBERSHIP, FROM_PASSAGE))
"""Reasons of claims that are not between the two ends."""
PLACE = "another place"
OTHER = "says something else"
"""Reasons for which a claim stands beside that others ask for."""
_NO_USE = ("off_label", "studied", "contraindication", "caution")
"""Groups that name a disease and say nothing of what becomes of it."""
OFF_LABEL = "off-label use, which is no proof of efficacy"
_WHY = {
    "off_label": OFF_LABEL,
    "studied": "was studied, which says nothing of the result",
    "contraindication": "a contraindication is no use",
    "caution": "a caution is no use",
    "harm": "a side effect is neither a use nor a “no”",
    "correlation": "a correlation, and not what brings it about",
}


class Bearing(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its stance to the question, and the reason where it stands beside."""

    claim: Association
    stance: Stance
    reason: str = ""


class Scope(msgspec.Struct, kw_only=True):
    """What a rule may look at beside the claim and the question.

    Args:
        store: For categories and names.
        starts, ends: The names that the selection was expanded to; ends empty where that end is open.
        moving: Of the ends, those that go up and down with what is asked about.
        family: Members of a family that the question names; what is denied of one of them is not denied of all.
        classes: Classes and roles that are named by a target and a kind of action.
        target: The entity that is asked about, where there is one.
        place: A place with all its parts, where what holds in it is asked for.
        words: Words in the names of what belongs to a kinetic step.
    """

    store: Store
    relation: str = ""
    starts: frozenset[Curie] = frozenset()
    ends: frozenset[Curie] = frozenset()
    moving: frozenset[Curie] = frozenset()
    family: frozenset[Curie] = frozenset()
    classes: frozenset[Curie] = frozenset()
    target: Entity | None = None
    place: frozenset[Curie] = frozenset()
    words: tuple[str, ...] = ()
    regions: Regions

    def human(self, curie: Curie) -> bool:
        return curie == HUMAN

    def category(self, curie: Curie, *categories: str) -> bool:
        entity = self.store.entity(curie)
        return entity is not None and any(vocabulary().is_a(entity.category, c) for c in categories)

    def disorder(self, curie: Curie) -> bool:
        entity = self.store.entity(curie)
        return entity is not None and is_disorder(entity)


Rule = Callable[[Association, Ask, Scope], tuple[Stance, str]]


def bearing(claim: Association, ask: Ask, scope: Scope) -> Bearing:
    """How a claim bears on what is asked."""
    setting = ask.setting
    if scope.place and setting:  # the place is what is asked for, and no restriction of it
        setting = replace(setting, wanted=tuple(w for w in setting.wanted if w[0] != "anatomy"))
    if setting and not setting.states(claim, scope.regions):
        return Bearing(claim=claim, stance="beside", reason=f"does not say so {ask.setting.words}")
    if ask.degree and ask.relation not in _WEIGHED:
        return Bearing(claim=claim, stance="beside", reason=f"says nothing of “{ask.degree}”")
    placed = scope.place and ask.relation not in ("where", "expressed")
    stance, reason = (_in_place if placed else RULES[ask.relation])(claim, ask, scope)
    if claim.certainty == "inconclusive" and stance != "beside":
        return Bearing(claim=claim, stance="beside", reason=INCONCLUSIVE)
    if stance == "against" and claim.negated and {claim.subject, claim.object} & scope.family:
        return Bearing(claim=claim, stance="beside", reason="said of one member alone")
    return Bearing(claim=claim, stance=stance, reason=reason)


def _in_place(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
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


_WEIGHED = frozenset(("where", "expressed", "absorption", "metabolism", "excretion", "crossing", "binding", "potency"))
"""Relations whose rule weighs a degree in words; for the others no claim says so much."""
_WHOLE = 20
"""Parts of a place from which on it is an organ: what a drug is classified as is told with what it does there."""


def _located(curie: Curie, scope: Scope) -> bool:
    """Whether something is stated to be in the place."""
    return any(
        a.asserted and a.object in scope.place
        for a in scope.store.associations(subject=curie)
        if a.relation.group in ("part", "place") and a.relation.above == "object"
    )


def _stated(claim: Association) -> tuple[Stance, str]:
    return ("against" if claim.negated else "for"), ""


def _beside(claim: Association) -> tuple[Stance, str]:
    return "beside", _WHY.get(claim.relation.group, OTHER)


def _signed(claim: Association, sign: int) -> tuple[Stance, str]:
    """By direction: with no direction asked for, any change will do; without a sign, a claim gives no direction."""
    stated = claim.stated_sign
    changes = stated != 0 or claim.relation.group in ("regulation", "action", "risk")
    if sign == 0:
        return _stated(claim) if changes else ("beside", "says of no change")
    if stated == 0:
        return "beside", "no direction is stated"
    if stated == sign:
        return _stated(claim)
    return ("beside", "denies the opposite") if claim.negated else ("against", "the opposite direction")


def _aspect_fits(claim: Association, ask: Ask, scope: Scope) -> bool:
    """Whether a claim is on the aspect that is asked for: by predicate, qualifier, or the name of its object."""
    if not ask.aspect:
        return True
    if ask.aspect == RISK:
        return claim.relation.group in ("risk", "cause", "harm", "manifestation", "regulation")
    word = ask.aspect.replace("_", " ")
    entity = scope.store.entity(claim.object)
    own = claim.qualifiers.aspect or _aspect_of(claim.predicate)
    return own == ask.aspect or (entity is not None and word in f" {fold(entity.name)} ")


def _aspect_of(predicate: str) -> str:
    return vocabulary().predicate(predicate).biolink_qualifiers.get("object_aspect_qualifier", "")


def _change(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X raises, lowers or changes Y."""
    group = claim.relation.group
    if group in _NO_USE or group == "correlation":
        return _beside(claim)
    if scope.moving and claim.object not in scope.moving and claim.causal_ends[1] not in scope.moving:
        if claim.object in scope.ends:
            return "beside", "of what belongs to it, and not of it"
        if not _in_patients(claim, scope):
            return "beside", OTHER
        eased = scope.disorder(claim.object) and ask.polarity < 0
        return ("beside", "of a sign in patients with it") if eased else ("beside", "of something else in them")
    if not _aspect_fits(claim, ask, scope):
        return "beside", "another aspect"
    return _signed(claim, ask.polarity)


def _in_patients(claim: Association, scope: Scope) -> bool:
    return claim.qualifiers.population_of in scope.ends


def _cause(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X brings about Y: that X eases a disorder says nothing of it; a raised risk speaks for it."""
    group = claim.relation.group
    if group in ("use", "relief", *_NO_USE, "correlation"):
        return "beside", _WHY.get(group, "that it is eased says nothing of whether it is caused")
    if scope.ends and claim.causal_ends[1] not in scope.ends:
        return "beside", OTHER
    if scope.starts and claim.causal_ends[0] not in scope.starts:
        return "beside", OF_STATE
    stance, reason = _signed(claim, ask.polarity or 1)
    if stance == "against" and not claim.negated and scope.target is not None and is_disorder(scope.target):
        return "beside", "the opposite is stated"
    return stance, reason


def _prevent(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if claim.relation.group in (*_NO_USE, "correlation"):
        return _beside(claim)
    return _signed(claim, -1)


def _help(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X does good in Y: less of it, or less of a sign of it in those who have it."""
    group = claim.relation.group
    if group in _NO_USE or group in ("harm", "correlation"):
        worse = group == "harm" and claim.stated_sign > 0 and claim.relation.sign > 0 and _worsens(claim)
        return ("against", "makes it worse") if worse and not claim.negated else _beside(claim)
    if scope.target is not None and not is_disorder(scope.target):
        return _signed(claim, 0)
    if scope.disorder(claim.object):
        if claim.object in scope.ends:
            return _signed(claim, -1)
        if _in_patients(claim, scope):
            return _signed(claim, -1) if claim.stated_sign < 0 else ("beside", "a harm in those who have it")
        return "beside", OTHER
    wanted = claim.stated_sign > 0 and group in ("cause", "regulation", "sequence")
    if wanted and _in_patients(claim, scope):
        return "beside", "a change in those who have it"
    return "beside", OTHER


def _worsens(claim: Association) -> bool:
    """Whether a claim of harm is on a disease that is there already, and no new sign."""
    return "disease" in claim.relation.object_categories and claim.relation.group == "harm" and not claim.negated


def _treat(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X treats or is used for Y: uses alone, as the sources word them."""
    group = claim.relation.group
    on = not scope.ends or claim.object in scope.ends
    if group in ("use", "relief") and on:
        return _stated(claim)
    if group in ("use", "relief") and _in_patients(claim, scope):
        return ("beside", "of a sign in patients with it") if not claim.negated else ("beside", OTHER)
    return _beside(claim)


def _use(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X is used for Y, also for a sign of it in those who have it; by a route, where that alone is asked."""
    if ask.form == "closed" and ask.object.open and ask.setting:
        return _stated(claim) if claim.asserted else ("beside", "is denied")
    if claim.relation.group in ("use", "relief"):
        return _stated(claim)
    return _beside(claim)


def _approved(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if claim.relation.group == "off_label" and not claim.negated:
        return "against", "off-label"
    return _use(claim, ask, scope)


def _group_rule(*groups: str) -> Rule:
    """A rule for relations that a claim states or denies as such."""

    def rule(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
        return _stated(claim) if claim.relation.group in groups else _beside(claim)

    return rule


def _acts(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X acts on Y, by a kind of action or in a direction where one is asked for."""
    group = claim.relation.group
    if _classifies(claim) and claim.object in scope.classes:
        return _stated(claim)  # "belongs to the class GABA-A agonists"
    if group not in ("action", "binding", "regulation"):
        return _beside(claim)
    if not scope.category(claim.object, "gene_product"):
        return "beside", "of no protein"
    if ask.action == "binding":
        direct = group != "regulation" or claim.relation.direct or _aspect_of(claim.predicate) == "activity"
        return _stated(claim) if direct else ("beside", "no binding is stated")
    if ask.action:
        mine = vocabulary().predicate(claim.predicate).biolink_qualifiers.get("causal_mechanism_qualifier", "")
        mine = claim.qualifiers.mechanism or mine
        if mine == ask.action or mine.endswith(f"_{ask.action}"):
            return _stated(claim)
        if ask.polarity and claim.stated_sign == -ask.polarity and group == "action" and not claim.negated:
            return "against", "the opposite action"
        same = ask.polarity and claim.stated_sign == ask.polarity and claim.asserted
        return "beside", BY_DIRECTION if same else "another action"
    if ask.polarity:
        return _signed(claim, ask.polarity)
    return _stated(claim)


def _classifies(claim: Association) -> bool:
    return claim.relation.group in ("role", "member") and claim.relation.above == "object"


def _is_a(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X is a Y: by role, class or kind; of a kind of action at a target, by that action."""
    if ask.action or ask.polarity:
        return _acts(claim, ask, scope)
    if scope.target is not None and is_disorder(scope.target):  # "is it sedating"
        return _cause(claim, ask, scope)
    if _classifies(claim):
        return _stated(claim)
    if claim.relation.group in ("likeness", "composition") and not ask.object.mention:
        return _stated(claim)
    return _beside(claim)


_RANKS = {"highest": 1, "dense": 1, "high": 1, "many": 1, "lowest": -1, "low": -1, "few": -1}


def _where(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
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
        return _stated(claim)
    rank = claim.quantity.rank if claim.quantity is not None else None
    if rank is None:
        return "beside", "no amount is stated"
    return ("for", "") if (rank == 1) == (wanted > 0) else ("against", "another rank")


def _kinetic(*groups: str) -> Rule:
    """A step of what becomes of a drug: stated of it, or something that changes the step."""

    def rule(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
        if claim.relation.group in ("parameter", "regulation") and scope.words and not _on_step(claim, scope):
            return "beside", "of another step"
        if claim.relation.group in groups:
            place = claim.object if scope.category(claim.object, "anatomy", "gene_product") else None
            places = {p for p in (place, claim.qualifiers.anatomy) if p is not None}
            if scope.ends and not (places & scope.ends or claim.object in scope.ends):
                return "beside", PLACE
            return _degree(claim, ask)
        if claim.relation.group in ("regulation", "parameter") and not scope.ends and ask.form != "closed":
            return _stated(claim)
        return _beside(claim)

    return rule


def _on_step(claim: Association, scope: Scope) -> bool:
    """Whether a claim is on a step: by the name of an end, or by what its quantity measures."""
    ends = (scope.store.entity(c) for c in (claim.subject, claim.object))
    texts = [e.name for e in ends if e is not None]
    texts += [claim.quantity.kind] if claim.quantity is not None else []
    return any(w in t.lower() for w in scope.words for t in texts)


_OPPOSITES = {"slowly": "rapidly", "rapidly": "slowly", "poorly": "completely"}
_MOST = {"mostly": (50.0, 100.0), "completely": (95.0, 100.0), "well": (70.0, 100.0), "partly": (1.0, 99.0)}
"""A degree in words, by the share in percent that bears it out; outside of it a measured share speaks against."""


def _degree(claim: Association, ask: Ask) -> tuple[Stance, str]:
    """Where a degree is asked for, by the share that is measured, or by the words of the extent."""
    if not ask.degree or claim.negated:
        return _stated(claim)
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


def _harms(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """What harm X can do: signs and risks of disorders; a wanted effect is none."""
    group = claim.relation.group
    if group in ("cause", "harm", "risk", "manifestation", "contraindication", "caution"):
        unwanted = group in ("contraindication", "caution") or scope.disorder(claim.causal_ends[1])
        if unwanted and claim.stated_sign >= 0:
            if scope.ends and not ({claim.object, claim.qualifiers.population_of} & scope.ends):
                return "beside", "of others"
            return _turned(_stated(claim), ask)
        return "beside", "no harm"
    if group == "regulation" and claim.stated_sign > 0 and scope.disorder(claim.object):
        return _turned(_stated(claim), ask)
    return _beside(claim)


def _turned(found: tuple[Stance, str], ask: Ask) -> tuple[Stance, str]:
    """For a question that asks for less of it: that it is brought about speaks against."""
    if ask.polarity >= 0 or found[0] == "beside":
        return found
    return ("against", "the opposite direction") if found[0] == "for" else ("beside", "denies the opposite")


def _state(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """The signs of a state of the drug, and what leads to it."""
    if scope.ends and claim.object in scope.starts:
        on = bool({claim.subject, claim.qualifiers.population_of} & scope.ends)
        return _turned(_stated(claim), ask) if on and claim.stated_sign > 0 else ("beside", OTHER)
    if scope.ends and claim.object not in scope.ends:
        return "beside", OTHER
    return _harms(claim, ask, scope) if claim.subject in scope.starts else _beside(claim)


def _safe(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    """X is safe in Y: harm in them, caution or contraindication for them speaks against it."""
    stance, reason = _harms(claim, ask, scope)
    if stance == "beside":
        return stance, reason
    return ("against", "") if stance == "for" else ("for", "")


def _contraindicated(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if claim.relation.group == "contraindication":
        return _stated(claim)
    if claim.relation.group == "caution" and ask.form != "closed":
        return _stated(claim)
    return "beside", "a caution is no contraindication" if claim.relation.group == "caution" else OTHER


def _interaction(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if claim.relation.role == "structural" or claim.relation.group in ("correlation", "use", "relief", *_NO_USE):
        return "beside", "no interaction"
    crossing = (claim.subject in scope.starts) != (claim.object in scope.starts) or not scope.ends
    return _stated(claim) if crossing else ("beside", FOLLOWS)


def _antidote(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if claim.relation.group in ("removal", "use", "relief", "regulation", "risk") and claim.stated_sign < 0:
        return _stated(claim)
    return _beside(claim)


def _dose(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if not claim.qualifiers.dose:
        return "beside", "names no dose"
    species = claim.qualifiers.species
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


def _listed(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    return _stated(claim)


def _mechanism(claim: Association, ask: Ask, scope: Scope) -> tuple[Stance, str]:
    if claim.relation.group in ("action", "binding", "regulation", "site", "cause"):
        return ("for", "") if not claim.negated else ("beside", "is denied")
    return _beside(claim)


RULES: dict[str, Rule] = {
    "change": _change,
    "cause": _cause,
    "prevent": _prevent,
    "help": _help,
    "treat": _treat,
    "use": _use,
    "approved": _approved,
    "off_label": _group_rule("off_label"),
    "is_a": _is_a,
    "acts_on": _acts,
    "where": _where,
    "expressed": _where,
    "part_of": _group_rule("part", "member"),
    "absorption": _kinetic("absorption"),
    "metabolism": _kinetic("metabolism", "substrate"),
    "excretion": _kinetic("excretion", "removal"),
    "crossing": _kinetic("crossing", "parameter"),
    "binding": _kinetic("parameter"),
    "half_life": _kinetic("parameter"),
    "bioavailability": _kinetic("parameter", "absorption"),
    "parameter": _kinetic("parameter"),
    "interaction": _interaction,
    "dose": _dose,
    "harms": _harms,
    "toxicity": _state,
    "withdrawal": _state,
    "safe": _safe,
    "contraindication": _contraindicated,
    "antidote": _antidote,
    "mechanism": _mechanism,
    "define": _listed,
    "compare": _listed,
    "potency": _listed,
}
