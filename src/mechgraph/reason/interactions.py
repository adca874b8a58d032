"""How two drugs can meet: documented interactions, and those that follow from what is known of each, kept apart.

An inferred interaction is two cited ways that meet at a point: a shared effect (pharmacodynamic: the same direction may
add up, opposite directions may counteract) or a shared transporter, enzyme or organ of elimination (pharmacokinetic).
It is never more certain than the weakest claim of the two ways, and never more than hedged. Direction is kept: that a
drug slows the excretion of another says nothing the other way round. Silence is not safety.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Literal

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Certainty, CuratedMechanism, Entity, Step
from ..search import named_after, named_within
from ..store.base import Store
from ..store.parts import names_of, of_category
from ..vocab import vocabulary
from .classes import classes_of, classified, inherited
from .context import Regions, context_of
from .line import mechanism_paths
from .meeting import AT_RECEPTORS, KINDS, Interaction, Interactions, Way
from .processes import Direction, Reached, derived_classes, meet, points_of, reached
from .receptors import at_receptors
from .serious import weighed
from .signs import product

__all__ = ["Interaction", "Interactions", "Way", "interactions", "reach"]

ELIMINATION = ("excretion", "metabolism", "absorption")
"""Groups of predicates of organs and enzymes that handle a drug; only what names the place, no metabolite."""
CARRIED = "substrate"
EFFECTS = ("disease_or_phenotype", "process_or_activity", "role")
TARGETS = ("gene_product",)
SHARED = {"target": TARGETS, "role": ("role",)}
CARRIERS = ("transporter", "drug_class")
"""Not points of a shared effect: what is shared there is kinetics, or only a name."""


def _is(store: Store, curie: Curie, *categories: str) -> bool:
    entity = store.entity(curie)
    return entity is not None and any(vocabulary().is_a(entity.category, c) for c in categories)


def _weaker(certainty: Certainty) -> Certainty:
    return max(certainty, "hedged", key=CERTAINTIES.index)


class Drugs(Container[Curie]):
    """The drugs of a store, looked up one by one: a question about one drug does not read all entities."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, curie: object) -> bool:
        return isinstance(curie, Curie) and _is(self._store, curie, "drug")


def documented(store: Store, drug: Entity, others: Container[Curie]) -> list[Interaction]:
    """Claims that name both drugs: one between the two, or one on a process that is named after the other.

    Args:
        others: The drugs that count; of any other category nothing counts.
    """
    found = [i for a in store.associations(subject=drug.id) for i in _stated(store, a, drug.id, others)]
    met = {i.affected for i in found if i.mutual}
    own = [drug.id, *(c for c in named_after(store, drug) if _is(store, c, "process_or_activity"))]
    for affected in own:
        for a in store.associations(object=affected):
            if a.subject in others and a.subject != drug.id:
                found += [i for i in _stated(store, a, a.subject, (drug.id,)) if not i.mutual or i.acting not in met]
    return found


def denials(store: Store, drug: Curie, others: Container[Curie]) -> list[Association]:
    """Claims that the drug and another do not interact; what was looked for without a conclusion denies nothing."""
    ends = [(a, a.object) for a in store.associations(subject=drug)]
    ends += [(a, a.subject) for a in store.associations(object=drug)]
    found = {
        a.id: a
        for a, other in ends
        if other in others and a.negated and a.certainty != "inconclusive" and a.relation.group == "interaction"
    }
    return sorted(found.values(), key=lambda a: (a.subject, a.object, a.id))


def _stated(store: Store, a: Association, acting: Curie, others: Container[Curie]) -> Iterator[Interaction]:
    """What a claim says of the drugs that it acts on: of its object, or of those after whom its object is named."""
    if not a.asserted or a.relation.role == "structural":
        return
    point = store.entity(a.object)
    direct = a.object in others
    if direct:
        affected = [a.object]
    elif point is not None and _is(store, a.object, "process_or_activity"):
        affected = [e.id for e in named_within(store, point.name, "drug") if e.id in others and e.id != acting]
        affected = [c for c in affected if _is_of(store, a.object, c)]
    else:
        return
    for other in affected:
        onward = [b for b in store.associations(subject=a.object) if b.asserted and b.object == other]
        onward.sort(key=lambda b: CERTAINTIES.index(b.certainty))
        deciding = (a, *onward[:1])  # of what says the same onward the surest is enough
        sign = product(x.sign for x in deciding)
        yield Interaction(
            kind="documented",
            acting=acting,
            affected=other,
            mutual=direct and a.relation.symmetric,
            point=a.object,
            ways=(Way(drug=acting, claims=(a, *onward), sign=sign),),
            relation="raises" if sign > 0 else "lowers" if sign < 0 else "changes",
            certainty=max((x.certainty for x in deciding), key=CERTAINTIES.index),
            hedge="; ".join(dict.fromkeys(x.hedge for x in deciding if x.hedge)),
        )


