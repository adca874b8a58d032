"""What speaks against a claim: its own refuting evidence, claims that deny it, oppose it, or find nothing conclusive.

An objection never removes a claim; it travels with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from ..curie import Curie
from ..model import Association, Objection
from ..store.base import Store

__all__ = ["objections_to", "objections_to_all", "objections_to_whole"]


def _comparable(a: Association, b: Association) -> bool:
    """Whether two claims speak of the same thing: the same ends, and predicates of a like kind."""
    if {a.subject, a.object} != {b.subject, b.object} or a.causal_ends != b.causal_ends:
        return False
    return a.predicate == b.predicate or (a.stated_sign != 0 and b.stated_sign != 0)


_CONTESTED: WeakKeyDictionary[Store, dict[str, list[str]]] = WeakKeyDictionary()
_KNOWN: WeakKeyDictionary[Store, dict[int, tuple[Association, tuple[Objection, ...]]]] = WeakKeyDictionary()
"""What was found in a store, which never changes; by the claim itself, since what is supposed may have its id."""
_MOST = 20_000


def _contested(store: Store) -> dict[str, list[str]]:
    """The other sides of the recorded contradictions that each claim is on one side of."""
    found = _CONTESTED.get(store)
    if found is None:
        found = _CONTESTED[store] = {}
        for question in store.questions():
            for mine, theirs in ((question.claims, question.against), (question.against, question.claims)):
                for claim in dict.fromkeys(mine):
                    found.setdefault(claim, []).extend(theirs)
    return found


def objections_to(store: Store, claim: Association) -> Iterator[Objection]:
    """Everything in the graph that speaks against one claim, most direct first.

    Kinds: ``refutes``, ``no_effect``, ``partial`` (evidence on the claim itself); ``negates`` (the relation denied),
    ``opposite`` (the other sign), ``inconclusive``; and ``contested`` (the other side of a recorded contradiction).
    """
    known = _KNOWN.setdefault(store, {})
    found = known.get(id(claim))
    if found is None:
        if len(known) >= _MOST:
            known.clear()
        found = known[id(claim)] = claim, tuple(_objections_to(store, claim))
    return iter(found[1])


def _objections_to(store: Store, claim: Association) -> Iterator[Objection]:
    seen: set[tuple[str, str, str]] = set()

    def once(objection: Objection) -> Iterator[Objection]:
        own = objection.association.id == claim.id
        voice = objection.evidence.source if objection.evidence else ""
        where = (objection.association.id, voice, objection.kind if own else "")
        if where not in seen:
            seen.add(where)
            yield objection

    for e in claim.evidence:
        if e.stance != "supports":
            yield from once(Objection(claim=claim.id, kind=e.stance, association=claim, evidence=e))
    ends = (claim.subject, claim.object)
    beside = [a for s, o in (ends, ends[::-1]) for a in store.associations(subject=s, object=o)]
    for other in beside:
        if other.id == claim.id or not _comparable(claim, other):
            continue
        same_way = other.stated_sign == claim.stated_sign
        if other.negated != claim.negated and same_way:
            yield from once(Objection(claim=claim.id, kind="negates", association=other))
        elif not other.negated and not claim.negated and not same_way and other.asserted:
            yield from once(Objection(claim=claim.id, kind="opposite", association=other))
        elif other.certainty == "inconclusive" and claim.certainty != "inconclusive":
            yield from once(Objection(claim=claim.id, kind="inconclusive", association=other))
    for other_id in _contested(store).get(claim.id, ()):
        contested = store.association(other_id)
        if contested is not None and contested.id != claim.id:
            yield from once(Objection(claim=claim.id, kind="contested", association=contested))


def objections_to_all(store: Store, claims: Iterable[Association]) -> tuple[Objection, ...]:
    """Objections to each of the claims, in their order."""
    return tuple(o for claim in claims for o in objections_to(store, claim))


def objections_to_whole(store: Store, cause: Curie, effect: Curie, sign: int | None) -> tuple[Objection, ...]:
    """What claims between the two ends say against a conclusion of this sign, whichever steps lead to it.

    Kinds: ``negates`` (the relation denied), ``inconclusive`` (nothing established), ``opposite`` (the other sign), and
    what the evidence of a claim that agrees says against it. A conclusion without a sign is contradicted by nothing.
    """
    if not sign:
        return ()
    out: list[Objection] = []
    for a in store.associations(subject=cause, object=effect):
        told = a.stated_sign
        if not told:
            continue
        if a.certainty == "inconclusive":
            out.append(Objection(claim="", kind="inconclusive", association=a))
        elif a.negated and told == sign:
            out.append(Objection(claim="", kind="negates", association=a))
        elif not a.negated and told != sign:
            out.append(Objection(claim="", kind="opposite", association=a))
        elif not a.negated:
            against = (e for e in a.evidence if e.stance in ("refutes", "no_effect"))
            out += [Objection(claim="", kind=e.stance, association=a, evidence=e) for e in against]
    return tuple(out)
