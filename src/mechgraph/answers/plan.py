"""Which claims a question is about: selections of finite names and groups of predicates, expanded before they are run.

A selection has no sign and no setting in it: a trial that found nothing, or one in animals, is part of the answer.
All that it selects is listed, and the query printed with an answer selects the same claims.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..curie import Curie
from ..model import Entity
from ..reason.classes import members_of
from ..reason.context import Regions
from ..reason.interactions import interactions
from ..search import named_within
from ..select import Selection
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary
from .asked import Ask, Mention, Slot
from .definitions import shown_by
from .families import head_of
from .rules import Scope
from .topics import TARGETS, antidote_ends, ended_or_too_much, moving_with, named, part_closure, states_of, topic

__all__ = ["STEPS", "Plan", "plan"]

STEPS = {
    "absorption": (("absorption", "parameter"), ("absorption", "bioavailability")),
    "bioavailability": (("absorption", "parameter"), ("absorption", "bioavailability")),
    "metabolism": (("metabolism", "substrate"), ("metabolism",)),
    "excretion": (("excretion", "removal", "parameter"), ("excretion", "clearance", "elimination")),
    "elimination": (("metabolism", "substrate", "excretion", "removal"), ("excretion", "clearance", "elimination")),
    "crossing": (("crossing", "parameter"), ("barrier",)),
    "binding": (("parameter",), ("protein",)),
    "half_life": (("parameter",), ("half",)),
    "parameter": (("parameter",), ()),
}
"""Steps of what becomes of a drug: the groups, and the words in the names of what is named after drug and step."""
_HARM = ("cause", "harm", "risk", "caution", "contraindication", "manifestation")
_LISTS: dict[str, tuple[str, ...]] = {
    "change": ("action", "regulation", "cause", "risk", "sequence", "use", "relief", "harm"),
    "cause": ("cause", "risk", "harm", "regulation", "manifestation"),
    "prevent": ("risk", "cause", "use", "relief"),
    "help": ("use", "relief", "off_label", "studied", "regulation"),
    "treat": ("use", "relief", "off_label", "studied", "contraindication"),
    "use": ("use", "relief", "off_label", "studied", "contraindication", "risk"),
    "approved": ("use", "relief", "off_label"),
    "off_label": ("off_label",),
    "is_a": ("role", "member", "likeness", "composition"),
    "acts_on": ("action", "binding", "regulation", "substrate"),
    "where": ("density", "expression", "site", "place"),
    "expressed": ("density", "expression"),
    "part": ("part", "member"),
    "prodrug": ("substrate", "metabolism"),
    "harms": _HARM,
    "toxicity": _HARM,
    "withdrawal": _HARM,
    "safe": _HARM,
    "contraindication": ("contraindication", "caution", "risk"),
    "antidote": ("removal", "use", "relief", "regulation", "risk"),
    "mechanism": ("action", "binding", "regulation", "site", "cause", "sequence"),
    "define": ("role", "member", "likeness", "composition", "part", "use"),
    "dose": (),
    "route": (),
    "compare": (),
    "potency": (),
}
"""Groups of the claims that answer a question with an open end; empty for any."""
_AGENTS = {"drug": ("drug", "drug_class")}
"""Where drugs are asked for, what is said of a class of them is told too, as said of the class."""
_PLACED = frozenset(("change", "acts_on", "mechanism", "help"))
"""Relations that ask what a thing does in a place, where their object is one."""
_CLASSES = frozenset(("is_a", "acts_on"))


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The selections of a question and the scope in which their claims are judged."""

    selections: tuple[Selection, ...]
    scope: Scope