def _is_of(store: Store, process: Curie, drug: Curie) -> bool:
    """Whether claims say that a process is one of a drug: that the names contain each other says nothing."""
    ends = ((process, drug), (drug, process))
    return any(not a.negated for s, o in ends for a in store.associations(subject=s, object=o))


def _of_classes(store: Store, drug: Curie, others: set[Curie]) -> Iterator[Interaction]:
    """What is stated of a drug or its classes with another or its classes, as it reaches the two; marked by its rule.

    What a source says of a class, or between two classes, reaches their members, but those that it exempts.
    """
    derived = derived_classes(store)
    mine = _with_derived({drug: (), **classes_of(store, drug)}, derived)
    stated = vocabulary().predicates_of("interaction")
    theirs: dict[Curie, list[tuple[Curie, tuple[Association, ...]]]] = {}
    for other in sorted(others):
        for group, way in _with_derived({other: (), **classes_of(store, other)}, derived).items():
            theirs.setdefault(group, []).append((other, way))
    for start, way in mine.items():
        for claim in (
            a
            for p in stated
            for a in (*store.associations(subject=start, predicate=p), *store.associations(object=start, predicate=p))
        ):
            end = claim.object if claim.subject == start else claim.subject
            for other, onward in theirs.get(end, ()):
                if not claim.asserted or not (way or onward) or other == drug:
                    continue
                if any({drug, other} & set(e.exempts) for e in claim.evidence):
                    continue
                claims = (claim, *way, *onward)
                yield Interaction(
                    kind="documented",
                    acting=drug,
                    affected=other,
                    mutual=True,
                    point=end,
                    ways=(Way(drug=drug, claims=claims, sign=claim.sign),),
                    relation="changes",
                    certainty=max((a.certainty for a in claims), key=CERTAINTIES.index),
                    hedge=claim.hedge,
                    rule="said-of-class",
                )


def _with_derived(
    classes: dict[Curie, tuple[Association, ...]], derived: dict[Curie, dict[Curie, tuple[Association, ...]]]
) -> dict[Curie, tuple[Association, ...]]:
    """The same classes, and those that are named by what the drug, or one of its classes, does."""
    more = {g: (*way, *claims) for c, way in classes.items() for g, claims in derived.get(c, {}).items()}
    return {**more, **classes}


def _kinetic(store: Store, drug: Curie, others: set[Curie]) -> Iterator[Interaction]:
    """Drugs that are handled by the same protein or organ, and drugs that change the protein that handles another."""
    eliminated = vocabulary().predicates_of(*ELIMINATION, above="object")
    carried = vocabulary().predicates_of(CARRIED)
    handled = sorted((*eliminated, *carried))
    for first, candidates in ((drug, others), *((o, {drug}) for o in sorted(others))):
        for a in (a for p in handled for a in store.associations(subject=first, predicate=p)):
            if not a.asserted:
                continue
            for b in store.associations(object=a.object):
                other = b.subject
                if other not in candidates or not b.asserted or other == first:
                    continue
                ways = (Way(drug=other, claims=(b,), sign=b.sign), Way(drug=first, claims=(a,), sign=a.sign))
                certainty = _weaker(max((a.certainty, b.certainty), key=CERTAINTIES.index))
                if b.predicate in handled:
                    if first == drug and b.predicate == a.predicate:
                        yield Interaction(
                            kind="pharmacokinetic",
                            acting=drug,
                            affected=other,
                            mutual=True,
                            point=a.object,
                            ways=ways[::-1],
                            relation="undetermined",
                            certainty=certainty,
                            rule="shared-elimination" if a.predicate in eliminated else "shared-carrier",
                        )
                elif b.sign and a.predicate in carried:
                    yield Interaction(
                        kind="pharmacokinetic",
                        acting=other,
                        affected=first,
                        mutual=False,
                        point=a.object,
                        ways=ways,
                        relation="raises" if b.sign > 0 else "lowers",
                        certainty=certainty,
                        rule="changes-the-carrier",
                    )


