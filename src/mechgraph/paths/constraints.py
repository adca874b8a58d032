"""What a path may be, turned into tables that the kernel can apply to thousands of arcs at once.

Three kinds of constraint, all exact:

* masks: which arcs may be walked at which step, which entities may stand inside a path;
* a metapath: masks that change with the step, and a fixed length;
* needs: what the rest of a path must still bring (a net sign, entities to pass through), folded into the search
  state. A net sign doubles the state space, each entity to pass through doubles it again; more than six are
  refused.

It refuses to search, and to resolve names other than predicate and category names.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import UsageError, VocabularyError
from .index import PathIndex
from .metapath import Metapath
from .walk import Walk

__all__ = ["MAX_LENGTH", "MAX_THROUGH", "Constraints", "Kinds", "Needs", "category_codes", "lookup"]

Array = npt.NDArray[Any]
Kinds = Mapping[str, Collection[str]]
"""The categories that a category name stands for: itself and those below it."""
MAX_LENGTH = 32
MAX_THROUGH = 6


class Needs:
    """What the rest of a path must still bring, as a small number: through-bits · 2 + sign state.

    Sign state, for a wanted sign of ±1: 0 = the rest must multiply to +1, 1 = to −1. For a wanted 0: 1 = some arc
    of sign 0 must still come. State 0 is always "nothing more is needed".
    """

    def __init__(self, index: PathIndex, sign: int | None, through: Sequence[int]) -> None:
        self.index = index
        self.sign = sign
        self.width = 1 if sign is None else 2
        self.size = self.width << len(through)
        self.start = (self.size // self.width - 1) * self.width + (sign in (0, -1))
        self.bits = np.zeros(index.n_entities, np.int64) if through else None
        for position, entity in enumerate(through):
            assert self.bits is not None
            self.bits[entity] = self.width << position

    def forward(self, need: Array, arcs: Array, nodes: Array) -> tuple[Array, Array | None]:
        """The need after walking ``arcs`` into ``nodes``, and a mask of the rows that may (``None``: all)."""
        allowed = None
        if self.sign is not None:
            signs = self.index.walk_signs(arcs)
            if self.sign:
                need, allowed = need ^ (signs < 0), signs != 0
            else:
                need = need & ~(signs == 0).astype(np.int64)
        if self.bits is not None:
            need = need & ~self.bits[nodes]
        return need, allowed

    def backward(self, need: Array, arcs: Array, nodes: Array) -> list[tuple[Array, Array]]:
        """The needs before the twins of ``arcs`` were walked into ``nodes``: (row numbers, needs)."""
        rows = np.arange(len(need))
        if self.bits is not None:
            bit = self.bits[nodes]
            keep = need & bit == 0
            rows, need, arcs = rows[keep], (need | bit)[keep], arcs[keep]
        if self.sign is None:
            return [(rows, need)]
        signs = self.index.walk_signs(arcs, against=True)
        if self.sign:
            keep = signs != 0
            return [(rows[keep], (need ^ (signs < 0))[keep])]
        free = need & 1 == 0
        keep = free | (signs != 0)
        gives = free & (signs == 0)
        return [(rows[keep], need[keep]), (rows[gives], need[gives] | 1)]


class Constraints:
    """Everything that a search between two entities must obey; made once per search."""

    def __init__(
        self,
        index: PathIndex,
        source: int,
        target: int,
        max_length: int,
        *,
        directed: bool = False,
        categories: Iterable[str] | None = None,
        predicates: Iterable[str] | None = None,
        metapath: Metapath | None = None,
        through: Iterable[int] = (),
        avoid: Iterable[int] = (),
        sign: int | None = None,
        arc_mask: Array | None = None,
        kinds: Kinds | None = None,
        walk: Walk | None = None,
    ) -> None:
        for name, entity in (("source", source), ("target", target)):
            _entity(index, entity, name)
        if max_length < 1 or max_length > MAX_LENGTH:
            raise UsageError(f"max_length is {max_length}; it must lie in 1 … {MAX_LENGTH}")
        if sign not in (None, -1, 0, 1):
            raise UsageError(f"sign is {sign!r}; it must be +1, -1, 0 or None")
        self.index, self.source, self.target = index, source, target
        self.exact = metapath is not None
        self.length = max_length if metapath is None else len(metapath.steps)
        self.possible = source != target and self.length <= max_length

        self.tables = _tables(index, directed, predicates, metapath, self.length)
        self.twin_tables = [None if t is None else t[np.arange(len(t)) ^ 1] for t in self.tables]
        self.nodes = self._inner_nodes(categories, avoid, metapath, kinds)
        wanted = sorted({_entity(index, e, "through") for e in through} - {source, target})
        self.arcs: Array | None = None
        self.twin_arcs: Array | None = None
        if arc_mask is not None:
            self.arcs = np.asarray(arc_mask, bool)
            if self.arcs.shape != (index.n_arcs,):
                raise UsageError(f"arc_mask has shape {self.arcs.shape}, expected ({index.n_arcs},)")
        if walk is not None:
            may = walk.arcs(index, target, wanted)
            self.arcs = may if self.arcs is None else self.arcs & may
        if self.arcs is not None:
            self.twin_arcs = self.arcs[index.twins()]
        if len(wanted) > MAX_THROUGH:
            raise UsageError(f"{len(wanted)} entities to pass through; at most {MAX_THROUGH}")
        if len(wanted) > self.length - 1:
            self.possible = False
        needs = Needs(index, sign, wanted)
        self.needs = needs if needs.size > 1 else None

    def from_source(self, source: int) -> Constraints:
        """The same constraints from another source; only where they name no entity to pass through or avoid."""
        other = copy.copy(self)
        other.source = _entity(self.index, source, "source")
        other.possible = source != self.target
        # the ends of a metapath have masks of their own
        for mask, end in ((self.nodes[0], source), (self.nodes[-1], self.target)) if self.exact else ():
            other.possible &= mask is None or bool(mask[end])
        return other

    def _inner_nodes(
        self,
        categories: Iterable[str] | None,
        avoid: Iterable[int],
        metapath: Metapath | None,
        kinds: Kinds | None,
    ) -> list[Array | None]:
        """A mask of the entities allowed at each position; one for all unless there is a metapath."""
        index = self.index
        base: Array | None = None
        if categories is not None:
            base = np.zeros(index.n_entities, bool)
            for name in categories:
                base |= _of_category(index, name, kinds)
        avoided = {_entity(index, e, "avoid") for e in avoid}
        if avoided:
            base = np.ones(index.n_entities, bool) if base is None else base
            base[list(avoided)] = False
        if avoided & {self.source, self.target}:
            self.possible = False
        if metapath is None:
            return [base] * (self.length + 1)
        masks: list[Array | None] = []
        for position, category in enumerate(metapath.categories):
            mask = base if 0 < position < self.length else None
            if category is not None:
                kind = _of_category(index, category, kinds)
                mask = kind if mask is None else kind & mask
                if position == 0 and not kind[self.source]:
                    self.possible = False
                if position == self.length and not kind[self.target]:
                    self.possible = False
            masks.append(mask)
        return masks


def category_codes(index: PathIndex, name: str, kinds: Kinds | None = None) -> list[int]:
    """The codes of the categories that a name stands for, ascending. Raises VocabularyError."""
    code = lookup(name, index.category_names, "category")
    below = {name} if kinds is None else {name, *kinds.get(name, ())}
    return sorted({code, *(i for i, known in enumerate(index.category_names) if known in below)})


def _of_category(index: PathIndex, name: str, kinds: Kinds | None) -> Array:
    """A mask of the entities of a category."""
    allowed = np.zeros(len(index.category_names), bool)
    allowed[category_codes(index, name, kinds)] = True
    mask: Array = allowed[index.categories]
    return mask


def lookup(name: str, names: Sequence[str], what: str) -> int:
    """The position of ``name``; a VocabularyError with the nearest names where it is unknown."""
    try:
        return list(names).index(name)
    except ValueError:
        near = difflib.get_close_matches(name, names, 3)
        raise VocabularyError(f"no {what} {name!r} in this index", suggestions=near) from None


def _entity(index: PathIndex, entity: int, name: str) -> int:
    if not 0 <= entity < index.n_entities:
        raise UsageError(f"{name} is entity number {entity}; this index has {index.n_entities:,}")
    return int(entity)


def _tables(
    index: PathIndex, directed: bool, predicates: Iterable[str] | None, metapath: Metapath | None, length: int
) -> list[Array | None]:
    """One table over arc codes per step: may an arc of this code be walked here? ``None`` means any."""
    symmetric = np.asarray(index.undirected, bool)
    both = np.ones((len(symmetric), 2), bool)
    if directed:
        both[:, 1] = symmetric
    if predicates is not None:
        allowed = np.zeros(len(symmetric), bool)
        for name in predicates:
            allowed[lookup(name, index.predicate_names, "predicate")] = True
        both &= allowed[:, None]
    if metapath is None:
        return [None if both.all() else both.ravel()] * length
    tables: list[Array | None] = []
    for step in metapath.steps:
        table = both.copy()
        if step.predicate is not None:
            code = lookup(step.predicate, index.predicate_names, "predicate")
            table[np.arange(len(symmetric)) != code] = False
        if step.direction:
            table[~symmetric, 1 if step.direction > 0 else 0] = False
        tables.append(table.ravel())
    return tables