def plan(store: Store, ask: Ask) -> Plan:
    """The selections of what is asked.

    Args:
        store: Names are expanded in it.
        ask: One part of a question; at least one of its ends is named.
    """
    subject, target = _entity(ask.subject), _entity(ask.object)
    scope = Scope(store=store, relation=ask.relation, regions=Regions(store), target=target)
    if ask.relation in ("where", "expressed") and (places := [v for k, v in ask.setting.wanted if k == "anatomy"]):
        scope.place = frozenset(c for p in places for c in part_closure(store, Curie(p)))
    scope.family = frozenset((*_members(ask.subject), *_members(ask.object)))
    if ask.relation == "interaction" and (drug := subject or target) is not None:
        return _interaction(store, drug, target if subject is not None else None, scope)
    if ask.relation in ("toxicity", "withdrawal") and subject is not None:
        return _state(store, ask, subject, target, scope)
    if ask.relation in STEPS and subject is not None:
        return _kinetics(store, ask, subject, target, scope)
    if ask.relation == "where" and ask.object.open and (within := named_within(store, ask.object.word, "anatomy")):
        scope.place = frozenset(c for place in within for c in part_closure(store, place.id))
    if subject is not None and target is not None and ask.relation in _PLACED and scope.category(target.id, "anatomy"):
        return _in_place(store, ask, subject, target, scope)
    if subject is not None and target is not None:
        return _pair(store, ask, subject, target, scope)
    if subject is None and target is not None:
        return _toward(store, ask, target, scope)
    if subject is None and ask.subject.within is not None and ask.action:
        return _by_members(store, ask.subject.within, scope)
    if subject is None:
        return Plan(selections=(), scope=scope)
    return _from(store, ask, subject, scope)


def _entity(slot: Slot) -> Entity | None:
    return slot.mention.entity if slot.mention is not None else None


def _members(slot: Slot) -> tuple[Curie, ...]:
    return slot.mention.members if slot.mention is not None else ()


def _known(store: Store, ids: Iterable[Curie]) -> tuple[Curie, ...]:
    """The identifiers that the graph has, each once: a family may be asked for that is its members alone."""
    return tuple(dict.fromkeys(c for c in ids if store.entity(c) is not None))


def _pair(store: Store, ask: Ask, subject: Entity, target: Entity, scope: Scope) -> Plan:
    """Every claim between the two, or in patients with the second."""
    kinds = TARGETS if ask.relation in _CLASSES else ()
    ends = topic(store, target, kinds) if kinds else topic(store, target)
    if ask.relation == "where" or scope.category(target.id, "anatomy"):
        ends = [*ends, *part_closure(store, target.id)]
    if ask.relation in ("harms", "safe", "contraindication"):
        ends = [*ends, *_kinds(store, target)]
        if scope.category(target.id, "anatomy"):  # what is wrong with an organ is named after it: liver damage
            ends = [*ends, *named(store, target, ("disease_or_phenotype",))]
    if ask.relation in _CLASSES:
        ends = [*ends, *(c for t in named_within(store, target.name, "gene_product") for c in topic(store, t, kinds))]
        scope.classes = frozenset(_class_of(store, ask))
        ends = [*ends, *sorted(scope.classes)]
    if ask.relation == "antidote":
        ends = antidote_ends(store, target)
    with_drug = ask.relation == "contraindication" and scope.category(target.id, "chemical", "drug_class")
    if with_drug:
        ends = [*ends, *named(store, target, ("exposure",))]
    if target.category != "gene_product" and ask.relation in ("change", "acts_on"):
        ends = [*ends, *_bearer(store, target)]
    scope.starts = frozenset(_known(store, (subject.id, *_members(ask.subject))))
    scope.ends = frozenset(_known(store, (*ends, *_members(ask.object))))
    if ask.relation == "change":
        moving = moving_with(store, target, (*_members(ask.object), *_bearer(store, target)))
        scope.moving = frozenset(moving) if ask.polarity else scope.ends
        scope.shown = _shown(store, ask, target, scope)
        scope.ends |= frozenset(scope.shown)
    starts = scope.starts
    if ask.relation in ("harms", "safe", "cause") or (ask.relation == "is_a" and scope.disorder(target.id)):
        starts = starts | frozenset(states_of(store, subject, "toxicity", "withdrawal"))
    if ask.relation == "dose":  # the patients may be named in words alone
        return Plan(selections=(Selection(starts=_sorted(scope.starts)),), scope=scope)
    place = ask.relation == "where" and not scope.category(subject.id, "gene_product")
    first = Selection(starts=_sorted(starts), ends=() if place else _sorted(scope.ends))
    if with_drug or (ask.relation == "change" and scope.category(target.id, "drug", "drug_class")):
        # an interaction is recorded once, from either of the two
        return Plan(selections=(first, _meeting(scope)), scope=scope)
    return Plan(selections=(first,), scope=scope)


def _shown(store: Store, ask: Ask, target: Entity, scope: Scope) -> dict[Curie, int]:
    """Disorders that show a change of the target by their definition, where no claim says of the two what changes."""
    shown = shown_by((target.id, *_members(ask.object)))
    found = store.select(Selection(starts=_sorted(scope.starts), ends=_sorted(scope.moving))) if shown else ()
    direct = any(a.stated_sign or a.negated for a in found)
    return {} if direct else {c: sign for c, sign in shown.items() if store.entity(c) is not None}