def reach(
    store: Store, drug: Curie, with_classes: bool, mechanisms: Iterable[CuratedMechanism] | None = None
) -> dict[Curie, list[Way]]:
    """What a drug acts on: by its own claims, by inherited ones, and through its curated mechanisms; shortest first."""
    out: dict[Curie, list[Way]] = {}
    own = list(store.associations(subject=drug))
    for a in (*own, *(inherited(store, drug) if with_classes else ())):
        if a.asserted and (a.sign or a.relation.group == "role"):
            out.setdefault(a.object, []).append(Way(drug=drug, claims=(a,), sign=a.sign))
    for m in store.mechanisms(drug) if mechanisms is None else mechanisms:
        claims = {c: a for c in m.claims if (a := store.association(c)) is not None}
        for path in mechanism_paths(m, claims):
            steps: list[Step] = []
            for step in path.steps:
                steps.append(step)
                if len(steps) > 1:
                    sign = product(s.sign for s in steps)
                    way = Way(drug=drug, claims=tuple(s.association for s in steps), sign=sign)
                    out.setdefault(step.end, []).append(way)
    for ways in out.values():
        ways.sort(key=_shortest)
    return out


def _shortest(way: Way) -> tuple[int, int, bool]:
    return len(way.claims), CERTAINTIES.index(way.certainty), any(a.rule for a in way.claims)


def _ways_of_others(
    store: Store, points: Iterable[Curie], others: set[Curie], with_classes: bool
) -> Iterator[tuple[Curie, dict[Curie, list[Way]]]]:
    """What each of the other drugs acts on among some points, drugs in order.

    A drug that belongs to no class and has no curated mechanism acts by its own claims alone, and those are read from
    the points: a graph may have a thousand drugs and few claims on them.
    """
    curated: dict[Curie, list[CuratedMechanism]] = {}
    for m in store.mechanisms():
        curated.setdefault(m.drug, []).append(m)
    more = set(curated)
    if with_classes:
        more |= classified(store)
    direct: dict[Curie, dict[Curie, list[Way]]] = {}
    for point in points:
        for a in store.associations(object=point):
            if a.subject in others and a.subject not in more and a.asserted and (a.sign or a.relation.group == "role"):
                way = Way(drug=a.subject, claims=(a,), sign=a.sign)
                direct.setdefault(a.subject, {}).setdefault(point, []).append(way)
    for other in sorted(others):
        if other in more:
            yield other, reach(store, other, with_classes, curated.get(other, ()))
        elif other in direct:
            for ways in direct[other].values():
                ways.sort(key=_shortest)
            yield other, direct[other]


def _dynamic(store: Store, drug: Curie, others: set[Curie], with_classes: bool) -> Iterator[Interaction]:
    mine = reach(store, drug, with_classes)
    points = {p: _rule(store, p) for p in mine if _is(store, p, *EFFECTS, *TARGETS) and not _is(store, p, *CARRIERS)}
    changed = reached(mine)
    at = points | dict.fromkeys(points_of(process for process, _ in changed), "")
    for other, theirs in _ways_of_others(store, at, others, with_classes):
        yield from _at_processes(drug, other, changed, theirs)
        for point in points.keys() & theirs.keys():
            a, b = mine[point][0], theirs[point][0]
            relation: Literal["same", "opposite", "undetermined"] = "undetermined"
            if a.sign * b.sign:
                relation = "same" if a.sign == b.sign else "opposite"
            elif points[point] == "shared-role":
                relation = "same"
            hedges = dict.fromkeys(x.hedge for w in (a, b) for x in w.claims if x.hedge)
            yield Interaction(
                kind="pharmacodynamic",
                acting=drug,
                affected=other,
                mutual=True,
                point=point,
                ways=(a, b),
                relation=relation,
                certainty=_weaker(max((a.certainty, b.certainty), key=CERTAINTIES.index)),
                hedge="; ".join(hedges),
                rule=points[point],
            )


