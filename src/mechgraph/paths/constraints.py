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
from functools import cached_property
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
        self.kinds, self.banned = self._inside(categories, avoid, metapath, kinds)
        wanted = sorted({_entity(index, e, "through") for e in through} - {source, target})
        self.through, self.walk = wanted, walk
        self.arc_mask: Array | None = None
        if arc_mask is not None:
            self.arc_mask = np.asarray(arc_mask, bool)
            if self.arc_mask.shape != (index.n_arcs,):
                raise UsageError(f"arc_mask has shape {self.arc_mask.shape}, expected ({index.n_arcs},)")
        if len(wanted) > MAX_THROUGH:
            raise UsageError(f"{len(wanted)} entities to pass through; at most {MAX_THROUGH}")
        if len(wanted) > self.length - 1:
            self.possible = False
        needs = Needs(index, sign, wanted)
        self.needs = needs if needs.size > 1 else None

    # as long as the entities or the arcs of the index, so made only for a kernel that needs them

    @cached_property
    def arcs(self) -> Array | None:
        """A mask of the arcs that may be walked, bool (2m,); ``None``: all."""
        if self.walk is None:
            return self.arc_mask
        may = self.walk.arcs(self.index, self.target, self.through)
        return may if self.arc_mask is None else self.arc_mask & may

    @cached_property
    def twin_arcs(self) -> Array | None:
        """The same mask by the twin of each arc."""
        return None if self.arcs is None else self.arcs[self.index.twins()]

    @cached_property
    def twin_tables(self) -> list[Array | None]:
        """The tables of steps by the code of an arc's twin."""
        return [None if t is None else t[np.arange(len(t)) ^ 1] for t in self.tables]

    @cached_property
    def nodes(self) -> list[Array | None]:
        """A mask of the entities that may stand at each position, bool (n,); ``None``: any."""
        free = None if self.banned is None else ~self.banned
        made: dict[int, Array] = {}  # most positions share a table
        masks: list[Array | None] = []
        for position, kinds in enumerate(self.kinds):
            end = self.exact and position in (0, self.length)
            if kinds is not None and id(kinds) not in made:
                mask: Array = kinds[self.index.categories]
                made[id(kinds)] = mask if free is None or end else mask & free
            masks.append(made[id(kinds)] if kinds is not None else None if end else free)
        return masks

    def from_source(self, source: int) -> Constraints:
        """The same constraints from another source; only where they name no entity to pass through or avoid."""
        other = copy.copy(self)
        other.source = _entity(self.index, source, "source")
        other.possible = source != self.target
        # the ends of a metapath have categories of their own
        for kinds, end in ((self.kinds[0], source), (self.kinds[-1], self.target)) if self.exact else ():
            other.possible &= kinds is None or bool(kinds[self.index.categories[end]])
        return other

    def _inside(
        self,
        categories: Iterable[str] | None,
        avoid: Iterable[int],
        metapath: Metapath | None,
        kinds: Kinds | None,
    ) -> tuple[list[Array | None], Array | None]:
        """By position a table of the categories that may stand there, one for all unless there is a metapath; and a
        mask of the entities that may not stand anywhere."""
        index = self.index
        base: Array | None = None
        if categories is not None:
            base = np.zeros(len(index.category_names), bool)
            for name in categories:
                base[category_codes(index, name, kinds)] = True
        avoided = {_entity(index, e, "avoid") for e in avoid}
        banned: Array | None = None
        if avoided:
            banned = np.zeros(index.n_entities, bool)
            banned[list(avoided)] = True
        if avoided & {self.source, self.target}:
            self.possible = False
        if metapath is None:
            return [base] * (self.length + 1), banned
        tables: list[Array | None] = []
        for position, category in enumerate(metapath.categories):
            table = base if 0 < position < self.length else None
            if category is not None:
                here = np.zeros(len(index.category_names), bool)
                here[category_codes(index, category, kinds)] = True
                for at, end in ((0, self.source), (self.length, self.target)):
                    if position == at and not here[index.categories[end]]:
                        self.possible = False
                table = here if table is None else here & table
            tables.append(table)
        return tables, banned


def category_codes(index: PathIndex, name: str, kinds: Kinds | None = None) -> list[int]:
    """The codes of the categories that a name stands for, ascending. Raises VocabularyError."""
    code = lookup(name, index.category_names, "category")
    below = {name} if kinds is None else {name, *kinds.get(name, ())}
    return sorted({code, *(i for i, known in enumerate(index.category_names) if known in below)})


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
