"""At which process two drugs meet, how serious a source calls it, and in which order such meetings are told.

The table is ``graph/vocabulary/interactions.tsv``: points (entities) and words of sources, each with its process and a
rank, and the words by which sources say how serious it is. A rank orders what is told; it is no measure of harm.
"""

from __future__ import annotations

import csv
from functools import cache

import msgspec

from ..curie import Curie, data_dir
from ..store.base import Store
from ..vocab import vocabulary
from .meeting import Interaction

__all__ = ["weighed"]

_PROTEINS = {"enzyme": ("enzyme", 3), "transporter": ("transporter", 4), "gene_product": ("receptor", 3)}
"""What a meeting at a protein is called, and its rank; a receptor counts only where the two are against each other."""
_LAST = 6


class _Row(msgspec.Struct, frozen=True):
    kind: str
    of: str
    process: str
    rank: int


@cache
def _table() -> tuple[_Row, ...]:
    with (data_dir("graph") / "vocabulary" / "interactions.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _Row(r["kind"], r["of"], r["process"], int(r["rank"])) for r in csv.DictReader(file, delimiter="\t")
        )


def weighed(store: Store, i: Interaction) -> Interaction:
    """An interaction with its process, the word of its source for how serious it is, and its place in the order.

    A shared effect counts as serious only where both bring it about; what both lessen, or one lessens, stands last. So
    does the same action at a receptor, which tells by its effects.
    """
    rank, process, severity = _LAST, "", ""
    if i.kind == "documented":
        said = " ".join(
            f"{a.qualifiers.extent} {a.hedge} {_name(store, a.object)} {a.qualifiers.aspect}" for a in i.claims
        ).casefold()
        found = [r for r in _table() if r.kind == "word" and r.of.casefold() in said]
        grave = [r for r in _table() if r.kind == "severity" and r.of.casefold() in said]
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
    row = next((r for r in _table() if r.kind == "point" and r.of == i.point), None)
    if row is not None:
        both = i.relation == "same" and all(w.sign >= 0 for w in i.ways)
        return (row.rank if both else _LAST), row.process
    entity = store.entity(i.point)
    for category, (process, rank) in _PROTEINS.items():
        if entity is not None and vocabulary().is_a(entity.category, category):
            against = i.kind == "pharmacokinetic" or i.relation == "opposite"
            shared = i.kind == "pharmacokinetic" and i.mutual
            return (rank if against and not shared else _LAST - 1), process
    return _LAST, ""
