"""Questions that are no relation of two ends: what things have in common, and which is more potent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

from ..errors import NotFoundError
from ..model import Association, Entity
from ..reason.quantities import POTENCY, Ranking, more_potent
from ..select import Selection
from ..store.parts import names_of
from ..workspace import Workspace
from .answer import Answer, claims_of
from .asked import Ask
from .comparative import better
from .compare import FACETS, Row
from .compare import compare as side_by_side
from .judge import Verdict
from .plan import STEPS
from .telling import clauses, join

__all__ = ["SPECIAL"]

MOST = 6
"""Names listed of each side; how many more there are is said."""


def _named(asked: Ask) -> list[Entity]:
    return [s.mention.entity for s in (asked.subject, asked.object) if s.mention is not None]


def compare(workspace: Workspace, text: str, asked: Ask) -> Answer:
    """What all that are named share, what they move in opposite directions, and what each has alone."""
    store, entities = workspace.store, _named(asked)
    if len(entities) < 2:
        said = f"Only {entities[0].name} was found in the question; a comparison needs two things that the graph knows."
        return Answer(question=text, verdict="not_understood", answer=said)
    compared = side_by_side(workspace, entities)
    opposite = compared.opposite()
    shared = tuple(r for r in compared.shared() if r not in opposite)
    related = [
        a
        for one, two in permutations(entities, 2)
        for a in store.select(Selection(starts=(one.id,), ends=(two.id,), patients=False))
        if a.asserted and a.relation.role == "structural"
    ]
    parts = [f"{'; '.join(clauses(related, compared.entities | {e.id: e for e in entities}))}."] if related else []
    for entity in entities:
        alone = compared.distinct(entity)
        parts.append(f"Stated of {entity.name} alone: {_names(alone) or 'nothing'}.")
    if opposite:
        parts.append(f"In opposite directions: {_names(opposite)}.")
    indirect = any(c is not None and c.how in ("mechanism", "inherited") for r in shared for c in r.cells)
    how = " (in part through a mechanism or a class)" if indirect else ""
    parts.append(f"Shared{how}: {_names(shared) or 'nothing that the graph states'}.")
    told = [*shared, *opposite, *(row for e in entities for row in _first(compared.distinct(e)))]
    ids = dict.fromkeys([*(a.id for a in related), *(i for row in told for i in _claims(row))])
    claims = [a for i in ids if (a := store.association(i)) is not None]
    if asked.form == "closed":
        return _more_or_less(workspace, text, asked, entities)
    return Answer(
        question=text,
        verdict="list" if told or related else "not_stated",
        answer=" ".join(parts),
        claims=claims_of(store, claims, {a.id: True if a.asserted else None for a in claims}),
        selections=(Selection(ids=tuple(ids)),) if ids else (),
    )


def same(workspace: Workspace, text: str, asked: Ask) -> Answer:
    """Whether two names are of one thing: an entity has both, or the graph holds two, and what it says of them."""
    store, (one, two) = workspace.store, _named(asked)
    words = [s.mention.text for s in (asked.subject, asked.object) if s.mention is not None]
    if one.id == two.id:
        said = f"Yes: “{words[0]}” and “{words[1]}” are names of {one.name} ({one.id})."
        return Answer(question=text, verdict="supported", answer=said, claims=claims_of(store, [], {}))
    between = tuple(Selection(starts=(a.id,), ends=(b.id,), patients=False) for a, b in ((one, two), (two, one)))
    claims = [a for s in between for a in store.select(s)]
    told = [a for a in claims if a.relation.role == "structural"]
    said = f"Not stated: the graph holds {one.name} ({one.id}) and {two.name} ({two.id}) as two things."
    said += f" {'; '.join(clauses(told, names_of(store, told)))}." if told else ""
    return Answer(
        question=text,
        verdict="not_stated",
        answer=f"{said} That is not a “no”.",
        claims=claims_of(store, claims, dict.fromkeys((a.id for a in claims), None)),
        selections=between if claims else (),
    )


def _more_or_less(workspace: Workspace, text: str, asked: Ask, entities: Sequence[Entity]) -> Answer:
    """Whether the first has more of something than the second: only where the same was measured of both, alike."""
    store = workspace.store
    measured = [
        [a for a in store.associations(subject=e.id) if a.asserted and a.quantity is not None] for e in entities
    ]
    pairs = [
        (a, b)
        for a in measured[0]
        for b in measured[1]
        if a.object == b.object and a.predicate == b.predicate and _alike(a, b)
    ]
    wanted = asked.aspect.replace("_", " ")
    words = STEPS[asked.aspect][1] if asked.aspect in STEPS else ((wanted,) if wanted else ())
    meant = [(a, b) for a, b in pairs if a.quantity is not None and any(w in a.quantity.kind for w in words)]
    kinds = {(a.object, a.quantity.kind) for a, _ in pairs if a.quantity is not None}
    pairs = meant if words else pairs if len(kinds) == 1 else []  # one amount alone was measured of both: it is meant
    names = names_of(store, [a for pair in pairs for a in pair])
    if not pairs or not asked.polarity:
        both = join([e.name for e in entities])
        said = f"Not stated: no source measured it alike of {both}. That is not a “no”."
        beside = [a for side in measured for a in side]
        return Answer(
            question=text,
            verdict="not_stated",
            answer=said,
            claims=claims_of(store, beside, dict.fromkeys((a.id for a in beside), None)),
            selections=(Selection(ids=tuple(a.id for a in beside)),) if beside else (),
        )
    more = {_amount(a) > _amount(b) for a, b in pairs}
    as_asked = {m == (asked.polarity > 0) for m in more}
    verdict: Verdict = "mixed" if len(as_asked) > 1 else "supported" if as_asked == {True} else "refuted"
    claims = [a for pair in pairs for a in pair]
    lead = {"supported": "Yes", "refuted": "No", "mixed": "It depends"}[verdict]
    return Answer(
        question=text,
        verdict=verdict,
        answer=f"{lead}: {'; '.join(clauses(claims, names))}.",
        claims=claims_of(store, claims, dict.fromkeys((a.id for a in claims), verdict != "refuted")),
        selections=(Selection(ids=tuple(a.id for a in claims)),),
    )


def _alike(one: Association, other: Association) -> bool:
    """Whether two amounts can be compared: of one kind, in one unit, both numbers."""
    a, b = one.quantity, other.quantity
    if a is None or b is None or (a.kind, a.unit) != (b.kind, b.unit):
        return False
    return a.value is not None and b.value is not None and one.qualifiers.species == other.qualifiers.species


def _amount(claim: Association) -> float:
    assert claim.quantity is not None
    assert claim.quantity.value is not None
    return claim.quantity.value


def _names(rows: Sequence[Row]) -> str:
    """Names facet by facet, so that targets come before effects."""
    names = [r.entity.name for r in _first(rows)]
    more = f" and {len(rows) - MOST} more" if len(rows) > MOST else ""
    return ", ".join(names) + more if more else join(names)


def _first(rows: Sequence[Row]) -> list[Row]:
    """The rows whose names are told, targets before effects; the claims of no others are listed."""
    return sorted(rows, key=lambda r: FACETS.index(r.facet))[:MOST]


def _claims(row: Row) -> list[str]:
    return [i for cell in row.cells if cell is not None for i in cell.claims]


def potency(workspace: Workspace, text: str, asked: Ask) -> Answer:
    """The drugs that are named, ranked at the target that is named, or at every target where they can be compared."""
    store, entities = workspace.store, _named(asked)
    drugs = [e for e in entities if e.category in ("drug", "chemical", "small_molecule", "transmitter")] or entities[:1]
    targets = [e for e in entities if e not in drugs]
    known = [a for d in drugs for a in store.associations(subject=d.id) if _measured(a)]
    if targets:
        known = [a for a in known if a.object in {t.id for t in targets}]
    names = names_of(store, known)
    chosen = (Selection(ids=tuple(a.id for a in known)),) if known else ()
    listed = claims_of(store, known, dict.fromkeys((a.id for a in known), True))
    if len(drugs) == 1:
        said = "; ".join(clauses(known, names, limit=8))
        silence = f"Not stated: the graph has no affinity or potency of {drugs[0].name}. That is not a “no”."
        return Answer(
            question=text,
            verdict="list" if known else "not_stated",
            answer=f"{said[:1].upper()}{said[1:]}." if known else silence,
            claims=listed,
            selections=chosen,
        )
    rankings = _rankings(workspace, drugs, targets, known)
    if not rankings:
        where = f" at {join([e.name for e in targets])}" if targets else ""
        said = f"Not stated: the graph has no affinity or potency{where} by which to compare"
        said += f" {join([d.name for d in drugs])}."
        return Answer(
            question=text, verdict="not_stated", answer=said, claims=claims_of(store, known), selections=chosen
        )
    parts = []
    for found in rankings:
        order = [
            f"{names[p.entity].name} ({p.claim.quantity and p.claim.quantity.kind} {p.amount})" for p in found.places
        ]
        parts.append(f"At {names[found.places[0].claim.object].name}, most potent first: {', '.join(order)}.")
    parts.append("Potency is not efficacy, and gives no direction.")
    verdict: Verdict = "list"
    if asked.form == "closed":
        weaker = asked.polarity < 0 or asked.degree in ("less", "low", "lower", "weak")
        as_asked = {(drugs[0].id in found.top) != weaker for found in rankings}
        verdict = "mixed" if len(as_asked) > 1 else "supported" if as_asked == {True} else "refuted"
        parts.insert(0, {"supported": "Yes.", "refuted": "No.", "mixed": "It depends on the target."}[verdict])
    return Answer(question=text, verdict=verdict, answer=" ".join(parts), claims=listed, selections=chosen)


def _rankings(
    workspace: Workspace, drugs: Sequence[Entity], named: Sequence[Entity], known: Sequence[Association]
) -> list[Ranking]:
    store = workspace.store
    targets = list(named) or [e for c in dict.fromkeys(a.object for a in known) if (e := store.entity(c)) is not None]
    out = []
    for target in targets:
        try:
            out.append(more_potent(store, drugs, target))
        except NotFoundError:
            continue
    return out


def _measured(claim: Association) -> bool:
    return claim.asserted and claim.quantity is not None and bool(POTENCY.search(claim.quantity.kind))


SPECIAL: dict[str, Callable[[Workspace, str, Ask], Answer]] = {
    "better": better,
    "compare": compare,
    "potency": potency,
    "same": same,
}
