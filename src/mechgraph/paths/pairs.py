"""The best paths of every pair of two lists of entities: from entities to numbers, and back to paths or tables.

The work itself is done on numbers, by :mod:`mechgraph.paths.batch`. Which claims are walked follows the same rule as
for one pair: from cause to effect, over mechanistic predicates, where the graph is causal or the caller says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from ..curie import Curie
from ..model import Entity, Path
from ..store.base import Table
from .batch import rank_columns, rank_pairs
from .claims import ClaimIndex
from .rows import table_of

__all__ = ["paths_of_pairs", "tables_of_pairs"]


def paths_of_pairs(
    index: ClaimIndex, starts: Sequence[Entity], ends: Sequence[Entity], k: int, **options: Any
) -> Iterator[tuple[Entity, Entity, list[Path]]]:
    """Every pair with its ``k`` best paths of claims, end by end; ``options`` as in :meth:`mechgraph.Graph.rank_pairs`.

    >>> from mechgraph.model import Association
    >>> a = Association(subject=Curie("A:1"), predicate="inhibits", object=Curie("B:1"))
    >>> drug, target = (Entity(id=Curie(c), name=c, category="drug") for c in ("A:1", "B:1"))
    >>> pairs = paths_of_pairs(ClaimIndex.of([drug, target], [a]), [drug], [target], 3, processes=1)
    >>> [(start.name, end.name, len(paths)) for start, end, paths in pairs]
    [('A:1', 'B:1', 1)]
    """
    by_number = {index.index.number(e.id): e for e in (*starts, *ends)}
    for found in rank_pairs(k=k, **_arguments(index, starts, ends, **options)):
        paths = [index.path_of(p.nodes, p.arcs, p.cost) for p in found.paths]
        yield by_number[found.source], by_number[found.target], paths


def tables_of_pairs(
    index: ClaimIndex,
    starts: Sequence[Entity],
    ends: Sequence[Entity],
    k: int,
    entity: Callable[[Curie], Entity | None],
    *,
    why: bool = False,
    **options: Any,
) -> Iterator[Table]:
    """One table an end, one row a path, without reading a claim.

    Args:
        entity: The entity of an identifier, for its name.
        why: One column more: what each part adds to the cost.
        options: As in :meth:`mechgraph.Graph.rank_pairs`.
    """
    arguments = _arguments(index, starts, ends, **options)

    @cache
    def name(number: int) -> str:
        curie = Curie(index.index.entity_id(number))
        return found.name if (found := entity(curie)) is not None else str(curie)

    for reached in rank_columns(k=k, **arguments):
        yield table_of(index.index, arguments["sources"], reached, name, why=why)


def _arguments(
    index: ClaimIndex,
    starts: Sequence[Entity],
    ends: Sequence[Entity],
    *,
    causal: bool | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """What :func:`mechgraph.paths.batch.rank_columns` takes."""
    directed, predicates, walk = index.rules(causal)
    rules = {"directed": directed, "predicates": predicates, "walk": walk}
    return {
        "index": index.index,
        "sources": [index.index.number(e.id) for e in starts],
        "targets": [index.index.number(e.id) for e in ends],
        "rules": {name: rule for name, rule in rules.items() if rule is not None},
        "checkpoint": None if checkpoint is None else FilePath(checkpoint),
        **options,
    }
