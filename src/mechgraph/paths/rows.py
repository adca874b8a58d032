"""The best paths of many pairs as rows of a table, made from columns of numbers: no object per path or claim.

It refuses to read claims: what a row says of its steps is their predicates, with ``^`` where a claim is walked against
its direction (as SPARQL writes an inverse path).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..store.base import Table
from .batch import Reached
from .cost import MICRO
from .index import PathIndex

__all__ = ["COLUMNS", "table_of"]

COLUMNS = (
    "drug_id",
    "drug",
    "effect_id",
    "effect",
    "rank",
    "cost",
    "sign",
    "length",
    "path",
    "ids",
    "predicates",
)
"""``path`` are names joined by arrows, ``ids`` and ``predicates`` are joined by spaces; ``cost`` is in nats."""


def table_of(index: PathIndex, sources: Sequence[int], reached: Reached, name: Callable[[int], str]) -> Table:
    """One row a path, source by source, under :data:`COLUMNS`.

    Args:
        sources: Entity numbers, as they were given to ``rank_columns``.
        name: The name of an entity number.
    """
    arcs = reached.arcs
    real = arcs >= 0
    lengths = real.sum(axis=1).tolist()
    signs = np.where(real, index.walk_signs(arcs.ravel()).reshape(arcs.shape), np.int8(1)).prod(axis=1).tolist()
    codes = index.codes[arcs]
    symmetric = np.asarray(index.undirected, bool)[codes >> 1]
    against = ((codes & 1 == 1) & ~symmetric).tolist()
    predicates, nodes = (codes >> 1).tolist(), index.targets[arcs].tolist()
    names, effect = index.predicate_names, reached.target
    ends = (index.entity_id(effect), name(effect))
    rows = []
    at = 0
    for source, count in zip(sources, reached.counts.tolist(), strict=True):
        drug, label = index.entity_id(source), name(source)
        for rank in range(1, count + 1):
            n = lengths[at]
            inner = nodes[at][:n]
            steps = zip(predicates[at][:n], against[at], strict=False)
            rows.append(
                (
                    drug,
                    label,
                    *ends,
                    rank,
                    int(reached.costs[at]) / MICRO,
                    signs[at],
                    n,
                    " → ".join([label, *(name(e) for e in inner)]),
                    " ".join([drug, *(index.entity_id(e) for e in inner)]),
                    " ".join([f"^{names[p]}" if back else names[p] for p, back in steps]),
                )
            )
            at += 1
    return Table(COLUMNS, tuple(rows))
