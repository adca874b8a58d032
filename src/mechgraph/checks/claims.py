"""Rules about single claims and pairs of claims."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..curie import Curie
from ..model import Association
from ..reason.classes import MEMBERSHIP
from ..vocab import vocabulary
from .case import Case, Hit, Placed

__all__ = [
    "action_against_effect",
    "category_mismatch",
    "claim_on_itself",
    "contradiction",
    "derived_unmarked",
    "duplicate_claim",
    "exempt_stranger",
    "hedge_lost",
    "one_sided_question",
    "qualifier_category",
]

QUALIFIER_CATEGORIES = {
    "species": "organism_taxon",
    "anatomy": "anatomy",
    "cell_type": "cell_type",
    "population_of": "disease_or_phenotype",
}
"""Qualifiers that hold entities, with the category that these have."""
CONTEXT_FIELDS = ("anatomy", "cell_type", "species", "population", "population_of", "route", "timing", "preparation",
                  "dose", "stimulus")  # fmt: skip
"""Qualifiers that can keep two opposite claims apart."""


def category_mismatch(case: Case) -> Iterator[Hit]:
    """The predicate may join entities of these categories."""
    allows, categories = cache(vocabulary().allows), vocabulary().categories
    for p in case.claims:
        subject, object_ = case.entity.get(p.record.subject), case.entity.get(p.record.object)
        if subject is None or object_ is None or not {subject.category, object_.category} <= categories.keys():
            continue
        if not allows(p.record.predicate, subject.category, object_.category):
            relation = p.record.relation
            allowed = f"{' or '.join(relation.subject_categories)} → {' or '.join(relation.object_categories)}"
            yield Hit(
                p,
                f"{relation.id} joins {allowed}, not {subject.category} ({subject.name}) → "
                f"{object_.category} ({object_.name})",
                "choose another predicate, or correct the category of the entity",
            )


def qualifier_category(case: Case) -> Iterator[Hit]:
    """A species is a taxon, a place is anatomy, a cell type is a cell, and patients have a disease or sign."""
    vocab = vocabulary()
    for p in case.claims:
        for field, category in QUALIFIER_CATEGORIES.items():
            value = getattr(p.record.qualifiers, field)
            entity = case.entity.get(value) if value else None
            if entity is not None and not vocab.is_a(entity.category, category):
                label = vocab.categories[category].label
                yield Hit(
                    p,
                    f"the qualifier {field} is {entity.name}, which is no {label} but {entity.category}",
                    f"name a {label}, or correct the category of the entity",
                )


def claim_on_itself(case: Case) -> Iterator[Hit]:
    """A claim joins two entities, unless it is about one quantity of a thing and another of the same thing."""
    for p in case.claims:
        q = p.record.qualifiers
        if p.record.subject == p.record.object and not (q.aspect or q.subject_aspect):
            yield Hit(p, "subject and object are the same entity", "name the aspect, or the other entity")


def duplicate_claim(case: Case) -> Iterator[Hit]:
    """A claim is recorded once; more evidence goes onto the same record."""
    if case.distinct and not case.known.associations:
        return
    first: dict[str, Placed[Association]] = {a.id: Placed(a, "the known graph", 0) for a in case.known.associations}
    for p in case.claims:
        other = first.setdefault(p.record.id, p)
        if other is p:
            continue
        where = f"{other.file}:{other.line}" if other.line else other.file
        differs = [f for f in ("certainty", "hedge", "quantity") if getattr(other.record, f) != getattr(p.record, f)]
        if differs:
            yield Hit(p, f"the same claim at {where} has another {' and '.join(differs)}", "agree on one", "error")
        elif other.file != "the known graph":
            yield Hit(p, f"the same claim is already at {where}", "put the evidence on one record")


def _apart(a: Association, b: Association) -> bool:
    """Whether the two claims speak of contexts that both state and that differ."""
    pairs = [(getattr(a.qualifiers, f), getattr(b.qualifiers, f)) for f in CONTEXT_FIELDS]
    return any(x and y and x != y for x, y in pairs)


def _aspect(a: Association) -> tuple[str, str, str, str]:
    """What of each end a claim is about; the predicate may say it: activity and amount are two things."""
    q = a.qualifiers
    return (
        q.aspect or a.relation.biolink_qualifiers.get("object_aspect_qualifier", ""),
        q.direction,
        q.subject_aspect,
        q.subject_direction,
    )


def _against(a: Association, b: Association) -> bool:
    if a.subject != b.subject or a.object != b.object or _aspect(a) != _aspect(b):
        return False
    if a.negated != b.negated:
        return a.predicate == b.predicate
    return a.asserted and b.asserted and a.sign * b.sign < 0


def _worded(a: Association, case: Case) -> str:
    label = a.relation.negated_label if a.negated else a.relation.label
    return f"“{case.name(a.subject)} {label} {case.name(a.object)}”"


def contradiction(case: Case) -> Iterator[Hit]:
    """Two claims that contradict each other are both named by an open question of the kind "contradiction"."""
    settled = set()
    for q in (*case.known.questions, *(p.record for p in case.questions)):
        mine = {a.id for c in (*q.claims, *q.against) if (a := case.claim.get(c)) is not None}
        settled |= {frozenset((x, y)) for x in mine for y in mine if x != y}
    seen: set[frozenset[str]] = set()
    for p in case.claims:
        for other in case.links.get(p.record.causal_ends, ()):
            if other is p.record or not _against(p.record, other):
                continue
            pair = frozenset((p.record.id, other.id))
            if other.id == p.record.id or pair in seen or pair in settled:
                continue
            seen.add(pair)
            apart = _apart(p.record, other)
            yield Hit(
                p,
                f"{_worded(p.record, case)} contradicts {f'{other.key}: ' if other.key else ''}{_worded(other, case)}"
                + (", in another context" if apart else ""),
                "name both in a question of kind contradiction, or correct one",
                "note" if apart else None,
            )


def action_against_effect(case: Case) -> Iterator[Hit]:
    """What a drug does to its target by a known action has one sign, also where other claims tell of it loosely.

    An agonist does not negatively regulate its receptor. Claims of one aspect are the matter of "contradiction"; here
    are those that a reader may call an aspect of their own ("regulates", "decreases") and that still deny the action.
    What speaks of amount, release or expression is left alone: a blocked receptor may well be made more of.
    """
    for p in case.claims:
        a = p.record
        if a.relation.group != "action" or not a.sign:
            continue
        for other in case.links.get(a.causal_ends, ()):
            loose = other.relation.group in ("regulation", "correlation") and not any(_aspect(other))
            if loose and other.sign * a.sign < 0 and not _apart(a, other):
                yield Hit(
                    p,
                    f"{_worded(a, case)}, and {_worded(other, case)}",
                    "take out the looser claim, or say in its qualifiers where it holds",
                )


def hedge_lost(case: Case) -> Iterator[Hit]:
    """A claim that its source hedges is not recorded as established."""
    for p in case.claims:
        if p.record.hedge and p.record.certainty == "established":
            yield Hit(
                p, f"stated with {p.record.hedge!r} and yet established", "set the certainty to hedged or probable"
            )


def derived_unmarked(case: Case) -> Iterator[Hit]:
    """A derived claim names its rule and the claims that it came from, and they exist."""
    for p in case.claims:
        a = p.record
        if bool(a.rule) != bool(a.derived_from):
            yield Hit(p, "a derived claim needs both its rule and what it is derived_from", "give both")
        for source in a.derived_from:
            if source not in case.claim:
                yield Hit(p, f"derived from {source}, which is not in the graph", "derive it again")


def one_sided_question(case: Case) -> Iterator[Hit]:
    """A contradiction has claims on both sides, or says in a note what the other side is."""
    for p in case.questions:
        q = p.record
        if q.kind == "contradiction" and not (q.claims and q.against) and not q.note:
            yield Hit(p, "a contradiction with one side only", "list the claims, and those against them")


def exempt_stranger(case: Case) -> Iterator[Hit]:
    """Evidence exempts only what belongs to the class that the claim is about."""
    above: dict[Curie, set[Curie]] = {}
    for a in case.every:
        if a.relation.group in MEMBERSHIP and a.nested and a.asserted:
            member, group = a.nested
            above.setdefault(member, set()).add(group)
    for p in case.claims:
        for member in dict.fromkeys(c for e in p.record.evidence for c in e.exempts):
            classes, edge = set(above.get(member, ())), list(above.get(member, ()))
            while edge:
                more = above.get(edge.pop(), set()) - classes
                classes |= more
                edge += more
            if p.record.subject not in classes:
                yield Hit(
                    p,
                    f"exempts {case.name(member)}, which is not a member of {case.name(p.record.subject)}",
                    "add the membership as a claim, or take the exemption out",
                )