def _at_processes(
    drug: Curie, other: Curie, mine: dict[tuple[str, Direction], Reached], theirs: dict[Curie, list[Way]]
) -> Iterator[Interaction]:
    """Where two drugs change one process by claims on different entities, or one makes worse what the other does."""
    for met in meet(mine, reached(theirs)):
        a, b = met.one, met.other
        if a.point == b.point:
            continue
        ways = (a.way, b.way)
        yield Interaction(
            kind="pharmacodynamic",
            acting=a.way.drug if met.crosses else drug,
            affected=b.way.drug if met.crosses else other,
            mutual=not met.crosses,
            point=b.point if met.crosses else a.point,
            ways=ways,
            relation="same" if met.same else "opposite",
            certainty=_weaker(max((w.certainty for w in ways), key=CERTAINTIES.index)),
            hedge="; ".join(dict.fromkeys(x.hedge for w in ways for x in w.claims if x.hedge)),
            rule="crosses-process" if met.crosses else "shared-process",
            process=met.process,
        )


def _rule(store: Store, point: Curie) -> str:
    return f"shared-{next((k for k, v in SHARED.items() if _is(store, point, *v)), 'effect')}"


def interactions(store: Store, drug: Entity, other: Entity | None = None, *, with_classes: bool = True) -> Interactions:
    """The interactions of a drug with one other drug, or with every drug of the graph.

    Args:
        with_classes: Let what is said of a class count for its members, as inherited and hedged.
    """
    drugs = of_category(store, "drug") if other is None else ()
    others = ({other.id} if other else {e.id for e in drugs if e.deprecated_by is None}) - {drug.id}
    found = documented(store, drug, others)
    denied = denials(store, drug.id, others)
    stated = {frozenset((i.acting, i.affected)) for i in found}
    looked_for = {frozenset((a.subject, a.object)) for a in denied} - stated
    # who gave both and saw no interaction saw what the shared enzyme does; of effects that add up it says nothing
    kinetic = _kinetic(store, drug.id, others)
    found += (i for i in kinetic if frozenset((i.acting, i.affected)) not in looked_for)
    if with_classes:
        found += _of_classes(store, drug.id, others)
    found += at_receptors(store, drug.id, others)
    against = {(i.point, frozenset((i.acting, i.affected))) for i in found if i.rule in AT_RECEPTORS}
    found += (
        i
        for i in _dynamic(store, drug.id, others, with_classes)
        if (i.point, frozenset((i.acting, i.affected))) not in against
    )
    unique: dict[tuple[object, ...], Interaction] = {}
    for i in found:
        key = (i.kind, i.acting, i.affected, i.point, i.rule, i.relation)
        unique[key] = _pooled(unique[key], i) if key in unique else i
    regions = Regions(store)
    placed = [i if i.kind == "documented" else _set_apart(i, regions) for i in unique.values()]
    ordered = sorted(
        (weighed(store, i) for i in placed),
        key=lambda i: (
            i.rank,
            KINDS.index(i.kind),
            bool(i.rule) and i.kind == "documented",
            CERTAINTIES.index(i.certainty),
            sum(len(w.claims) for w in i.ways),
            any(a.rule for a in i.claims),
            i.acting,
            i.affected,
            i.point,
        ),
    )
    claims = {a.id: a for a in (*(c for i in ordered for c in i.claims), *denied)}
    ends = {e.id: e for e in (drug, other) if e is not None}
    wanted = dict.fromkeys(s for a in claims.values() for s in a.sources)
    return Interactions(
        store=store,
        drug=drug,
        other=other,
        found=tuple(ordered),
        denied=tuple(denied),
        entities=ends | names_of(store, claims.values()),
        sources={s: x for s in wanted if (x := store.source(s)) is not None},
    )


def _set_apart(i: Interaction, regions: Regions) -> Interaction:
    """An inferred interaction, with the fields of context in which its claims differ."""
    fields = dict.fromkeys(b.field for b in context_of(i.claims, regions).breaks)
    return msgspec.structs.replace(i, apart=tuple(fields)) if fields else i


def _pooled(a: Interaction, b: Interaction) -> Interaction:
    """One interaction for two that say the same by other claims."""
    ways = tuple(
        Way(drug=x.drug, claims=tuple({c.id: c for c in (*x.claims, *y.claims)}.values()), sign=x.sign)
        for x, y in zip(a.ways, b.ways, strict=False)
    )
    stronger = min(a, b, key=lambda i: CERTAINTIES.index(i.certainty))
    return msgspec.structs.replace(a, ways=ways, certainty=stronger.certainty, hedge=stronger.hedge)
