"""The k best simple paths between two entities, exactly, under constraints: the public door to the kernel.

The order is total: cost, then length, then entity numbers from source to target, then predicates, then claims; so
the answer does not depend on the kernel, and equal costs never make it depend on chance.

Signs multiply along a path and 0 absorbs; a claim that is walked backwards has sign 0 unless its predicate is
symmetric. It refuses to decide what a path means: no names, no evidence, no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .compiled import k_best
from .constraints import MAX_LENGTH, Constraints, Kinds
from .index import PathIndex
from .kernel import Answers
from .metapath import Metapath, MetapathTable, parse_metapath
from .walk import Walk

__all__ = ["Path", "path_sign", "search"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, order=True)
class Path:
    """A path: cost in micro-units, n + 1 entity numbers, n arc numbers of the index it came from."""

    cost: int
    nodes: tuple[int, ...]
    arcs: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.arcs)


def search(
    index: PathIndex,
    source: int,
    target: int,
    k: int = 10,
    *,
    max_length: int = 4,
    directed: bool = False,
    categories: Iterable[str] | None = None,
    predicates: Iterable[str] | None = None,
    metapath: Metapath | str | None = None,
    through: Iterable[int] = (),
    avoid: Iterable[int] = (),
    sign: int | None = None,
    arc_mask: Array | None = None,
    table: MetapathTable | None = None,
    kinds: Kinds | None = None,
    walk: Walk | None = None,
) -> list[Path]:
    """The k cheapest simple paths from ``source`` to ``target``, best first; fewer where fewer exist.

    Args:
        index: The path index.
        source: Entity number of the start.
        target: Entity number of the end. A path from an entity to itself does not exist: ``[]``.
        k: How many, at least 1.
        max_length: Most steps, 1 … 32.
        directed: Walk claims only from subject to object (symmetric ones both ways); otherwise both ways.
        categories: Names of the categories that may stand inside the path; the ends are free.
        predicates: Names of the predicates that may be walked.
        metapath: Exactly these categories and predicates, in either notation.
        through: Entity numbers that the path must visit, in any order; at most 6. Each doubles the work.
        avoid: Entity numbers that it must not touch.
        sign: Its net sign must be +1, −1 or 0. Doubles the work.
        arc_mask: bool, shape (n_arcs,): the arcs that may be walked; see :meth:`PathIndex.arcs_of_claims`.
        table: Abbreviations for a metapath text; ``None`` means Hetionet's own.
        kinds: The categories that a category name stands for besides itself; ``None``: each for itself alone.
        walk: What a search from cause to effect may walk; ``None``: whatever the rest allows.

    Raises:
        UsageError: Numbers out of range, a metapath that does not parse.
        VocabularyError: An unknown category or predicate, with the nearest.

    >>> index = PathIndex.build([0, 1, 0], [1, 2, 2], [0, 1, 2], entity_ids=["X:drug", "X:gene", "X:pain"],
    ...     categories=[0, 1, 2], category_names=["Drug", "Gene", "Disease"],
    ...     predicate_names=["inhibits", "causes", "treats"], predicate_signs=[-1, 1, -1])
    >>> [path.nodes for path in search(index, 0, 2, sign=-1, directed=True)]
    [(0, 2), (0, 1, 2)]
    """
    if k < 1:
        raise UsageError(f"k is {k}; it must be at least 1")
    if isinstance(metapath, str):
        metapath = parse_metapath(
            metapath, table=table, categories=index.category_names, predicates=index.predicate_names
        )
    if metapath is not None and len(metapath) > min(max_length, MAX_LENGTH):
        raise UsageError(
            f"the metapath has {len(metapath)} steps, max_length is {max_length}", remedy="raise the length (-l)"
        )
    constraints = Constraints(
        index,
        source,
        target,
        max_length,
        directed=directed,
        categories=categories,
        predicates=predicates,
        metapath=metapath,
        through=through,
        avoid=avoid,
        sign=sign,
        arc_mask=arc_mask,
        kinds=kinds,
        walk=walk,
    )
    return paths_of(index, source, k_best(constraints, k))


def paths_of(index: PathIndex, source: int, answers: Answers) -> list[Path]:
    """The kernel's answers as :class:`Path`."""
    nodes = index.targets[answers.arcs].tolist()
    lengths = (answers.arcs >= 0).sum(axis=1).tolist()
    rows = zip(answers.costs.tolist(), nodes, answers.arcs.tolist(), lengths, strict=True)
    return [Path(cost, (source, *inner[:n]), tuple(arcs[:n])) for cost, inner, arcs, n in rows]


def path_sign(index: PathIndex, path: Path) -> int:
    """The net sign of a path: the product of its arcs' signs as they are walked, 0 absorbs."""
    return int(np.prod(index.walk_signs(np.array(path.arcs, np.int64))))
