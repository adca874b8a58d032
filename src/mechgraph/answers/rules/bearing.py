"""What a rule sees and says: the scope of a question, and the stance of a claim with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from ...curie import Curie
from ...model import Association, Entity, kind_of
from ...reason.context import Regions
from ...store.base import Store
from ...vocab import vocabulary
from ..asked import Ask
from ..topics import is_disorder

__all__ = [
    "BY_DIRECTION",
    "CHAIN",
    "COMPOSED",
    "ELSEWHERE",
    "FOLLOWS",
    "FROM_PASSAGE",
    "HUMAN",
    "INCONCLUSIVE",
    "MEMBERSHIP",
    "NO_USE",
    "OFF_LABEL",
    "OF_STATE",
    "OTHER",
    "PLACE",
    "RISK",
    "SEVERITY",
    "STATED",
    "STEP",
    "STUDIED_DOSE",
    "TOGETHER",
    "WHY",
    "Bearing",
    "Found",
    "Rule",
    "Scope",
    "Stance",
    "aspect_of",
    "beside",
    "in_patients",
    "opposed",
    "signed",
    "stated",
]

Stance = Literal["for", "against", "beside"]
RISK = "risk"
"""The aspect of a disorder that a raised or lowered probability is."""
TOGETHER = "together"
"""What is asked of two drugs that are in use together, and not whether they may be."""
SEVERITY = "severity"
"""The aspect of a disorder that is made worse."""
HUMAN = Curie("NCBITaxon:9606")
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
STATED = "is stated to do so"
OTHERS = "of others than those asked for"
OF_MEMBERS = "of its members, and not of the class"
"""Reasons for which a claim stands beside that others ask for."""
NO_USE = ("off_label", "studied", "contraindication", "caution")
"""Groups that name a disease and say nothing of what becomes of it."""
OFF_LABEL = "off-label use, which is no proof of efficacy"
WHY = {
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
        shown: Disorders that are more (+1) or less (−1) of the target by their definition.
        place: A place with all its parts, where what holds in it is asked for.
        words: Words in the names of what belongs to a kinetic step.
        drug: Where too much of a drug or its end is asked for, the drug itself: what holds in such a state counts.
    """

    store: Store
    relation: str = ""
    starts: frozenset[Curie] = frozenset()
    ends: frozenset[Curie] = frozenset()
    moving: frozenset[Curie] = frozenset()
    family: frozenset[Curie] = frozenset()
    classes: frozenset[Curie] = frozenset()
    target: Entity | None = None
    shown: Mapping[Curie, int] = msgspec.field(default_factory=dict)
    place: frozenset[Curie] = frozenset()
    words: tuple[str, ...] = ()
    drug: Curie | None = None
    regions: Regions

    def whom(self, claim: Association) -> str:
        """The name of the people that a claim is on, where its object is people; empty for any other."""
        entity = self.store.entity(claim.object)
        return entity.name if entity is not None and vocabulary().is_a(entity.category, "population") else ""

    def human(self, curie: Curie) -> bool:
        return curie == HUMAN

    def category(self, curie: Curie, *categories: str) -> bool:
        entity = self.store.entity(curie)
        return entity is not None and any(vocabulary().is_a(entity.category, c) for c in categories)

    def harmful(self, claim: Association) -> bool:
        """Whether a claim is of a harm."""
        changed = self.store.entity(claim.causal_ends[1])
        return changed is not None and kind_of(claim, changed) == "harm"

    def disorder(self, curie: Curie) -> bool:
        entity = self.store.entity(curie)
        return entity is not None and is_disorder(entity)


Found = tuple[Stance, str]
"""A stance and the reason for it, where it is beside."""
Rule = Callable[[Association, Ask, Scope], Found]


def stated(claim: Association) -> Found:
    return ("against" if claim.negated else "for"), ""


def opposed(claim: Association) -> Found:
    """The stance where the question asks that it is not so."""
    return ("for" if claim.negated else "against"), ""


def beside(claim: Association) -> Found:
    return "beside", WHY.get(claim.relation.group, OTHER)


def signed(claim: Association, sign: int) -> Found:
    """By direction: any change will do if none is asked; a claim without a sign gives none, its denial denies both."""
    own = claim.stated_sign
    changes = own != 0 or claim.relation.group in ("regulation", "action", "risk")
    if sign == 0:
        return stated(claim) if changes else ("beside", "says of no change")
    if own == 0 and claim.negated and changes:
        return "against", ""  # what does not affect it neither raises nor lowers it
    if own == 0:
        return "beside", "no direction is stated"
    if own == sign:
        return stated(claim)
    return ("beside", "denies the opposite") if claim.negated else ("against", "the opposite direction")


def in_patients(claim: Association, scope: Scope) -> bool:
    return claim.qualifiers.population_of in scope.ends


def aspect_of(predicate: str) -> str:
    return vocabulary().predicate(predicate).biolink_qualifiers.get("object_aspect_qualifier", "")
