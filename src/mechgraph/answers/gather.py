"""Gather the claims that bear on a question, and judge each: for, against, or beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..curie import Curie
from ..model import Association, Entity
from ..reason.verdicts import other_patients
from ..search import named_after
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary
from .answer import Verdict

__all__ = [
    "PROCESSES",
    "TARGETS",
    "between",
    "contested_in",
    "contests",
    "is_disorder",
    "judge",
    "part_closure",
    "topic",
    "unanswered",
    "verdict_of",
]

PROCESSES = ("process_or_activity", "cell_type", "disease_or_phenotype")
"""What happens to a thing: its release, its neurons, disorders named after it."""
TARGETS = (*PROCESSES, "gene_product", "role", "drug_class")
"""What a drug can be an agonist of, or act as."""


def is_disorder(entity: Entity) -> bool:
    """Whether less of it is what a patient wants: a disease, a sign, a symptom."""
    return vocabulary().is_a(entity.category, "disease_or_phenotype")


def topic(store: Store, entity: Entity, kinds: Sequence[str] = PROCESSES) -> list[Curie]:
    """The entity and those named after it: for serotonin also its release and its neurons.

    Rule: another entity belongs to the topic where its name or a synonym contains a name of this one as whole words,
    and its category is one of ``kinds``; plus whatever is a kind of it, or the transport of it. Of a disease or sign
    only what begins with its name belongs to it: anxiety disorder to anxiety, not respiratory depression to depression.
    """
    vocab = vocabulary()
    out = {entity.id: None}
    first = [fold(n) for n in (entity.name, *entity.synonyms)]
    for curie in named_after(store, entity):
        other = store.entity(curie)
        if other is None or not any(vocab.is_a(other.category, c) for c in kinds):
            continue
        names = [f"{fold(n)} " for n in (other.name, *other.synonyms)]
        if not is_disorder(entity) or any(n.startswith(f"{f} ") for n in names for f in first):
            out[curie] = None
    for a in store.associations(object=entity.id):
        if a.predicate in ("subclass_of", "transports") and a.asserted:
            out[a.subject] = None
    return list(out)


def part_closure(store: Store, place: Curie, limit: int = 2_000) -> set[Curie]:
    """A place and everything that is part of it or a kind of it.

    >>> from mechgraph.records import embedded
    >>> from mechgraph.store.memory import MemoryStore
    >>> Curie("UBERON:0002240") in part_closure(MemoryStore(embedded()), Curie("UBERON:0001017"))
    True
    """
    seen, edge = {place}, [place]
    while edge and len(seen) < limit:
        here = edge.pop()
        for a in store.associations(object=here):
            if a.predicate in ("part_of", "subclass_of") and a.asserted and a.subject not in seen:
                seen.add(a.subject)
                edge.append(a.subject)
    return seen


def between(store: Store, subjects: Iterable[Curie], objects: Iterable[Curie]) -> list[Association]:
    """Claims of any kind from one of the subjects to one of the objects, or in patients with one of them.

    Claims of symmetric and reverse-worded predicates count from either end.
    """
    ends = set(objects)
    starts = list(subjects)
    found: dict[str, Association] = {}
    for start in starts:
        for a in store.associations(subject=start):
            if a.object in ends or a.qualifiers.population_of in ends:
                found[a.id] = a
        for a in store.associations(object=start):
            turned = a.relation.symmetric or a.relation.reversed
            if turned and a.subject in ends:
                found[a.id] = a
    return list(found.values())


def judge(claim: Association, sign: int) -> bool | None:
    """Whether a claim speaks for a question that asks for this sign (0 for any change).

    ``None`` where it speaks for neither: it has no sign, or is inconclusive.
    """
    if claim.certainty == "inconclusive":
        return None
    stated = claim.stated_sign
    changes = stated != 0 or claim.predicate.startswith(("affects", "regulates", "binds"))
    if sign == 0:
        return (not claim.negated) if changes else None
    if stated == 0:
        return None
    if stated == sign:
        return not claim.negated
    return None if claim.negated else False


def contests(claim: Association, sign: int | None) -> int:
    """How many pieces of its own evidence speak against a claim, when ``sign`` was asked for.

    Where any change will do (sign 0), evidence for the opposite direction is no objection; "no effect" is.
    """
    stances = ("no_effect",) if sign == 0 else ("refutes", "no_effect")
    return sum(e.stance in stances for e in claim.evidence)


def verdict_of(claims: Sequence[Association], judged: dict[str, bool | None], sign: int | None = None) -> Verdict:
    """The verdict of judged claims: both sides make it mixed; evidence against a supporting claim is a side too.

    Where established claims stand uncontested and all that is against concerns other patients, the verdict is still
    "supported"; :func:`contested_in` names those patients.
    """
    pro = [a for a in claims if judged.get(a.id) is True]
    con = [a for a in claims if judged.get(a.id) is False]
    opposed = [*con, *(a for a in pro if contests(a, sign))]
    if pro and opposed and contested_in(claims, judged, sign) is None:
        return "mixed"
    if pro:
        return "supported"
    if con:
        return "refuted"
    if any(a.certainty == "inconclusive" for a in claims):
        return "inconclusive"
    return "not_stated"


def contested_in(
    claims: Sequence[Association], judged: dict[str, bool | None], sign: int | None = None
) -> set[Curie] | None:
    """The patients to whom all that is against is confined, others being undisputed; ``None`` where it is not."""
    pro = [a for a in claims if judged.get(a.id) is True]
    opposed = [a for a in claims if judged.get(a.id) is False] + [a for a in pro if contests(a, sign)]
    firm = [a for a in pro if a.certainty == "established" and not contests(a, sign)]
    return other_patients(firm, opposed)


def unanswered(store: Store, about: Iterable[Curie]) -> str:
    """The note of an open question about all of these entities; empty where there is none."""
    wanted = set(about)
    for q in store.questions():
        if q.kind == "unanswered" and wanted <= set(q.about):
            return q.note or q.question
    return ""
