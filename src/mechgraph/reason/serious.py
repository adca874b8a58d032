"""At which process two drugs meet, how serious a source calls it, and in which order such meetings are told.

The table is ``graph/vocabulary/interactions.tsv``: points (entities) and words of sources, each with its process and a
rank, and the words by which sources say how serious it is. A rank orders what is told; it is no measure of harm.
"""

from __future__ import annotations

import msgspec

from ..curie import Curie
from ..store.base import Store
from ..vocab import vocabulary
from .meeting import AT_RECEPTORS, LAST, Interaction
from .processes import crossing, meets, rank_of, rows, table

__all__ = ["handles_drugs", "weighed"]

_PROTEINS = {"enzyme": ("enzyme", 3), "transporter": ("transporter", 4), "gene_product": ("receptor", 3)}
"""What a meeting at a protein is called, and its rank; a receptor counts only where the two are against each other."""
_USES = ("use", "relief")
_WORSENS = 4
_STATED = 4
"""The rank of what a source states in words that no row knows."""


def weighed(store: Store, i: Interaction) -> Interaction:
    """An interaction with its process, the word of its source for how serious it is, and its place in the order.

    A shared effect counts as serious only where both bring it about; what both lessen, or one lessens, stands last. So
    does the same action at a receptor, which tells by its effects.
    """
    rank, process, severity = LAST, "", ""
    if i.kind == "documented":
        rank = _STATED
        said = " ".join(
            f"{a.qualifiers.extent} {a.hedge} {_name(store, a.object)} {a.qualifiers.aspect}" for a in i.claims
        ).casefold()
        found = [r for r in table() if r.kind == "word" and r.of.casefold() in said]
        grave = [r for r in table() if r.kind == "severity" and r.of.casefold() in said]
        if found:
            best = min(found, key=lambda r: (r.rank, said.index(r.of.casefold())))  # of equals, what it names first
            rank, process = best.rank, best.process
        if grave:
            worst = min(grave, key=lambda r: r.rank)
            rank, severity = min(rank, worst.rank), worst.process
    else:
        rank, process = _at_point(store, i)
    return msgspec.structs.replace(i, process=process, severity=severity, rank=rank)


def _name(store: Store, curie: Curie) -> str:
    entity = store.entity(curie)
    return entity.name if entity else ""


def _at_point(store: Store, i: Interaction) -> tuple[int, str]:
    if i.rule in AT_RECEPTORS:
        return _at_protein(store, i)
    here = [r for r in rows(i.point) if i.kind == "pharmacodynamic" and (not i.process or r.process == i.process)]
    if i.rule == "crosses-process":
        return crossing(i.process), i.process
    if i.rule == "shared-process":
        return rank_of(i.process), i.process
    for row in here:
        found = meets(row.process, *(row.direction(w.sign) for w in i.ways))
        if found is not None:
            return found, row.process
    if _worsens(store, i):
        return _WORSENS, "what the other is for"
    rank, process = _at_protein(store, i)
    return rank, process or (here[0].process if here else "")


def _worsens(store: Store, i: Interaction) -> bool:
    """Whether one drug is used for a disease and the other brings it about, both by a claim of their own or class."""
    claims = [w.claims[0] for w in i.ways if len(w.claims) == 1]
    entity = store.entity(i.point)
    if (
        i.relation != "opposite"
        or len(claims) < 2
        or entity is None
        or not vocabulary().is_a(entity.category, "disease")
    ):
        return False
    return any(a.relation.group in _USES and b.sign > 0 for a, b in (claims, claims[::-1]))


def handles_drugs(store: Store, point: Curie) -> bool:
    """Whether drugs are substrates of a thing: that two change it is no meeting of theirs, but one with a third."""
    handled = vocabulary().predicates_of("substrate")
    return any(a.asserted for p in handled for a in store.associations(predicate=p, object=point))


def _at_protein(store: Store, i: Interaction) -> tuple[int, str]:
    entity = store.entity(i.point)
    for category, (process, rank) in _PROTEINS.items():
        if entity is not None and vocabulary().is_a(entity.category, category):
            against = i.kind == "pharmacokinetic" or (i.relation == "opposite" and not handles_drugs(store, i.point))
            shared = i.kind == "pharmacokinetic" and i.mutual
            return (rank if against and not shared else LAST - 1), process
    return LAST, ""