def _meeting(scope: Scope) -> Selection:
    return Selection(starts=_sorted(scope.ends), ends=_sorted(scope.starts), groups=("interaction",))


def _in_place(store: Store, ask: Ask, subject: Entity, target: Entity, scope: Scope) -> Plan:
    """What a thing does in a place: its claims, of which those of the place and its parts are judged."""
    scope.starts = frozenset(_known(store, (subject.id, *_members(ask.subject))))
    scope.place = frozenset(part_closure(store, target.id))
    return Plan(selections=(Selection(starts=_sorted(scope.starts)),), scope=scope)


def _class_of(store: Store, ask: Ask) -> list[Curie]:
    """The class or role that is named by a target and a kind of action: "GABA-A agonists"."""
    mention = ask.object.mention
    if mention is None or not ask.action or not ask.verb:
        return []
    forms = {f"{name} {noun}" for name in (mention.text, mention.entity.name) for noun in (ask.verb, f"{ask.verb}s")}
    found = (store.entity(c) for form in sorted(forms) for c in store.by_name(form))
    return [e.id for e in found if e is not None and e.category in ("role", "drug_class")]


def _bearer(store: Store, target: Entity) -> list[Curie]:
    """The protein whose activity a process is, by its name: "GABA-B receptor activity"."""
    if not _words(target.name) & _ACTIVITY:
        return []
    return [e.id for e in named_within(store, target.name, "gene_product")]


def _words(name: str) -> set[str]:
    return set(fold(name).split())


_ACTIVITY = {"activity", "function", "signalling", "signaling"}


def _kinds(store: Store, entity: Entity) -> list[Curie]:
    """What is stated to be a kind of a thing: end-stage renal failure is a kind of renal failure."""
    around = store.associations(object=entity.id)
    return [a.subject for a in around if a.asserted and a.relation.group == "member" and a.relation.above == "object"]


def _toward(store: Store, ask: Ask, target: Entity, scope: Scope) -> Plan:
    """What stands to the target in the relation: the start is open."""
    if ask.relation in ("antidote",):
        scope.ends = frozenset(antidote_ends(store, target))
    elif ask.relation in _CLASSES:
        meant = [target, *(named_within(store, target.name, "gene_product") if ask.action or ask.polarity else ())]
        scope.ends = frozenset(_known(store, [c for t in meant for c in topic(store, t, TARGETS)]))
    else:
        scope.ends = frozenset(_known(store, (*topic(store, target), *_members(ask.object))))
    scope.ends |= frozenset(_known(store, _members(ask.object)))
    if ask.relation == "change":
        scope.moving = frozenset(moving_with(store, target, _members(ask.object))) if ask.polarity else scope.ends
    groups = _LISTS.get(ask.relation, ())
    if ask.relation == "is_a" and (ask.action or ask.polarity):
        groups = _LISTS["acts_on"]
    kinds = ("",) if ask.relation == "antidote" else _AGENTS.get(ask.subject.category, (ask.subject.category,))
    ends, patients = _sorted(scope.ends), ask.relation != "is_a"
    chosen = tuple(Selection(ends=ends, groups=groups, start_category=k, patients=patients) for k in kinds)
    return Plan(selections=chosen, scope=scope)


def _by_members(store: Store, within: Mention, scope: Scope) -> Plan:
    """How the members of a class act, whatever on: "which opioids are partial agonists"."""
    scope.starts = frozenset(_known(store, (within.entity.id, *within.members, *members_of(store, within.entity.id))))
    chosen = Selection(starts=_sorted(scope.starts), groups=_LISTS["acts_on"], end_category="gene_product")
    return Plan(selections=(chosen,), scope=scope)


def _from(store: Store, ask: Ask, subject: Entity, scope: Scope) -> Plan:
    """What is said of the subject in the relation: the end is open."""
    scope.starts = frozenset(_known(store, (subject.id, *_members(ask.subject))))
    starts = scope.starts
    if ask.relation in ("harms", "safe"):
        starts = starts | frozenset(states_of(store, subject, "toxicity", "withdrawal"))
    groups = _LISTS.get(ask.relation, ())
    if ask.relation == "where" and not scope.category(subject.id, "gene_product"):
        groups = ("site", "place", "action", "binding", "regulation", "cause", "risk")
    if ask.relation == "use" and ask.form == "closed" and ask.setting:
        groups = ()
    category = ask.object.category if vocabulary().categories.get(ask.object.category) else ""
    if ask.relation == "where":  # the place may be the context of a claim on something else
        category = ""
    chosen = Selection(starts=_sorted(starts), groups=groups, end_category=category, patients=False)
    return Plan(selections=(chosen,), scope=scope)


