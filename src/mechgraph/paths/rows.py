"""The best paths of many pairs as rows of a table, made from columns of numbers: no object per path or claim.

It refuses to read claims: what a row says of its steps is their predicates, with ``^`` where a claim is walked against
its direction (as SPARQL writes an inverse path).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..store.base import Table
from .batch import Reached
from .cost import MICRO
from .index import PathIndex

__all__ = ["COLUMNS", "WHY", "table_of"]

Array = npt.NDArray[Any]

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


WHY = "why"
"""One column more on request: what each part adds to the cost, in nats, such as "hub +1.204, step +0.310"."""


def table_of(
    index: PathIndex, sources: Sequence[int], reached: Reached, name: Callable[[int], str], *, why: bool = False
) -> Table:
    """One row a path, source by source, under :data:`COLUMNS`, and :data:`WHY` where it is asked for.

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
    parts = index.parts_of(arcs) if why else {}
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
                    *([_summed(parts, at)] if why else []),
                )
            )
            at += 1
    return Table((*COLUMNS, WHY) if why else COLUMNS, tuple(rows))


def _summed(parts: Mapping[str, Array], row: int) -> str:
    """What each part adds to one path, as text."""
    return ", ".join(f"{name} {values[row] / MICRO:+.3f}" for name, values in parts.items() if values[row])
