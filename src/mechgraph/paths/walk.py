"""What a search from cause to effect may walk, beyond the direction of its claims: bars and bridges, by name.

Bars: what may only be an end (another drug, a disease, a sign) does not stand inside; a correlation is walked as it is
worded only, from a process into the end, and nowhere else. Bridges: a subunit or member leads to its whole; another
name of the end, or a kind of it, leads to the end. Which names those are is the caller's; here are numbers only.

It refuses nothing that the caller asked to pass through.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .index import PathIndex

__all__ = ["Walk"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Walk:
    """Names of categories and predicates; those that an index does not use say nothing there.

    Args:
        ends: Categories that may only be an end of a path.
        processes: Categories from which a predicate of ``last`` may be walked.
        wholes: Categories between which a predicate of ``part`` may be walked.
        last: Predicates that are walked into the end only, as they are worded.
        form: Predicates that lead to the same thing in another form, which may then be one of ``ends``.
        part: Predicates from a part to its whole.
        same: Predicates between two names of the end, or from a kind of the end.
        types: Only claims of these types (category, predicate, category), where any are given.
    """

    ends: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    types: tuple[tuple[str, str, str], ...] = ()

    def arcs(self, index: PathIndex, target: int, through: Collection[int] = ()) -> Array:
        """A mask, bool (2m,), of the arcs that a path into ``target`` may walk; ``through``: entities let through."""
        inside, into = self._tables(index)
        ends = self._categories(index, self.ends)
        allowed = inside.copy()
        last = self._arcs_into(index, target)
        allowed[last] = into[last]
        if self.same and ends[int(index.categories[target])]:
            self._other_names(index, target, ends, allowed, into)
        for other in through:
            into_it = self._arcs_into(index, other)
            allowed[into_it] |= into[into_it]
        return allowed

    def _other_names(self, index: PathIndex, target: int, ends: Array, allowed: Array, into: Array) -> None:
        """Let the other names of the target stand before it: walked into as an end is, and out of towards it alone."""
        same, directed = self._predicates(index, self.same), ~np.asarray(index.undirected, bool)
        seen, layer = {target}, [target]
        while layer:
            following: list[int] = []
            for name in layer:
                for arc in self._arcs_into(index, name).tolist():
                    code, other = int(index.codes[arc]), int(index.keys[arc] >> 32)
                    if not same[code >> 1] or (directed[code >> 1] and code & 1) or not ends[index.categories[other]]:
                        continue
                    if other not in seen:
                        seen.add(other)
                        following.append(other)
                        entering = self._arcs_into(index, other)
                        allowed[entering] = into[entering]
                        allowed[index.indptr[other] : index.indptr[other + 1]] = False
                    if other in following:
                        allowed[arc] = True
            layer = following

    @staticmethod
    def _arcs_into(index: PathIndex, entity: int) -> Array:
        twins: Array = index.twins()[index.indptr[entity] : index.indptr[entity + 1]]
        return twins

    def told_by_kinds(self, index: PathIndex, target: int) -> bool:
        """Whether :meth:`table` says all: the target has no other names to be let through."""
        return not (self.same and self._categories(index, self.ends)[int(index.categories[target])])

    def table(self, index: PathIndex) -> Array:
        """What may be walked by (arc code, category at its start, category at its end), uint8; kept with the index.

        Bit 0: inside a path; bit 1: into its end, or into an entity that the caller asked to pass through.
        """
        found: Array | None = index.memo.get((self, "table"))
        if found is None:
            sizes = 2 * len(index.predicate_names), len(index.category_names), len(index.category_names)
            forward = np.arange(sizes[0])[:, None, None] & 1 == 0
            ends, wholes = self._categories(index, self.ends), self._categories(index, self.wholes)
            last, form, part, same = (
                np.repeat(self._predicates(index, names), 2)[:, None, None]
                for names in (self.last, self.form, self.part, self.same)
            )
            plain = ~last & ~same & (~part | (wholes[:, None] & wholes & forward))
            inside = plain & (~ends | form)
            into = plain | (last & forward & self._categories(index, self.processes)[:, None])
            if self.types:
                typed = self._of_types(index, sizes)
                inside, into = inside & typed, into & typed
            found = np.empty(sizes, np.uint8)
            found[...] = inside + 2 * into.astype(np.uint8)
            index.memo[(self, "table")] = found
        return found

    def _tables(self, index: PathIndex) -> tuple[Array, Array]:
        """Which arcs may be walked inside a path, and which into its end; kept with the index."""
        found: tuple[Array, Array] | None = index.memo.get(self)
        if found is None:
            kinds = index.categories
            bits = self.table(index)[index.codes, kinds[index.keys >> 32], kinds[index.targets]]
            found = index.memo[self] = bits & 1 != 0, bits & 2 != 0
        return found

    def _of_types(self, index: PathIndex, sizes: tuple[int, int, int]) -> Array:
        kinds, names = list(index.category_names), list(index.predicate_names)
        found = np.zeros(sizes, bool)
        for a, name, b in self.types:
            if a in kinds and name in names and b in kinds:
                code = 2 * names.index(name)
                found[code, kinds.index(a), kinds.index(b)] = True
                found[code + 1, kinds.index(b), kinds.index(a)] = True
        return found

    @staticmethod
    def _categories(index: PathIndex, names: Collection[str]) -> Array:
        return np.array([name in names for name in index.category_names], bool)

    @staticmethod
    def _predicates(index: PathIndex, names: Collection[str]) -> Array:
        return np.array([name in names for name in index.predicate_names], bool)