def _kinetics(store: Store, ask: Ask, subject: Entity, target: Entity | None, scope: Scope) -> Plan:
    """The step of a drug, and what is said of the processes that are named after drug and step."""
    groups, words = STEPS[ask.relation]
    scope.words = words
    scope.starts = frozenset((subject.id,))
    if target is not None:
        scope.ends = frozenset(part_closure(store, target.id)) | frozenset(topic(store, target))
    asked_for = ask.object.category if ask.object.open and ask.object.category in vocabulary().categories else ""
    own = Selection(starts=(subject.id,), groups=groups, end_category=asked_for)
    if asked_for:
        return Plan(selections=(own,), scope=scope)
    around = [
        c
        for c in named(store, subject, ("process_or_activity",))
        if (e := store.entity(c)) is not None and any(w in e.name.lower() for w in words)
    ]
    if not around:
        return Plan(selections=(own,), scope=scope)
    return Plan(selections=(own, Selection(starts=_sorted(around), either=True)), scope=scope)


def _interaction(store: Store, drug: Entity, other: Entity | None, scope: Scope) -> Plan:
    """Claims between two drugs and what is named after each: their excretion, their level, their action."""
    mine = (drug.id, *_processes(store, drug))
    scope.starts = frozenset(mine)
    if other is None:
        stated = interactions(store, drug).of("documented")
        ids = tuple(dict.fromkeys(a.id for i in stated for a in i.claims[:1]))
        return Plan(selections=(Selection(ids=ids),) if ids else (), scope=scope)
    theirs = (other.id, *_processes(store, other))
    scope.ends = frozenset(theirs)
    both = _sorted({*mine, *theirs})
    crossing = Selection(starts=_sorted(mine), ends=_sorted(theirs))
    back = Selection(starts=_sorted(theirs), ends=_sorted(mine))
    inner = Selection(starts=tuple(c for c in both if c not in (drug.id, other.id)), ends=both)
    return Plan(selections=(crossing, back, *((inner,) if inner.starts else ())), scope=scope)


def _processes(store: Store, drug: Entity) -> tuple[Curie, ...]:
    """What is named as being of the drug: its excretion, its level, its action; not abstinence from it."""
    of = tuple(f" of {fold(n)} " for n in (drug.name, *drug.synonyms))
    found = ((c, store.entity(c)) for c in named(store, drug, ("process_or_activity",)))
    return tuple(
        c for c, e in found if e is not None and any(f" {fold(n)} ".endswith(of) for n in (e.name, *e.synonyms))
    )


def _state(store: Store, ask: Ask, drug: Entity, target: Entity | None, scope: Scope) -> Plan:
    """Of an overdose or of stopping: its signs, what leads to it, who is at risk, what helps against it."""
    states = [*ended_or_too_much(store, drug, ask.relation), drug.id]
    scope.starts, scope.drug = frozenset(states), drug.id
    if target is not None:
        alike = (c for c in named(store, target, ("disease_or_phenotype",)) if _headed_by(store, c, target))
        scope.ends = frozenset(_known(store, (*topic(store, target), *_kinds(store, target), *alike)))
        ends = _sorted(scope.ends)
        signs = Selection(starts=_sorted(states), ends=ends)
        leading = Selection(starts=(*ends, drug.id), ends=_sorted(states))
        return Plan(selections=(signs, leading), scope=scope)
    signs = Selection(starts=_sorted(states), groups=_HARM)
    leading = Selection(ends=_sorted(states), groups=("cause", "risk", "use", "relief", "removal"))
    caution = Selection(starts=(drug.id,), groups=("caution", "contraindication"))
    return Plan(selections=(signs, leading, caution), scope=scope)


def _headed_by(store: Store, curie: Curie, target: Entity) -> bool:
    """Whether a thing is, by its name, a kind of another: the rebound hypertension that follows is hypertension."""
    entity = store.entity(curie)
    return entity is not None and head_of(fold(entity.name)).endswith(f" {fold(target.name)}")


def _sorted(ids: Iterable[Curie]) -> tuple[Curie, ...]:
    return tuple(sorted(set(ids)))
