"""What belongs to a thing that a question names: its members, its kinds, what is named after it, the places within it.

These are the names that a selection is expanded with; they are printed with the query, so that nothing is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..curie import Curie
from ..model import Entity
from ..names.lexicon import bases, lexicon
from ..reason.classes import classes_of
from ..search import named_after
from ..select import Selection
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary
from .families import head_of

__all__ = [
    "PROCESSES",
    "TARGETS",
    "antidote_ends",
    "ended_or_too_much",
    "is_disorder",
    "moving_with",
    "named",
    "part_closure",
    "states_of",
    "topic",
]

PROCESSES = ("process_or_activity", "cell_type", "disease_or_phenotype")
"""What happens to a thing: its release, its neurons, disorders named after it."""
TARGETS = (*PROCESSES, "gene_product", "role", "drug_class")
"""What a drug can be an agonist of, or act as."""
_AMOUNT = frozenset(
    "release secretion synthesis biosynthesis production formation level levels concentration surge neuron".split()  # noqa: SIM905
)
"""Heads of names that move with what they name: the release, the level of a thing; its receptor or breakdown do not."""


def is_disorder(entity: Entity) -> bool:
    """Whether less of it is what a patient wants: a disease, a sign, a symptom."""
    return vocabulary().is_a(entity.category, "disease_or_phenotype")


def topic(store: Store, entity: Entity, kinds: Sequence[str] = PROCESSES) -> list[Curie]:
    """The entity and those named after it: for serotonin also its release and its neurons.

    Rule: another entity belongs to the topic where its name or a synonym contains a name of this one as whole words,
    and its category is one of ``kinds``; plus whatever is a kind of it, the transport of it, or the same by another
    name. Of a disease or sign only what begins with its name belongs to it: anxiety disorder to anxiety, but
    respiratory depression not to depression.
    """
    vocab = vocabulary()
    out = dict.fromkeys(_other_names(store, entity.id))
    first = [fold(n) for n in (entity.name, *entity.synonyms)]
    for curie in named_after(store, entity):
        other = store.entity(curie)
        if other is None or not any(vocab.is_a(other.category, c) for c in kinds):
            continue
        names = [f"{fold(n)} " for n in (other.name, *other.synonyms)]
        if not is_disorder(entity) or any(n.startswith(f"{f} ") for n in names for f in first):
            out[curie] = None
    for a in store.associations(object=entity.id):
        other = store.entity(a.subject)
        kind = a.relation.group == "member" and a.relation.above == "object"
        if a.asserted and other is not None and (a.relation.group == "transport" or (kind and _alike(other, entity))):
            out[a.subject] = None
    return list(out)


def _other_names(store: Store, thing: Curie) -> list[Curie]:
    """A thing, and what a claim joins with it as the same: hypoventilation and respiratory depression."""
    found = [thing]
    for here in found:
        around = (*store.associations(subject=here), *store.associations(object=here))
        same = (a for a in around if a.asserted and a.relation.symmetric and a.relation.bridge)
        found += [c for a in same for c in (a.subject, a.object) if c not in found]
    return list(dict.fromkeys(found))


def _alike(one: Entity, other: Entity) -> bool:
    """Whether one can be a kind of the other, and no mere member of it: both are of one category."""
    return one.category == other.category


def named(store: Store, entity: Entity, kinds: Sequence[str]) -> list[Curie]:
    """What is named after a thing, of some categories: the excretion, the serum level of a drug."""
    vocab = vocabulary()
    found = ((c, store.entity(c)) for c in named_after(store, entity))
    return [c for c, e in found if e is not None and any(vocab.is_a(e.category, k) for k in kinds)]


def states_of(store: Store, drug: Entity, *words: str) -> list[Curie]:
    """The states that a drug puts one in whose name has one of the words: its toxicity, its withdrawal."""
    found = ((c, store.entity(c)) for c in named_after(store, drug))
    return [c for c, e in found if e is not None and is_disorder(e) and any(w in fold(e.name).split() for w in words)]


def ended_or_too_much(store: Store, drug: Entity, relation: str) -> list[Curie]:
    """The states of too much of a drug ("toxicity") or of its end ("withdrawal"); of its classes where it has none.

    The words in their names are those of the table of frames: "abrupt discontinuation of benzodiazepines".
    """
    groups = (e for c in classes_of(store, drug.id) if (e := store.entity(c)) is not None)
    for thing in (drug, *groups):
        around = ((c, e) for c in named_after(store, thing) if (e := store.entity(c)) is not None)
        if found := [c for c, e in around if any(_of_state(w, relation) for w in fold(e.name).split())]:
            return found
    return []


def _of_state(word: str, relation: str) -> bool:
    found = lexicon().longest([bases(word)], 0)
    return found is not None and any(r.takes == "state" and r.relation == relation for r in found[1])


def antidote_ends(store: Store, drug: Entity, *, classes: bool = True) -> list[Curie]:
    """What an antidote of a drug acts against: the drug, its toxicity and withdrawal, and the same of its classes.

    The drug and what is named after it come first, so that what is said of a class alone can be told as such.
    """
    above = classes_of(store, drug.id) if classes else ()
    groups = [e for c in above if (e := store.entity(c)) is not None]
    return list(dict.fromkeys(c for e in (drug, *groups) for c in (e.id, *_undone(store, e))))


def _undone(store: Store, drug: Entity) -> list[Curie]:
    """The states of a drug or a class, and the signs that it brings about: "sedation by benzodiazepines"."""
    by = tuple(f" by {fold(n)}" for n in (drug.name, *drug.synonyms))
    signs = ((c, store.entity(c)) for c in named(store, drug, ("disease_or_phenotype",)))
    brought = [c for c, e in signs if e is not None and fold(e.name).endswith(by)]
    return [*states_of(store, drug, "toxicity", "withdrawal", "overdose"), *brought]


def part_closure(store: Store, place: Curie, limit: int = 2_000) -> set[Curie]:
    """A place and everything that is part of it or a kind of it.

    >>> from mechgraph.records import embedded
    >>> from mechgraph.store.memory import MemoryStore
    >>> Curie("UBERON:0002240") in part_closure(MemoryStore(embedded()), Curie("UBERON:0001017"))
    True
    """
    seen, edge = {place}, [place]
    while edge and len(seen) < limit:
        for a in store.associations(object=edge.pop()):
            within = a.relation.above == "object" and a.relation.group in ("part", "member")
            if within and a.asserted and a.subject not in seen:
                seen.add(a.subject)
                edge.append(a.subject)
    return seen


def moving_with(store: Store, target: Entity, members: Iterable[Curie] = ()) -> set[Curie]:
    """Of the topic of a thing, what moves in its direction: its kinds, its release, its level, its neurons.

    A name tells by its head: what precedes the first preposition. "hepatic glucose production" and "production of
    glucose" move with glucose; its phosphatase, the response to it and the negative regulation of its release do not.
    """
    family = {target.id, *members}
    out = set(family)
    called = [fold(n) for n in (target.name, *target.synonyms)]
    for curie in topic(store, target):
        entity = store.entity(curie)
        if entity is None or curie in family:
            continue
        if not is_disorder(target):
            names = [fold(n) for n in (entity.name, *entity.synonyms)]
            if is_disorder(entity) or not (
                _kind(store, curie, target) or any(_headed(n, c) for n in names for c in called)
            ):
                continue
        between = store.select(Selection(starts=(curie,), ends=(target.id,)))
        if not any(a.asserted and a.stated_sign < 0 for a in between):
            out.add(curie)
    return out


def _kind(store: Store, curie: Curie, target: Entity) -> bool:
    """Whether a claim says that this is a kind of that."""
    found = store.associations(subject=curie, object=target.id)
    return any(a.asserted and a.relation.group == "member" and a.relation.above == "object" for a in found)


def _headed(name: str, called: str) -> bool:
    """Whether the head of a name is the thing itself, or how much there is of it."""
    head, thing = head_of(name).split(), called.split()
    rest = name.split()[len(head) + 1 :]
    if rest[: len(thing)] == thing and head and head[-1] in _AMOUNT:
        return True
    while head and head[-1] in _AMOUNT and head[-len(thing) :] != thing:
        head = head[:-1]
    return head[-len(thing) :] == thing
